-- Rules of the document that a default alone suggested, or that nothing kept.

-- First states: a default does not keep a writer from another one.
CREATE TRIGGER teams_first_state BEFORE INSERT ON identity.teams
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('verification_status', 'unverified');
CREATE TRIGGER events_first_state BEFORE INSERT ON product.events
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'draft');
CREATE TRIGGER tours_first_state BEFORE INSERT ON product.tours
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'planning');

-- Everybody who can hold money keeps a wallet. The lock of the owner keeps two deletions from each relying on the other's wallet.
CREATE FUNCTION finance.keep_last_wallet() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(format('wallets of %s', coalesce(NEW.user_id, NEW.team_id)), 0));
    IF NOT EXISTS (SELECT FROM finance.wallets w WHERE (w.user_id = NEW.user_id OR w.team_id = NEW.team_id)
            AND w.wallet_type = NEW.wallet_type AND w.wallet_id <> NEW.wallet_id AND NOT w.is_deleted)
        AND (EXISTS (SELECT FROM security.users u WHERE u.user_id = NEW.user_id AND NOT u.is_deleted)
            OR EXISTS (SELECT FROM identity.teams t WHERE t.team_id = NEW.team_id AND NOT t.is_deleted)) THEN
        PERFORM public.refuse('VE013', format('wallets: %s is the last %s wallet of its owner (expected: another one, or an owner who is deleted)',
            NEW.wallet_id, NEW.wallet_type));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION finance.keep_last_wallet() IS
    'VE013: a user has a personal wallet and a team a business one as long as they are there; the last is not deleted before its owner.';
CREATE TRIGGER wallets_last BEFORE UPDATE OF is_deleted ON finance.wallets
    FOR EACH ROW WHEN (NEW.is_deleted AND NOT OLD.is_deleted AND NEW.wallet_type <> 'escrow')
    EXECUTE FUNCTION finance.keep_last_wallet();

CREATE FUNCTION marketplace.keep_talent() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    archetype text;
BEGIN
    SELECT u.primary_archetype INTO archetype FROM security.users u WHERE u.user_id = NEW.talent_user_id;
    IF archetype NOT IN ('Artist', 'Expert') THEN
        PERFORM public.refuse('VE013', format('bookings.talent_user_id: a %s (expected: an Artist or Expert)', archetype));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_talent() IS 'VE013: who is booked is an artist or an expert.';
CREATE TRIGGER bookings_talent BEFORE INSERT ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_talent();

CREATE FUNCTION marketplace.keep_rating_time() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    ends timestamptz;
BEGIN
    SELECT e.end_datetime INTO ends FROM product.events e WHERE e.event_edition_id = NEW.event_id;
    IF clock_timestamp() < ends THEN
        PERFORM public.refuse('VE010', format('bookings: the event ends at %s (expected: ratings after it)', ends));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_rating_time() IS 'VE010: both sides rate each other once the event is over.';
-- Named to come after the check of who rates.
CREATE TRIGGER bookings_rating_time BEFORE UPDATE OF organizer_rating, artist_rating ON marketplace.bookings
    FOR EACH ROW WHEN (NEW.organizer_rating IS DISTINCT FROM OLD.organizer_rating OR NEW.artist_rating IS DISTINCT FROM OLD.artist_rating)
    EXECUTE FUNCTION marketplace.keep_rating_time();

-- Pairs of id and type have no foreign key, but these point into their own schema, where rows are deleted softly: who was there stays.
CREATE FUNCTION product.keep_entity() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    entity_id   constant uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    entity_type constant text := to_jsonb(NEW) ->> TG_ARGV[1];
    found_one   boolean;
BEGIN
    found_one := CASE entity_type
        WHEN 'venues' THEN EXISTS (SELECT FROM product.venues WHERE venue_id = entity_id)
        WHEN 'events' THEN EXISTS (SELECT FROM product.events WHERE event_edition_id = entity_id)
        WHEN 'tours' THEN EXISTS (SELECT FROM product.tours WHERE tour_id = entity_id)
        WHEN 'campaigns' THEN EXISTS (SELECT FROM product.campaigns WHERE campaign_id = entity_id)
        WHEN 'brands' THEN EXISTS (SELECT FROM product.brands WHERE brand_id = entity_id)
        WHEN 'destinations' THEN EXISTS (SELECT FROM product.destinations WHERE destination_id = entity_id)
        WHEN 'event_categories' THEN EXISTS (SELECT FROM product.event_categories WHERE category_id = entity_id)
        ELSE true END;
    IF NOT found_one THEN
        PERFORM public.refuse('VE013', format('%s.%s: %s is none of %s (expected: the key of a row)', TG_TABLE_NAME, TG_ARGV[0], entity_id, entity_type));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION product.keep_entity() IS
    'VE013: what a pair of id and type names is there. Arguments: the two columns. Types that are none are the list''s to refuse.';
