/** The frames of `eventful.v1`, as docs/realtime.md has them. */

export type Uuid = string;
/** RFC 3339, UTC. */
export type Time = string;
export type Role = 'owner' | 'admin' | 'member';
export type Channel = 'inbox' | 'notifications' | 'list';

// What a client says, without `id` and, of durable commands, without `client_event_id`: the client adds both.

export interface Create {
  conversation_id: Uuid;
  title?: string;
  participants?: Uuid[];
  related_entity_type?: string;
  related_entity_id?: Uuid;
}

export interface Send {
  conversation_id: Uuid;
  content?: string;
  attachments?: { media_id: Uuid }[];
  reply_to?: Uuid;
  mentions?: Uuid[];
  forward_of?: MessageRef;
  after?: Uuid;
  message_type?: 'text' | 'system';
}

export interface OfConversation {
  conversation_id: Uuid;
}

export interface OfMessage extends OfConversation {
  message_id: Uuid;
}

export interface MessageRef {
  conversation_id: Uuid;
  message_id: Uuid;
}

export interface Negotiate {
  booking_id: Uuid;
  message_type: NegotiationKind;
  message_text: string;
  /** Of offers and counter offers. */
  offer_data?: OfferTerms;
  /** The number of the newest binding message that was seen, 0 before the first. Needed for everything but text. */
  expected_ev?: number;
}

/** What is offered. Amounts are decimal text, in credits. */
export interface OfferTerms {
  fee_credits: string;
  allowances?: { travel?: string; accommodation?: string; meals?: string; equipment?: string };
  starts_at?: Time;
  ends_at?: Time;
  deliverables?: string[];
  terms?: string;
  /** Until when it can be accepted. */
  expires_at?: Time;
}

export type NegotiationKind = 'text' | 'offer' | 'counter_offer' | 'acceptance' | 'rejection' | 'withdrawal';

/** Commands that become events: each is done once, however often it is sent. */
export interface DurableOps {
  create: { members: Create; answer: Stored };
  send: { members: Send; answer: StoredMessage };
  edit: { members: OfMessage & { content: string; version: number }; answer: Stored & { version: number } };
  delete: { members: OfMessage; answer: Stored };
  react: { members: OfMessage & { reaction: string }; answer: Stored };
  unreact: { members: OfMessage & { reaction: string }; answer: Stored };
  rename: { members: OfConversation & { title: string | null }; answer: Stored };
  archive: { members: OfConversation; answer: Stored };
  restore: { members: OfConversation; answer: Stored };
  add: { members: OfConversation & { user_ids: Uuid[] }; answer: Stored };
  remove: { members: OfConversation & { user_id: Uuid }; answer: Stored };
  set_role: { members: OfConversation & { user_id: Uuid; role: Role }; answer: Stored };
  pin: { members: OfMessage; answer: Stored };
  unpin: { members: OfMessage; answer: Stored };
  negotiate: { members: Negotiate; answer: StoredMessage & { hash: string } };
}

/** Questions and what is not kept: they fail with the connection, and are not repeated. */
export interface PlainOps {
  connect: { members: { token: string; resume?: Resume }; answer: Connected };
  ping: { members: object; answer: object };
  subscribe: { members: { channel: Channel } | { conversation_id: Uuid; epoch?: string; ev?: number }; answer: object };
  unsubscribe: { members: { channel: Channel } | { conversation_id: Uuid }; answer: object };
  list: { members: { cursor?: string }; answer: Listed };
  read: { members: OfConversation & { ev: number }; answer: object };
  delivered: { members: OfConversation & { ev: number }; answer: object };
  mute: { members: OfConversation & { until: Time | null }; answer: object };
  typing: { members: OfConversation & { stop?: boolean }; answer: object };
  history: { members: OfConversation & HistoryPlace & { limit?: number }; answer: MessagePage | EventPage };
  search: {
    members: { q: string; conversation_id?: Uuid; limit?: number; cursor?: string };
    answer: { messages: (MessageNow & { conversation_id: Uuid })[]; cursor?: string };
  };
  participants: { members: OfConversation & { cursor?: string }; answer: { participants: Participant[]; cursor?: string } };
  edits: { members: OfMessage; answer: { versions: { version: number; content: string | null; at: Time; by: Uuid }[] } };
  presence: { members: { user_ids: Uuid[]; watch?: boolean }; answer: { users: Present[] } };
  occupancy: { members: OfConversation & { watch?: boolean }; answer: Occupancy };
}

export type HistoryPlace = {
  before_message_no?: number;
  after_message_no?: number;
  around_message_no?: number;
  after_ev?: number;
};

export type DurableOp = keyof DurableOps;
export type PlainOp = keyof PlainOps;

export interface Resume {
  cursor?: string;
  conversations?: Position[];
}

export interface Position {
  conversation_id: Uuid;
  epoch: string;
  ev: number;
}

// What the server answers.

export interface ErrorBody {
  code: string;
  detail: string;
  retryable: boolean;
  retry_after_ms?: number;
  /** Of `stale-version`: what it is now. */
  current?: number;
}

export interface Stored {
  ev: number;
  at: Time;
}

export interface StoredMessage extends Stored {
  message_id: Uuid;
  message_no: number;
}

