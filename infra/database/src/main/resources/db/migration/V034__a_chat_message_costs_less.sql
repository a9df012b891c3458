-- What a message of a chat costs (docs/adr/0016): its references are looked up once for all messages of a statement.

-- By whom and under which id first: beside the key of the events, which begins with the conversation, a plan could not tell which of the
-- two finds one event, and where it was wrong read all events of a conversation to find that there is none.
ALTER TABLE communications.conversation_events DROP CONSTRAINT conversation_events_once;
ALTER TABLE communications.conversation_events
    ADD CONSTRAINT conversation_events_once UNIQUE (actor_user_id, client_event_id, conversation_id);

-- A conversation is never removed, by nobody, so that it is enough to look once; people are locked as a foreign key would.
ALTER TABLE communications.internal_messages ALTER CONSTRAINT internal_messages_conversation_id_fkey NOT ENFORCED;
ALTER TABLE communications.internal_messages ALTER CONSTRAINT internal_messages_sender_user_id_fkey NOT ENFORCED;

CREATE FUNCTION communications.check_chat_references(conversations uuid[], senders uuid[]) RETURNS void
    LANGUAGE plpgsql AS
$check$
DECLARE
    there  bigint;
    broken name;
BEGIN
    SELECT count(*) INTO there FROM communications.internal_conversations WHERE conversation_id = ANY (conversations);
    IF there < cardinality(conversations) THEN broken := 'internal_messages_conversation_id_fkey'; END IF;
    PERFORM FROM security.users WHERE user_id = ANY (senders) ORDER BY user_id FOR KEY SHARE;
    GET DIAGNOSTICS there = ROW_COUNT;
    IF there < cardinality(senders) THEN broken := 'internal_messages_sender_user_id_fkey'; END IF;
    IF broken IS NOT NULL THEN
        PERFORM public.refuse_reference('communications.internal_messages', broken,
            format('insert or update on table "internal_messages" violates foreign key constraint "%s"', broken));
    END IF;
END
$check$;
REVOKE EXECUTE ON FUNCTION communications.check_chat_references(uuid[], uuid[]) FROM PUBLIC;
COMMENT ON FUNCTION communications.check_chat_references(uuid[], uuid[]) IS
    '23503: these conversations and people, each named once, are there; the people stay until the transaction ends.';

CREATE FUNCTION communications.check_chat_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
BEGIN
    PERFORM communications.check_chat_references(ARRAY(SELECT DISTINCT conversation_id FROM added), ARRAY(SELECT DISTINCT sender_user_id FROM added));
    RETURN NULL;
END
$check$;
REVOKE EXECUTE ON FUNCTION communications.check_chat_messages() FROM PUBLIC;
COMMENT ON FUNCTION communications.check_chat_messages() IS
    '23503: conversation and sender of every new message are there; asked once for all rows of a statement.';
CREATE TRIGGER internal_messages_references AFTER INSERT ON communications.internal_messages
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION communications.check_chat_messages();

CREATE FUNCTION communications.check_moved_chat_message() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
BEGIN
    PERFORM communications.check_chat_references(ARRAY[NEW.conversation_id], ARRAY[NEW.sender_user_id]);
    RETURN NULL;
END
$check$;
REVOKE EXECUTE ON FUNCTION communications.check_moved_chat_message() FROM PUBLIC;
COMMENT ON FUNCTION communications.check_moved_chat_message() IS
    '23503: a message that a migration moves is moved to a conversation and a sender that are there.';
CREATE TRIGGER internal_messages_references_moved AFTER UPDATE OF conversation_id, sender_user_id ON communications.internal_messages
    FOR EACH ROW EXECUTE FUNCTION communications.check_moved_chat_message();

-- The same rule and the same words as for the conversations of WhatsApp (V027).
CREATE OR REPLACE FUNCTION communications.keep_conversations() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.conversation_id = OLD.conversation_id THEN
        RETURN NEW;
    END IF;
    PERFORM public.refuse('VE001', format('%s: never removed and never renamed (expected: archived, or redacted in place)', TG_TABLE_NAME));
    RETURN NULL;
