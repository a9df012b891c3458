import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, OTHER, ROOM, World } from './world.js';

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.server.violations).toEqual([]));

describe('the list', () => {
  it('has every conversation, the one with the newest message first', async () => {
    await world.clock.pass(10);
    world.says('later');
    const client = world.client();
    await world.connected(client);
    expect(client.conversations.map((each) => each.conversation_id)).toEqual([ROOM, OTHER]);
    expect(client.unread).toBe(1);
  });

  it('comes in pages', async () => {
    world.server.listPage = 1;
    const client = world.client();
    await world.clock.pass(1_000);
    expect(client.conversations).toHaveLength(2);
  });

  it('counts what comes into conversations that are not watched', async () => {
    const client = world.client();
    await world.clock.pass(100);
    world.says('1');
    world.says('2');
    await world.clock.pass(100);
    expect(client.summary(ROOM)).toMatchObject({ unread: 2, last_message_no: 2, last_message: { preview: '2' } });
  });

  it('counts what comes into one that is watched, and is read', async () => {
    const client = world.client();
    void client.open(ROOM);
    await world.clock.pass(100);
    world.says('1');
    world.says('2');
    await world.clock.pass(100);
    expect(client.summary(ROOM)?.unread).toBe(2);
    client.read(ROOM, 2);
    expect(client.summary(ROOM)?.unread).toBe(1);
    client.read(ROOM);
    expect(client.summary(ROOM)?.unread).toBe(0);
    await world.clock.pass(5_000);
    expect(world.server.room(ROOM).summary(ANA).unread).toBe(0);
    expect(client.summary(ROOM)?.unread).toBe(0);
    expect(world.heard('read').map((frame) => frame['ev'])).toEqual([2, 3]);
  });

  it('has nothing unread after sending', async () => {
    const client = world.client();
    void client.open(ROOM);
    await world.clock.pass(100);
    world.says('1');
    void client.send(ROOM, { content: '2' });
    await world.clock.pass(100);
    expect(client.summary(ROOM)).toMatchObject({ unread: 0, last_message_no: 2 });
  });

  it('learns of a conversation somebody has added the caller to', async () => {
    const client = world.client();
    await world.clock.pass(100);
    const id = 'c0000000-0000-4000-8000-00000000000a';
    world.server.act(BEN, 'create', { conversation_id: id, participants: [ANA], title: 'New' });
    await world.clock.pass(100);
    expect(client.summary(id)).toMatchObject({ title: 'New', role: 'member' });
  });

  it('loses the one the caller was removed from', async () => {
    const client = world.client();
    await world.clock.pass(100);
    world.server.act(BEN, 'remove', { conversation_id: ROOM, user_id: ANA });
    await world.clock.pass(100);
    expect(client.summary(ROOM)).toBeUndefined();
  });

  it('misses nothing that happens between the answer to connect and the subscription', async () => {
    const client = world.client();
    await world.clock.until(() => client.state.name === 'connected');
    world.says('in between');
    await world.clock.pass(1_000);
    expect(client.summary(ROOM)?.unread).toBe(1);
  });

  it('is brought up to date after a break', async () => {
    const client = world.client();
    await world.clock.pass(100);
    world.server.cutAll();
    world.says('1');
    world.server.act(BEN, 'remove', { conversation_id: OTHER, user_id: ANA });
    await world.clock.pass(5_000);
    expect(client.conversations).toMatchObject([{ conversation_id: ROOM, unread: 1 }]);
  });

  it('says what was read without a connection when there is one again', async () => {
    const client = world.client();
    world.says('1');
    await world.clock.pass(100);
    world.server.cutAll();
    await world.clock.pass(1);
    client.read(ROOM);
    expect(client.summary(ROOM)?.unread).toBe(0);
    await world.clock.pass(5_000);
    expect(world.server.room(ROOM).summary(ANA).unread).toBe(0);
  });
});
