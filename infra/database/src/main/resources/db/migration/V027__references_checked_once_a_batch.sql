-- PostgreSQL checks a foreign key row by row, at about as much as writing the row (docs/adr/0013). Messages and notifications come in
-- batches, so their keys are declared here and checked by triggers: all rows of a statement at once. What is refused is refused
-- with the same SQLSTATE and the same constraint as before.
CREATE FUNCTION public.refuse_reference(child regclass, reference name, message text) RETURNS void
    LANGUAGE plpgsql AS
$refuse$
BEGIN
    RAISE foreign_key_violation USING MESSAGE = message, CONSTRAINT = reference,
        SCHEMA = (SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = child),
        TABLE = (SELECT relname FROM pg_class WHERE oid = child);
END
$refuse$;
COMMENT ON FUNCTION public.refuse_reference(regclass, name, text) IS 'Raises what PostgreSQL raises for a foreign key of this name.';

-- Messages: a conversation is never removed, by nobody (erasure redacts in place), so that it is enough to look once.
ALTER TABLE communications.whatsapp_messages ALTER CONSTRAINT whatsapp_messages_conversation_id_fkey NOT ENFORCED;

CREATE FUNCTION communications.check_conversations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
DECLARE
    -- An array, so that it is always the index that answers: a plan could not know how many rows were added.
    wanted uuid[] := ARRAY(SELECT DISTINCT conversation_id FROM added);
BEGIN
    IF (SELECT count(*) FROM communications.whatsapp_conversations WHERE conversation_id = ANY (wanted)) < cardinality(wanted) THEN
        PERFORM public.refuse_reference('communications.whatsapp_messages', 'whatsapp_messages_conversation_id_fkey',
            'insert or update on table "whatsapp_messages" violates foreign key constraint "whatsapp_messages_conversation_id_fkey"');
    END IF;
    RETURN NULL;
END
$check$;
REVOKE EXECUTE ON FUNCTION communications.check_conversations() FROM PUBLIC;
COMMENT ON FUNCTION communications.check_conversations() IS '23503: every new message is of a conversation that is there; asked once for all rows of a statement.';
CREATE TRIGGER whatsapp_messages_references AFTER INSERT ON communications.whatsapp_messages
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION communications.check_conversations();

CREATE FUNCTION communications.check_conversation_of_moved() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
BEGIN
    IF NOT EXISTS (SELECT FROM communications.whatsapp_conversations WHERE conversation_id = NEW.conversation_id) THEN
        PERFORM public.refuse_reference('communications.whatsapp_messages', 'whatsapp_messages_conversation_id_fkey',
            'insert or update on table "whatsapp_messages" violates foreign key constraint "whatsapp_messages_conversation_id_fkey"');
    END IF;
    RETURN NULL;
END
$check$;
REVOKE EXECUTE ON FUNCTION communications.check_conversation_of_moved() FROM PUBLIC;
COMMENT ON FUNCTION communications.check_conversation_of_moved() IS '23503: a message that a migration moves is moved to a conversation that is there.';
CREATE TRIGGER whatsapp_messages_references_moved AFTER UPDATE OF conversation_id ON communications.whatsapp_messages
    FOR EACH ROW EXECUTE FUNCTION communications.check_conversation_of_moved();

CREATE FUNCTION communications.keep_conversations() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.conversation_id = OLD.conversation_id THEN
        RETURN NEW;
    END IF;
    PERFORM public.refuse('VE001', 'whatsapp_conversations: never removed and never renamed (expected: archived, or redacted in place)');
    RETURN NULL;
END
$keep$;
COMMENT ON FUNCTION communications.keep_conversations() IS
    'VE001: a conversation stays under its key, for everybody: messages rely on it without locking it.';
CREATE TRIGGER whatsapp_conversations_stay BEFORE DELETE ON communications.whatsapp_conversations
    FOR EACH ROW EXECUTE FUNCTION communications.keep_conversations();
CREATE TRIGGER whatsapp_conversations_keep_key BEFORE UPDATE OF conversation_id ON communications.whatsapp_conversations
    FOR EACH ROW EXECUTE FUNCTION communications.keep_conversations();
CREATE TRIGGER whatsapp_conversations_stay_all BEFORE TRUNCATE ON communications.whatsapp_conversations
    FOR EACH STATEMENT EXECUTE FUNCTION communications.keep_conversations();

-- Messages of one conversation and one moment are few: they are put in order when they are read, not in every entry of the index.
DROP INDEX communications.idx_whatsapp_messages_conversation;
CREATE INDEX idx_whatsapp_messages_conversation ON communications.whatsapp_messages (conversation_id, provider_timestamp DESC);

