import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import type { Failure } from './failure.js';
import type { Listed } from './frames.js';
import type { Link } from './link.js';
import type { Roster } from './roster.js';

export interface ListingHooks {
  changed(): void;
  problem(failure: Failure): void;
}

/** Asks for what has changed of the list since its cursor; once at a time, and again if it was asked for meanwhile. */
export class Listing {
  #link: Link | undefined;
  #asking: 'no' | 'once' | 'again' = 'no';

  constructor(
    private readonly roster: Roster,
    private readonly clock: Clock,
    private readonly backoff: Backoff,
    private readonly hooks: ListingHooks,
  ) {}

  online(link: Link): void {
    this.#link = link;
    this.#asking = 'no';
  }

  offline(): void {
    this.#link = undefined;
  }

  listed(listed: Listed): void {
    this.roster.listed(listed);
    this.hooks.changed();
  }

  refresh(): void {
    if (this.#asking !== 'no') {
      this.#asking = 'again';
    } else if (this.#link) {
      this.#ask(this.#link);
    }
  }

  #ask(link: Link): void {
    this.#asking = 'once';
    const { cursor } = this.roster;
    link.request('list', cursor === undefined ? {} : { cursor }).then(
      (answer) => this.#link === link && this.#onAnswer(answer as Listed),
      (failure: Failure) => this.#link === link && this.#onFailure(link, failure),
    );
  }

  #onAnswer(listed: Listed): void {
    const again = this.#asking === 'again' || listed.more;
    this.#asking = 'no';
    this.backoff.reset();
    this.listed(listed);
    if (again) {
      this.refresh();
    }
  }

  #onFailure(link: Link, failure: Failure): void {
    this.hooks.problem(failure);
    this.clock.after(Math.max(failure.retryAfterMs ?? 0, this.backoff.next()), () => {
      if (this.#link === link) {
        this.#ask(link);
      }
    });
  }
}
