import { randomUUID } from 'node:crypto';
import type { ChatEvent, ErrorBody, MessageNow, Opened, Participant, Role, Summary } from '../src/frames.js';

type Json = Record<string, unknown>;

interface Member {
  role: Role;
  read_ev: number;
  read_message_no: number;
  delivered_ev: number;
  joined_at: string;
}

export class Refused extends Error {
  constructor(readonly body: ErrorBody) {
    super(body.code);
  }
}

export function refused(code: string, detail: string, more: Partial<ErrorBody> = {}): Refused {
  return new Refused({ code, detail, retryable: false, ...more });
}

/** One conversation: its log, and what follows from it. */
export class Room {
  epoch = 'e1';
  title: string | null = null;
  archived = false;
  /** The list's counter when it last changed. */
  changed = 0;
  readonly events: ChatEvent[] = [];
  readonly messages: MessageNow[] = [];
  readonly members = new Map<string, Member>();
  readonly left = new Map<string, number>();
  readonly #answers = new Map<string, Json>();

  constructor(readonly id: string) {}

  get ev(): number {
    return this.events.length;
  }

  /** Does a durable command, once. */
  command(by: string, op: string, frame: Json, at: string): { answer: Json; event?: ChatEvent } {
    const key = `${by} ${String(frame['client_event_id'])}`;
    const known = this.#answers.get(key);
    if (known) {
      return { answer: known };
    }
    if (op !== 'create' && !this.members.has(by)) {
      throw refused('not-found', 'conversation_id: unknown');
    }
    if (frame['after'] !== undefined && !this.#answers.has(`${by} ${String(frame['after'])}`)) {
      throw refused('out-of-order', 'after: not stored yet');
    }
    const { event, answer } = this.#decide(by, op, frame, at);
    const stored = { ev: event?.ev ?? this.ev, at, ...answer };
    this.#answers.set(key, stored);
    return event ? { answer: stored, event } : { answer: stored };
  }

