import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Failure } from './failure.js';
import type { DurableOp, Stored, Uuid } from './frames.js';
import type { Link } from './link.js';

/** A durable command that has no answer yet. `members` are those of its frame but `id` and `op`. */
export interface StoredCommand {
  /** Commands are sent in this order. */
  seq: number;
  op: DurableOp;
  members: { client_event_id: Uuid; conversation_id?: Uuid; booking_id?: Uuid; after?: Uuid };
}

/** Keeps commands over a restart of the app. A command is put before it is first sent, and removed once it has its answer. */
export interface CommandStore {
  load(): Promise<StoredCommand[]>;
  put(command: StoredCommand): Promise<void>;
  remove(clientEventId: Uuid): Promise<void>;
}

export const forgetful: CommandStore = {
  load: () => Promise.resolve([]),
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

/** What became of a command; also of those from before a restart, whose callers are gone. */
export interface Settled {
  command: StoredCommand;
  answer?: Stored;
  failure?: Failure;
}

export interface OutboxOptions {
  store: CommandStore;
  mostCommands: number;
  /** How many may be unanswered at a time. Small: all of them may be refused at once, and the server counts errors. */
  window: number;
  settled(settled: Settled): void;
  problem(error: unknown): void;
  /** The server does not know us any more. */
  unauthenticated(): void;
}

interface Entry extends StoredCommand {
  /** saving ──▶ waiting ◀──▶ sent; every way out is an answer */
  state: 'saving' | 'waiting' | 'sent';
  /** Counts its tries: an answer to an earlier one comes too late to matter. */
  attempt: number;
  /** It came too early once: now it waits until nothing of its conversation is before it. */
  alone: boolean;
  resolve(answer: Stored): void;
  reject(failure: Failure): void;
}

/** An error after which the same command is to be sent again. */
const REPEAT = new Set(['unavailable', 'no-answer', 'internal', 'rate-limited', 'timeout', 'queue-full']);

/** Longest `id`, `op` and `after` a frame gets besides its members. */
const FRAME_MARGIN = 256;

/**
 * The durable commands without an answer, in order. Within a conversation only messages travel together, each naming the one before
 * it (`after`), so that they cannot overtake one another even if one of them is refused for a while; everything else waits its turn.
 */
export class Outbox {
  #entries: Entry[] = [];
  #seq = 0;
  #link: Link | undefined;
  #maxFrame = 65_536;
  #window: number;
  #pausedUntil = 0;
  #cancelPause: () => void = () => {};
  #loaded: Promise<void> | undefined;

  constructor(
    private readonly options: OutboxOptions,
    private readonly clock: Clock,
    private readonly backoff: Backoff,
  ) {
    this.#window = options.window;
  }

  /** Takes up what an earlier run has left. */
  load(): Promise<void> {
    return (this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    }));
  }

  async #load(): Promise<void> {
    const commands = await this.options.store.load();

    const known = new Set(this.#entries.map(idOf));
    const left = commands.filter((command) => !known.has(idOf(command))).sort((a, b) => a.seq - b.seq);
    this.#entries.unshift(...left.map((command) => entry(command, 'waiting', () => {}, () => {})));
    this.#seq = Math.max(this.#seq, ...left.map((command) => command.seq));
  }

  /** Done once, sooner or later; the answer comes after the commit. */
  submit(op: DurableOp, members: StoredCommand['members']): Promise<Stored> {
    const bytes = new TextEncoder().encode(JSON.stringify(members)).length + FRAME_MARGIN;
    if (bytes > this.#maxFrame) {
      return Promise.reject(Failure.own('too-large', `the frame has ${bytes} bytes, at most ${this.#maxFrame}`));
    }
    if (this.#entries.length >= this.options.mostCommands) {
      return Promise.reject(Failure.own('queue-full', `${this.#entries.length} commands wait`, true));
    }
    return new Promise((resolve, reject) => {
      const added = entry({ seq: 0, op, members }, 'saving', resolve, reject);
      this.#entries.push(added);
      void this.#save(added);
    });
  }

  async #save(added: Entry): Promise<void> {
    try {
      await this.load();
      added.seq = ++this.#seq;
      await this.options.store.put(commandOf(added));
      if (!this.#entries.includes(added)) {
        await this.options.store.remove(idOf(added)); // discarded meanwhile
        return;
      }
      added.state = 'waiting';
      this.#pump();
    } catch (error) {
      this.options.problem(error);
      this.#settle(added, undefined, Failure.own('not-kept', 'the command could not be put into the store'));
    }
  }

  /** The commands without an answer, in order. */
  pending(): StoredCommand[] {
    return this.#entries.map(commandOf);
  }

  /** Gives a command up. It may have been done all the same. */
  discard(clientEventId: Uuid): boolean {
    const found = this.#entries.find((each) => idOf(each) === clientEventId);
    if (found) {
      this.#settle(found, undefined, Failure.own('discarded', 'given up by the app'));
    }
    return found !== undefined;
  }

  online(link: Link, maxFrame: number): void {
    this.#link = link;
    this.#maxFrame = maxFrame;
    this.#window = this.options.window;
    this.#resume();
  }

  /** The link fails what it has sent and was not answered, so that waits already. */
  offline(): void {
    this.#link = undefined;
    this.#cancelPause();
  }

  #pump(): void {
    const link = this.#link;
    if (!link || this.clock.now() < this.#pausedUntil) {
      return;
    }
    let unanswered = this.#entries.filter((each) => each.state === 'sent').length;
    const before = new Map<string, Entry | 'closed'>();
    for (const each of this.#entries) {
      if (unanswered >= this.#window) {
        return;
      }
      const lane = laneOf(each);
      const ahead = before.get(lane);
      if (each.state === 'waiting' && mayFollow(each, ahead)) {
        this.#send(link, each, ahead as Entry | undefined);
        unanswered++;
      }
      before.set(lane, ahead !== 'closed' && each.state === 'sent' && each.op === 'send' ? each : 'closed');
    }
  }

  #send(link: Link, each: Entry, ahead: Entry | undefined): void {
    const attempt = ++each.attempt;
    const chained = ahead !== undefined && each.members.after === undefined;
    each.state = 'sent';
    link.request(each.op, chained ? { ...each.members, after: idOf(ahead) } : each.members).then(
      (answer) => {
        if (each.attempt === attempt) {
          this.#onAnswer(each, answer as Stored);
        }
      },
      (failure: Failure) => {
        if (each.attempt === attempt) {
          this.#onFailure(each, failure, chained);
        }
      },
    );
  }

  #onAnswer(each: Entry, answer: Stored): void {
    this.backoff.reset();
    this.#window = Math.min(this.options.window, this.#window * 2);
    this.#settle(each, answer, undefined);
  }

  #onFailure(each: Entry, failure: Failure, chained: boolean): void {
    each.state = 'waiting';
    if (failure.code === 'out-of-order' && chained) {
      each.alone = true;
      this.#pump();
    } else if (failure.code === 'unauthenticated') {
      this.options.unauthenticated();
    } else if (failure.code === 'disconnected') {
      // goes again over the next connection
    } else if (REPEAT.has(failure.code) || (failure.retryable && failure.code !== 'out-of-order')) {
      this.#pause(failure.retryAfterMs ?? 0);
    } else {
      this.#settle(each, undefined, failure);
    }
  }

  /** One at a time, and later: whatever is away is not helped by all of us. */
  #pause(atLeastMs: number): void {
    this.#window = 1;
    const until = this.clock.now() + Math.max(atLeastMs, this.backoff.next());
    if (until > this.#pausedUntil) {
      this.#pausedUntil = until;
      this.#cancelPause();
      this.#cancelPause = this.clock.after(until - this.clock.now(), () => this.#resume());
    }
  }

  #resume(): void {
    this.#cancelPause();
    this.#pausedUntil = 0;
    this.#pump();
  }

  #settle(each: Entry, answer: Stored | undefined, failure: Failure | undefined): void {
    const at = this.#entries.indexOf(each);
    if (at < 0) {
      return;
    }
    this.#entries.splice(at, 1);
    each.attempt++;
    this.options.store.remove(idOf(each)).catch((error: unknown) => this.options.problem(error));
    if (answer) {
      each.resolve(answer);
      this.options.settled({ command: commandOf(each), answer });
    } else if (failure) {
      each.reject(failure);
      this.options.settled({ command: commandOf(each), failure });
    }
    this.#pump();
  }
}

function mayFollow(each: Entry, ahead: Entry | 'closed' | undefined): boolean {
  return ahead === undefined || (ahead !== 'closed' && each.op === 'send' && !each.alone);
}

function entry(command: StoredCommand, state: Entry['state'], resolve: Entry['resolve'], reject: Entry['reject']): Entry {
  return { ...command, state, attempt: 0, alone: false, resolve, reject };
}

function commandOf(each: StoredCommand): StoredCommand {
  return { seq: each.seq, op: each.op, members: each.members };
}

function idOf(command: StoredCommand): Uuid {
  return command.members.client_event_id;
}

function laneOf(command: StoredCommand): string {
  return command.members.conversation_id ?? command.members.booking_id ?? '';
}
