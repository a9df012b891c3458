-- Whose a notification is, and when the log took its request.
ALTER TABLE notification.notifications
    ADD COLUMN team_id     uuid REFERENCES identity.teams (team_id),
    ADD COLUMN accepted_at timestamptz NOT NULL DEFAULT now(),
    ALTER COLUMN producer TYPE varchar(320);
UPDATE notification.notifications SET accepted_at = created_at, team_id = CASE
    WHEN producer ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/' THEN left(producer, 36)::uuid END;
COMMENT ON COLUMN notification.notifications.team_id IS 'The team that asked; empty for a platform notification. Its services may read it.';
COMMENT ON COLUMN notification.notifications.producer IS 'Who asked: a service, or <team>/client:<client id>, or <team>/person:<user id>.';
COMMENT ON COLUMN notification.notifications.accepted_at IS 'When the log took the request.';

-- The feed goes by time, newest first; ids are made from the asker's key and have no order.
DROP INDEX notification.idx_notifications_recipient;
CREATE INDEX idx_notifications_feed
    ON notification.notifications (recipient_user_id, created_at DESC, notification_id DESC) WHERE recipient_user_id IS NOT NULL;

ALTER TABLE notification.notification_deliveries
    ADD COLUMN content jsonb,
    DROP CONSTRAINT notification_deliveries_status_check,
    ADD CONSTRAINT notification_deliveries_status_check CHECK (status IN
        ('queued', 'suppressed', 'sent', 'delivered', 'opened', 'clicked', 'failed', 'unknown'));
COMMENT ON COLUMN notification.notification_deliveries.content IS
    'What goes out, as it was rendered when it was decided: a delivery that is repeated after a crash says the same, whatever became of the template. Empty where there was nothing to send.';

CREATE TABLE notification.notification_requests (
    notification_id uuid PRIMARY KEY,
    request_sha256  bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_notification_requests_age ON notification.notification_requests USING brin (created_at);
COMMENT ON TABLE notification.notification_requests IS
    'What was asked under each (producer, idempotency key), from which the id is made: the same again is the same notification, anything else is refused. Written before the request goes onto the log, so that of two askers with one key at most one is told "accepted".';

CREATE TABLE notification.parked_receipts (
    delivery_id uuid        NOT NULL,
    status      text        NOT NULL,
    payload     jsonb       NOT NULL,
    parked_at   timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (delivery_id, status)
);
CREATE INDEX idx_parked_receipts_expiry ON notification.parked_receipts (expires_at);
COMMENT ON TABLE notification.parked_receipts IS
    'Receipts whose delivery is not there (yet): applied when it is, removed when they expire.';

GRANT INSERT ON notification.notification_requests TO notification_engine;
GRANT INSERT, DELETE ON notification.parked_receipts TO notification_engine;
