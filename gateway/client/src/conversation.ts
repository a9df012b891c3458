import type { ChatEvent, MessageNow, MessagePage, NegotiationMessage, Opened, Participant, Uuid } from './frames.js';

/** A message as it stands. Never changed in place: another state is another object. */
export interface Message extends MessageNow {
  reactions: { reaction: string; count: number; mine: boolean }[];
  pinned: boolean;
  reply_count: number;
  /** Of a booking's thread: what was offered or decided. */
  negotiation?: NegotiationMessage & { kind: string };
}

interface Held {
  message: Message;
  /** The event whose outcome is in it already: a page of history may be newer than what was pushed so far. */
  asOf: number;
  /** The event it came with, if that was seen. */
  ev: number | undefined;
}

/** Events kept so that they can be laid over a page of history which is older than they are. */
const RECENT = 256;

/** What is known of one conversation that is watched. Changes with each event, in order. */
export class Conversation {
  /** The last event applied. */
  ev = 0;
  hasBefore = false;
  participantCount = 0;
  readonly #participants = new Map<Uuid, Participant>();
  readonly #held = new Map<Uuid, Held>();
  #order: Held[] = [];
  #messages: readonly Message[] | undefined;
  #recent: ChatEvent[] = [];

  constructor(
    readonly id: Uuid,
    private readonly mostMessages: number,
  ) {}

  /** In the order everybody sees, without holes; older ones may be fetched while `hasBefore`. */
  get messages(): readonly Message[] {
    return (this.#messages ??= this.#order.map((held) => held.message));
  }

  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  message(id: Uuid): Message | undefined {
    return this.#held.get(id)?.message;
  }

  /** The number of the newest message up to an event; undefined if too little is known to say. */
  messageNoAt(ev: number): number | undefined {
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const held = this.#order[i]!;
      if (held.ev === undefined) {
        return undefined;
      }
      if (held.ev <= ev) {
        return held.message.message_no;
      }
    }
    return undefined;
  }

  /** Who takes part, as of an `opened`; its events are applied one by one. */
  open(opened: Opened): void {
    this.#participants.clear();
    for (const participant of opened.participants) {
      this.#participants.set(participant.user_id, participant);
    }
    this.participantCount = opened.participant_count ?? opened.conversation.participant_count;
  }

  /** Forgets the messages: what follows does not join on to them. */
  reset(ev: number): void {
    this.ev = ev;
    this.hasBefore = false;
    this.#held.clear();
    this.#order = [];
    this.#recent = [];
    this.#messages = undefined;
  }

  /** Applies the event after the last one. */
  apply(event: ChatEvent, me: Uuid | undefined): void {
    this.ev = event.ev;
    this.#recent.push(event);
    if (this.#recent.length > RECENT) {
      this.#recent.shift();
    }
    this.#toMessages(event, me);
    this.#toParticipants(event);
    while (this.#order.length > this.mostMessages) {
      this.#held.delete(this.#order.shift()!.message.message_id);
      this.hasBefore = true;
    }
  }

  /**
   * Takes in a page of history, which stands at an event of its own.
   *
   * @returns whether it could be; if not, it is older than the events still known, and is to be fetched again
   */
  page(page: MessagePage, me: Uuid | undefined): boolean {
    const oldest = this.#recent[0]?.ev ?? this.ev + 1;
    if (page.ev + 1 < oldest && page.ev < this.ev) {
      return false;
    }
    for (const message of page.messages) {
      const held = this.#held.get(message.message_id);
      if (!held || held.asOf < page.ev) {
        this.#put({ message: complete(message), asOf: page.ev, ev: held?.ev });
      }
    }
    if (page.messages.length === 0 || page.messages[0]?.message_no === this.#order[0]?.message.message_no) {
      this.hasBefore = page.has_before;
    }
    for (const event of this.#recent) {
      if (event.ev > page.ev) {
        this.#toMessages(event, me);
      }
    }
    return true;
  }

