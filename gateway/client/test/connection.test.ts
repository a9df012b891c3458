import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenReason } from '../src/options.js';
import { ANA, BEN, ROOM, World } from './world.js';

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.server.violations).toEqual([]));

describe('a close code', () => {
  it.each([4003, 4004, 4299, 1002, 1007, 1009])('%i stops', async (code) => {
    const client = world.client();
    await world.connected(client);
    world.server.cutAll(code);
    await world.clock.pass(120_000);
    expect(client.state).toMatchObject({ name: 'stopped', failure: { code: 'closed' } });
    expect(world.server.handshakes).toBe(1);
  });

  it.each([1001, 1006, 1011, 4300, 4301, 4401, 4408])('%i resumes', async (code) => {
    const client = world.client();
    void client.open(ROOM);
    await world.clock.pass(100);
    world.server.cutAll(code);
    await world.clock.pass(5_000);
    expect(world.heard('connect').at(-1)).toMatchObject({ resume: { cursor: '2', conversations: [{ ev: 1 }] } });
  });

  it.each([4500, 4599])('%i starts afresh, and forgets no command', async (code) => {
    const client = world.client();
    void client.open(ROOM);
    await world.clock.pass(100);
    world.server.cutAll(code);
    const sent = client.send(ROOM, { content: 'still there' });
    await world.clock.pass(5_000);
    expect(world.heard('connect').at(-1)).toMatchObject({ resume: { conversations: [] } });
    await sent;
    expect(client.conversation(ROOM)!.messages).toHaveLength(1);
  });
});

describe('trying again', () => {
  it('waits half of the time it has been away, and shortly again after a good connection', async () => {
    const waits: number[] = [];
    const client = world.client({ random: () => 1 });
    client.on('state', (state) => state.name === 'waiting' && waits.push(state.forMs));
    world.server.dead = true;
    await world.clock.pass(200_000);
    // a try takes 5 s to fail
    expect(waits.slice(0, 7)).toEqual([1_000, 3_000, 7_000, 13_000, 22_000, 30_000, 30_000]);
    world.server.dead = false;
    await world.connected(client);
    await world.clock.pass(20_000);
    waits.length = 0;
    world.server.cutAll();
    await world.clock.pass(10);
    expect(waits).toEqual([1_000]);
  });

  it('does not wait when the app knows better', async () => {
    const client = world.client({ random: () => 1 });
    await world.connected(client);
    world.server.cutAll();
    await world.clock.pass(1);
    client.retryNow();
    await world.clock.pass(50);
    expect(client.state.name).toBe('connected');
  });

  it('ends with stop, and begins with start', async () => {
    const client = world.client();
    void client.open(ROOM);
    await world.connected(client);
    client.stop();
    await world.clock.pass(60_000);
    expect(world.server.connections.size).toBe(0);
    world.says('meanwhile');
    client.start();
    await world.clock.pass(1_000);
    expect(client.conversation(ROOM)!.messages).toHaveLength(1);
  });
});

describe('silence', () => {
  it('is broken by a ping, and is no reason to end if that is answered', async () => {
    const client = world.client();
    await world.connected(client);
    await world.clock.pass(300_000);
    expect(world.server.handshakes).toBe(1);
    expect(world.heard('ping').length).toBeGreaterThan(5);
  });

  it('of a dead connection is noticed', async () => {
    const client = world.client();
    await world.connected(client);
    world.server.dead = true;
    await world.clock.pass(35_100);
    expect(client.state.name).not.toBe('connected');
    world.server.dead = false;
    await world.clock.pass(20_000);
    expect(client.state.name).toBe('connected');
  });
});

