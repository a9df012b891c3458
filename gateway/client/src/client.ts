import { Absence, Backoff } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { Connector, type State } from './connector.js';
import { Conversation } from './conversation.js';
import { Emitter } from './emitter.js';
import { Counts } from './counts.js';
import { Failure } from './failure.js';
import type {
  Channel,
  ChatEvent,
  CloudEvent,
  Connected,
  DurableOp,
  DurableOps,
  EventPage,
  MessagePage,
  Negotiate,
  Occupancy,
  Opened,
  PlainOp,
  PlainOps,
  Present,
  Push,
  Resume,
  Send,
  StoredMessage,
  Summary,
  Uuid,
} from './frames.js';
import type { Link } from './link.js';
import { Listing } from './listing.js';
import { defaults, type Options, type Tuning } from './options.js';
import { forgetful, Outbox, type Settled, type StoredCommand } from './outbox.js';
import { Roster } from './roster.js';
import { Seen } from './seen.js';
import { type Typing, TypingMarks } from './typing.js';
import { uuid7 } from './uuid7.js';
import { Watch } from './watch.js';

export interface Events {
  state: State;
  /** The list, or one of its numbers, has changed. */
  list: void;
  /** A watched conversation has changed, by an event or otherwise. */
  conversation: Conversation;
  /** An event of a watched conversation was applied: each once, in order. */
  event: ChatEvent;
  /** The messages of a watched conversation do not join on to those before: show it afresh. */
  reset: Conversation;
  /** A conversation is watched no more: somebody was removed, or the server refuses it. */
  ended: { conversationId: Uuid; failure?: Failure };
  /** A durable command has its answer; also one from before a restart. */
  settled: Settled;
  receipt: { conversation_id: Uuid; user_id: Uuid; read_ev?: number; delivered_ev?: number };
  typing: Typing;
  presence: Present[];
  /** How many are online in a conversation; without `occupancy` it is not counted any more, because few have remained. */
  occupancy: { conversationId: Uuid; occupancy?: Occupancy };
  inbox: CloudEvent[];
  notifications: CloudEvent[];
  /** Pushes of inbox and notifications may be missing, after a break or to a slow reader: fetch them over REST. */
  missed: void;
  /** What went wrong and concerns no call: it is dealt with, this is for a log. */
  problem: unknown;
}

type NewCommand<Op extends DurableOp> = DurableOps[Op]['members'] & { client_event_id?: Uuid };

const MOST_RESUMED = 50;

/**
 * A connection to `eventful.v1` that is kept up, with what is needed over it: a queue of commands each of which is done once, the list
 * of conversations, and the conversations that are watched.
 */
export class EventfulClient extends Emitter<Events> {
  readonly #options: Options;
  readonly #tuning: Tuning;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #roster = new Roster();
  readonly #watches = new Map<Uuid, Watch>();
  readonly #outbox: Outbox;
  readonly #seen: Seen;
  readonly #typing: TypingMarks;
  readonly #connector: Connector;
  #link: Link | undefined;
  #me: Uuid | undefined;
  #presence: Uuid[] | undefined;
  readonly #listing: Listing;
  readonly #counts: Counts;

