import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventfulClient } from '../src/client.js';
import { ROOM, World } from './world.js';

let world: World;
let client: EventfulClient;
let told: (number | undefined)[];
beforeEach(() => {
  world = new World();
  told = [];
  client = world.client();
  client.on('occupancy', ({ conversationId, occupancy }) => {
    expect(conversationId).toBe(ROOM);
    told.push(occupancy?.online);
  });
});
afterEach(() => expect(world.server.violations).toEqual([]));

async function watching(): Promise<void> {
  void client.open(ROOM);
  await world.clock.pass(1_000);
  client.watchOccupancy(ROOM);
  await world.clock.pass(1_000);
}

describe('how many are online', () => {
  it('is told at once, and when it changes', async () => {
    await watching();
    world.server.count(7);
    await world.clock.pass(1_000);
    expect(told).toEqual([1, 7]);
  });

  it('is asked for once the conversation is open', async () => {
    client.watchOccupancy(ROOM);
    await world.clock.pass(1_000);
    expect(told).toEqual([]);
    void client.open(ROOM);
    await world.clock.pass(1_000);
    expect(told).toEqual([1]);
  });

  it('is asked for again after a break', async () => {
    await watching();
    world.server.cutAll(1006);
    await world.clock.pass(10_000);
    expect(told).toEqual([1, 1]);
  });

  it('is asked for again while it cannot be told', async () => {
    world.server.occupancy = undefined;
    await watching();
    await world.clock.pass(60_000);
    expect(told).toEqual([]);
    world.server.count(5);
    await world.clock.pass(60_000);
    expect(told).toEqual([5]);
    expect(world.problems).toEqual([]);
  });

  it('is told no more when it is watched no more', async () => {
    await watching();
    client.watchOccupancy(ROOM, false);
    await world.clock.pass(1_000);
    world.server.count(7);
    await world.clock.pass(1_000);
    expect(told).toEqual([1]);
    expect(world.heard('occupancy').map((frame) => frame['watch'])).toEqual([true, false]);
  });

  it('is not asked for again when the conversation was closed', async () => {
    await watching();
    client.close(ROOM);
    void client.open(ROOM);
    await world.clock.pass(1_000);
    expect(told).toEqual([1]);
  });

  it('is not counted any more where few have remained', async () => {
    await watching();
    world.server.count(undefined);
    await world.clock.pass(1_000);
    world.server.cutAll(1006);
    await world.clock.pass(10_000);
    expect(told).toEqual([1, undefined]);
  });
});
