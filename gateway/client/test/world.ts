import { EventfulClient } from '../src/client.js';
import type { ChatEvent } from '../src/frames.js';
import type { Options } from '../src/options.js';
import { FakeServer } from './fake-server.js';
import { VirtualClock } from './virtual-clock.js';

export const ANA = 'a0000000-0000-4000-8000-000000000001';
export const BEN = 'a0000000-0000-4000-8000-000000000002';
export const ROOM = 'c0000000-0000-4000-8000-000000000001';
export const OTHER = 'c0000000-0000-4000-8000-000000000002';

/** A server with a conversation of Ana and Ben, and Ana's client, on the same clock. */
export class World {
  readonly clock = new VirtualClock();
  readonly server = new FakeServer(this.clock);
  readonly problems: unknown[] = [];
  readonly states: string[] = [];
  /** Numbers of the events that were applied to ROOM since its last reset. */
  applied: number[] = [];
  readonly events: ChatEvent[] = [];
  resets = 0;

  constructor() {
    this.server.act(ANA, 'create', { conversation_id: ROOM, participants: [BEN] });
    this.server.act(ANA, 'create', { conversation_id: OTHER, participants: [BEN] });
  }

  client(options: Partial<Options> = {}): EventfulClient {
    const client = new EventfulClient({
      url: 'ws://fake/v1/realtime',
      token: () => Promise.resolve(ANA),
      socket: this.server.socket,
      clock: this.clock,
      random: () => 0.5,
      ...options,
    });
    client.on('problem', (problem) => this.problems.push(problem));
    client.on('state', (state) => this.states.push(state.name));
    client.on('event', (event) => {
      this.events.push(event);
      if (event.conversation_id === ROOM) {
        this.applied.push(event.ev);
      }
    });
    client.on('reset', () => {
      this.resets++;
      this.applied = [];
    });
    client.start();
    return client;
  }

  async connected(client: EventfulClient): Promise<void> {
    await this.clock.until(() => client.state.name === 'connected');
  }

  /** What somebody else writes. */
  says(content: string, by: string = BEN, more: Record<string, unknown> = {}): Record<string, unknown> {
    return this.server.act(by, 'send', { conversation_id: ROOM, content, ...more });
  }

  contents(id: string = ROOM): (string | undefined)[] {
    return this.server.room(id).messages.map((message) => message.content);
  }

  heard(op: string): Record<string, unknown>[] {
    return this.server.heard.filter(({ frame }) => frame['op'] === op).map(({ frame }) => frame);
  }
}