export interface Connected {
  user_id: Uuid;
  expires_at: Time;
  server_time: Time;
  ping_ms: number;
  max_frame: number;
  list?: Listed;
  conversations?: (Opened | { conversation_id: Uuid; error: ErrorBody })[];
}

export interface Listed {
  changed: Summary[];
  left: Uuid[];
  cursor: string;
  more: boolean;
}

export interface Opened {
  conversation: Summary;
  participants: Participant[];
  participant_count?: number;
  events?: ChatEvent[];
  limited?: { from: number; to: number };
  ev: number;
}

export interface Summary {
  conversation_id: Uuid;
  title?: string | null;
  related_entity_type?: string | null;
  related_entity_id?: Uuid | null;
  archived: boolean;
  epoch: string;
  last_ev: number;
  last_message_no: number;
  last_message_at?: Time | null;
  last_message?: { message_id: Uuid; sender_user_id: Uuid; preview?: string | null } | null;
  participant_count: number;
  role: Role;
  read_ev: number;
  read_message_no: number;
  delivered_ev: number;
  unread: number;
  unread_mentions: number;
  muted_until?: Time | null;
}

export interface Participant {
  user_id: Uuid;
  role: Role;
  joined_at?: Time;
  read_ev?: number;
  delivered_ev?: number;
}

export interface MessageBody {
  message_id: Uuid;
  message_no: number;
  sender_user_id: Uuid;
  client_event_id?: Uuid;
  message_type?: string;
  content?: string;
  attachments?: { media_id: Uuid; mime_type?: string; file_name?: string; bytes?: number }[];
  reply_to?: Uuid;
  mentions?: Uuid[];
  forwarded_from?: Uuid;
  version?: number;
  deleted?: boolean;
}

export interface MessageNow extends MessageBody {
  at: Time;
  edited_at?: Time;
  reactions?: { reaction: string; count: number; mine: boolean }[];
  pinned?: boolean;
  reply_count?: number;
  /** Of a booking's thread, as in NegotiationMessage. */
  offer_data?: OfferTerms;
  hash?: string;
}

export interface NegotiationMessage {
  message_id: Uuid;
  message_no: number;
  sender_user_id: Uuid;
  client_event_id?: Uuid;
  message_text: string;
  /** Of an acceptance: the terms it accepts. */
  offer_data?: OfferTerms;
  hash?: string;
}

export interface MessagePage {
  messages: MessageNow[];
  has_before: boolean;
  has_after: boolean;
  ev: number;
}

export interface EventPage {
  events: ChatEvent[];
  ev: number;
  more: boolean;
}

export interface Present {
  user_id: Uuid;
  state: 'online' | 'offline';
  last_seen_at?: Time | null;
}

/** How many take part in a large conversation, and how many of them are online. */
export interface Occupancy {
  participants: number;
  online: number;
}

// What the server says by itself.

interface EventHead {
  push: 'event';
  conversation_id: Uuid;
  ev: number;
  at: Time;
  by: Uuid;
}

/** The kinds this client knows. Others take their number and are handed on as they are. */
export type ChatEvent = EventHead &
  (
    | { kind: 'created'; title?: string | null; related_entity_type?: string | null; related_entity_id?: Uuid | null; participants: Uuid[] }
    | { kind: 'message'; message: MessageBody }
    | { kind: 'edit'; message_id: Uuid; message_no: number; content?: string; mentions?: Uuid[]; version: number; deleted?: boolean }
    | { kind: 'delete'; message_id: Uuid; message_no: number }
    | { kind: 'reaction' | 'reaction_removed'; message_id: Uuid; message_no: number; reaction: string }
    | { kind: 'renamed'; title?: string | null }
    | { kind: 'archived' | 'restored' }
    | { kind: 'joined'; user_ids: Uuid[] }
    | { kind: 'left'; user_id: Uuid }
    | { kind: 'role'; user_id: Uuid; role: Role }
    | { kind: 'pinned' | 'unpinned'; message_id: Uuid; message_no: number }
    | { kind: NegotiationKind; message: NegotiationMessage }
  );

export interface Changed {
  conversation_id: Uuid;
  epoch: string;
  last_ev: number;
  last_message_no: number;
  last_message_at?: Time | null;
  preview?: string | null;
  sender_user_id?: Uuid | null;
}

export interface Mine {
  conversation_id: Uuid;
  role?: Role;
  read_ev?: number;
  read_message_no?: number;
  unread?: number;
  unread_mentions?: number;
  muted_until?: Time | null;
  left?: true;
}

export interface CloudEvent {
  id: string;
  source: string;
  type: string;
  specversion: string;
  [attribute: string]: unknown;
}

export type Push =
  | ChatEvent
  | { push: 'list'; changed?: Changed[]; mine?: Mine[] }
  | { push: 'receipt'; conversation_id: Uuid; user_id: Uuid; read_ev?: number; delivered_ev?: number }
  | { push: 'typing'; conversation_id: Uuid; user_id: Uuid; typing: boolean }
  | { push: 'presence'; users: Present[] }
  | ({ push: 'occupancy'; conversation_id: Uuid } & (Occupancy | { ended: true }))
  | { push: 'inbox' | 'notifications'; events: CloudEvent[] }
  | { push: 'auth.expiring'; in_ms: number }
  | { push: 'lag'; conversation_id?: Uuid; ev?: number }
  | { push: 'ended'; conversation_id?: Uuid; channel?: Channel; code: string }
  | { push: 'pong' };
