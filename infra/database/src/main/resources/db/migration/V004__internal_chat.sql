CREATE TABLE communications.internal_conversations (
    conversation_id     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title               varchar(255),
    related_entity_id   uuid,
    related_entity_type varchar(50),
    last_message_at     timestamptz,
    last_seq            bigint      NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    created_by_user_id  uuid,
    updated_by_user_id  uuid,
    version             integer     NOT NULL DEFAULT 0,
    is_deleted          boolean     NOT NULL DEFAULT false,
    deleted_at          timestamptz,
    deleted_by_user_id  uuid,
    CONSTRAINT internal_conversations_deletion_agrees CHECK (is_deleted = (deleted_at IS NOT NULL)),
    CONSTRAINT internal_conversations_entity_pair CHECK ((related_entity_id IS NULL) = (related_entity_type IS NULL))
);
CREATE INDEX idx_internal_conversations_entity
    ON communications.internal_conversations (related_entity_id, related_entity_type) WHERE NOT is_deleted;
CREATE TRIGGER internal_conversations_base BEFORE UPDATE ON communications.internal_conversations
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
COMMENT ON TABLE communications.internal_conversations IS 'On-platform chat thread, optionally about an entity.';
COMMENT ON COLUMN communications.internal_conversations.last_seq IS 'Number of the last message; raised in the transaction that writes it.';

CREATE TABLE communications.conversation_participants (
    conversation_id uuid        NOT NULL REFERENCES communications.internal_conversations (conversation_id),
    user_id         uuid        NOT NULL REFERENCES security.users (user_id),
    role            text        NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
    joined_at       timestamptz NOT NULL DEFAULT now(),
    left_at         timestamptz,
    last_read_seq   bigint      NOT NULL DEFAULT 0,
    muted_until     timestamptz,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX idx_conversation_participants_user ON communications.conversation_participants (user_id) WHERE left_at IS NULL;
COMMENT ON TABLE communications.conversation_participants IS 'Who takes part in a chat thread, since when, and how far they have read.';

CREATE TABLE communications.internal_messages (
    message_id          uuid PRIMARY KEY DEFAULT uuidv7(),
    conversation_id     uuid        NOT NULL REFERENCES communications.internal_conversations (conversation_id),
    sender_user_id      uuid        NOT NULL REFERENCES security.users (user_id),
    seq                 bigint      NOT NULL,
    client_message_id   uuid        NOT NULL DEFAULT gen_random_uuid(),
    message_type        varchar(32) NOT NULL DEFAULT 'text',
    content             text,
    attachments         jsonb,
    reply_to_message_id uuid REFERENCES communications.internal_messages (message_id),
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    created_by_user_id  uuid,
    updated_by_user_id  uuid,
    version             integer     NOT NULL DEFAULT 0,
    is_deleted          boolean     NOT NULL DEFAULT false,
    deleted_at          timestamptz,
    deleted_by_user_id  uuid,
    CONSTRAINT internal_messages_deletion_agrees CHECK (is_deleted = (deleted_at IS NOT NULL)),
    UNIQUE (conversation_id, seq),
    UNIQUE (conversation_id, sender_user_id, client_message_id)
);
CREATE TRIGGER internal_messages_base BEFORE UPDATE ON communications.internal_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
COMMENT ON TABLE communications.internal_messages IS 'Messages of the on-platform chat, numbered without gaps per conversation.';
