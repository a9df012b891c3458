import { describe, expect, it } from 'vitest';
import { wrong } from './schema.js';
import { ANA, BEN, ROOM } from './world.js';

const at = '2026-05-12T10:00:00.123Z';
const command = { id: '1', conversation_id: ROOM, client_event_id: BEN };
const event = { push: 'event', conversation_id: ROOM, ev: 17, at, by: ANA };
const message = { message_id: BEN, message_no: 3, sender_user_id: ANA };

const clientFrames: object[] = [
  { id: '1', op: 'connect', token: 't' },
  { id: '1', op: 'connect', token: 't', resume: { cursor: 'c', conversations: [{ conversation_id: ROOM, epoch: 'e', ev: 3 }] } },
  { op: 'ping' },
  { id: '1', op: 'subscribe', channel: 'inbox' },
  { id: '1', op: 'subscribe', conversation_id: ROOM, epoch: 'e', ev: 0 },
  { ...command, op: 'create', title: 'T', participants: [BEN], related_entity_type: 'booking', related_entity_id: ROOM },
  { ...command, op: 'send', content: 'x', attachments: [{ media_id: BEN }], reply_to: BEN, mentions: [BEN], after: BEN },
  { ...command, op: 'send', forward_of: { conversation_id: ROOM, message_id: BEN } },
  { ...command, op: 'edit', message_id: BEN, content: 'x', version: 1 },
  { ...command, op: 'rename', title: null },
  { ...command, op: 'set_role', user_id: BEN, role: 'admin' },
  { id: '1', op: 'mute', conversation_id: ROOM, until: null },
  { id: '1', op: 'negotiate', booking_id: ROOM, client_event_id: BEN, message_type: 'offer', message_text: 'x', offer_data: { fee_credits: '1200.50', allowances: { travel: '80' }, deliverables: ['two sets'] }, expected_ev: 3 },
  { id: '1', op: 'history', conversation_id: ROOM, around_message_no: 7, limit: 200 },
  { id: '1', op: 'presence', user_ids: [BEN], watch: true },
  { id: '1', op: 'occupancy', conversation_id: ROOM },
  { id: '1', op: 'occupancy', conversation_id: ROOM, watch: false },
];

const wrongClientFrames: [string, object][] = [
  ['an unknown op', { id: '1', op: 'shout' }],
  ['a misspelt member', { ...command, op: 'send', contnet: 'x' }],
  ['a message of nothing', { ...command, op: 'send' }],
  ['blank content', { ...command, op: 'send', content: ' \n' }],
  ['content too long', { ...command, op: 'send', content: 'x'.repeat(16_385) }],
  ['content beside a forward', { ...command, op: 'send', content: 'x', forward_of: { conversation_id: ROOM, message_id: BEN } }],
  ['no client_event_id', { id: '1', op: 'archive', conversation_id: ROOM }],
  ['no id', { op: 'list' }],
  ['an id too long', { id: 'x'.repeat(65), op: 'list' }],
  ['an epoch without an ev', { id: '1', op: 'subscribe', conversation_id: ROOM, epoch: 'e' }],
  ['a channel and a conversation', { id: '1', op: 'subscribe', conversation_id: ROOM, channel: 'list' }],
  ['two places in history', { id: '1', op: 'history', conversation_id: ROOM, after_ev: 1, before_message_no: 2 }],
  ['an offer without terms', { id: '1', op: 'negotiate', booking_id: ROOM, client_event_id: BEN, message_type: 'offer', message_text: 'x', expected_ev: 3 }],
  ['an offer of a number', { id: '1', op: 'negotiate', booking_id: ROOM, client_event_id: BEN, message_type: 'offer', message_text: 'x', offer_data: { fee_credits: 1200 }, expected_ev: 3 }],
  ['an offer in no currency of ours', { id: '1', op: 'negotiate', booking_id: ROOM, client_event_id: BEN, message_type: 'offer', message_text: 'x', offer_data: { fee_credits: '1', currency: 'EUR' }, expected_ev: 3 }],
  ['an acceptance of nothing', { id: '1', op: 'negotiate', booking_id: ROOM, client_event_id: BEN, message_type: 'acceptance', message_text: 'x' }],
  ['a count of nothing', { id: '1', op: 'occupancy', watch: true }],
  ['nobody to add', { ...command, op: 'add', user_ids: [] }],
  ['a local time', { id: '1', op: 'mute', conversation_id: ROOM, until: '2026-05-12T10:00:00+02:00' }],
];

