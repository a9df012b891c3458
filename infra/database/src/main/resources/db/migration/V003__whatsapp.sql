-- Business numbers -----------------------------------------------------------------------------------------------
CREATE TABLE communications.business_phone_numbers (
    phone_number_id      varchar(64) PRIMARY KEY,
    waba_id              varchar(64) NOT NULL,
    display_phone_number varchar(32),
    team_id              uuid REFERENCES identity.teams (team_id),
    status               text        NOT NULL DEFAULT 'unclaimed' CHECK (status IN ('unclaimed', 'active', 'disabled')),
    messages_per_second  integer     NOT NULL DEFAULT 80 CHECK (messages_per_second BETWEEN 1 AND 10000),
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT business_phone_numbers_claimed CHECK ((team_id IS NULL) = (status = 'unclaimed'))
);
CREATE INDEX idx_business_phone_numbers_team ON communications.business_phone_numbers (team_id);
COMMENT ON TABLE communications.business_phone_numbers IS
    'A WhatsApp business number and the team it belongs to. A number nobody has claimed yet is kept with status unclaimed, so that its messages are stored and become visible once it is claimed.';
COMMENT ON COLUMN communications.business_phone_numbers.phone_number_id IS 'Meta''s id of the number; not the number itself.';
COMMENT ON COLUMN communications.business_phone_numbers.messages_per_second IS 'Throughput Meta grants this number: 80 by default, 20 in coexistence, 1000 when upgraded.';

