import type { Clock } from './clock.js';
import type { Failure } from './failure.js';
import type { Uuid } from './frames.js';
import type { Link } from './link.js';

type Cursor = 'read' | 'delivered';

/** At most so often per conversation and cursor: only the last value matters. */
const PACE_MS = 1_000;

/** Carries read and delivered marks to the server. They only go forward, so only the furthest one is kept and said. */
export class Seen {
  readonly #wanted = new Map<string, { id: Uuid; cursor: Cursor; ev: number; busy: boolean }>();
  #link: Link | undefined;

  constructor(private readonly clock: Clock) {}

  upTo(id: Uuid, cursor: Cursor, ev: number): void {
    const key = `${cursor} ${id}`;
    const wanted = this.#wanted.get(key) ?? { id, cursor, ev: 0, busy: false };
    if (ev > wanted.ev) {
      wanted.ev = ev;
      this.#wanted.set(key, wanted);
      this.#say(key);
    }
  }

  online(link: Link): void {
    this.#link = link;
    for (const [key, wanted] of this.#wanted) {
      wanted.busy = false;
      this.#say(key);
    }
  }

  offline(): void {
    this.#link = undefined;
  }

  forget(id: Uuid): void {
    this.#wanted.delete(`read ${id}`);
    this.#wanted.delete(`delivered ${id}`);
  }

  #say(key: string): void {
    const wanted = this.#wanted.get(key);
    const link = this.#link;
    if (!wanted || !link || wanted.busy) {
      return;
    }
    wanted.busy = true;
    const { id, cursor, ev } = wanted;
    const next = (waitMs: number, done: boolean): void => {
      this.clock.after(waitMs, () => {
        if (this.#link === link && this.#wanted.get(key) === wanted) {
          wanted.busy = false;
          if (done && wanted.ev === ev) {
            this.#wanted.delete(key);
          } else {
            this.#say(key);
          }
        }
      });
    };
    link.request(cursor, { conversation_id: id, ev }).then(
      () => next(PACE_MS, true),
      (failure: Failure) => next(Math.max(10 * PACE_MS, failure.retryAfterMs ?? 0), !failure.retryable),
    );
  }
}
