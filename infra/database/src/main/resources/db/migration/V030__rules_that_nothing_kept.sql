-- Rules the source document states and nothing kept so far.

-- WhatsApp -----------------------------------------------------------------------------------------------------------------
ALTER TABLE communications.whatsapp_conversations ADD CONSTRAINT whatsapp_conversations_window CHECK (session_expires_at IS NULL
    OR (last_inbound_at IS NOT NULL AND session_expires_at - last_inbound_at <= interval '24 hours'));
COMMENT ON CONSTRAINT whatsapp_conversations_window ON communications.whatsapp_conversations IS
    'There is no window until the contact has written or called, and it is open for 24 hours from then at most.';

ALTER TABLE communications.whatsapp_messages
    ADD CONSTRAINT whatsapp_messages_media CHECK (media_url IS NULL OR message_type <> 'text'),
    ADD CONSTRAINT whatsapp_messages_analysis CHECK (direction = 'inbound' OR (ai_intent IS NULL AND ai_sentiment IS NULL));
COMMENT ON CONSTRAINT whatsapp_messages_media ON communications.whatsapp_messages IS 'A plain text carries no media.';
COMMENT ON CONSTRAINT whatsapp_messages_analysis ON communications.whatsapp_messages IS 'What we send ourselves is not analysed.';

-- The address is written when the media has been fetched, and is from then on part of what was said.
CREATE TRIGGER whatsapp_messages_media_stays AFTER UPDATE OF media_url ON communications.whatsapp_messages
    FOR EACH ROW WHEN (OLD.media_url IS NOT NULL AND NEW.media_url IS DISTINCT FROM OLD.media_url)
    EXECUTE FUNCTION public.keep_fixed_columns('media_url');
COMMENT ON TRIGGER whatsapp_messages_media_stays ON communications.whatsapp_messages IS
    'VE003: what a message carries is learnt once.';

CREATE FUNCTION communications.placeholders(body text) RETURNS text[]
    LANGUAGE sql IMMUTABLE AS
$placeholders$ SELECT ARRAY(SELECT DISTINCT found[1] FROM regexp_matches(body, '\{\{(.*?)\}\}', 'g') AS found) $placeholders$;
COMMENT ON FUNCTION communications.placeholders(text) IS 'What stands in double braces in a template, each once, in no order.';

CREATE FUNCTION communications.are_numbered(placeholders text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$numbered$ SELECT placeholders <@ ARRAY(SELECT generate_series(1, cardinality(placeholders))::text) $numbered$;
COMMENT ON FUNCTION communications.are_numbered(text[]) IS 'Whether they are the numbers from 1 upwards, none left out.';

CREATE FUNCTION communications.are_names(names jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$names$
    SELECT jsonb_typeof(names) = 'array' AND NOT jsonb_path_exists(names, 'strict $[*] ? (@.type() != "string" || @ == "")', silent => true)
$names$;
COMMENT ON FUNCTION communications.are_names(jsonb) IS 'Whether it is a list of texts of which none is empty.';

ALTER TABLE communications.whatsapp_templates
    ADD CONSTRAINT whatsapp_templates_placeholders
        CHECK (parameter_format = 'named' OR communications.are_numbered(communications.placeholders(body_text))),
    ADD CONSTRAINT whatsapp_templates_variables CHECK (CASE WHEN communications.are_names(variables) THEN parameter_format = 'named'
        OR jsonb_array_length(variables) IN (0, cardinality(communications.placeholders(body_text))) ELSE false END);
COMMENT ON CONSTRAINT whatsapp_templates_placeholders ON communications.whatsapp_templates IS
    'Placeholders are numbered {{1}}, {{2}} …, unless the template has named ones.';
COMMENT ON CONSTRAINT whatsapp_templates_variables ON communications.whatsapp_templates IS
    'Numbered placeholders have a name each, or none of them has.';

-- Outgoing webhooks --------------------------------------------------------------------------------------------------------
-- After the row, so that its own constraints speak first. An attempt that was made is always recorded, whatever became of the webhook.
CREATE FUNCTION operations.check_subscribed() RETURNS trigger
    LANGUAGE plpgsql AS
$check$
DECLARE
    active boolean;
    types  text[];
BEGIN
    SELECT is_active, event_types INTO STRICT active, types FROM operations.webhook_subscriptions WHERE webhook_id = NEW.webhook_id;
    IF NOT active THEN
        PERFORM public.refuse('VE013', format('webhook_deliveries: webhook %s is switched off (expected: one that is active)', NEW.webhook_id));
    END IF;
    IF NOT EXISTS (SELECT FROM unnest(types) AS type
        WHERE type = NEW.event_type OR (type LIKE '%.*' AND starts_with(NEW.event_type, rtrim(type, '*')))) THEN
        PERFORM public.refuse('VE013', format('webhook_deliveries: %s is none of the events of webhook %s', NEW.event_type, NEW.webhook_id));
    END IF;
    RETURN NULL;
END
$check$;
COMMENT ON FUNCTION operations.check_subscribed() IS
    'VE013: only what a webhook asks for is delivered to it, and only while it is active.';
CREATE TRIGGER webhook_deliveries_subscribed AFTER INSERT ON operations.webhook_deliveries
    FOR EACH ROW EXECUTE FUNCTION operations.check_subscribed();
CREATE TRIGGER webhook_deliveries_subscribed_again AFTER UPDATE OF status ON operations.webhook_deliveries
    FOR EACH ROW WHEN (NEW.status = 'pending' AND OLD.status <> 'pending') EXECUTE FUNCTION operations.check_subscribed();

-- Widgets ------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION api.check_widget_target() RETURNS trigger
    LANGUAGE plpgsql AS
$check$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (
            SELECT owner_team_id, owner_user_id FROM product.events
            WHERE NEW.target_entity_type = 'events' AND event_edition_id = NEW.target_entity_id AND NOT is_deleted
            UNION ALL
            SELECT owner_team_id, owner_user_id FROM product.venues
            WHERE NEW.target_entity_type = 'venues' AND venue_id = NEW.target_entity_id AND NOT is_deleted
            UNION ALL
            SELECT NULL, user_id FROM identity.artist_profiles
            WHERE NEW.target_entity_type = 'artist_profiles' AND user_id = NEW.target_entity_id
        ) AS target
        WHERE target.owner_team_id = NEW.owning_team_id OR EXISTS (SELECT FROM identity.team_memberships AS member
            WHERE member.team_id = NEW.owning_team_id AND member.user_id = target.owner_user_id
                AND member.is_active AND member.invitation_status = 'accepted')) THEN
        PERFORM public.refuse('VE011', format('embeddable_widgets: %s %s is not of team %s or one of its members (expected: their own)',
            NEW.target_entity_type, NEW.target_entity_id, NEW.owning_team_id));
    END IF;
    RETURN NULL;
END
$check$;
COMMENT ON FUNCTION api.check_widget_target() IS
    'VE011: a team embeds, and embeds again, only events, venues and artists that are its own or one of its active members''.';
CREATE TRIGGER embeddable_widgets_target AFTER INSERT ON api.embeddable_widgets
    FOR EACH ROW EXECUTE FUNCTION api.check_widget_target();
CREATE TRIGGER embeddable_widgets_target_again AFTER UPDATE OF status ON api.embeddable_widgets
    FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status <> 'active') EXECUTE FUNCTION api.check_widget_target();
