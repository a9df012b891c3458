-- Search in chats. The id of the conversation is a word of every message, so that the index itself finds "these words in those
-- conversations": a common word of other people's conversations costs nothing.
CREATE INDEX idx_internal_messages_words ON communications.internal_messages
    USING gin ((to_tsvector('simple'::regconfig, content) || array_to_tsvector(ARRAY[conversation_id::text])))
    WHERE NOT is_deleted AND content IS NOT NULL;

-- For the list of conversations: those somebody has left since. Without changed_tx, which changes with every mark as read: a column of
-- any index makes its changes expensive.
CREATE INDEX idx_conversation_participants_left ON communications.conversation_participants (user_id) WHERE left_at IS NOT NULL;
