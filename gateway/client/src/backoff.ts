/** How long to wait before the next try: a random part of a time that doubles, so that many clients do not come back at once. */
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