-- Notifications: people, teams and templates can be removed by the migration role, so they are locked against it, as a foreign key
-- does, in the order of their keys; and whoever removes one looks for notifications first.
ALTER TABLE notification.notifications ALTER CONSTRAINT notifications_recipient_user_id_fkey NOT ENFORCED;
ALTER TABLE notification.notifications ALTER CONSTRAINT notifications_template_id_fkey NOT ENFORCED;
ALTER TABLE notification.notifications ALTER CONSTRAINT notifications_team_id_fkey NOT ENFORCED;

CREATE FUNCTION notification.check_references() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
DECLARE
    wanted_users     uuid[];
    wanted_templates uuid[];
    wanted_teams     uuid[];
    there            bigint;
    broken           name;
BEGIN
    SELECT array_agg(DISTINCT recipient_user_id) FILTER (WHERE recipient_user_id IS NOT NULL),
           array_agg(DISTINCT template_id) FILTER (WHERE template_id IS NOT NULL),
           array_agg(DISTINCT team_id) FILTER (WHERE team_id IS NOT NULL)
        INTO wanted_users, wanted_templates, wanted_teams FROM added;
    PERFORM FROM security.users WHERE user_id = ANY (wanted_users) ORDER BY user_id FOR KEY SHARE;
    GET DIAGNOSTICS there = ROW_COUNT;
    IF there < cardinality(wanted_users) THEN broken := 'notifications_recipient_user_id_fkey'; END IF;
    PERFORM FROM notification.notification_templates WHERE template_id = ANY (wanted_templates) ORDER BY template_id FOR KEY SHARE;
    GET DIAGNOSTICS there = ROW_COUNT;
    IF there < cardinality(wanted_templates) THEN broken := 'notifications_template_id_fkey'; END IF;
    PERFORM FROM identity.teams WHERE team_id = ANY (wanted_teams) ORDER BY team_id FOR KEY SHARE;
    GET DIAGNOSTICS there = ROW_COUNT;
    IF there < cardinality(wanted_teams) THEN broken := 'notifications_team_id_fkey'; END IF;
    IF broken IS NOT NULL THEN
        PERFORM public.refuse_reference('notification.notifications', broken,
            format('insert or update on table "notifications" violates foreign key constraint "%s"', broken));
    END IF;
    RETURN NULL;
END
$check$;
REVOKE EXECUTE ON FUNCTION notification.check_references() FROM PUBLIC;
COMMENT ON FUNCTION notification.check_references() IS
    '23503: recipient, template and team of every new notification are there and stay there until it is committed; asked once for all rows of a statement.';
CREATE TRIGGER notifications_references AFTER INSERT ON notification.notifications
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION notification.check_references();

-- Arguments: the referring column and the key. An index answers for people only: the other two are seldom removed.
CREATE FUNCTION notification.keep_referred() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    used boolean;
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) -> TG_ARGV[1] IS DISTINCT FROM to_jsonb(OLD) -> TG_ARGV[1] THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM notification.notifications WHERE %I = $1)', TG_ARGV[0])
            INTO used USING (to_jsonb(OLD) ->> TG_ARGV[1])::uuid;
        IF used THEN
            PERFORM public.refuse_reference('notification.notifications', ('notifications_' || TG_ARGV[0] || '_fkey')::name,
                format('update or delete on table "%s" violates foreign key constraint "notifications_%s_fkey" on table "notifications"',
                    TG_TABLE_NAME, TG_ARGV[0]));
        END IF;
    END IF;
    RETURN NULL;
END
$keep$;
REVOKE EXECUTE ON FUNCTION notification.keep_referred() FROM PUBLIC;
COMMENT ON FUNCTION notification.keep_referred() IS '23503: what a notification refers to is neither removed nor renamed.';
CREATE TRIGGER users_referred AFTER DELETE OR UPDATE OF user_id ON security.users
    FOR EACH ROW EXECUTE FUNCTION notification.keep_referred('recipient_user_id', 'user_id');
CREATE TRIGGER teams_referred AFTER DELETE OR UPDATE OF team_id ON identity.teams
    FOR EACH ROW EXECUTE FUNCTION notification.keep_referred('team_id', 'team_id');
CREATE TRIGGER notification_templates_referred AFTER DELETE OR UPDATE OF template_id ON notification.notification_templates
    FOR EACH ROW EXECUTE FUNCTION notification.keep_referred('template_id', 'template_id');
