import type { Clock } from '../src/clock.js';
import type { ChatEvent } from '../src/frames.js';
import type { WebSocketLike } from '../src/link.js';
import { Refused, refused, Room } from './fake-rooms.js';
import { wrong } from './schema.js';

type Json = Record<string, unknown>;

/** What may happen to a durable command. */
export type CommandFault =
  | 'cut-before' // the connection breaks, nothing is done
  | 'cut-after' // done, but the connection breaks instead of the answer
  | 'lost' // nothing is done, and nobody says so
  | 'unheard' // done, and nobody says so
  | 'no-answer' // done, but answered that this is not known
  | 'unavailable'
  | 'rate-limited'
  | 'slow'; // done and answered later than what comes after it

/** What may happen to the push of an event. */
export type PushFault = 'skip' | 'twice' | 'lag' | 'cut';

const DURABLE = new Set('create send edit delete react unreact rename archive restore add remove set_role pin unpin negotiate'.split(' '));

/** The protocol's other side, in memory: keeps its promises, insists on the client's, and does harm where a test wants it. */
export class FakeServer {
  readonly rooms = new Map<string, Room>();
  readonly connections = new Set<FakeConnection>();
  /** What broke the protocol: of the client's frames, and of its own. */
  readonly violations: string[] = [];
  /** Every frame that came in, by whom. */
  readonly heard: { user: string | undefined; frame: Json }[] = [];
  handshakes = 0;
  latencyMs = 5;
  mostEvents = 200;
  listPage = 100;
  tokenLivesMs = 3_600_000;
  /** Whether nobody can be told who is online. */
  presenceAway = false;
  /** How many are online in any conversation; undefined while that cannot be told. */
  occupancy: { participants: number; online: number } | undefined = { participants: 101, online: 1 };
  refuseTokens = false;
  /** Nobody answers, not even pongs. */
  dead = false;
  commandFault: (frame: Json) => CommandFault | undefined = () => undefined;
  pushFault: (event: ChatEvent) => PushFault | undefined = () => undefined;
  #changes = 0;

  constructor(readonly clock: Clock & { iso(plusMs?: number): string }) {}

  /** For the client's option `socket`. */
  readonly socket = (_url: string, protocols: string[]): WebSocketLike => {
    this.handshakes++;
    const connection = new FakeConnection(this, protocols.includes('eventful.v1'));
    this.connections.add(connection);
    return connection.socket;
  };

  cutAll(code = 1006): void {
    [...this.connections].forEach((connection) => connection.close(code));
  }

  /** Does something for somebody who is not connected here. */
  act(by: string, op: string, frame: Json): Json {
    const room = this.room(String(frame['conversation_id'] ?? frame['booking_id']));
    const { answer, event } = room.command(by, op, { client_event_id: crypto.randomUUID(), ...frame }, this.clock.iso());
    if (event) {
      this.publish(room, event);
    }
    return answer;
  }

  /** So many are online in every conversation from now on; undefined: it is not counted any more. */
  count(online: number | undefined): void {
    if (online !== undefined) {
      this.occupancy = { participants: 101, online };
    }
    for (const connection of this.connections) {
      for (const conversation_id of connection.counted) {
        connection.say({ push: 'occupancy', conversation_id, ...(online === undefined ? { ended: true } : this.occupancy) });
      }
    }
  }

  room(id: string): Room {
    const room = this.rooms.get(id) ?? new Room(id);
    this.rooms.set(id, room);
    return room;
  }

