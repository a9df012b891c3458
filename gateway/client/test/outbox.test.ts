import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandStore, StoredCommand } from '../src/outbox.js';
import { OTHER, ROOM, World } from './world.js';

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.server.violations).toEqual([]));

describe('a durable command', () => {
  it('is answered with what was stored', async () => {
    const client = world.client();
    const sent = client.send(ROOM, { content: 'hello' });
    await world.clock.pass(1_000);
    expect(await sent).toMatchObject({ ev: 2, message_no: 1 });
  });

  it('is sent again under the same id after a lost answer, and stored once', async () => {
    let faults = 1;
    world.server.commandFault = () => (faults-- > 0 ? 'cut-after' : undefined);
    const client = world.client();
    const sent = client.send(ROOM, { content: 'hello' });
    await world.clock.pass(5_000);
    expect(await sent).toMatchObject({ ev: 2, message_no: 1 });
    const ids = world.heard('send').map((frame) => frame['client_event_id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(world.contents()).toEqual(['hello']);
  });

  it.each(['lost', 'unheard', 'no-answer', 'unavailable', 'rate-limited', 'cut-before'] as const)('survives: %s', async (fault) => {
    let faults = 1;
    world.server.commandFault = () => (faults-- > 0 ? fault : undefined);
    const client = world.client();
    const sent = client.send(ROOM, { content: 'hello' });
    await world.clock.pass(30_000);
    expect(await sent).toMatchObject({ message_no: 1 });
    expect(world.contents()).toEqual(['hello']);
  });

  it('fails with the final word of the server, and is not repeated', async () => {
    const client = world.client();
    const sent = client.command('edit', { conversation_id: ROOM, message_id: OTHER, content: 'x', version: 1 });
    const failed = expect(sent).rejects.toMatchObject({ code: 'not-found' });
    await world.clock.pass(60_000);
    await failed;
    expect(world.heard('edit')).toHaveLength(1);
  });

  it('is refused here if its frame would be too large', async () => {
    await expect(world.client().send(ROOM, { content: '€'.repeat(30_000) })).rejects.toMatchObject({ code: 'too-large' });
  });

  it('is refused if too many wait', async () => {
    const client = world.client({ tuning: { mostCommands: 2 } });
    void client.send(ROOM, { content: '1' });
    void client.send(ROOM, { content: '2' });
    await expect(client.send(ROOM, { content: '3' })).rejects.toMatchObject({ code: 'queue-full' });
    await world.clock.pass(1_000);
  });

  it('can be given up', async () => {
    world.server.commandFault = () => 'unavailable';
    const client = world.client();
    const sent = expect(client.send(ROOM, { content: 'x' })).rejects.toMatchObject({ code: 'discarded' });
    await world.clock.pass(1_000);
    expect(client.discard(client.pending[0]!.members.client_event_id)).toBe(true);
    await sent;
    expect(client.pending).toEqual([]);
  });
});

describe('the order', () => {
  it('of messages holds though the first is refused for a while and the others are on their way', async () => {
    let faults = 1;
    world.server.commandFault = () => (faults-- > 0 ? 'unavailable' : undefined);
    const client = world.client();
    const sent = ['1', '2', '3', '4'].map((content) => client.send(ROOM, { content }));
    await world.clock.pass(60_000);
    await Promise.all(sent);
    expect(world.contents()).toEqual(['1', '2', '3', '4']);
  });

  it('makes a message that came too early wait for the answer to the one before', async () => {
    let faults = 1;
    world.server.commandFault = () => (faults-- > 0 ? 'slow' : undefined);
    const client = world.client();
    const sent = ['1', '2'].map((content) => client.send(ROOM, { content }));
    await world.clock.pass(5_000);
    await Promise.all(sent);
    expect(world.contents()).toEqual(['1', '2']);
    expect(world.heard('send')).toHaveLength(3);
  });

  it('holds though the first is refused for good', async () => {
    const client = world.client();
    const refused = expect(client.send(ROOM, { content: '0', after: OTHER })).rejects.toMatchObject({ code: 'out-of-order' });
    const sent = ['1', '2', '3'].map((content) => client.send(ROOM, { content }));
    await world.clock.pass(60_000);
    await refused;
    await Promise.all(sent);
    expect(world.contents()).toEqual(['1', '2', '3']);
  });

  it('lets messages of one conversation travel together', async () => {
    const client = world.client();
    await world.connected(client);
    const sent = ['1', '2', '3'].map((content) => client.send(ROOM, { content }));
    await world.clock.pass(5);
    expect(world.heard('send').map((frame) => frame['after'] !== undefined)).toEqual([false, true, true]);
    await world.clock.pass(1_000);
    await Promise.all(sent);
  });

  it('lets nothing overtake what is no message', async () => {
    const room = 'c0000000-0000-4000-8000-000000000009';
    let faults = 2;
    world.server.commandFault = () => (faults-- > 0 ? 'rate-limited' : undefined);
    const client = world.client();
    const done = [client.command('create', { conversation_id: room }), client.send(room, { content: '1' }), client.command('rename', { conversation_id: room, title: 'T' })];
    await world.clock.pass(60_000);
    await Promise.all(done);
    expect(world.server.room(room).events.map((event) => event.kind)).toEqual(['created', 'message', 'renamed']);
  });

  it('of one conversation does not hold up another', async () => {
    world.server.commandFault = (frame) => (frame['conversation_id'] === ROOM ? 'unheard' : undefined);
    const client = world.client();
    void client.send(ROOM, { content: 'never heard of' });
    const sent = client.send(OTHER, { content: 'x' });
    await world.clock.pass(1_000);
    expect(await sent).toMatchObject({ message_no: 1 });
  });

  it('an outage does not make as many errors as end the connection for good', async () => {
    world.server.commandFault = () => 'unavailable';
    const client = world.client({ random: () => 0.4 });
    for (let i = 0; i < 40; i++) {
      void client.send(i % 2 ? ROOM : OTHER, { content: String(i) });
    }
    await world.connected(client);
    await world.clock.pass(60_000);
    expect(world.heard('send').length).toBeLessThanOrEqual(20);
  });
});

describe('the store', () => {
  class Kept implements CommandStore {
    readonly commands = new Map<string, StoredCommand>();
    load = (): Promise<StoredCommand[]> => Promise.resolve([...this.commands.values()].reverse());
    put = (command: StoredCommand): Promise<void> => Promise.resolve(void this.commands.set(command.members.client_event_id, structuredClone(command)));
    remove = (id: string): Promise<void> => Promise.resolve(void this.commands.delete(id));
  }

  it('brings unsent commands over a restart, in order, under their ids', async () => {
    const store = new Kept();
    world.server.commandFault = () => 'unheard';
    const first = world.client({ store });
    void first.send(ROOM, { content: '1' });
    void first.send(ROOM, { content: '2' });
    await world.clock.pass(100);
    first.stop();
    world.server.commandFault = () => undefined;

    const settled: string[] = [];
    const second = world.client({ store });
    second.on('settled', ({ command }) => settled.push(String((command.members as { content?: string }).content)));
    const third = second.send(ROOM, { content: '3' });
    await world.clock.pass(5_000);
    await third;
    expect(world.contents()).toEqual(['1', '2', '3']);
    expect(settled).toEqual(['1', '2', '3']);
    expect(store.commands.size).toBe(0);
  });

  it('has a command before the server has it', async () => {
    const store = new Kept();
    let there: boolean | undefined;
    world.server.commandFault = (frame) => {
      there = store.commands.has(String(frame['client_event_id']));
      return undefined;
    };
    const sent = world.client({ store }).send(ROOM, { content: '1' });
    await world.clock.pass(1_000);
    await sent;
    expect(there).toBe(true);
  });

  it('that cannot keep a command is the end of that command only', async () => {
    const store = new Kept();
    store.put = () => Promise.reject(new Error('disk full'));
    const client = world.client({ store });
    const failed = expect(client.send(ROOM, { content: '1' })).rejects.toMatchObject({ code: 'not-kept' });
    await world.clock.pass(1_000);
    await failed;
    expect(world.heard('send')).toEqual([]);
  });
});