-- People on WhatsApp ---------------------------------------------------------------------------------------------
CREATE TABLE communications.whatsapp_contacts (
    contact_id             uuid PRIMARY KEY DEFAULT uuidv7(),
    profile_name           text,
    username               text,
    merged_into_contact_id uuid REFERENCES communications.whatsapp_contacts (contact_id),
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE communications.whatsapp_contacts IS 'One person as one WhatsApp Business Account knows them.';
COMMENT ON COLUMN communications.whatsapp_contacts.username IS 'Display data: usernames change and are never a key.';

CREATE TABLE communications.whatsapp_contact_identities (
    waba_id        varchar(64)  NOT NULL,
    identity_type  text         NOT NULL CHECK (identity_type IN ('bsuid', 'parent_bsuid', 'wa_id')),
    identity_value varchar(160) NOT NULL,
    contact_id     uuid         NOT NULL REFERENCES communications.whatsapp_contacts (contact_id),
    first_seen_at  timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (waba_id, identity_type, identity_value)
);
CREATE INDEX idx_whatsapp_contact_identities_contact ON communications.whatsapp_contact_identities (contact_id);
COMMENT ON TABLE communications.whatsapp_contact_identities IS
    'Every id under which Meta has named a contact. The primary key is what makes two first messages of one person arrive at one contact.';

-- Conversations --------------------------------------------------------------------------------------------------
CREATE TABLE communications.whatsapp_conversations (
    conversation_id          uuid PRIMARY KEY DEFAULT uuidv7(),
    business_phone_number_id varchar(64) NOT NULL REFERENCES communications.business_phone_numbers (phone_number_id),
    contact_id               uuid        NOT NULL REFERENCES communications.whatsapp_contacts (contact_id),
    whatsapp_phone_number    varchar(20),
    whatsapp_user_id         varchar(160),
    user_id                  uuid REFERENCES security.users (user_id),
    status                   text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended', 'blocked', 'archived')),
    session_expires_at       timestamptz,
    free_entry_expires_at    timestamptz,
    last_message_at          timestamptz,
    last_inbound_at          timestamptz,
    assigned_agent_id        uuid REFERENCES security.users (user_id),
    assigned_bot             varchar(100),
    conversation_category    varchar(50),
    referral                 jsonb,
    created_at               timestamptz NOT NULL DEFAULT now(),
    updated_at               timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT whatsapp_conversations_user_known CHECK (whatsapp_phone_number IS NOT NULL OR whatsapp_user_id IS NOT NULL)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX idx_whatsapp_conversations_thread
    ON communications.whatsapp_conversations (business_phone_number_id, contact_id);
CREATE INDEX idx_whatsapp_conversations_phone ON communications.whatsapp_conversations (whatsapp_phone_number);
CREATE INDEX idx_whatsapp_conversations_user ON communications.whatsapp_conversations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX idx_whatsapp_conversations_status ON communications.whatsapp_conversations (status) WHERE status <> 'active';
CREATE INDEX idx_whatsapp_conversations_inbox
    ON communications.whatsapp_conversations (business_phone_number_id, last_message_at DESC, conversation_id DESC);
CREATE INDEX idx_whatsapp_conversations_window
    ON communications.whatsapp_conversations (session_expires_at) WHERE session_expires_at IS NOT NULL;
COMMENT ON TABLE communications.whatsapp_conversations IS
    'The thread between one business number and one contact, with its customer-service window.';
COMMENT ON COLUMN communications.whatsapp_conversations.session_expires_at IS
    'End of the 24 h customer-service window: the latest inbound event''s own time + 24 h. Empty until the user has written; never moves backwards, except that Meta''s error 131047 closes it.';
COMMENT ON COLUMN communications.whatsapp_conversations.free_entry_expires_at IS
    'End of the 72 h free entry point after a click-to-WhatsApp ad: changes the price, not the right to send free-form.';

-- Templates ------------------------------------------------------------------------------------------------------
CREATE TABLE communications.whatsapp_templates (
    template_id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id              uuid REFERENCES identity.teams (team_id),
    waba_id              varchar(64),
    template_name        varchar(512) NOT NULL,
    category             text         NOT NULL CHECK (category IN ('authentication', 'marketing', 'utility')),
    language             varchar(35)  NOT NULL DEFAULT 'en',
    body_text            text         NOT NULL,
    components           jsonb        NOT NULL DEFAULT '[]',
    variables            jsonb        NOT NULL DEFAULT '[]',
    parameter_format     text         NOT NULL DEFAULT 'positional' CHECK (parameter_format IN ('positional', 'named')),
    provider_template_id varchar(64),
    whatsapp_status      text         NOT NULL DEFAULT 'pending' CHECK (whatsapp_status IN
        ('pending', 'approved', 'rejected', 'paused', 'disabled', 'in_appeal', 'locked', 'limit_exceeded', 'pending_deletion', 'deleted', 'archived')),
    provider_status      varchar(64),
    rejected_reason      text,
    is_active            boolean      NOT NULL DEFAULT true,
    created_at           timestamptz  NOT NULL DEFAULT now(),
    updated_at           timestamptz  NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX idx_whatsapp_templates_name
    ON communications.whatsapp_templates (team_id, template_name, language) NULLS NOT DISTINCT;
CREATE INDEX idx_whatsapp_templates_provider
    ON communications.whatsapp_templates (provider_template_id) WHERE provider_template_id IS NOT NULL;
COMMENT ON TABLE communications.whatsapp_templates IS
    'Message templates and their approval state at Meta. Without a team: a platform template. Only approved and active ones can be sent.';
COMMENT ON COLUMN communications.whatsapp_templates.variables IS 'Ordered JSON array of the names behind {{1}}..{{n}} of the body.';
COMMENT ON COLUMN communications.whatsapp_templates.provider_status IS 'The status exactly as Meta spelt it last.';

-- Messages -------------------------------------------------------------------------------------------------------
CREATE TABLE communications.whatsapp_messages (
    message_id          uuid PRIMARY KEY DEFAULT uuidv7(),
    conversation_id     uuid        NOT NULL REFERENCES communications.whatsapp_conversations (conversation_id),
    whatsapp_message_id varchar(255),
    direction           text        NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    message_type        varchar(64) NOT NULL,
    text_content        text,
    media_url           varchar(500),
    template_name       varchar(512),
    template_id         uuid REFERENCES communications.whatsapp_templates (template_id),
    content             jsonb,
    context_message_id  varchar(255),
    status              text        NOT NULL DEFAULT 'sent' CHECK (status IN
        ('queued', 'accepted', 'received', 'sent', 'delivered', 'read', 'played', 'failed')),
    error_code          integer,
    error_title         text,
    error_detail        text,
    ai_intent           varchar(100),
    ai_sentiment        text CHECK (ai_sentiment IN ('positive', 'negative', 'neutral')),
    provider_timestamp  timestamptz NOT NULL DEFAULT now(),
    sender_user_id      uuid REFERENCES security.users (user_id),
    reference           varchar(128),
    next_attempt_at     timestamptz,
    send_before         timestamptz,
    log_partition       integer,
    log_offset          bigint,
    created_at          timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE UNIQUE INDEX idx_whatsapp_messages_provider_id
    ON communications.whatsapp_messages (whatsapp_message_id) WHERE whatsapp_message_id IS NOT NULL;
CREATE INDEX idx_whatsapp_messages_conversation
    ON communications.whatsapp_messages (conversation_id, provider_timestamp DESC, message_id DESC);
-- Rows arrive in time order, so a block range index finds a period at a thousandth of the size of a tree.
CREATE INDEX idx_whatsapp_messages_created_at ON communications.whatsapp_messages USING brin (created_at);
CREATE INDEX idx_whatsapp_messages_due
    ON communications.whatsapp_messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE UNIQUE INDEX idx_whatsapp_messages_reference
    ON communications.whatsapp_messages (reference) WHERE reference IS NOT NULL;
COMMENT ON TABLE communications.whatsapp_messages IS
    'Every WhatsApp message in both directions. Content never changes; status, provider id, errors and AI fields advance.';
COMMENT ON COLUMN communications.whatsapp_messages.content IS 'The typed part of the message as Meta sent it, or as we send it; empty for plain text.';
COMMENT ON COLUMN communications.whatsapp_messages.provider_timestamp IS 'Inbound: the message''s own time. Outbound: when it was accepted from the client.';
COMMENT ON COLUMN communications.whatsapp_messages.reference IS 'The asker''s own key (a notification delivery id): makes a repeated request the same message and comes back in every event.';
COMMENT ON COLUMN communications.whatsapp_messages.next_attempt_at IS 'Outbound and still to be sent: when the sweep puts it on the log again. Empty once settled.';
COMMENT ON COLUMN communications.whatsapp_messages.log_offset IS
    'Partition and offset of the callback that made this row: a repeat from the same place is our own replay after a crash and publishes its event again; a repeat from elsewhere is Meta''s duplicate and stays silent.';

CREATE TABLE communications.whatsapp_message_statuses (
    message_id         uuid        NOT NULL REFERENCES communications.whatsapp_messages (message_id),
    status             varchar(32) NOT NULL,
    recipient          varchar(160) NOT NULL DEFAULT '',
    provider_timestamp timestamptz NOT NULL,
    error_code         integer,
    error_title        text,
    error_detail       text,
    pricing_category   varchar(64),
    pricing_type       varchar(64),
    log_partition      integer,
    log_offset         bigint,
    created_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, status, recipient)
);
COMMENT ON TABLE communications.whatsapp_message_statuses IS
    'Append-only history of what Meta said of a message, the first time of each status kept. The message''s own status is the projection.';

CREATE TABLE communications.whatsapp_parked_statuses (
    whatsapp_message_id varchar(255) NOT NULL,
    status              varchar(32)  NOT NULL,
    recipient           varchar(160) NOT NULL DEFAULT '',
    payload             jsonb        NOT NULL,
    parked_at           timestamptz  NOT NULL DEFAULT now(),
    expires_at          timestamptz  NOT NULL,
    PRIMARY KEY (whatsapp_message_id, status, recipient)
);
CREATE INDEX idx_whatsapp_parked_statuses_expiry ON communications.whatsapp_parked_statuses (expires_at);
COMMENT ON TABLE communications.whatsapp_parked_statuses IS
    'Statuses whose message is not known (yet): applied when it appears, removed when they expire.';

CREATE TABLE communications.whatsapp_send_attempts (
    attempt_id          uuid PRIMARY KEY,
    message_id          uuid        NOT NULL REFERENCES communications.whatsapp_messages (message_id),
    attempt_no          integer     NOT NULL CHECK (attempt_no > 0),
    state               text        NOT NULL CHECK (state IN ('started', 'accepted', 'rejected', 'retry', 'unknown')),
    started_at          timestamptz NOT NULL DEFAULT now(),
    finished_at         timestamptz,
    settle_by           timestamptz,
    http_status         integer,
    error_code          integer,
    error_detail        text,
    fbtrace_id          varchar(64),
    whatsapp_message_id varchar(255),
    UNIQUE (message_id, attempt_no)
);
CREATE INDEX idx_whatsapp_send_attempts_open
    ON communications.whatsapp_send_attempts (settle_by) WHERE state IN ('started', 'unknown');
COMMENT ON TABLE communications.whatsapp_send_attempts IS
    'One row per call to the Graph API, written before the call; its id travels in biz_opaque_callback_data. The unique key is the claim: two senders cannot make the same attempt.';

CREATE TABLE communications.whatsapp_send_requests (
    team_id         uuid         NOT NULL REFERENCES identity.teams (team_id),
    idempotency_key varchar(255) NOT NULL,
    request_sha256  bytea        NOT NULL,
    message_id      uuid         NOT NULL REFERENCES communications.whatsapp_messages (message_id),
    created_at      timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (team_id, idempotency_key)
);
CREATE INDEX idx_whatsapp_send_requests_age ON communications.whatsapp_send_requests USING brin (created_at);
COMMENT ON TABLE communications.whatsapp_send_requests IS
    'Idempotency-Key of each accepted send: the same key with the same body is answered with the same message, with another body refused.';

-- Everything else Meta tells us ----------------------------------------------------------------------------------
CREATE TABLE communications.whatsapp_changes (
    change_sha256   bytea PRIMARY KEY,
    waba_id         varchar(64),
    phone_number_id varchar(64),
    field           varchar(128) NOT NULL,
    payload         jsonb        NOT NULL,
    received_at     timestamptz  NOT NULL,
    created_at      timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX idx_whatsapp_changes_field ON communications.whatsapp_changes (field, received_at);
COMMENT ON TABLE communications.whatsapp_changes IS
    'Changes that are neither a message nor a status (templates, account, preferences, fields we do not know), as Meta sent them, once.';

CREATE TABLE communications.whatsapp_quarantine (
    quarantine_id uuid PRIMARY KEY DEFAULT uuidv7(),
    body_sha256   bytea       NOT NULL UNIQUE,
    reason        text        NOT NULL,
    body          bytea       NOT NULL,
    received_at   timestamptz NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE communications.whatsapp_quarantine IS 'Callbacks with a valid signature that could not be read, byte for byte.';
