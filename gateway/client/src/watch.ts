import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import type { Conversation } from './conversation.js';
import { Failure } from './failure.js';
import type { ChatEvent, EventPage, HistoryPlace, MessagePage, Opened, Position, Uuid } from './frames.js';

export interface WatchHooks {
  me(): Uuid | undefined;
  history(members: { conversation_id: Uuid; limit: number } & HistoryPlace): Promise<MessagePage | EventPage>;
  /** An event was applied. */
  applied(event: ChatEvent): void;
  /** The messages do not join on to those before. */
  reset(): void;
  /** Something else than an event has changed it. */
  changed(): void;
  /** The conversation is not to be seen any more; of a failure the server's word, else somebody was removed. */
  ended(failure?: Failure): void;
}

/** Beyond so many missed events it is cheaper to show the newest messages afresh. */
const TOO_MANY = 1_000;

/**
 * Keeps one conversation in step with the server: the event that is one more is applied, a lower one ignored, and for anything else
 * the missing ones are pulled. What comes while they are pulled need not be kept: only how far to pull.
 *
 * <pre> opening ──opened──▶ live ──gap, lag──▶ live, pulling ──▶ live;  a lost connection leads back to opening, removal to ended </pre>
 */
export class Watch {
  readonly ready: Promise<void>;
  #epoch: string | undefined;
  #state: 'opening' | 'live' | 'ended' = 'opening';
  /** The highest number heard of. */
  #top = 0;
  #pulling = false;
  #loaded = false;
  /** Counts connections: what an earlier one still brings is not used. */
  #turn = 0;
  #cancelRetry: () => void = () => {};
  #resolveReady!: () => void;
  #rejectReady!: (failure: Failure) => void;

  constructor(
    readonly conversation: Conversation,
    private readonly pageSize: number,
    private readonly clock: Clock,
    private readonly backoff: Backoff,
    private readonly hooks: WatchHooks,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    this.ready.catch(() => {});
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /** Whether it is subscribed now. */
  get isLive(): boolean {
    return this.#state === 'live';
  }

  /** Where it stands; undefined if it was never opened. */
  get position(): Position | undefined {
    return this.#epoch === undefined
      ? undefined
      : { conversation_id: this.conversation.id, epoch: this.#epoch, ev: this.conversation.ev };
  }

  /** The connection is gone, or the subscription is asked for anew: nothing is certain until the next `opened`. */
  reopen(): void {
    if (!this.ended) {
      this.#turn++;
      this.#state = 'opening';
      this.#top = 0;
      this.#pulling = false;
      this.#cancelRetry();
    }
  }

  /** Starts from nothing at the next connection. */
  forget(): void {
    this.#epoch = undefined;
  }

  opened(opened: Opened): void {
    if (this.ended) {
      return;
    }
    this.conversation.open(opened);
    const joins = this.#epoch === opened.conversation.epoch && opened.events !== undefined;
    this.#epoch = opened.conversation.epoch;
    this.#state = 'live';
    if (joins) {
      this.#applyAll(opened.events!);
    } else {
      this.#restart(opened.ev);
    }
    this.#top = Math.max(this.#top, opened.ev);
    this.hooks.changed();
    this.#catchUp();
  }

  event(event: ChatEvent): void {
    this.#top = Math.max(this.#top, event.ev);
    if (this.#state === 'live') {
      this.#applyIfNext(event);
      this.#catchUp();
    }
  }

  lag(ev: number): void {
    this.#top = Math.max(this.#top, ev);
    this.#catchUp();
  }

  end(failure?: Failure): void {
    if (!this.ended) {
      this.#state = 'ended';
      this.#turn++;
      this.#cancelRetry();
      this.#rejectReady(failure ?? Failure.own('left', 'not taking part any more'));
      this.hooks.ended(failure);
    }
  }

  /** Fetches the messages before the first one that is held. */
  async older(limit: number): Promise<void> {
    const first = this.conversation.messages[0];
    if (first && this.conversation.hasBefore) {
      const turn = this.#turn;
      const place = { conversation_id: this.conversation.id, before_message_no: first.message_no, limit };
      const page = (await this.hooks.history(place)) as MessagePage;
      if (turn === this.#turn && first.message_no === this.conversation.messages[0]?.message_no) {
        this.conversation.page(page, this.hooks.me());
        this.hooks.changed();
      }
    }
  }

  #restart(ev: number): void {
    this.conversation.reset(ev);
    this.#loaded = false;
    this.hooks.reset();
  }

  #applyAll(events: ChatEvent[]): void {
    events.forEach((event) => this.#applyIfNext(event));
  }

  #applyIfNext(event: ChatEvent): void {
    if (this.#state === 'live' && event.ev === this.conversation.ev + 1) {
      this.conversation.apply(event, this.hooks.me());
      this.hooks.applied(event);
      if (event.kind === 'left' && event.user_id === this.hooks.me()) {
        this.end();
      }
    }
  }

  #catchUp(): void {
    if (this.#state === 'live' && !this.#pulling && (!this.#loaded || this.conversation.ev < this.#top)) {
      this.#pulling = true;
      void this.#pull(this.#turn);
    }
  }

  async #pull(turn: number): Promise<void> {
    try {
      while (turn === this.#turn && (!this.#loaded || this.conversation.ev < this.#top)) {
        if (!(await this.#pullOnce(turn)) && turn === this.#turn) {
          this.#retry(turn, this.backoff.next());
          return;
        }
        this.backoff.reset();
      }
      if (turn === this.#turn) {
        this.#pulling = false;
        this.#resolveReady();
      }
    } catch (error) {
      this.#onFailure(turn, error as Failure);
    }
  }

  /** Whether that brought it forward. */
  async #pullOnce(turn: number): Promise<boolean> {
    const conversation_id = this.conversation.id;
    const from = this.conversation.ev;
    const far = this.#top - from > TOO_MANY;
    if (!this.#loaded || far) {
      const page = (await this.hooks.history({ conversation_id, limit: this.pageSize })) as MessagePage;
      return turn === this.#turn && (!far || page.ev > from) && this.#takeNewest(page, far);
    }
    const page = (await this.hooks.history({ conversation_id, after_ev: from, limit: 200 })) as EventPage;
    if (turn === this.#turn) {
      this.#applyAll(page.events);
    }
    return this.conversation.ev > from;
  }

  #takeNewest(page: MessagePage, far: boolean): boolean {
    if (far) {
      this.#restart(page.ev);
    }
    this.#loaded = this.conversation.page(page, this.hooks.me());
    this.hooks.changed();
    return this.#loaded;
  }

  #onFailure(turn: number, failure: Failure): void {
    if (turn !== this.#turn || failure.code === 'disconnected') {
      return; // the next connection opens it again
    }
    if (failure.code === 'not-found') {
      this.end(failure);
    } else {
      this.#retry(turn, Math.max(failure.retryAfterMs ?? 0, this.backoff.next()));
    }
  }

  #retry(turn: number, ms: number): void {
    this.#cancelRetry = this.clock.after(ms, () => void this.#pull(turn));
  }
}
