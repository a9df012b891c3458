-- Several callback items travel in one record of the log: the offset alone no longer tells them apart.
COMMENT ON COLUMN communications.whatsapp_messages.log_offset IS
    'Partition and position of the callback item that made this row; the position is the record''s offset x 2^20 + the item''s index in the record. A repeat from the same place is our own replay after a crash and publishes its event again; a repeat from elsewhere is Meta''s duplicate and stays silent.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.log_offset IS
    'Partition and position of the callback item that made this row, as in whatsapp_messages.';
