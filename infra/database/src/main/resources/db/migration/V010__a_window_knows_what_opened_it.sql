-- A crash between the commit and the publication must not lose that a window opened. The conversation itself knows only until when it is
-- open; which record opened it can be told from no other row: a call leaves no message, and Meta closes windows early.
ALTER TABLE communications.whatsapp_conversations
    ADD COLUMN window_log_partition integer,
    ADD COLUMN window_log_offset    bigint;
COMMENT ON COLUMN communications.whatsapp_conversations.window_log_offset IS
    'Partition and offset of the callback that found the window closed and opened it: a repeat from the same place is our own replay after a crash and publishes window.opened again; one from elsewhere is Meta''s duplicate.';
