-- The log of the chats (ADR 0017): every durable event of a conversation has a number without gaps, and the numbers' counters stand in
-- a narrow row of their own, because they change with every message and the conversation does not.
ALTER TABLE communications.internal_messages RENAME COLUMN seq TO message_no;
ALTER TABLE communications.internal_messages RENAME CONSTRAINT internal_messages_conversation_id_seq_key TO internal_messages_conversation_id_message_no_key;
ALTER TABLE communications.internal_messages
    ADD COLUMN ev bigint,
    ADD COLUMN mentions uuid[],
    ADD COLUMN forwarded_from_message_id uuid,
    ADD COLUMN pinned_at timestamptz,
    ADD COLUMN pinned_by_user_id uuid,
    ADD COLUMN edited_at timestamptz,
    ADD COLUMN edit_version integer NOT NULL DEFAULT 1,
    ADD COLUMN reply_count integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN communications.internal_messages.message_no IS 'Ordinal of the message in its conversation, from 1 without gaps; kept by a deleted one.';
COMMENT ON COLUMN communications.internal_messages.ev IS 'Number of the event that brought it.';
COMMENT ON COLUMN communications.internal_messages.mentions IS 'Whom it mentions; all of them took part when it was sent.';
COMMENT ON COLUMN communications.internal_messages.forwarded_from_message_id IS 'The message whose content it repeats; empty if it is its own.';
COMMENT ON COLUMN communications.internal_messages.pinned_at IS 'Since when it is pinned; empty if it is not.';
COMMENT ON COLUMN communications.internal_messages.pinned_by_user_id IS 'Who pinned it.';
COMMENT ON COLUMN communications.internal_messages.edited_at IS 'When its content changed last; empty if never.';
COMMENT ON COLUMN communications.internal_messages.edit_version IS '1 as sent, one more with each edit; an edit states the one it read.';
COMMENT ON COLUMN communications.internal_messages.reply_count IS 'Messages that answer it, deleted ones included.';

-- How often it was answered is no change of a message: it makes nothing stale that somebody has read, and leaves no audit row.
CREATE OR REPLACE TRIGGER internal_messages_base BEFORE UPDATE ON communications.internal_messages
    FOR EACH ROW WHEN (NEW.reply_count = OLD.reply_count) EXECUTE FUNCTION public.keep_base_entity();
CREATE OR REPLACE TRIGGER internal_messages_audit AFTER UPDATE ON communications.internal_messages
    FOR EACH ROW WHEN (NEW.reply_count = OLD.reply_count) EXECUTE FUNCTION public.audit_entity('message_id');

-- That a command is done once is kept by the events, for commands of every kind.
ALTER TABLE communications.internal_messages DROP CONSTRAINT internal_messages_conversation_id_sender_user_id_client_mes_key;

ALTER TABLE communications.internal_conversations DROP COLUMN last_seq, DROP COLUMN last_message_at;
ALTER TABLE communications.internal_conversations ADD COLUMN archived_at timestamptz;
COMMENT ON COLUMN communications.internal_conversations.archived_at IS 'Since when nothing can be sent to it; empty while it is open.';

