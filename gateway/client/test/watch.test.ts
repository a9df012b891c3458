import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventfulClient } from '../src/client.js';
import { Conversation } from '../src/conversation.js';
import type { ChatEvent } from '../src/frames.js';
import { ANA, BEN, ROOM, World } from './world.js';

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.server.violations).toEqual([]));

async function watching(): Promise<{ client: EventfulClient; conversation: Conversation }> {
  const client = world.client();
  let conversation: Conversation | undefined;
  void client.open(ROOM).then((opened) => (conversation = opened));
  await world.clock.until(() => conversation !== undefined);
  return { client, conversation: conversation! };
}

const shown = (conversation: Conversation): (string | undefined)[] => conversation.messages.map((message) => message.content);

describe('a conversation that is watched', () => {
  it('shows its newest messages at first, and older ones when asked', async () => {
    for (let i = 1; i <= 120; i++) {
      world.says(String(i));
    }
    const { client, conversation } = await watching();
    expect(shown(conversation)).toEqual(world.contents().slice(70));
    expect(conversation.hasBefore).toBe(true);
    void client.older(ROOM);
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(world.contents().slice(20));
    void client.older(ROOM);
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(world.contents());
    expect(conversation.hasBefore).toBe(false);
  });

  it('applies what is pushed, in order', async () => {
    const { conversation } = await watching();
    ['1', '2', '3'].forEach((content) => world.says(content));
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(['1', '2', '3']);
    expect(world.applied).toEqual([2, 3, 4]);
  });

  it('ignores what it has already', async () => {
    const { conversation } = await watching();
    world.server.pushFault = () => 'twice';
    ['1', '2'].forEach((content) => world.says(content));
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(['1', '2']);
    expect(world.applied).toEqual([2, 3]);
  });

  it('pulls what was left out, once the next one shows it', async () => {
    const { conversation } = await watching();
    world.server.pushFault = (event) => (event.ev === 3 || event.ev === 4 ? 'skip' : undefined);
    ['1', '2', '3', '4', '5'].forEach((content) => world.says(content));
    await world.clock.pass(1_000);
    expect(shown(conversation)).toEqual(['1', '2', '3', '4', '5']);
    expect(world.applied).toEqual([2, 3, 4, 5, 6]);
    expect(world.heard('history').filter((frame) => frame['after_ev'] !== undefined)).toHaveLength(1);
  });

  it('pulls after a lag', async () => {
    const { conversation } = await watching();
    world.server.pushFault = () => 'lag';
    for (let i = 1; i <= 450; i++) {
      world.says(String(i));
    }
    await world.clock.pass(10_000);
    expect(shown(conversation)).toEqual(world.contents());
    expect(world.resets).toBe(1);
  });

  it('shows the newest messages afresh when far too many were missed', async () => {
    const { conversation } = await watching();
    world.server.pushFault = () => 'lag';
    for (let i = 1; i <= 1_300; i++) {
      world.says(String(i));
    }
    await world.clock.pass(10_000);
    expect(shown(conversation)).toEqual(world.contents().slice(-50));
    expect(conversation.ev).toBe(1_301);
    expect(world.resets).toBe(2);
  });

  it('keeps on asking while history fails', async () => {
    const { client, conversation } = await watching();
    world.server.pushFault = (event) => (event.ev === 2 ? 'skip' : undefined);
    world.server.latencyMs = 20_000; // beyond the time an answer may take
    world.says('1');
    world.says('2');
    await world.clock.pass(60_000);
    world.server.latencyMs = 5;
    await world.clock.until(() => conversation.messages.length === 2);
    expect(client.state.name).toBe('connected');
  });

  it('lets the oldest go when it holds too many', async () => {
    const client = world.client({ tuning: { mostMessages: 10 } });
    void client.open(ROOM);
    await world.clock.pass(100);
    for (let i = 1; i <= 15; i++) {
      world.says(String(i));
    }
    await world.clock.pass(100);
    expect(shown(client.conversation(ROOM)!)).toEqual(world.contents().slice(5));
    expect(client.conversation(ROOM)!.hasBefore).toBe(true);
  });

  it('ends with the event that removes the caller', async () => {
    const { client } = await watching();
    const ended: string[] = [];
    client.on('ended', ({ conversationId }) => ended.push(conversationId));
    world.server.act(BEN, 'remove', { conversation_id: ROOM, user_id: ANA });
    await world.clock.pass(100);
    expect(ended).toEqual([ROOM]);
    expect(client.conversation(ROOM)).toBeUndefined();
    expect(client.summary(ROOM)).toBeUndefined();
    world.server.cutAll();
    await world.clock.pass(5_000);
    expect(JSON.stringify(world.heard('connect').at(-1))).not.toContain(ROOM);
  });

  it('is refused if the server does not know it', async () => {
    const client = world.client();
    const failed = expect(client.open('c0000000-0000-4000-8000-00000000dead')).rejects.toMatchObject({ code: 'not-found' });
    await world.clock.pass(1_000);
    await failed;
  });

  it('is not heard of any more once it is closed', async () => {
    const { client } = await watching();
    client.close(ROOM);
    await world.clock.pass(100);
    world.says('1');
    await world.clock.pass(100);
    expect(world.applied).toEqual([]);
    expect(client.summary(ROOM)?.unread).toBe(1);
  });
});