  #decide(by: string, op: string, frame: Json, at: string): { event?: ChatEvent; answer?: Json } {
    switch (op) {
      case 'create':
        return this.#create(by, frame, at);
      case 'send':
        return this.#send(by, frame, at);
      case 'negotiate':
        return this.#negotiate(by, frame, at);
      case 'edit': {
        const message = this.#message(frame);
        if (message.version !== frame['version']) {
          throw refused('stale-version', 'version: another', { current: message.version ?? 0 });
        }
        Object.assign(message, { content: frame['content'], version: (message.version ?? 0) + 1, edited_at: at });
        const { message_id, message_no, version } = message;
        return { event: this.#log(by, 'edit', at, { message_id, message_no, content: frame['content'], version }), answer: { version } };
      }
      case 'delete': {
        const { message_id, message_no } = this.#delete(this.#message(frame));
        return { event: this.#log(by, 'delete', at, { message_id, message_no }) };
      }
      case 'react':
      case 'unreact':
        return this.#react(by, op === 'react', frame, at);
      case 'pin':
      case 'unpin': {
        const message = this.#message(frame);
        message.pinned = op === 'pin';
        return { event: this.#log(by, `${op}ned`, at, { message_id: message.message_id, message_no: message.message_no }) };
      }
      case 'rename':
        this.title = (frame['title'] as string | null | undefined) ?? null;
        return { event: this.#log(by, 'renamed', at, { title: this.title }) };
      case 'archive':
      case 'restore':
        this.archived = op === 'archive';
        return { event: this.#log(by, this.archived ? 'archived' : 'restored', at, {}) };
      case 'add':
        (frame['user_ids'] as string[]).forEach((id) => this.#join(id, 'member', at));
        return { event: this.#log(by, 'joined', at, { user_ids: frame['user_ids'] }) };
      case 'remove':
        this.members.delete(String(frame['user_id']));
        return { event: this.#log(by, 'left', at, { user_id: frame['user_id'] }) };
      default:
        throw refused('invalid-value', `op: ${op}`);
    }
  }

  #create(by: string, frame: Json, at: string): { event: ChatEvent } {
    if (this.ev > 0) {
      throw refused('conflict', 'conversation_id: exists');
    }
    const participants = [...new Set([by, ...((frame['participants'] as string[] | undefined) ?? [])])];
    participants.forEach((id) => this.#join(id, id === by ? 'owner' : 'member', at));
    this.title = (frame['title'] as string | undefined) ?? null;
    return { event: this.#log(by, 'created', at, { title: this.title, participants }) };
  }

  #send(by: string, frame: Json, at: string): { event: ChatEvent; answer: Json } {
    const { client_event_id, content, attachments, reply_to, mentions } = frame;
    const body = JSON.parse(JSON.stringify({ client_event_id, content, attachments, reply_to, mentions })) as Json;
    const message = { message_id: randomUUID(), message_no: this.messages.length + 1, sender_user_id: by, ...body, version: 1 };
    const event = this.#log(by, 'message', at, { message });
    this.messages.push({ ...message, at, reactions: [], reply_count: 0 } as MessageNow);
    const answered = this.messages.find((each) => each.message_id === reply_to);
    if (answered) {
      answered.reply_count = (answered.reply_count ?? 0) + 1;
    }
    this.seen(by, 'read', event.ev);
    return { event, answer: { message_id: message.message_id, message_no: message.message_no } };
  }

  #binding = 0;

  #negotiate(by: string, frame: Json, at: string): { event: ChatEvent; answer: Json } {
    const { client_event_id, message_type, message_text, offer_data, expected_ev } = frame;
    if (message_type !== 'text' && expected_ev !== this.#binding) {
      throw refused('stale-version', 'expected_ev: another', { current: this.#binding });
    }
    const body = JSON.parse(JSON.stringify({ client_event_id, message_text, offer_data })) as Json;
    const message = { message_id: randomUUID(), message_no: this.messages.length + 1, sender_user_id: by, ...body, hash: 'h' };
    const event = this.#log(by, String(message_type), at, { message });
    this.messages.push({ ...message, content: message_text, message_type, at, reactions: [], reply_count: 0 } as MessageNow);
    this.#binding = message_type === 'text' ? this.#binding : event.ev;
    return { event, answer: { message_id: message.message_id, message_no: message.message_no, hash: 'h' } };
  }

  readonly #reactions = new Map<string, Set<string>>();

  #react(by: string, add: boolean, frame: Json, at: string): { event?: ChatEvent } {
    const { message_id, message_no } = this.#message(frame);
    const key = `${message_id} ${String(frame['reaction'])}`;
    const users = this.#reactions.get(key) ?? new Set<string>();
    this.#reactions.set(key, users);
    if (users.has(by) === add) {
      return {};
    }
    if (add) {
      users.add(by);
    } else {
      users.delete(by);
    }
    return { event: this.#log(by, add ? 'reaction' : 'reaction_removed', at, { message_id, message_no, reaction: frame['reaction'] }) };
  }

  #delete(message: MessageNow): MessageNow {
    delete message.content;
    message.deleted = true;
    for (const event of this.events) {
      const inner = event.kind === 'message' ? event.message : event.kind === 'edit' ? event : undefined;
      if (inner?.message_id === message.message_id) {
        delete inner.content;
        inner.deleted = true;
      }
    }
    return message;
  }

  #message(frame: Json): MessageNow {
    const message = this.messages.find((each) => each.message_id === frame['message_id']);
    if (!message || message.deleted) {
      throw refused('not-found', 'message_id: unknown');
    }
    return message;
  }

  #join(id: string, role: Role, at: string): void {
    const { ev } = this;
    this.members.set(id, { role, read_ev: ev, read_message_no: this.messages.length, delivered_ev: 0, joined_at: at });
  }

  #log(by: string, kind: string, at: string, members: Json): ChatEvent {
    const event = { push: 'event', conversation_id: this.id, ev: this.ev + 1, kind, at, by, ...members } as unknown as ChatEvent;
    this.events.push(event);
    return event;
  }

  seen(by: string, cursor: 'read' | 'delivered', ev: number): void {
    const member = this.members.get(by)!;
    if (cursor === 'delivered') {
      member.delivered_ev = Math.max(member.delivered_ev, ev);
    } else if (ev > member.read_ev) {
      member.read_ev = ev;
      member.read_message_no = this.events.slice(0, ev).filter((event) => event.kind === 'message').length;
    }
  }

  /** As a question of that person shows it now. */
  now(message: MessageNow, me: string): MessageNow {
    const reactions = [...this.#reactions]
      .filter(([key, users]) => key.startsWith(message.message_id) && users.size > 0 && !message.deleted)
      .map(([key, users]) => ({ reaction: key.slice(37), count: users.size, mine: users.has(me) }));
    return structuredClone({ ...message, reactions });
  }

  summary(me: string): Summary {
    const member = this.members.get(me)!;
    const last = this.messages.at(-1);
    return {
      conversation_id: this.id,
      title: this.title,
      archived: this.archived,
      epoch: this.epoch,
      last_ev: this.ev,
      last_message_no: this.messages.length,
      ...(last
        ? {
            last_message_at: last.at,
            last_message: { message_id: last.message_id, sender_user_id: last.sender_user_id, preview: last.content ?? null },
          }
        : {}),
      participant_count: this.members.size,
      role: member.role,
      read_ev: member.read_ev,
      read_message_no: member.read_message_no,
      delivered_ev: member.delivered_ev,
      unread: this.messages.length - member.read_message_no,
      unread_mentions: 0,
      muted_until: null,
    };
  }

  opened(me: string, epoch: string | undefined, ev: number | undefined, mostEvents: number): Opened {
    if (!this.members.has(me)) {
      throw refused('not-found', 'conversation_id: unknown');
    }
    const participants: Participant[] = [...this.members].map(([user_id, { role, joined_at, read_ev, delivered_ev }]) => ({
      user_id,
      role,
      joined_at,
      read_ev,
      delivered_ev,
    }));
    const head = { conversation: this.summary(me), participants, ev: this.ev };
    if (ev === undefined) {
      return { ...head, events: [] };
    }
    if (epoch !== this.epoch || this.ev - ev > mostEvents) {
      return { ...head, limited: { from: epoch === this.epoch ? ev + 1 : 1, to: this.ev } };
    }
    return { ...head, events: structuredClone(this.events.slice(ev)) };
  }

  history(me: string, frame: Json): Json {
    if (!this.members.has(me)) {
      throw refused('not-found', 'conversation_id: unknown');
    }
    const limit = (frame['limit'] as number | undefined) ?? 50;
    if (frame['after_ev'] !== undefined) {
      const events = this.events.slice(frame['after_ev'] as number);
      return { events: structuredClone(events.slice(0, limit)), ev: this.ev, more: events.length > limit };
    }
    const before = (frame['before_message_no'] as number | undefined) ?? this.messages.length + 1;
    const from = Math.max(1, before - limit);
    const messages = this.messages.slice(from - 1, before - 1).map((each) => this.now(each, me));
    return { messages, has_before: from > 1, has_after: before <= this.messages.length, ev: this.ev };
  }
}