CREATE TRIGGER campaigns_entity BEFORE INSERT OR UPDATE OF associated_entity_id, associated_entity_type ON product.campaigns
    FOR EACH ROW WHEN (NEW.associated_entity_id IS NOT NULL AND NEW.associated_entity_type IS NOT NULL)
    EXECUTE FUNCTION product.keep_entity('associated_entity_id', 'associated_entity_type');
CREATE TRIGGER entity_translations_entity BEFORE INSERT OR UPDATE OF entity_id, entity_type ON product.entity_translations
    FOR EACH ROW WHEN (NEW.entity_id IS NOT NULL AND NEW.entity_type IS NOT NULL)
    EXECUTE FUNCTION product.keep_entity('entity_id', 'entity_type');

-- What guests do not eat. Whoever may choose the guests asks for them with and without one person, and the difference is what that
-- person does not eat. Whoever may ask again waits until one ticket has changed hands. So the guests are those who hold a ticket of an
-- event, they are counted once, by the daily run and not at anybody's request, and the numbers are rounded: two events that nearly the
-- same people go to would be a difference, too.
DROP FUNCTION identity.dietary_needs(uuid[]);

CREATE TABLE identity.dietary_needs (
    event_edition_id uuid        NOT NULL REFERENCES product.events (event_edition_id),
    restriction      text        NOT NULL,
    people           integer     NOT NULL,
    counted_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_edition_id, restriction),
    CONSTRAINT dietary_needs_people CHECK (people > 0 AND people % 5 = 0)
);
REVOKE INSERT, UPDATE, DELETE ON identity.dietary_needs FROM identity_domain;
CREATE TRIGGER dietary_needs_append_only BEFORE UPDATE OR DELETE ON identity.dietary_needs
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE identity.dietary_needs IS
    'What the guests of an event do not eat, for its caterers: counted without names, once per event, in the week before it begins. Written by identity.count_dietary_needs alone.';
COMMENT ON COLUMN identity.dietary_needs.event_edition_id IS 'The event.';
COMMENT ON COLUMN identity.dietary_needs.restriction IS 'What they do not eat.';
COMMENT ON COLUMN identity.dietary_needs.people IS 'How many of the guests at most, rounded up to fives; what fewer than three do not eat is left out.';
COMMENT ON COLUMN identity.dietary_needs.counted_at IS 'When they were counted.';

CREATE FUNCTION identity.count_dietary_needs() RETURNS integer
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$count$
    WITH due AS (
        SELECT e.event_edition_id FROM product.events e
        WHERE now() BETWEEN e.start_datetime - interval '7 days' AND e.end_datetime AND e.status = 'published' AND NOT e.is_deleted
            AND NOT EXISTS (SELECT FROM identity.dietary_needs counted WHERE counted.event_edition_id = e.event_edition_id)
    ), guests AS (
        SELECT DISTINCT t.event_id, f.user_id, f.dietary_restrictions
        FROM due JOIN event_operations.tickets t ON t.event_id = due.event_edition_id
            JOIN identity.fan_profiles f ON f.user_id = t.current_owner_user_id
        WHERE t.status <> 'refunded' AND NOT t.is_deleted
    ), enough AS (
        SELECT event_id FROM guests GROUP BY event_id HAVING count(*) >= 10
    ), counted AS (
        INSERT INTO identity.dietary_needs (event_edition_id, restriction, people)
        SELECT g.event_id, need, (count(DISTINCT g.user_id) + 4) / 5 * 5
        FROM enough JOIN guests g USING (event_id), unnest(g.dietary_restrictions) AS need
        GROUP BY g.event_id, need HAVING count(DISTINCT g.user_id) >= 3
        RETURNING event_edition_id
    )
    SELECT count(DISTINCT event_edition_id)::integer FROM counted
$count$;
COMMENT ON FUNCTION identity.count_dietary_needs() IS
    'Rule: dietary needs reach caterers only aggregated and anonymous. Counts those of the ticket holders of every published event that begins within a week and was not counted yet: nothing for fewer than ten fans, no need of fewer than three. Returns how many events it counted. For the migration role, every day.';
REVOKE EXECUTE ON FUNCTION identity.count_dietary_needs() FROM PUBLIC;