END
$keep$;
-- Named to come after what turns a deletion into a soft one.
CREATE TRIGGER internal_conversations_stay BEFORE DELETE ON communications.internal_conversations
    FOR EACH ROW EXECUTE FUNCTION communications.keep_conversations();
CREATE TRIGGER internal_conversations_keep_key BEFORE UPDATE OF conversation_id ON communications.internal_conversations
    FOR EACH ROW EXECUTE FUNCTION communications.keep_conversations();
CREATE TRIGGER internal_conversations_stay_all BEFORE TRUNCATE ON communications.internal_conversations
    FOR EACH STATEMENT EXECUTE FUNCTION communications.keep_conversations();

CREATE FUNCTION communications.keep_senders() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
BEGIN
    IF (TG_OP = 'DELETE' OR NEW.user_id <> OLD.user_id)
        AND EXISTS (SELECT FROM communications.internal_messages WHERE sender_user_id = OLD.user_id) THEN
        PERFORM public.refuse_reference('communications.internal_messages', 'internal_messages_sender_user_id_fkey',
            'update or delete on table "users" violates foreign key constraint "internal_messages_sender_user_id_fkey" on table "internal_messages"');
    END IF;
    RETURN NULL;
END
$keep$;
REVOKE EXECUTE ON FUNCTION communications.keep_senders() FROM PUBLIC;
COMMENT ON FUNCTION communications.keep_senders() IS '23503: who has sent a message is neither removed nor renamed.';
CREATE TRIGGER users_sent AFTER DELETE OR UPDATE OF user_id ON security.users
    FOR EACH ROW EXECUTE FUNCTION communications.keep_senders();

-- What is attached to a message is in use, and so is not deleted. The uses of files are the media domain's; the hub says which, and
-- no more.
CREATE FUNCTION media.use_in_messages(messages uuid[], attachments text[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO media.entity_media (entity_id, entity_type, file_id, media_usage, display_order)
    SELECT n.message_id, 'internal_messages', f.file_id, 'attachment', a.place - 1
    FROM unnest(messages, attachments) AS n (message_id, attachments),
        jsonb_array_elements(n.attachments::jsonb) WITH ORDINALITY AS a (attachment, place)
        JOIN media.media_files f ON f.file_id = (a.attachment ->> 'media_id')::uuid AND NOT f.is_deleted;
END;
REVOKE EXECUTE ON FUNCTION media.use_in_messages(uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION media.use_in_messages(uuid[], text[]) TO messaging_hub;
COMMENT ON FUNCTION media.use_in_messages(uuid[], text[]) IS
    'These messages use the files of their attachments, each a JSON array. A file that was deleted since it was looked for is left out.';

CREATE FUNCTION media.use_no_longer_in_messages(messages uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    DELETE FROM media.entity_media WHERE entity_type = 'internal_messages' AND entity_id = ANY (messages);
END;
REVOKE EXECUTE ON FUNCTION media.use_no_longer_in_messages(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION media.use_no_longer_in_messages(uuid[]) TO messaging_hub;
COMMENT ON FUNCTION media.use_no_longer_in_messages(uuid[]) IS 'These messages use no file any more.';

-- Those there are already, which nobody had checked.
INSERT INTO media.entity_media (entity_id, entity_type, file_id, media_usage, display_order)
SELECT m.message_id, 'internal_messages', f.file_id, 'attachment', a.place - 1
FROM communications.internal_messages m,
    jsonb_array_elements(CASE WHEN jsonb_typeof(m.attachments) = 'array' THEN m.attachments ELSE '[]' END) WITH ORDINALITY AS a (attachment, place)
    JOIN media.media_files f ON f.file_id::text = a.attachment ->> 'media_id' AND NOT f.is_deleted
WHERE NOT m.is_deleted;
