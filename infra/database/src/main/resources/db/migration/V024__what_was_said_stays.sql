-- What was said stays as it was said (rule X08). The grants of V006 already keep the services from it; these triggers keep everybody
-- from it who is ever granted more, and say why. Only the migration role passes, because retention redacts content in place.
--
-- On the two hot tables they are AFTER triggers. A BEFORE UPDATE trigger of any kind would make PostgreSQL lock each row once more on
-- every update of the table, whichever columns it sets (measured: 56 bytes of write-ahead log a row). After an update the rows are
-- at hand for the foreign keys anyway, and a trigger whose columns are not set, or whose WHEN is false, is not called.
CREATE TRIGGER whatsapp_messages_content_stays AFTER UPDATE OF message_id, conversation_id, direction, message_type, text_content,
    template_name, template_id, content, context_message_id, provider_timestamp, sender_user_id, reference, send_before, log_partition,
    log_offset, created_at ON communications.whatsapp_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('message_id', 'conversation_id', 'direction', 'message_type', 'text_content',
        'template_name', 'template_id', 'content', 'context_message_id', 'provider_timestamp', 'sender_user_id', 'reference',
        'send_before', 'log_partition', 'log_offset', 'created_at');
COMMENT ON TRIGGER whatsapp_messages_content_stays ON communications.whatsapp_messages IS
    'VE003: who said what to whom, when, and where it stands on the log never change.';

CREATE TRIGGER whatsapp_messages_provider_id_stays AFTER UPDATE OF whatsapp_message_id ON communications.whatsapp_messages
    FOR EACH ROW WHEN (OLD.whatsapp_message_id IS NOT NULL AND NEW.whatsapp_message_id IS DISTINCT FROM OLD.whatsapp_message_id)
    EXECUTE FUNCTION public.keep_fixed_columns('whatsapp_message_id');
COMMENT ON TRIGGER whatsapp_messages_provider_id_stays ON communications.whatsapp_messages IS
    'VE003: the id Meta gave is learnt once; statuses find the message by it.';

-- Along the chain of the hub (failure stands above sent, which it may follow, and below delivered, which refutes it). An inbound message
-- is received and moves nowhere. One way back: a call whose answer was lost counts as failed, until a status or a late answer says that
-- it did reach Meta.
CREATE TRIGGER whatsapp_messages_status_forward AFTER UPDATE OF status ON communications.whatsapp_messages
    FOR EACH ROW WHEN (NEW.status <> OLD.status
        AND coalesce(array_position('{queued,accepted,sent,failed,delivered,read,played}'::text[], NEW.status)
            < array_position('{queued,accepted,sent,failed,delivered,read,played}'::text[], OLD.status), true)
        AND NOT (OLD.status = 'failed' AND NEW.status = 'accepted' AND OLD.error_title IS NOT DISTINCT FROM 'unknown-outcome'))
    EXECUTE FUNCTION public.keep_lifecycle('status');
COMMENT ON TRIGGER whatsapp_messages_status_forward ON communications.whatsapp_messages IS
    'VE004: a status only moves forward. The WHEN finds the moves that go back; each of those is refused.';

CREATE TRIGGER whatsapp_messages_stay BEFORE DELETE ON communications.whatsapp_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();

ALTER TABLE communications.whatsapp_messages ADD CONSTRAINT whatsapp_messages_template_outbound
    CHECK ((template_name IS NULL AND template_id IS NULL) OR (direction = 'outbound' AND message_type = 'template'));
COMMENT ON CONSTRAINT whatsapp_messages_template_outbound ON communications.whatsapp_messages IS
    'Only what we send as a template names one.';

CREATE TRIGGER notifications_content_stays AFTER UPDATE OF notification_id, recipient_user_id, recipient_address, team_id, template_id,
    template_version, title, message, related_entity_id, related_entity_type, producer, idempotency_key, priority, locale, request_id,
    scheduled_at, expires_at, accepted_at, created_at ON notification.notifications
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('notification_id', 'recipient_user_id', 'recipient_address', 'team_id',
        'template_id', 'template_version', 'title', 'message', 'related_entity_id', 'related_entity_type', 'producer',
        'idempotency_key', 'priority', 'locale', 'request_id', 'scheduled_at', 'expires_at', 'accepted_at', 'created_at');
COMMENT ON TRIGGER notifications_content_stays ON notification.notifications IS
    'VE003: whom it is for, what it says and what it was made from never change; status, channels_sent, read_at and provider_message_id advance.';

CREATE TRIGGER notifications_read_once AFTER UPDATE OF read_at ON notification.notifications
    FOR EACH ROW WHEN (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)
    EXECUTE FUNCTION public.keep_fixed_columns('read_at');
COMMENT ON TRIGGER notifications_read_once ON notification.notifications IS
    'VE003: what was read stays read, since the first time.';

-- A notification stands where the best of its channels does, and while none has arrived the best may change downwards: one channel fails
-- and another still waits. From the first arrival on it only rises.
CREATE TRIGGER notifications_arrival_stays AFTER UPDATE OF status ON notification.notifications
    FOR EACH ROW WHEN (array_position('{delivered,opened,clicked}'::text[], OLD.status)
        > coalesce(array_position('{delivered,opened,clicked}'::text[], NEW.status), 0))
    EXECUTE FUNCTION public.keep_lifecycle('status');
COMMENT ON TRIGGER notifications_arrival_stays ON notification.notifications IS
    'VE004: what has arrived is never said not to have. The WHEN finds the moves that go back; each of those is refused.';

CREATE TRIGGER notifications_stay BEFORE DELETE ON notification.notifications
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();

-- Histories, and what came from outside: written once.
CREATE TRIGGER whatsapp_message_statuses_append_only BEFORE UPDATE OR DELETE ON communications.whatsapp_message_statuses
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER whatsapp_changes_append_only BEFORE UPDATE OR DELETE ON communications.whatsapp_changes
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER whatsapp_quarantine_append_only BEFORE UPDATE OR DELETE ON communications.whatsapp_quarantine
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER notification_timeline_append_only BEFORE UPDATE OR DELETE ON notification.notification_timeline
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();

-- Vacuum -----------------------------------------------------------------------------------------------------------------
-- Tables that only grow: visited after a twentieth of them is new rather than a fifth, so that index-only scans find pages marked
-- visible, and frozen at once, since no row of theirs changes again: no scan of the whole table later, when transaction numbers run short.
ALTER TABLE communications.whatsapp_message_statuses
    SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0);
ALTER TABLE communications.whatsapp_changes
    SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0);
ALTER TABLE notification.notification_timeline
    SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0);
ALTER TABLE security.entity_audit_log
    SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0);

-- Rows that are changed once or twice soon after they are written: room on their page lets the change stay there, without index entries.
ALTER TABLE communications.whatsapp_send_attempts
    SET (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE notification.notification_deliveries
    SET (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- Waiting rooms: nearly every row that is written is removed again, so what counts is the number of dead rows and not their share.
ALTER TABLE communications.whatsapp_parked_statuses SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE notification.parked_receipts SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
