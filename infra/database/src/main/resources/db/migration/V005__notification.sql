CREATE TABLE notification.notification_templates (
    template_id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    template_name          varchar(100) NOT NULL UNIQUE,
    template_category      text         NOT NULL CHECK (template_category IN ('transactional', 'marketing', 'alert', 'reminder')),
    channels               text[]       NOT NULL CHECK (channels <@ ARRAY['email', 'whatsapp', 'push', 'sms', 'in_app', 'webhook'] AND cardinality(channels) > 0),
    subject_template       text,
    body_template          text         NOT NULL,
    whatsapp_template_name varchar(512),
    whatsapp_language      varchar(35)  NOT NULL DEFAULT 'en',
    whatsapp_variables     text[]       NOT NULL DEFAULT '{}',
    available_variables    jsonb        NOT NULL DEFAULT '[]',
    version                integer      NOT NULL DEFAULT 1,
    is_active              boolean      NOT NULL DEFAULT true,
    created_at             timestamptz  NOT NULL DEFAULT now(),
    updated_at             timestamptz  NOT NULL DEFAULT now()
);
COMMENT ON TABLE notification.notification_templates IS 'Content of notifications, apart from how they are delivered.';
COMMENT ON COLUMN notification.notification_templates.whatsapp_variables IS 'The named variables behind {{1}}..{{n}} of the WhatsApp template, in order.';

CREATE TABLE notification.notifications (
    notification_id     uuid PRIMARY KEY DEFAULT uuidv7(),
    recipient_user_id   uuid REFERENCES security.users (user_id),
    recipient_address   varchar(320),
    template_id         uuid REFERENCES notification.notification_templates (template_id),
    template_version    integer,
    title               varchar(255),
    message             text        NOT NULL,
    channels_sent       text[]      NOT NULL DEFAULT '{}' CHECK (channels_sent <@ ARRAY['email', 'whatsapp', 'push', 'sms', 'in_app', 'webhook']),
    status              text        NOT NULL DEFAULT 'queued' CHECK (status IN
        ('queued', 'sent', 'delivered', 'opened', 'clicked', 'failed', 'suppressed', 'cancelled')),
    read_at             timestamptz,
    provider_message_id varchar(255),
    related_entity_id   uuid,
    related_entity_type varchar(50),
    producer            varchar(100) NOT NULL,
    idempotency_key     varchar(255) NOT NULL,
    priority            text        NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'critical')),
    locale              varchar(35),
    request_id          varchar(128),
    scheduled_at        timestamptz,
    expires_at          timestamptz,
    created_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notifications_recipient CHECK (recipient_user_id IS NOT NULL OR recipient_address IS NOT NULL),
    CONSTRAINT notifications_entity_pair CHECK ((related_entity_id IS NULL) = (related_entity_type IS NULL)),
    UNIQUE (producer, idempotency_key)
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_notifications_recipient
    ON notification.notifications (recipient_user_id, notification_id DESC) WHERE recipient_user_id IS NOT NULL;
CREATE INDEX idx_notifications_status ON notification.notifications (status) WHERE status = 'queued';
COMMENT ON TABLE notification.notifications IS
    'One row per recipient of one request: what was said is fixed, where it stands advances.';

CREATE TABLE notification.notification_deliveries (
    delivery_id         uuid PRIMARY KEY DEFAULT uuidv7(),
    notification_id     uuid        NOT NULL REFERENCES notification.notifications (notification_id),
    channel             text        NOT NULL CHECK (channel IN ('email', 'whatsapp', 'push', 'sms', 'in_app', 'webhook')),
    address             varchar(320),
    attempt_no          integer     NOT NULL DEFAULT 1 CHECK (attempt_no > 0),
    status              text        NOT NULL DEFAULT 'queued' CHECK (status IN
        ('queued', 'sent', 'delivered', 'opened', 'clicked', 'failed', 'unknown')),
    provider            varchar(64),
    provider_message_id varchar(255),
    error_class         text CHECK (error_class IN ('permanent', 'throttled', 'transient', 'ambiguous', 'configuration')),
    error_code          varchar(64),
    error_detail        text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (notification_id, channel, attempt_no),
    UNIQUE (provider, provider_message_id)
);
COMMENT ON TABLE notification.notification_deliveries IS
    'One row per channel and attempt, written before the provider is called.';

CREATE TABLE notification.notification_timeline (
    notification_id uuid        NOT NULL REFERENCES notification.notifications (notification_id),
    entry_no        integer     NOT NULL CHECK (entry_no > 0),
    occurred_at     timestamptz NOT NULL,
    event           varchar(64) NOT NULL,
    channel         text,
    reason          text,
    detail          jsonb,
    PRIMARY KEY (notification_id, entry_no)
);
COMMENT ON TABLE notification.notification_timeline IS
    'Append-only story of a notification without gaps in its numbers: what happened, and why it was or was not sent.';
