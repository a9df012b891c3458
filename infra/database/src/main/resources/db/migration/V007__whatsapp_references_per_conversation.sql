-- A reference belongs to whoever gave it: that another team uses the same one must neither be visible nor in the way. A
-- conversation is of one team, and a repeated request is to the same person, so unique per conversation says both.
DROP INDEX communications.idx_whatsapp_messages_reference;
CREATE UNIQUE INDEX idx_whatsapp_messages_reference
    ON communications.whatsapp_messages (conversation_id, reference) WHERE reference IS NOT NULL;