describe('a token', () => {
  it('is renewed a minute before it ends, on the same socket', async () => {
    const reasons: TokenReason[] = [];
    world.server.tokenLivesMs = 300_000;
    const client = world.client({ token: (reason) => Promise.resolve((reasons.push(reason), ANA)) });
    await world.connected(client);
    await world.clock.pass(239_000);
    expect(reasons).toEqual(['connect']);
    await world.clock.pass(2_000);
    expect(reasons).toEqual(['connect', 'renew']);
    expect(world.heard('connect').at(-1)).not.toHaveProperty('resume');
    await world.clock.pass(240_000);
    expect(reasons).toEqual(['connect', 'renew', 'renew']);
    expect(world.server.handshakes).toBe(1);
  });

  it('is renewed when the server says so', async () => {
    const client = world.client();
    await world.connected(client);
    [...world.server.connections][0]!.say({ push: 'auth.expiring', in_ms: 60_000 });
    await world.clock.pass(100);
    expect(world.heard('connect')).toHaveLength(2);
  });

  it('that is refused is asked for again, with the reason', async () => {
    const reasons: TokenReason[] = [];
    world.server.refuseTokens = true;
    const client = world.client({ token: (reason) => Promise.resolve((reasons.push(reason), ANA)) });
    await world.clock.pass(1_000);
    world.server.refuseTokens = false;
    await world.connected(client);
    expect(reasons[0]).toBe('connect');
    expect(reasons.at(-1)).toBe('refused');
  });

  it('that has expired is not asked for like any other', async () => {
    const reasons: TokenReason[] = [];
    const client = world.client({ token: (reason) => Promise.resolve((reasons.push(reason), ANA)) });
    await world.connected(client);
    world.server.cutAll(4301);
    await world.clock.pass(5_000);
    expect(reasons).toEqual(['connect', 'refused']);
  });

  it('of another person ends the client, so that nothing is sent in the wrong name', async () => {
    let who = ANA;
    const client = world.client({ token: () => Promise.resolve(who) });
    await world.connected(client);
    who = BEN;
    world.server.cutAll();
    void client.send(ROOM, { content: 'Ana says' });
    await world.clock.pass(5_000);
    expect(client.state).toMatchObject({ name: 'stopped', failure: { code: 'conflict' } });
    expect(world.contents()).toEqual([]);
  });

  it('that comes after a stop and a start makes no second connection', async () => {
    const given: ((token: string) => void)[] = [];
    const client = world.client({ token: () => new Promise((resolve) => given.push(resolve)) });
    await world.clock.pass(10);
    client.stop();
    client.start();
    await world.clock.pass(10);
    given.forEach((give) => give(ANA));
    await world.connected(client);
    expect(world.server.handshakes).toBe(1);
  });

  it('that the app does not give ends the client', async () => {
    const client = world.client({ token: () => Promise.resolve(null) });
    await world.clock.pass(100);
    expect(client.state).toMatchObject({ name: 'stopped', failure: { code: 'unauthenticated' } });
  });

  it('that cannot be had now is asked for later', async () => {
    let tries = 0;
    const client = world.client({ token: () => (++tries < 3 ? Promise.reject(new Error('offline')) : Promise.resolve(ANA)) });
    await world.connected(client);
    expect(world.problems).toHaveLength(2);
  });
});

describe('typing', () => {
  it('is said as often as is allowed', async () => {
    const client = world.client();
    await world.connected(client);
    for (let i = 0; i < 70; i++) {
      client.typing(ROOM);
      await world.clock.pass(100);
    }
    client.typing(ROOM, true);
    await world.clock.pass(100);
    expect(world.heard('typing').map((frame) => frame['stop'] ?? false)).toEqual([false, false, false, true]);
  });

  it('of another ends by itself', async () => {
    const heard: boolean[] = [];
    const client = world.client();
    client.on('typing', ({ typing }) => heard.push(typing));
    await world.connected(client);
    [...world.server.connections][0]!.say({ push: 'typing', conversation_id: ROOM, user_id: ANA, typing: true });
    await world.clock.pass(7_000);
    expect(heard).toEqual([true, false]);
  });
});
