import type { Changed, ChatEvent, Listed, Mine, Summary, Uuid } from './frames.js';

/** The caller's conversations: what the list shows. Every number comes from the server; `unread` is computed from two of them. */
export class Roster {
  /** Up to where the list is known. */
  cursor: string | undefined;
  readonly #summaries = new Map<Uuid, Summary>();

  get(id: Uuid): Summary | undefined {
    return this.#summaries.get(id);
  }

  /** The one with the newest message first. */
  sorted(): Summary[] {
    return [...this.#summaries.values()].sort(
      (a, b) => compare(b.last_message_at ?? '', a.last_message_at ?? '') || compare(a.conversation_id, b.conversation_id),
    );
  }

  listed(listed: Listed): void {
    listed.changed.forEach((summary) => this.put(summary));
    listed.left.forEach((id) => this.remove(id));
    this.cursor = listed.cursor;
  }

  /** Takes what is newer of each: a summary may have been read before events that have already come. */
  put(summary: Summary): void {
    const known = this.#summaries.get(summary.conversation_id);
    if (!known || known.epoch !== summary.epoch) {
      this.#set(summary);
      return;
    }
    const [older, newer] = summary.last_ev < known.last_ev ? [summary, known] : [known, summary];
    const read = summary.read_ev >= known.read_ev ? summary : known;
    this.#set({
      ...older,
      ...newer,
      read_ev: read.read_ev,
      read_message_no: Math.max(summary.read_message_no, known.read_message_no),
      delivered_ev: Math.max(summary.delivered_ev, known.delivered_ev),
      unread_mentions: read.unread_mentions,
      role: summary.role,
      muted_until: summary.muted_until ?? null,
    });
  }

  remove(id: Uuid): boolean {
    return this.#summaries.delete(id);
  }

  clear(): void {
    this.cursor = undefined;
    this.#summaries.clear();
  }

  /** Whether the conversation is known; if not, the list is to be asked. */
  changed(change: Changed, me: Uuid | undefined): boolean {
    const known = this.#summaries.get(change.conversation_id);
    if (known && known.epoch === change.epoch && known.last_ev < change.last_ev) {
      this.#set({
        ...known,
        last_ev: change.last_ev,
        last_message_no: change.last_message_no,
        last_message_at: change.last_message_at ?? known.last_message_at ?? null,
        last_message:
          change.sender_user_id && change.last_message_no > known.last_message_no
            ? { message_id: '', sender_user_id: change.sender_user_id, preview: change.preview ?? null }
            : (known.last_message ?? null),
      });
      if (me !== undefined && change.sender_user_id === me) {
        this.read(change.conversation_id, change.last_ev, change.last_message_no);
      }
    }
    return known !== undefined && known.epoch === change.epoch;
  }

  /** Whether the conversation is known, or need not be. */
  mine(mine: Mine): boolean {
    if (mine.left) {
      this.remove(mine.conversation_id);
      return true;
    }
    const known = this.#summaries.get(mine.conversation_id);
    if (known) {
      const { conversation_id: _, left: __, ...values } = mine;
      const stale = (mine.read_ev ?? known.read_ev) < known.read_ev;
      this.#set(stale ? { ...known, role: mine.role ?? known.role } : { ...known, ...values });
    }
    return known !== undefined;
  }

  event(event: ChatEvent, me: Uuid | undefined): void {
    const known = this.#summaries.get(event.conversation_id);
    if (known && known.last_ev < event.ev) {
      this.#set({ ...known, ...after(known, event, me), last_ev: event.ev });
    }
  }

  /** What the caller has read here, before the server says so. */
  read(id: Uuid, ev: number, messageNo: number | undefined): void {
    const known = this.#summaries.get(id);
    if (known && ev > known.read_ev) {
      this.#set({
        ...known,
        read_ev: ev,
        read_message_no: Math.max(known.read_message_no, messageNo ?? 0),
        unread_mentions: ev >= known.last_ev ? 0 : known.unread_mentions,
      });
    }
  }

  #set(summary: Summary): void {
    const unread = Math.max(0, summary.last_message_no - summary.read_message_no);
    this.#summaries.set(summary.conversation_id, { ...summary, unread });
  }
}

function after(known: Summary, event: ChatEvent, me: Uuid | undefined): Partial<Summary> {
  switch (event.kind) {
    case 'message':
    case 'text':
    case 'offer':
    case 'counter_offer':
    case 'acceptance':
    case 'rejection':
    case 'withdrawal': {
      const { message_id, message_no, sender_user_id } = event.message;
      const preview = event.kind === 'message' ? (event.message.content ?? null) : event.message.message_text;
      const mentioned = event.kind === 'message' && me !== undefined && event.message.mentions?.includes(me);
      const last = { last_message_no: message_no, last_message_at: event.at, last_message: { message_id, sender_user_id, preview } };
      return sender_user_id === me
        ? { ...last, read_ev: event.ev, read_message_no: message_no, unread_mentions: 0 }
        : { ...last, unread_mentions: known.unread_mentions + (mentioned ? 1 : 0) };
    }
    case 'edit':
      return ofLast(known, event.message_id, event.content ?? null);
    case 'delete':
      return ofLast(known, event.message_id, null);
    case 'renamed':
      return { title: event.title ?? null };
    case 'archived':
    case 'restored':
      return { archived: event.kind === 'archived' };
    case 'joined':
      return { participant_count: known.participant_count + event.user_ids.length };
    case 'left':
      return { participant_count: known.participant_count - 1 };
    case 'role':
      return event.user_id === me ? { role: event.role } : {};
    default:
      return {};
  }
}

function ofLast(known: Summary, messageId: Uuid, preview: string | null): Partial<Summary> {
  return known.last_message?.message_id === messageId ? { last_message: { ...known.last_message, preview } } : {};
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
