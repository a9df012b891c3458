/** Time, as the client sees it. Tests bring their own. */
export interface Clock {
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Calls once, later; the result calls it off. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