CREATE TABLE communications.conversation_heads (
    conversation_id   uuid PRIMARY KEY,
    epoch             uuid        NOT NULL DEFAULT gen_random_uuid(),
    last_ev           bigint      NOT NULL DEFAULT 0 CHECK (last_ev >= 0),
    last_message_no   bigint      NOT NULL DEFAULT 0 CHECK (last_message_no >= 0),
    last_message_at   timestamptz,
    participant_count integer     NOT NULL DEFAULT 0 CHECK (participant_count >= 0),
    log_partition     integer,
    log_position      bigint,
    log_time          timestamptz,
    changed_tx        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT conversation_heads_messages_are_events CHECK (last_message_no <= last_ev)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE communications.conversation_heads IS 'How far each thread has come: of chats and, under the id of their booking, of negotiations. Locked by whoever writes an event; a rollback leaves no gap.';
COMMENT ON COLUMN communications.conversation_heads.conversation_id IS 'The chat, or the booking.';
COMMENT ON COLUMN communications.conversation_heads.epoch IS 'Another one when the events were numbered anew; positions of the old one mean nothing then.';
COMMENT ON COLUMN communications.conversation_heads.last_ev IS 'Number of the last event; the next has one more.';
COMMENT ON COLUMN communications.conversation_heads.last_message_no IS 'Number of the last message; unread is the distance to it.';
COMMENT ON COLUMN communications.conversation_heads.last_message_at IS 'When the last message was sent.';
COMMENT ON COLUMN communications.conversation_heads.participant_count IS 'Who takes part now.';
COMMENT ON COLUMN communications.conversation_heads.log_partition IS 'Partition of chat.commands its last decided command came from.';
COMMENT ON COLUMN communications.conversation_heads.log_position IS 'Place of that command in the partition: what stands there or before it, and is read again after a crash, is decided already, refusals included.';
COMMENT ON COLUMN communications.conversation_heads.log_time IS 'The latest time of a command decided so far; a place counts only for commands that are not later, because a new topic begins at 0.';
COMMENT ON COLUMN communications.conversation_heads.changed_tx IS 'The transaction that changed it last: the list of conversations is read from a cursor of these.';

CREATE TABLE communications.conversation_events (
    conversation_id uuid        NOT NULL,
    ev              bigint      NOT NULL CHECK (ev > 0),
    kind            text        NOT NULL,
    actor_user_id   uuid        NOT NULL,
    client_event_id uuid        NOT NULL,
    message_id      uuid,
    message_no      bigint      NOT NULL CHECK (message_no >= 0),
    answer          text        NOT NULL,
    frame           text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, ev),
    CONSTRAINT conversation_events_once UNIQUE (conversation_id, actor_user_id, client_event_id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_conversation_events_message ON communications.conversation_events (message_id) WHERE message_id IS NOT NULL;
COMMENT ON TABLE communications.conversation_events IS 'What happened in each thread, in its order: what a client missed is read from here, byte by byte as it was pushed.';
COMMENT ON COLUMN communications.conversation_events.conversation_id IS 'The chat, or the booking.';
COMMENT ON COLUMN communications.conversation_events.ev IS 'Number in the thread, from 1 without gaps.';
COMMENT ON COLUMN communications.conversation_events.kind IS 'What happened: the kind of docs/realtime.md.';
COMMENT ON COLUMN communications.conversation_events.actor_user_id IS 'Whose command it was.';
COMMENT ON COLUMN communications.conversation_events.client_event_id IS 'The command''s own id: a repeat finds it here.';
COMMENT ON COLUMN communications.conversation_events.message_id IS 'The message it is about; empty if about none.';
COMMENT ON COLUMN communications.conversation_events.message_no IS 'Number of the last message up to and including this event: whoever has read the event has read so many.';
COMMENT ON COLUMN communications.conversation_events.answer IS 'What the command was answered, and is answered again when it is repeated.';
COMMENT ON COLUMN communications.conversation_events.frame IS 'The push as JSON. Rewritten once, without its content, when its message is deleted.';
COMMENT ON COLUMN communications.conversation_events.created_at IS 'When it was decided.';

-- A command that changes nothing makes no event, and yet must not do something when it is repeated later.
CREATE TABLE communications.conversation_answers (
    conversation_id uuid        NOT NULL,
    actor_user_id   uuid        NOT NULL,
    client_event_id uuid        NOT NULL,
    answer          text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, actor_user_id, client_event_id)
);
CREATE TRIGGER conversation_answers_append_only BEFORE UPDATE OR DELETE ON communications.conversation_answers
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE communications.conversation_answers IS 'Commands that changed nothing: what they were answered, and are answered again.';
COMMENT ON COLUMN communications.conversation_answers.conversation_id IS 'The chat, or the booking.';
COMMENT ON COLUMN communications.conversation_answers.actor_user_id IS 'Whose command it was.';
COMMENT ON COLUMN communications.conversation_answers.client_event_id IS 'The command''s own id: a repeat finds it here.';
COMMENT ON COLUMN communications.conversation_answers.answer IS 'What it was answered.';
COMMENT ON COLUMN communications.conversation_answers.created_at IS 'When it was decided.';

ALTER TABLE communications.conversation_participants RENAME COLUMN last_read_seq TO read_message_no;
ALTER TABLE communications.conversation_participants
    ADD COLUMN read_ev bigint NOT NULL DEFAULT 0,
    ADD COLUMN delivered_ev bigint NOT NULL DEFAULT 0,
    ADD COLUMN pushed_message_no bigint NOT NULL DEFAULT 0,
    ADD COLUMN changed_tx xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE communications.conversation_participants SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON COLUMN communications.conversation_participants.read_message_no IS 'The last message read; never goes back. Unread is the distance to the last one.';
COMMENT ON COLUMN communications.conversation_participants.read_ev IS 'The last event read; never goes back.';
COMMENT ON COLUMN communications.conversation_participants.delivered_ev IS 'The last event that has arrived at a device; never goes back.';
COMMENT ON COLUMN communications.conversation_participants.pushed_message_no IS 'The last message when this person was notified of unread ones; nothing further is notified until it is read.';
COMMENT ON COLUMN communications.conversation_participants.changed_tx IS 'The transaction that changed this row last.';

CREATE TABLE communications.message_edits (
    message_id     uuid        NOT NULL REFERENCES communications.internal_messages (message_id),
    edit_version   integer     NOT NULL,
    content        text        NOT NULL,
    edited_at      timestamptz NOT NULL,
    editor_user_id uuid        NOT NULL REFERENCES security.users (user_id),
    PRIMARY KEY (message_id, edit_version)
);
CREATE TRIGGER message_edits_append_only BEFORE UPDATE OR DELETE ON communications.message_edits
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE communications.message_edits IS 'Every content an edited message has had, the first one included.';
COMMENT ON COLUMN communications.message_edits.message_id IS 'The message.';
COMMENT ON COLUMN communications.message_edits.edit_version IS '1 as sent, one more with each edit.';
COMMENT ON COLUMN communications.message_edits.content IS 'What it said.';
COMMENT ON COLUMN communications.message_edits.edited_at IS 'When it said so first.';
COMMENT ON COLUMN communications.message_edits.editor_user_id IS 'Who wrote it.';

CREATE TABLE communications.message_reactions (
    message_id uuid        NOT NULL REFERENCES communications.internal_messages (message_id),
    user_id    uuid        NOT NULL REFERENCES security.users (user_id),
    reaction   varchar(32) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, reaction, user_id)
);
COMMENT ON TABLE communications.message_reactions IS 'Who has reacted how to which message.';
COMMENT ON COLUMN communications.message_reactions.message_id IS 'The message.';
COMMENT ON COLUMN communications.message_reactions.user_id IS 'Who reacts.';
COMMENT ON COLUMN communications.message_reactions.reaction IS 'An emoji or a short name.';
COMMENT ON COLUMN communications.message_reactions.created_at IS 'Since when.';