const serverFrames: object[] = [
  { re: '1', ok: true, anything: 'new' },
  { re: '1', error: { code: 'rate-limited', detail: 'x', retryable: true, retry_after_ms: 5 } },
  { error: { code: 'invalid-request', detail: 'x', retryable: false } },
  { push: 'pong' },
  { push: 'lag' },
  { push: 'lag', conversation_id: ROOM, ev: 5 },
  { push: 'ended', conversation_id: ROOM, code: 'resync' },
  { push: 'ended', channel: 'list', code: 'insufficient-scope' },
  { ...event, kind: 'message', message: { ...message, content: 'x', version: 1 } },
  { ...event, kind: 'message', message: { ...message, deleted: true } },
  { ...event, kind: 'edit', message_id: BEN, message_no: 3, version: 2, deleted: true },
  { ...event, kind: 'offer', message: { ...message, message_text: 'x', offer_data: {}, hash: 'h' } },
  { ...event, kind: 'of_tomorrow', whatever: 1 },
  { push: 'list', mine: [{ conversation_id: ROOM, left: true }] },
  { push: 'receipt', conversation_id: ROOM, user_id: BEN, read_ev: 3, delivered_ev: 4 },
  { push: 'presence', users: [{ user_id: BEN, state: 'offline', last_seen_at: at }] },
  { push: 'occupancy', conversation_id: ROOM, participants: 340, online: 17 },
  { push: 'occupancy', conversation_id: ROOM, ended: true },
  { push: 'inbox', events: [{ id: '1', source: '/hub', type: 'message.received', specversion: '1.0', data: {} }] },
  { push: 'auth.expiring', in_ms: 60_000 },
];

const wrongServerFrames: [string, object][] = [
  ['an answer that is a push', { re: '1', ok: true, push: 'pong' }],
  ['an error that is ok', { re: '1', ok: true, error: { code: 'internal', detail: 'x', retryable: true } }],
  ['an event without a number', { ...event, ev: undefined, kind: 'archived' }],
  ['an event number 0', { ...event, ev: 0, kind: 'archived' }],
  ['a message without its body', { ...event, kind: 'message' }],
  ['a deleted message with content', { ...event, kind: 'message', message: { ...message, deleted: true, content: 'x' } }],
  ['a reaction to nothing', { ...event, kind: 'reaction', reaction: '👍' }],
  ['a lag up to nowhere', { push: 'lag', conversation_id: ROOM }],
  ['an end of nothing', { push: 'ended', code: 'resync' }],
  ['an end without a reason', { push: 'ended', conversation_id: ROOM }],
  ['a count without a number', { push: 'occupancy', conversation_id: ROOM, participants: 340 }],
  ['a count that has ended', { push: 'occupancy', conversation_id: ROOM, participants: 340, online: 17, ended: true }],
  ['an unknown push', { push: 'news' }],
];

const plain = (frame: object): unknown => JSON.parse(JSON.stringify(frame));

describe('docs/realtime.schema.json', () => {
  it.each(clientFrames.map(plain))('takes from a client: %j', (frame) => expect(wrong('clientFrame', frame)).toBeUndefined());
  it.each(wrongClientFrames)('refuses from a client: %s', (_, frame) => expect(wrong('clientFrame', plain(frame))).toBeDefined());
  it.each(serverFrames.map(plain))('takes from the server: %j', (frame) => expect(wrong('serverFrame', frame)).toBeUndefined());
  it.each(wrongServerFrames)('refuses from the server: %s', (_, frame) => expect(wrong('serverFrame', plain(frame))).toBeDefined());
});
