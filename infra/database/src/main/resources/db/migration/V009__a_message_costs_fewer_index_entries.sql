-- Every message moves its conversation's last_message_at and session_expires_at. While both were indexed to the microsecond, each of
-- these updates wrote a new entry into every index of the table. The indexes now hold coarse copies: within a minute an update leaves
-- them as they are, and PostgreSQL keeps it on its page (HOT). The exact order is made within the minute, when somebody asks.
ALTER TABLE communications.whatsapp_conversations
    ADD COLUMN last_message_minute timestamptz
        GENERATED ALWAYS AS (date_bin('1 minute', last_message_at, 'epoch'::timestamptz)) STORED,
    ADD COLUMN session_expires_within timestamptz
        GENERATED ALWAYS AS (date_bin('10 minutes', session_expires_at, 'epoch'::timestamptz)) STORED;
COMMENT ON COLUMN communications.whatsapp_conversations.last_message_minute IS 'The minute of last_message_at: what the inbox is indexed by.';
COMMENT ON COLUMN communications.whatsapp_conversations.session_expires_within IS
    'The beginning of the ten minutes session_expires_at lies in: what ending windows are found by.';

DROP INDEX communications.idx_whatsapp_conversations_inbox;
CREATE INDEX idx_whatsapp_conversations_inbox
    ON communications.whatsapp_conversations (business_phone_number_id, last_message_minute DESC);
DROP INDEX communications.idx_whatsapp_conversations_window;
CREATE INDEX idx_whatsapp_conversations_window
    ON communications.whatsapp_conversations (session_expires_within) WHERE session_expires_within IS NOT NULL;

-- A parked status is read by the hub alone, whole, once: as text PostgreSQL need not take it apart and put it together again.
ALTER TABLE communications.whatsapp_parked_statuses ALTER COLUMN payload TYPE text;
