import type { Clock } from './clock.js';

/** How long to wait before something is asked again: a random part of a time that doubles, so that many clients do not ask at once. */
export class Backoff {
  #tries = 0;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
    private readonly random: () => number,
  ) {}

  next(): number {
    const ceiling = Math.min(this.mostMs, this.firstMs * 2 ** Math.min(this.#tries++, 30));
    return Math.round(ceiling * this.random());
  }

  reset(): void {
    this.#tries = 0;
  }
}

/**
 * How long to wait before the next try to connect: a random part of half the time one has been away. After a short interruption
 * everybody is back soon, and during a long one nobody presses.
 */
export class Absence {
  #since: number | undefined;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
    private readonly random: () => number,
    private readonly clock: Clock,
  ) {}

  next(): number {
    this.#since ??= this.clock.now();
    const ceiling = Math.min(this.mostMs, Math.max(this.firstMs, (this.clock.now() - this.#since) / 2));
    return Math.round(ceiling * this.random());
  }

  reset(): void {
    this.#since = undefined;
  }
}
