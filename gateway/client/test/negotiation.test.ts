import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BEN, ROOM, World } from './world.js';

let world: World;
beforeEach(() => void (world = new World()));
afterEach(() => expect(world.server.violations).toEqual([]));

/** ROOM stands for a booking here: its thread is watched like a conversation. */
describe('a negotiation', () => {
  const terms = { fee_credits: '1200.50', allowances: { travel: '80' } };

  it('sends the documented frame, once, and is answered with number and hash', async () => {
    let faults = 1;
    world.server.commandFault = () => (faults-- > 0 ? 'cut-after' : undefined);
    const client = world.client();
    const offered = client.negotiate(ROOM, { message_type: 'offer', message_text: 'For this?', offer_data: terms, expected_ev: 0 });
    await world.clock.pass(5_000);
    expect(await offered).toMatchObject({ ev: 2, message_no: 1, hash: 'h' });
    const frames = world.heard('negotiate');
    expect(frames).toHaveLength(2);
    for (const { id: _id, client_event_id: _event, ...frame } of frames) {
      expect(frame).toEqual({
        op: 'negotiate',
        booking_id: ROOM,
        message_type: 'offer',
        message_text: 'For this?',
        offer_data: terms,
        expected_ev: 0,
      });
    }
    expect(new Set(frames.map((frame) => frame['client_event_id'])).size).toBe(1);
  });

  it('fails with the number to look at, if another binding message came in between', async () => {
    const client = world.client();
    world.server.act(BEN, 'negotiate', { booking_id: ROOM, message_type: 'offer', message_text: 'x', offer_data: terms, expected_ev: 0 });
    const accepted = client.negotiate(ROOM, { message_type: 'acceptance', message_text: 'Yes', expected_ev: 0 });
    const failed = expect(accepted).rejects.toMatchObject({ code: 'stale-version', current: 2 });
    await world.clock.pass(5_000);
    await failed;
    expect(world.heard('negotiate')).toHaveLength(1);
  });

  it('is the same in a page of history', async () => {
    world.server.act(BEN, 'negotiate', { booking_id: ROOM, message_type: 'offer', message_text: 'For this?', offer_data: terms, expected_ev: 0 });
    const opened = world.client().open(ROOM);
    await world.clock.pass(1_000);
    expect((await opened).messages.at(-1)).toMatchObject({
      content: 'For this?',
      negotiation: { kind: 'offer', message_text: 'For this?', offer_data: terms, hash: 'h' },
    });
  });

  it('is seen where its thread is watched, with the terms', async () => {
    const client = world.client();
    const opened = client.open(ROOM);
    await world.clock.pass(1_000);
    const conversation = await opened;
    world.server.act(BEN, 'negotiate', { booking_id: ROOM, message_type: 'offer', message_text: 'For this?', offer_data: terms, expected_ev: 0 });
    await world.clock.pass(1_000);
    expect(conversation.messages.at(-1)).toMatchObject({
      message_type: 'offer',
      content: 'For this?',
      negotiation: { kind: 'offer', offer_data: terms, hash: 'h' },
    });
  });
});