describe('after a break', () => {
  it('exactly what was missed is asked for and applied', async () => {
    const { client, conversation } = await watching();
    world.says('1');
    await world.clock.pass(100);
    world.server.cutAll();
    world.says('2');
    world.says('3');
    await world.clock.pass(100);
    await world.connected(client);
    expect(shown(conversation)).toEqual(['1', '2', '3']);
    expect(world.applied).toEqual([2, 3, 4]);
    expect(world.heard('connect').at(-1)).toMatchObject({ resume: { conversations: [{ conversation_id: ROOM, epoch: 'e1', ev: 2 }] } });
    expect(world.heard('history')).toHaveLength(1); // the first page only
  });

  it('the newest messages are shown afresh when the server says limited', async () => {
    const { conversation } = await watching();
    world.server.mostEvents = 10;
    world.server.cutAll();
    for (let i = 1; i <= 80; i++) {
      world.says(String(i));
    }
    await world.clock.pass(5_000);
    expect(shown(conversation)).toEqual(world.contents().slice(30));
    expect(world.resets).toBe(2);
    world.says('81');
    await world.clock.pass(100);
    expect(shown(conversation).at(-1)).toBe('81');
  });

  it('another epoch makes everything new', async () => {
    const { conversation } = await watching();
    world.says('1');
    await world.clock.pass(100);
    world.server.cutAll();
    world.server.room(ROOM).epoch = 'e2';
    world.server.room(ROOM).messages[0]!.content = 'imported';
    await world.clock.pass(5_000);
    expect(shown(conversation)).toEqual(['imported']);
    world.server.cutAll();
    await world.clock.pass(5_000);
    expect(world.heard('connect').at(-1)).toMatchObject({ resume: { conversations: [{ epoch: 'e2' }] } });
  });

  it('begins again where it was when the server says so', async () => {
    const { conversation } = await watching();
    world.says('1');
    await world.clock.pass(100);
    world.server.pushFault = () => 'skip';
    world.says('2');
    [...world.server.connections][0]!.say({ push: 'ended', conversation_id: ROOM, code: 'resync' });
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(['1', '2']);
    expect(world.heard('subscribe').at(-1)).toMatchObject({ epoch: 'e1', ev: 2 });
    expect(world.resets).toBe(1);
  });

  it('learns of another epoch while it is connected', async () => {
    const { conversation } = await watching();
    world.says('1');
    await world.clock.pass(100);
    world.server.room(ROOM).epoch = 'e2';
    world.server.room(ROOM).messages[0]!.content = 'restored';
    [...world.server.connections][0]!.say({ push: 'ended', conversation_id: ROOM, code: 'resync' });
    await world.clock.pass(100);
    expect(shown(conversation)).toEqual(['restored']);
    expect(world.resets).toBe(2);
  });

  it('ends when the new token does not allow it', async () => {
    const { client } = await watching();
    const ended: (string | undefined)[] = [];
    client.on('ended', ({ failure }) => ended.push(failure?.code));
    [...world.server.connections][0]!.say({ push: 'ended', conversation_id: ROOM, code: 'insufficient-scope' });
    await world.clock.pass(100);
    expect(ended).toEqual(['insufficient-scope']);
    expect(client.conversation(ROOM)).toBeUndefined();
    expect(client.summary(ROOM)).toBeDefined();
  });

  it('more than 50 conversations are resumed too', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `c1000000-0000-4000-8000-${String(i).padStart(12, '0')}`);
    ids.forEach((id) => world.server.act(ANA, 'create', { conversation_id: id, participants: [BEN] }));
    const client = world.client();
    ids.forEach((id) => void client.open(id));
    await world.clock.pass(1_000);
    world.server.cutAll();
    ids.forEach((id) => world.server.act(BEN, 'send', { conversation_id: id, content: 'x' }));
    await world.clock.pass(5_000);
    expect(ids.map((id) => client.conversation(id)!.messages.length)).toEqual(ids.map(() => 1));
  });

  it('a conversation the caller was removed from meanwhile ends', async () => {
    const { client } = await watching();
    world.server.cutAll();
    world.server.act(BEN, 'remove', { conversation_id: ROOM, user_id: ANA });
    await world.clock.pass(5_000);
    expect(client.conversation(ROOM)).toBeUndefined();
    expect(client.summary(ROOM)).toBeUndefined();
    expect(client.state.name).toBe('connected');
  });
});

