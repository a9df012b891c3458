import type { Clock } from './clock.js';
import { Failure } from './failure.js';
import type { Occupancy, Push, Uuid } from './frames.js';
import type { Link } from './link.js';

export interface CountsHooks {
  /** Undefined: it is not counted any more. */
  told(conversationId: Uuid, occupancy: Occupancy | undefined): void;
  problem(failure: Failure): void;
}

/** In which conversations it is watched how many are online: asked for whenever one of them is subscribed. */
export class Counts {
  readonly #watched = new Set<Uuid>();
  #link: Link | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly pauseMs: () => number,
    private readonly hooks: CountsHooks,
  ) {}

  /** Of a conversation that is subscribed on this connection; undefined if it is not yet. */
  watch(conversationId: Uuid, on: boolean, link: Link | undefined): void {
    if (on === this.#watched.has(conversationId)) {
      return;
    }
    if (on) {
      this.#watched.add(conversationId);
    } else {
      this.#watched.delete(conversationId);
    }
    if (link) {
      this.#link = link;
      this.#ask(link, conversationId);
    }
  }

  opened(link: Link, conversationId: Uuid): void {
    this.#link = link;
    if (this.#watched.has(conversationId)) {
      this.#ask(link, conversationId);
    }
  }

  closed(conversationId: Uuid): void {
    this.#watched.delete(conversationId);
  }

  offline(): void {
    this.#link = undefined;
  }

  heard(push: Push & { push: 'occupancy' }): void {
    if (!this.#watched.has(push.conversation_id)) {
      return;
    }
    if ('ended' in push) {
      this.#watched.delete(push.conversation_id);
      this.hooks.told(push.conversation_id, undefined);
    } else {
      this.#tell(push.conversation_id, push);
    }
  }

  #tell(conversationId: Uuid, { participants, online }: Occupancy): void {
    this.hooks.told(conversationId, { participants, online });
  }

  #ask(link: Link, conversation_id: Uuid): void {
    const watch = this.#watched.has(conversation_id);
    link.request('occupancy', { conversation_id, watch }).then(
      (answer) => this.#isWanted(link, conversation_id) && this.#tell(conversation_id, answer as Occupancy),
      (failure: Failure) => this.#isWanted(link, conversation_id) && this.#untold(link, conversation_id, failure),
    );
  }

  #isWanted(link: Link, conversationId: Uuid): boolean {
    return this.#link === link && this.#watched.has(conversationId);
  }

  #untold(link: Link, conversationId: Uuid, failure: Failure): void {
    if (failure.code === 'disconnected') {
      return; // the next connection opens it again
    }
    if (failure.retryable || failure.code === 'internal') {
      this.clock.after(Math.max(failure.retryAfterMs ?? 0, this.pauseMs()), () => {
        if (this.#isWanted(link, conversationId)) {
          this.#ask(link, conversationId);
        }
      });
    } else {
      this.#watched.delete(conversationId);
      this.hooks.problem(failure);
    }
  }
}
