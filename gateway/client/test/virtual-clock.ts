import type { Clock } from '../src/clock.js';

interface Timer {
  at: number;
  order: number;
  call: () => void;
}

/** Time that passes only when a test says so, and then at once. */
export class VirtualClock implements Clock {
  #now = Date.parse('2026-05-12T10:00:00Z');
  #order = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  iso(plusMs = 0): string {
    return new Date(this.#now + plusMs).toISOString();
  }

  after(ms: number, call: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (this.#step(end)) {
      await settle();
    }
    this.#now = end;
  }

  /** Lets time pass until something is so; fails if it is not within that time. */
  async until(what: () => boolean, withinMs = 600_000): Promise<void> {
    const end = this.#now + withinMs;
    await settle();
    while (!what()) {
      if (!this.#step(end)) {
        throw new Error(`not so within ${withinMs} ms: ${what.toString()}`);
      }
      await settle();
    }
  }

  #step(end: number): boolean {
    const next = this.#timers.reduce<Timer | undefined>(
      (first, each) => (!first || each.at < first.at || (each.at === first.at && each.order < first.order) ? each : first),
      undefined,
    );
    if (!next || next.at > end) {
      return false;
    }
    this.#timers = this.#timers.filter((each) => each !== next);
    this.#now = Math.max(this.#now, next.at);
    next.call();
    return true;
  }
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