describe('a message', () => {
  it('changes with its events, and comes out as the server has it', async () => {
    const { client, conversation } = await watching();
    const { message_id } = world.says('frist') as { message_id: string };
    const act = (by: string, op: string, frame: object): unknown => world.server.act(by, op, { conversation_id: ROOM, ...frame });
    act(BEN, 'edit', { message_id, content: 'first', version: 1 });
    act(ANA, 'react', { message_id, reaction: '👍' });
    act(BEN, 'react', { message_id, reaction: '👍' });
    act(BEN, 'react', { message_id, reaction: '🎉' });
    act(BEN, 'unreact', { message_id, reaction: '🎉' });
    act(ANA, 'pin', { message_id });
    world.says('second', ANA, { reply_to: message_id });
    await world.clock.pass(100);
    const [message] = conversation.messages;
    expect(message).toMatchObject({ content: 'first', version: 2, pinned: true, reply_count: 1, reactions: [{ reaction: '👍', count: 2, mine: true }] });
    expect(message!.edited_at).toBeDefined();
    act(BEN, 'delete', { message_id });
    await world.clock.pass(100);
    expect(conversation.messages[0]).toMatchObject({ deleted: true, reactions: [] });
    expect(conversation.messages[0]!.content).toBeUndefined();
    expect(client.conversation(ROOM)).toBe(conversation);
  });

  it('does not count a reaction twice that its page of history already had', async () => {
    const { message_id } = world.says('1') as { message_id: string };
    for (let i = 2; i <= 60; i++) {
      world.says(String(i));
    }
    const { client, conversation } = await watching();
    world.server.pushFault = (event) => (event.kind === 'reaction' ? 'skip' : undefined);
    world.server.act(BEN, 'react', { conversation_id: ROOM, message_id, reaction: '👍' });
    void client.older(ROOM);
    await world.clock.pass(100);
    expect(conversation.messages[0]!.reactions).toEqual([{ reaction: '👍', count: 1, mine: false }]);
    world.says('the one that shows the gap');
    await world.clock.pass(100);
    expect(conversation.ev).toBe(63);
    expect(conversation.messages[0]!.reactions).toEqual([{ reaction: '👍', count: 1, mine: false }]);
  });

  const reaction = (ev: number, message_id: string): ChatEvent => ({ push: 'event', conversation_id: ROOM, ev, at: '', by: BEN, kind: 'reaction', message_id, message_no: 1, reaction: '👍' });

  it('shows what has happened since its page of history, if that is older', () => {
    const conversation = new Conversation(ROOM, 100);
    conversation.reset(5);
    conversation.apply(reaction(6, 'm'), ANA);
    const page = { messages: [{ message_id: 'm', message_no: 1, sender_user_id: BEN, at: '' }], has_before: false, has_after: false, ev: 5 };
    expect(conversation.page(page, ANA)).toBe(true);
    expect(conversation.messages[0]!.reactions).toEqual([{ reaction: '👍', count: 1, mine: false }]);
  });

  it('is fetched again if its page is older than all that is remembered', () => {
    const conversation = new Conversation(ROOM, 100);
    conversation.reset(5);
    conversation.apply(reaction(6, 'm'), ANA);
    expect(conversation.page({ messages: [], has_before: false, has_after: false, ev: 4 }, ANA)).toBe(false);
  });
});