CREATE TABLE communications.message_mentions (
    user_id         uuid   NOT NULL REFERENCES security.users (user_id),
    conversation_id uuid   NOT NULL,
    message_no      bigint NOT NULL,
    PRIMARY KEY (user_id, conversation_id, message_no)
);
COMMENT ON TABLE communications.message_mentions IS 'Who was mentioned where: those after one''s read_message_no are the unread ones.';
COMMENT ON COLUMN communications.message_mentions.user_id IS 'Who is mentioned.';
COMMENT ON COLUMN communications.message_mentions.conversation_id IS 'The chat.';
COMMENT ON COLUMN communications.message_mentions.message_no IS 'The message.';

CREATE TABLE communications.user_blocks (
    user_id         uuid        NOT NULL REFERENCES security.users (user_id),
    blocked_user_id uuid        NOT NULL REFERENCES security.users (user_id),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, blocked_user_id),
    CONSTRAINT user_blocks_not_oneself CHECK (user_id <> blocked_user_id)
);
COMMENT ON TABLE communications.user_blocks IS 'Who does not want to be written to by whom in a conversation of two.';
COMMENT ON COLUMN communications.user_blocks.user_id IS 'Who blocks.';
COMMENT ON COLUMN communications.user_blocks.blocked_user_id IS 'Who is blocked.';
COMMENT ON COLUMN communications.user_blocks.created_at IS 'Since when.';

-- Positions in the list of conversations are transaction numbers: of this incarnation of the database only.
CREATE TABLE communications.list_incarnation (
    one_row     boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    incarnation uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO communications.list_incarnation DEFAULT VALUES;
COMMENT ON TABLE communications.list_incarnation IS 'One row, to be changed whenever the database is restored from a copy: transaction numbers of another life cannot be compared.';
COMMENT ON COLUMN communications.list_incarnation.one_row IS 'Always true: there is one row.';
COMMENT ON COLUMN communications.list_incarnation.incarnation IS 'Part of every cursor; a cursor of another one is answered with the whole list.';

GRANT SELECT, INSERT, UPDATE ON communications.conversation_heads, communications.conversation_events TO messaging_hub;
GRANT SELECT, INSERT ON communications.message_edits, communications.conversation_answers TO messaging_hub;
GRANT SELECT, INSERT, DELETE ON communications.message_reactions, communications.message_mentions, communications.user_blocks TO messaging_hub;
GRANT SELECT ON communications.list_incarnation TO messaging_hub;