  seen(userId: Uuid, readEv: number | undefined, deliveredEv: number | undefined): void {
    const known = this.#participants.get(userId);
    if (known) {
      this.#participants.set(userId, {
        ...known,
        read_ev: Math.max(known.read_ev ?? 0, readEv ?? 0),
        delivered_ev: Math.max(known.delivered_ev ?? 0, deliveredEv ?? 0),
      });
    }
  }

  #toMessages(event: ChatEvent, me: Uuid | undefined): void {
    switch (event.kind) {
      case 'message':
        this.#add(event.ev, complete({ ...event.message, at: event.at }));
        break;
      case 'text':
      case 'offer':
      case 'counter_offer':
      case 'acceptance':
      case 'rejection':
      case 'withdrawal':
        this.#add(event.ev, negotiated(event.kind, event.message, event.at));
        break;
      case 'edit':
        this.#change(event.message_id, event.ev, (message) => edited(message, event));
        break;
      case 'delete':
        this.#change(event.message_id, event.ev, deleted);
        break;
      case 'reaction':
      case 'reaction_removed': {
        const by = event.kind === 'reaction' ? 1 : -1;
        this.#change(event.message_id, event.ev, (message) => reacted(message, event.reaction, by, event.by === me));
        break;
      }
      case 'pinned':
      case 'unpinned':
        this.#change(event.message_id, event.ev, (message) => ({ ...message, pinned: event.kind === 'pinned' }));
        break;
      default: // concerns no message, or is of a kind that is newer than this client
    }
  }

  #toParticipants(event: ChatEvent): void {
    switch (event.kind) {
      case 'joined':
        for (const id of event.user_ids) {
          this.#participants.set(id, { user_id: id, role: 'member', joined_at: event.at });
        }
        this.participantCount += event.user_ids.length;
        break;
      case 'left':
        this.#participants.delete(event.user_id);
        this.participantCount--;
        break;
      case 'role': {
        const known = this.#participants.get(event.user_id);
        this.#participants.set(event.user_id, { ...known, user_id: event.user_id, role: event.role });
        break;
      }
      default:
    }
  }

  #add(ev: number, message: Message): void {
    const held = this.#held.get(message.message_id);
    if (held) {
      held.ev = ev;
      return;
    }
    this.#put({ message, asOf: ev, ev });
    if (message.reply_to) {
      this.#change(message.reply_to, ev, (answered) => ({ ...answered, reply_count: answered.reply_count + 1 }));
    }
  }

  #put(held: Held): void {
    const known = this.#held.get(held.message.message_id);
    this.#held.set(held.message.message_id, held);
    if (known) {
      this.#order[this.#order.indexOf(known)] = held;
    } else {
      let at = this.#order.length;
      while (at > 0 && this.#order[at - 1]!.message.message_no > held.message.message_no) {
        at--;
      }
      this.#order.splice(at, 0, held);
    }
    this.#messages = undefined;
  }

  #change(id: Uuid, ev: number, change: (message: Message) => Message): void {
    const held = this.#held.get(id);
    if (held && held.asOf < ev) {
      held.message = change(held.message);
      held.asOf = ev;
      this.#messages = undefined;
    }
  }
}

function complete(message: MessageNow): Message {
  return {
    ...message,
    ...(message.hash === undefined ? {} : { negotiation: step(message, message.hash) }),
    reactions: message.reactions ?? [],
    pinned: message.pinned ?? false,
    reply_count: message.reply_count ?? 0,
  };
}

/** What a page of history tells of a booking's thread, as its event would. */
function step(message: MessageNow, hash: string): NegotiationMessage & { kind: string } {
  const { message_id, message_no, sender_user_id, client_event_id, offer_data } = message;
  return {
    kind: message.message_type ?? 'text',
    message_id,
    message_no,
    sender_user_id,
    ...(client_event_id === undefined ? {} : { client_event_id }),
    message_text: message.content ?? '',
    ...(offer_data === undefined ? {} : { offer_data }),
    hash,
  };
}

function negotiated(kind: string, message: NegotiationMessage, at: string): Message {
  const { message_text, ...rest } = message;
  return { ...complete({ ...rest, message_type: kind, content: message_text, at }), negotiation: { ...message, kind } };
}

function edited(message: Message, event: ChatEvent & { kind: 'edit' }): Message {
  if (event.deleted || event.content === undefined) {
    return message; // read again after the deletion, which follows
  }
  const { mentions: _, ...rest } = message;
  return {
    ...rest,
    ...(event.mentions ? { mentions: event.mentions } : {}),
    content: event.content,
    version: event.version,
    edited_at: event.at,
  };
}

function deleted(message: Message): Message {
  const { content: _content, attachments: _attachments, mentions: _mentions, ...rest } = message;
  return { ...rest, reactions: [], pinned: false, deleted: true };
}

function reacted(message: Message, reaction: string, by: 1 | -1, mine: boolean): Message {
  const known = message.reactions.find((each) => each.reaction === reaction) ?? { reaction, count: 0, mine: false };
  const now = { ...known, count: known.count + by, mine: mine ? by > 0 : known.mine };
  const exists = message.reactions.some((each) => each.reaction === reaction);
  const all = exists ? message.reactions.map((each) => (each.reaction === reaction ? now : each)) : [...message.reactions, now];
  return { ...message, reactions: all.filter((each) => each.count > 0) };
}