  publish(room: Room, event: ChatEvent): void {
    this.touch(room);
    if (event.kind === 'left') {
      room.left.set(event.user_id, this.#changes);
    }
    for (const connection of this.connections) {
      connection.onEvent(room, structuredClone(event));
    }
  }

  touch(room: Room): void {
    room.changed = ++this.#changes;
  }

  listed(me: string, cursor: string | undefined): Json {
    const since = Number(cursor ?? 0);
    const later = (each: number | undefined): boolean => (each ?? 0) > since;
    const all = [...this.rooms.values()].filter((room) => room.members.has(me) && later(room.changed)).sort((a, b) => a.changed - b.changed);
    const page = all.slice(0, this.listPage);
    const more = all.length > page.length;
    return {
      changed: page.map((room) => room.summary(me)),
      left: more ? [] : [...this.rooms.values()].filter((room) => later(room.left.get(me))).map((room) => room.id),
      cursor: String(more ? page.at(-1)!.changed : this.#changes),
      more,
    };
  }

  violation(text: string): void {
    this.violations.push(text);
  }
}

class FakeConnection {
  readonly socket: WebSocketLike;
  user: string | undefined;
  readonly watched = new Map<string, { ev: number; lagging: boolean }>();
  readonly channels = new Set<string>();
  /** Conversations of which it is watched how many are online. */
  readonly counted = new Set<string>();
  #open = false;
  #closed = false;
  #errors: number[] = [];
  #typed = new Map<string, number>();

  constructor(
    private readonly server: FakeServer,
    rightProtocol: boolean,
  ) {
    this.socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => this.#later(() => this.#onFrame(data)),
      close: () => this.close(1000),
    };
    this.#later(() => {
      if (!rightProtocol) {
        this.close(1006);
        return;
      }
      this.#open = true;
      this.socket.onopen?.({});
    });
    server.clock.after(5_000, () => {
      if (this.user === undefined) {
        this.close(4401);
      }
    });
  }

  close(code: number): void {
    if (!this.#closed) {
      this.#closed = true;
      this.server.connections.delete(this);
      this.server.clock.after(0, () => this.socket.onclose?.({ code, reason: '' }));
    }
  }

  say(frame: Json, op?: string): void {
    const error = wrong('serverFrame', frame) ?? (op && !('error' in frame) ? wrong(`answer.${op}`, frame) : undefined);
    if (error) {
      this.server.violation(`server: ${error}`);
    }
    const text = JSON.stringify(frame);
    this.#later(() => this.socket.onmessage?.({ data: text }));
  }

  onEvent(room: Room, event: ChatEvent): void {
    const watch = this.watched.get(room.id);
    if (!watch) {
      this.#tellList(room, event);
      return;
    }
    this.#push(room, watch, event);
    if (event.kind === 'left' && event.user_id === this.user) {
      this.watched.delete(room.id);
    }
  }

  #tellList(room: Room, event: ChatEvent): void {
    if (!this.channels.has('list') || this.user === undefined) {
      return;
    }
    if (event.kind === 'left' && event.user_id === this.user) {
      this.say({ push: 'list', mine: [{ conversation_id: room.id, left: true }] });
    } else if (room.members.has(this.user)) {
      const { conversation_id, epoch, last_ev, last_message_no, last_message_at, last_message } = room.summary(this.user);
      const of = { preview: last_message?.preview ?? null, sender_user_id: last_message?.sender_user_id ?? null };
      this.say({ push: 'list', changed: [{ conversation_id, epoch, last_ev, last_message_no, last_message_at: last_message_at ?? null, ...of }] });
    }
  }

  #push(room: Room, watch: { ev: number; lagging: boolean }, event: ChatEvent): void {
    const fault = this.server.pushFault(event);
    if (fault === 'cut') {
      this.close(1006);
    } else if (fault === 'lag' && !watch.lagging) {
      watch.lagging = true;
      this.server.clock.after(50, () => {
        watch.lagging = false;
        this.say({ push: 'lag', conversation_id: room.id, ev: room.ev });
      });
    } else if (!watch.lagging && fault !== 'skip') {
      this.say(event as unknown as Json);
      if (fault === 'twice') {
        this.say(event as unknown as Json);
      }
    }
  }

  #later(call: () => void): void {
    this.server.clock.after(this.server.latencyMs, () => {
      if (!this.#closed && !this.server.dead) {
        call();
      }
    });
  }

  #onFrame(data: string): void {
    const frame = JSON.parse(data) as Json;
    this.server.heard.push({ user: this.user, frame });
    const error = data.length > 65_536 ? 'more than 64 KB' : !this.#open ? 'not open yet' : wrong('clientFrame', frame);
    if (error) {
      this.server.violation(`client: ${error}`);
      this.close(1002);
      return;
    }
    const op = String(frame['op']);
    if (this.user === undefined && op !== 'connect') {
      this.server.violation(`client: ${op} before connect`);
    }
    try {
      if (DURABLE.has(op)) {
        this.#durable(op, frame);
      } else {
        this.#answer(op, frame, this.#plain(op, frame));
      }
    } catch (refusal) {
      this.#refuse(frame, refusal as Refused);
    }
  }

  #answer(op: string, frame: Json, members: Json): void {
    if (frame['id'] === undefined) {
      this.say({ push: 'pong' });
    } else {
      this.say({ re: frame['id'], ok: true, ...members }, op);
    }
  }

  #refuse(frame: Json, refusal: Refused): void {
    const now = this.server.clock.now();
    this.say({ re: frame['id'], error: refusal.body });
    if (!refusal.body.retryable && refusal.body.code !== 'out-of-order') {
      this.#errors = [...this.#errors.filter((at) => at > now - 60_000), now];
    }
    if (this.#errors.length > 20) {
      this.close(4004);
    }
  }

  #durable(op: string, frame: Json): void {
    const fault = this.server.commandFault(frame);
    const done = fault !== 'cut-before' && fault !== 'lost' && fault !== 'unavailable' && fault !== 'rate-limited';
    const go = (): void => {
      try {
        const answer = done ? this.server.act(this.user!, op, frame) : {};
        if (fault === 'cut-before' || fault === 'cut-after') {
          this.close(1006);
        } else if (fault === undefined || fault === 'slow') {
          this.#answer(op, frame, answer);
        } else if (fault !== 'lost' && fault !== 'unheard') {
          throw refused(fault, 'made up', { retryable: true, ...(fault === 'rate-limited' ? { retry_after_ms: 300 } : {}) });
        }
      } catch (refusal) {
        this.#refuse(frame, refusal as Refused);
      }
    };
    if (fault === 'slow') {
      this.server.clock.after(200, go);
    } else {
      go();
    }
  }

  #plain(op: string, frame: Json): Json {
    const room = (): Room => this.server.room(String(frame['conversation_id']));
    switch (op) {
      case 'connect':
        return this.#connect(frame);
      case 'subscribe':
        if (frame['channel']) {
          this.channels.add(String(frame['channel']));
          return {};
        }
        return this.#watch(String(frame['conversation_id']), frame['epoch'] as string | undefined, frame['ev'] as number | undefined);
      case 'unsubscribe':
        this.watched.delete(String(frame['conversation_id']));
        this.counted.delete(String(frame['conversation_id']));
        return {};
      case 'list':
        return this.server.listed(this.user!, frame['cursor'] as string | undefined);
      case 'history':
        return room().history(this.user!, frame);
      case 'read':
      case 'delivered':
        return this.#seen(room(), op, frame['ev'] as number);
      case 'typing':
        return this.#type(room().id, frame['stop'] === true);
      case 'presence':
        if (this.server.presenceAway) {
          throw refused('unavailable', 'presence: cannot be told now', { retryable: true });
        }
        return { users: (frame['user_ids'] as string[]).map((user_id) => ({ user_id, state: 'offline' })) };
      case 'occupancy':
        return this.#occupancy(room().id, frame['watch'] as boolean | undefined);
      case 'ping':
        return {};
      default:
        throw refused('invalid-value', `op: ${op}`);
    }
  }

  #occupancy(id: string, watch: boolean | undefined): Json {
    if (!this.watched.has(id)) {
      throw refused('conflict', '/conversation_id: is not subscribed');
    }
    if (watch !== undefined) {
      this.counted.delete(id);
    }
    const { occupancy } = this.server;
    if (occupancy === undefined) {
      throw refused('unavailable', 'occupancy: cannot be told now', { retryable: true });
    }
    if (watch) {
      this.counted.add(id);
    }
    return { ...occupancy };
  }

  /** Tokens are the user's id. */
  #connect(frame: Json): Json {
    if (this.server.refuseTokens) {
      throw refused('unauthenticated', 'token: not valid');
    }
    this.user = String(frame['token']);
    const resume = frame['resume'] as { cursor?: string; conversations?: { conversation_id: string; epoch: string; ev: number }[] } | undefined;
    return {
      user_id: this.user,
      expires_at: this.server.clock.iso(this.server.tokenLivesMs),
      server_time: this.server.clock.iso(),
      ping_ms: 25_000,
      max_frame: 65_536,
      ...(resume
        ? {
            list: this.server.listed(this.user, resume.cursor),
            conversations: (resume.conversations ?? []).map(({ conversation_id, epoch, ev }) => {
              try {
                return this.#watch(conversation_id, epoch, ev);
              } catch (refusal) {
                return { conversation_id, error: (refusal as Refused).body };
              }
            }),
          }
        : {}),
    };
  }

  #watch(id: string, epoch: string | undefined, ev: number | undefined): Json {
    const opened = this.server.room(id).opened(this.user!, epoch, ev, this.server.mostEvents);
    this.watched.set(id, { ev: opened.ev, lagging: false });
    return opened as unknown as Json;
  }

  #seen(room: Room, cursor: 'read' | 'delivered', ev: number): Json {
    room.seen(this.user!, cursor, ev);
    this.server.touch(room);
    const { read_ev, read_message_no, unread } = room.summary(this.user!);
    for (const each of this.server.connections) {
      if (each.user === this.user && each.channels.has('list')) {
        each.say({ push: 'list', mine: [{ conversation_id: room.id, read_ev, read_message_no, unread, unread_mentions: 0 }] });
      }
    }
    return {};
  }

  #type(id: string, stop: boolean): Json {
    const now = this.server.clock.now();
    if (!stop && now - (this.#typed.get(id) ?? 0) < 3_000) {
      this.server.violation('client: typing more than once in 3 s');
    }
    if (!stop) {
      this.#typed.set(id, now);
    }
    return {};
  }
}
