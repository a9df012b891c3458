import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Present } from '../src/frames.js';
import { BEN, World } from './world.js';

let world: World;
let told: Present[][];
beforeEach(() => {
  world = new World();
  told = [];
});
afterEach(() => expect(world.server.violations).toEqual([]));

function watching(): void {
  const client = world.client();
  client.on('presence', (users) => told.push(users));
  client.watchPresence([BEN]);
}

const offline = [{ user_id: BEN, state: 'offline' }];

describe('who is online', () => {
  it('is told once connected', async () => {
    watching();
    await world.clock.pass(1_000);
    expect(told).toEqual([offline]);
  });

  it('is asked for again after a break', async () => {
    watching();
    await world.clock.pass(1_000);
    world.server.cutAll(1006);
    await world.clock.pass(10_000);
    expect(told).toEqual([offline, offline]);
  });

  it('is asked for again while it cannot be told', async () => {
    world.server.presenceAway = true;
    watching();
    await world.clock.pass(60_000);
    expect(told).toEqual([]);
    world.server.presenceAway = false;
    await world.clock.pass(60_000);
    expect(told).toEqual([offline]);
    expect(world.problems).toEqual([]);
  });
});