  constructor(options: Options) {
    super();
    this.#options = options;
    this.#tuning = { ...defaults, ...options.tuning };
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#seen = new Seen(this.#clock);
    this.#typing = new TypingMarks(this.#clock, (typing) => this.emit('typing', typing));
    this.#outbox = new Outbox(
      {
        store: options.store ?? forgetful,
        mostCommands: this.#tuning.mostCommands,
        window: this.#tuning.window,
        settled: (settled) => this.#onSettled(settled),
        problem: (error) => this.emit('problem', error),
        unauthenticated: () => this.#link?.end('the server does not know us'),
      },
      this.#clock,
      this.#newBackoff(),
    );
    this.#counts = new Counts(this.#clock, () => this.#tuning.backoffMostMs * this.#random(), {
      told: (conversationId, occupancy) => this.emit('occupancy', { conversationId, ...(occupancy ? { occupancy } : {}) }),
      problem: (error) => this.emit('problem', error),
    });
    this.#listing = new Listing(this.#roster, this.#clock, this.#newBackoff(), {
      changed: () => this.emit('list', undefined),
      problem: (error) => this.emit('problem', error),
    });
    const absence = new Absence(this.#tuning.backoffFirstMs, this.#tuning.backoffMostMs, this.#random, this.#clock);
    this.#connector = new Connector(options, this.#tuning, this.#clock, absence, {
      resume: () => this.#resume(),
      connected: (link, connected) => this.#onConnected(link, connected),
      disconnected: () => this.#onDisconnected(),
      forget: () => this.#forget(),
      push: (link, push) => this.#link === link && this.#onPush(push),
      state: (state) => this.emit('state', state),
      problem: (error) => this.emit('problem', error),
    });
  }

  get state(): State {
    return this.#connector.state;
  }

  /** Who this is, once connected. */
  get userId(): Uuid | undefined {
    return this.#me;
  }

  /** The caller's conversations, the one with the newest message first. */
  get conversations(): Summary[] {
    return this.#roster.sorted();
  }

  /** All that is unread in conversations that are not muted now. */
  get unread(): number {
    const now = new Date(this.#clock.now()).toISOString();
    return this.conversations.filter((each) => (each.muted_until ?? '') <= now).reduce((sum, each) => sum + each.unread, 0);
  }

  summary(conversationId: Uuid): Summary | undefined {
    return this.#roster.get(conversationId);
  }

  /** A conversation that is watched. */
  conversation(conversationId: Uuid): Conversation | undefined {
    return this.#watches.get(conversationId)?.conversation;
  }

  /** Commands without an answer, in order. */
  get pending(): StoredCommand[] {
    return this.#outbox.pending();
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    this.#connector.start(this.#outbox.load().catch((error: unknown) => this.emit('problem', error)));
  }

  /** Disconnects. What is watched and what waits stays, for another `start`. */
  stop(): void {
    this.#connector.stop();
  }

  /** Ends a delay between two tries: the network is back, the page is shown again. */
  retryNow(): void {
    this.#connector.retryNow();
  }

  /** Watches a conversation; done when its newest messages are there. Fails if the server refuses it. */
  async open(conversationId: Uuid): Promise<Conversation> {
    let watch = this.#watches.get(conversationId);
    if (!watch) {
      watch = this.#newWatch(conversationId);
      this.#watches.set(conversationId, watch);
      if (this.#link) {
        this.#subscribe(this.#link, watch);
      }
    }
    await watch.ready;
    return watch.conversation;
  }

  /** Watches it no more. */
  close(conversationId: Uuid): void {
    const watch = this.#watches.get(conversationId);
    if (watch) {
      this.#watches.delete(conversationId);
      this.#counts.closed(conversationId);
      watch.reopen();
      this.#quietly(this.#link?.request('unsubscribe', { conversation_id: conversationId }));
    }
  }

  /** Adds older messages to a conversation that is watched. */
  async older(conversationId: Uuid, limit: number = this.#tuning.pageSize): Promise<void> {
    await this.#watches.get(conversationId)?.older(limit);
  }

  send(conversationId: Uuid, message: Omit<Send, 'conversation_id'> & { client_event_id?: Uuid }): Promise<StoredMessage> {
    return this.command('send', { ...message, conversation_id: conversationId });
  }

  /**
   * A step of a booking's negotiation. Fails with `stale-version` if another binding one came in between; `open(bookingId)` watches
   * the thread.
   */
  negotiate(bookingId: Uuid, step: Omit<Negotiate, 'booking_id'> & { client_event_id?: Uuid }): Promise<StoredMessage & { hash: string }> {
    return this.command('negotiate', { ...step, booking_id: bookingId });
  }

  /**
   * A durable command. It is done once, whatever happens to the connection, and in the order given within its conversation. Fails
   * only with the server's final word, or `too-large`, `queue-full`, `not-kept`, `discarded`.
   */
  command<Op extends DurableOp>(op: Op, members: NewCommand<Op>): Promise<DurableOps[Op]['answer']> {
    const client_event_id = members.client_event_id ?? uuid7();
    return this.#outbox.submit(op, { ...members, client_event_id }) as Promise<DurableOps[Op]['answer']>;
  }

  /** Gives up a command that has no answer. It may have been done all the same. */
  discard(clientEventId: Uuid): boolean {
    return this.#outbox.discard(clientEventId);
  }

  /** A question, or what is not kept. Fails with `disconnected` if there is no connection, or none any more. */
  request<Op extends Exclude<PlainOp, 'connect'>>(op: Op, members: PlainOps[Op]['members']): Promise<PlainOps[Op]['answer']> {
    const link = this.#link;
    return link
      ? (link.request(op, members) as Promise<PlainOps[Op]['answer']>)
      : Promise.reject(Failure.own('disconnected', 'there is no connection', true));
  }

  /** Read up to an event, or all. */
  read(conversationId: Uuid, ev = this.#newest(conversationId)): void {
    const summary = this.#roster.get(conversationId);
    const all = summary !== undefined && ev >= summary.last_ev;
    const messageNo = all ? summary.last_message_no : this.conversation(conversationId)?.messageNoAt(ev);
    this.#roster.read(conversationId, ev, messageNo);
    this.#seen.upTo(conversationId, 'read', ev);
    this.emit('list', undefined);
  }

  /** Received on this device up to an event, or all. */
  delivered(conversationId: Uuid, ev = this.#newest(conversationId)): void {
    this.#seen.upTo(conversationId, 'delivered', ev);
  }

  /** To be called with every key: it is said as often as it is allowed. */
  typing(conversationId: Uuid, stop = false): void {
    if (this.#link && this.#typing.maySay(conversationId, stop)) {
      this.#quietly(this.#link.request('typing', { conversation_id: conversationId, ...(stop ? { stop } : {}) }));
    }
  }

  /** Whose presence is told from now on; replaces those before. */
  watchPresence(userIds: Uuid[]): void {
    this.#presence = userIds;
    if (this.#link) {
      this.#askPresence(this.#link);
    }
  }

  /**
   * Whether to be told how many are online in a conversation of more than 100 that is open, or will be; until it is closed. What is
   * refused for good is a `problem`.
   */
  watchOccupancy(conversationId: Uuid, on = true): void {
    const isOpen = this.#watches.get(conversationId)?.isLive ?? false;
    this.#counts.watch(conversationId, on, isOpen ? this.#link : undefined);
  }

  // Connections come and go.

  #resume(): { resume?: Resume } {
    if (this.#options.list === false) {
      return {};
    }
    const cursor = this.#roster.cursor;
    const conversations = this.#positions().slice(0, MOST_RESUMED);
    return { resume: { ...(cursor === undefined ? {} : { cursor }), conversations } };
  }

  #positions(): { conversation_id: Uuid; epoch: string; ev: number }[] {
    return [...this.#watches.values()].flatMap((watch) => watch.position ?? []);
  }

  #onConnected(link: Link, connected: Connected): Failure | undefined {
    if (this.#me !== undefined && this.#me !== connected.user_id) {
      // what waits here is the first one's
      return Failure.own('conflict', 'the token is another person\'s: a client is for one');
    }
    this.#me = connected.user_id;
    this.#link = link;
    if (this.#options.list !== false) {
      this.#listing.online(link);
    }
    if (connected.list) {
      this.#listing.listed(connected.list);
    }
    const asked = new Set<Uuid>();
    for (const element of connected.conversations ?? []) {
      const id = 'error' in element ? element.conversation_id : element.conversation.conversation_id;
      asked.add(id);
      this.#onOpened(link, id, element);
    }
    for (const watch of this.#watches.values()) {
      if (!asked.has(watch.conversation.id)) {
        this.#subscribe(link, watch);
      }
    }
    this.#subscribeChannels(link, connected.list?.more ?? false);
    this.#outbox.online(link, connected.max_frame);
    this.#seen.online(link);
    this.emit('missed', undefined);
    return undefined;
  }

  /** What changes between the answer to `connect` and the subscription is in neither; so the list is asked for once more. */
  #subscribeChannels(link: Link, more: boolean): void {
    const channels: Channel[] = [...(this.#options.list === false ? [] : (['list'] as const)), ...(this.#options.channels ?? [])];
    for (const channel of channels) {
      this.#quietly(
        link.request('subscribe', { channel }).then(() => {
          if (channel === 'list') {
            this.#listing.refresh();
          }
        }),
      );
    }
    if (more) {
      this.#listing.refresh();
    }
    this.#askPresence(link);
  }

  #onDisconnected(): void {
    this.#link = undefined;
    this.#listing.offline();
    this.#outbox.offline();
    this.#seen.offline();
    this.#counts.offline();
    this.#typing.clear();
    for (const watch of this.#watches.values()) {
      watch.reopen();
    }
  }

  #forget(): void {
    this.#roster.clear();
    for (const watch of this.#watches.values()) {
      watch.forget();
    }
  }

  // What comes in.

  #onPush(push: Push): void {
    switch (push.push) {
      case 'event':
        this.#watches.get(push.conversation_id)?.event(push);
        break;
      case 'list':
        this.#onList(push);
        break;
      case 'receipt':
        this.#onReceipt(push);
        break;
      case 'typing':
        this.#typing.heard(push);
        break;
      case 'presence':
        this.emit('presence', push.users);
        break;
      case 'occupancy':
        this.#counts.heard(push);
        break;
      case 'inbox':
      case 'notifications':
        this.emit(push.push, push.events);
        break;
      case 'lag':
        this.#onLag(push);
        break;
      case 'ended':
        this.#onSubscriptionEnded(push);
        break;
      default: // pong, or newer than this client
    }
  }

  #onLag({ conversation_id, ev }: { conversation_id?: Uuid; ev?: number }): void {
    if (conversation_id === undefined) {
      this.#listing.refresh();
      this.emit('missed', undefined);
    } else {
      this.#watches.get(conversation_id)?.lag(ev ?? 0);
    }
  }

  #onSubscriptionEnded({ conversation_id, channel, code }: { conversation_id?: Uuid; channel?: Channel; code: string }): void {
    const failure = Failure.own(code, `the subscription to ${conversation_id ?? channel} has ended`);
    const watch = conversation_id === undefined ? undefined : this.#watches.get(conversation_id);
    if (watch && code === 'resync') {
      this.#subscribe(this.#link!, watch);
    } else if (watch) {
      watch.end(failure);
    } else if (channel !== undefined) {
      this.emit('problem', failure);
    }
  }

  /** Sending moves one's own `read`, also in conversations whose events do not come here. */
  #onSettled(settled: Settled): void {
    const { answer, command } = settled;
    if (answer && 'message_no' in answer) {
      this.#roster.read(command.members.conversation_id ?? command.members.booking_id!, answer.ev, (answer as StoredMessage).message_no);
      this.emit('list', undefined);
    }
    this.emit('settled', settled);
  }

  #onReceipt(push: Push & { push: 'receipt' }): void {
    const conversation = this.conversation(push.conversation_id);
    if (conversation) {
      conversation.seen(push.user_id, push.read_ev, push.delivered_ev);
      this.emit('receipt', push);
    }
  }

  #onList(push: Push & { push: 'list' }): void {
    const known = [
      ...(push.changed ?? []).map((change) => this.#roster.changed(change, this.#me)),
      ...(push.mine ?? []).map((mine) => this.#roster.mine(mine)),
    ];
    for (const change of push.changed ?? []) {
      const watch = this.#watches.get(change.conversation_id);
      if (watch?.position && watch.position.epoch !== change.epoch) {
        this.#subscribe(this.#link!, watch);
      }
    }
    if (known.includes(false)) {
      this.#listing.refresh();
    }
    this.emit('list', undefined);
  }

  // Conversations.

  #newWatch(id: Uuid): Watch {
    const conversation = new Conversation(id, this.#tuning.mostMessages);
    return new Watch(conversation, this.#tuning.pageSize, this.#clock, this.#newBackoff(), {
      me: () => this.#me,
      history: (members) => this.request('history', members) as Promise<MessagePage | EventPage>,
      applied: (event) => {
        this.#roster.event(event, this.#me);
        this.emit('event', event);
        this.emit('conversation', conversation);
        this.emit('list', undefined);
      },
      reset: () => this.emit('reset', conversation),
      changed: () => this.emit('conversation', conversation),
      ended: (failure) => this.#onEnded(id, failure),
    });
  }

  #onEnded(id: Uuid, failure: Failure | undefined): void {
    this.#watches.delete(id);
    this.#counts.closed(id);
    if (!failure || failure.code === 'not-found') {
      this.#roster.remove(id);
      this.#seen.forget(id);
      this.emit('list', undefined);
    }
    this.emit('ended', { conversationId: id, ...(failure ? { failure } : {}) });
  }

  #subscribe(link: Link, watch: Watch): void {
    watch.reopen();
    const id = watch.conversation.id;
    link.request('subscribe', watch.position ?? { conversation_id: id }).then(
      (answer) => this.#onOpened(link, id, answer as Opened, watch),
      (failure: Failure) => this.#onNotOpened(link, watch, failure),
    );
  }

  #onOpened(link: Link, id: Uuid, element: Required<Connected>['conversations'][number], asked?: Watch): void {
    const watch = this.#watches.get(id);
    if (this.#link !== link || !watch || (asked && asked !== watch)) {
      return;
    }
    if ('error' in element) {
      this.#onNotOpened(link, watch, new Failure(element.error));
    } else {
      this.#roster.put(element.conversation);
      watch.opened(element);
      this.#counts.opened(link, id);
      this.emit('list', undefined);
    }
  }

  #onNotOpened(link: Link, watch: Watch, failure: Failure): void {
    if (this.#link !== link || failure.code === 'disconnected') {
      return;
    }
    if (failure.retryable || failure.code === 'internal') {
      const ms = Math.max(failure.retryAfterMs ?? 0, this.#tuning.backoffMostMs * this.#random());
      this.#clock.after(ms, () => {
        if (this.#link === link && this.#watches.get(watch.conversation.id) === watch) {
          this.#subscribe(link, watch);
        }
      });
    } else {
      watch.end(failure);
    }
  }

  #newest(conversationId: Uuid): number {
    return this.conversation(conversationId)?.ev ?? this.#roster.get(conversationId)?.last_ev ?? 0;
  }

  #askPresence(link: Link): void {
    const people = this.#presence;
    if (people) {
      const asked = link.request('presence', { user_ids: people, watch: true });
      asked.then(
        (answer) => this.emit('presence', (answer as { users: Present[] }).users),
        (failure: Failure) => this.#onPresenceUntold(link, people, failure),
      );
    }
  }

  #onPresenceUntold(link: Link, people: Uuid[], failure: Failure): void {
    if (this.#link !== link || failure.code === 'disconnected') {
      return;
    }
    if (failure.retryable || failure.code === 'internal') {
      const ms = Math.max(failure.retryAfterMs ?? 0, this.#tuning.backoffMostMs * this.#random());
      this.#clock.after(ms, () => {
        if (this.#link === link && this.#presence === people) {
          this.#askPresence(link);
        }
      });
    } else {
      this.emit('problem', failure);
    }
  }

  #quietly(asked: Promise<unknown> | undefined): void {
    asked?.catch((error: unknown) => {
      if (!(error instanceof Failure && error.code === 'disconnected')) {
        this.emit('problem', error);
      }
    });
  }

  #newBackoff(): Backoff {
    return new Backoff(this.#tuning.backoffFirstMs, this.#tuning.backoffMostMs, this.#random);
  }
}
