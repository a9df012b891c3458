import { describe, expect, it } from 'vitest';
import { Absence, Backoff } from '../src/backoff.js';
import { uuid7Maker } from '../src/uuid7.js';

describe('a UUID of version 7', () => {
  it('has its form, and its time', () => {
    expect(uuid7Maker(() => 0x0199_1234_5678)()).toMatch(/^01991234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts as it was made, also within a millisecond and when the clock goes back', () => {
    let calls = 0;
    const make = uuid7Maker(() => 0x0199_2000_0000 - (calls++ % 3));
    const ids = Array.from({ length: 20_000 }, make);
    expect(ids.every((id, i) => i === 0 || ids[i - 1]! < id)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a backoff', () => {
  it('is a random part of a time that doubles up to the most', () => {
    const whole = new Backoff(1_000, 30_000, () => 1);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => whole.next())).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    whole.reset();
    expect(whole.next()).toBe(1_000);
    expect(new Backoff(1_000, 30_000, () => 0.25).next()).toBe(250);
  });
});

describe('an absence', () => {
  const clock = { now: () => now, after: () => () => {} };
  let now = 0;

  it('is waited out in random parts of half of it, from the first to the most', () => {
    now = 5_000;
    const whole = new Absence(1_000, 30_000, () => 1, clock);
    const pauses = [0, 1_000, 4_000, 20_000, 600_000].map((away) => {
      now = 5_000 + away;
      return whole.next();
    });
    expect(pauses).toEqual([1_000, 1_000, 2_000, 10_000, 30_000]);
    expect(new Absence(1_000, 30_000, () => 0.25, clock).next()).toBe(250);
  });

  it('begins anew after a connection that held', () => {
    now = 0;
    const absence = new Absence(1_000, 30_000, () => 1, clock);
    absence.next();
    now = 60_000;
    absence.reset();
    expect(absence.next()).toBe(1_000);
  });
});
