-- The negotiation of a booking is evidence: its messages are numbered without gaps, each is sealed by a hash over itself and the one
-- before, and what was accepted is accepted once. docs/negotiation.md has the recipe by which a stranger verifies it.
CREATE FUNCTION marketplace.canonical_json(value jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE AS
$canonical$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (SELECT '{' || coalesce(string_agg(to_json(m.name)::text || ':' || marketplace.canonical_json(m.member), ','
            ORDER BY m.name COLLATE "C"), '') || '}' FROM jsonb_each(value) AS m (name, member))
        WHEN 'array' THEN (SELECT '[' || coalesce(string_agg(marketplace.canonical_json(e.element), ',' ORDER BY e.place), '') || ']'
            FROM jsonb_array_elements(value) WITH ORDINALITY AS e (element, place))
        WHEN 'string' THEN to_json(value #>> '{}')::text
        ELSE value::text
    END;
END
$canonical$;
COMMENT ON FUNCTION marketplace.canonical_json(jsonb) IS
    'JSON in the one form that is hashed: names in order, no spaces, only what must be escaped is (RFC 8785, for texts and whole numbers).';

ALTER TABLE marketplace.booking_messages ADD COLUMN message_no bigint, ADD COLUMN hash text;
COMMENT ON COLUMN marketplace.booking_messages.message_no IS 'Number in the thread, from 1 without gaps; also the number of the event that brought it.';
COMMENT ON COLUMN marketplace.booking_messages.hash IS 'SHA-256, hexadecimal, of the hash before (of the first one: 32 zero bytes) and the canonical JSON of this message.';
COMMENT ON COLUMN marketplace.booking_messages.message_id IS 'Key of the message; UUID version 7.';
COMMENT ON COLUMN marketplace.booking_messages.offer_data IS 'Terms of an offer or counter_offer as an object; of an acceptance those it accepts; empty for all else.';

CREATE FUNCTION marketplace.message_hash(previous text, m marketplace.booking_messages) RETURNS text
    LANGUAGE sql STABLE AS
$hash$
    SELECT encode(sha256(decode(coalesce(previous, repeat('00', 32)), 'hex') || convert_to(marketplace.canonical_json(
        jsonb_build_object('at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'booking_id', m.booking_id,
            'message_id', m.message_id, 'message_no', m.message_no, 'message_text', m.message_text, 'message_type', m.message_type,
            'sender_user_id', m.sender_user_id)
        || CASE WHEN m.offer_data IS NULL THEN '{}' ELSE jsonb_build_object('offer_data', m.offer_data) END), 'UTF8')), 'hex')
$hash$;
COMMENT ON FUNCTION marketplace.message_hash(text, marketplace.booking_messages) IS
    'What seals a message: SHA-256 of the hash before and its own canonical JSON.';

DO $seal$
DECLARE
    m marketplace.booking_messages;
    previous marketplace.booking_messages;
BEGIN
    FOR m IN SELECT * FROM marketplace.booking_messages ORDER BY booking_id, message_id LOOP
        IF m.booking_id IS DISTINCT FROM previous.booking_id THEN
            previous := NULL;
        END IF;
        m.message_no := coalesce(previous.message_no, 0) + 1;
        m.hash := marketplace.message_hash(previous.hash, m);
        UPDATE marketplace.booking_messages SET message_no = m.message_no, hash = m.hash WHERE message_id = m.message_id;
        previous := m;
    END LOOP;
END
$seal$;
ALTER TABLE marketplace.booking_messages
    ALTER COLUMN message_no SET NOT NULL,
    ALTER COLUMN hash SET NOT NULL,
    ADD CONSTRAINT booking_messages_numbered UNIQUE (booking_id, message_no),
    ADD CONSTRAINT booking_messages_amounts CHECK (NOT offer_data ? 'fee_credits' OR offer_data ->> 'fee_credits' ~ '^\d{1,13}(\.\d{1,2})?$');

-- The numbers serve whoever reads a thread; what binds is looked for with every answer, however long the talk since.
DROP INDEX marketplace.idx_booking_messages_booking;
CREATE INDEX idx_booking_messages_binding ON marketplace.booking_messages (booking_id, message_no) WHERE message_type <> 'text';
CREATE UNIQUE INDEX booking_messages_accepted_once ON marketplace.booking_messages (booking_id) WHERE message_type = 'acceptance';

-- In the order of the numbers, not of the ids: those are of the clocks of several machines.
CREATE OR REPLACE FUNCTION marketplace.keep_open_offer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    talent     uuid;
    last_type  text;
    offered_by uuid;
    offered    jsonb;
BEGIN
    SELECT b.talent_user_id INTO talent FROM marketplace.bookings b WHERE b.booking_id = NEW.booking_id FOR NO KEY UPDATE;
    SELECT m.message_type, m.sender_user_id, m.offer_data INTO last_type, offered_by, offered
        FROM marketplace.booking_messages m
        WHERE m.booking_id = NEW.booking_id AND m.message_type <> 'text'
        ORDER BY m.message_no DESC LIMIT 1;
    IF NEW.message_type = 'offer' THEN
        IF last_type IN ('offer', 'counter_offer', 'acceptance') THEN
            PERFORM public.refuse('VE013', format('booking_messages: offer after %s (expected: none open, and none accepted)', last_type));
        END IF;
        RETURN NEW;
    END IF;
    IF last_type IS NULL OR last_type NOT IN ('offer', 'counter_offer')
        OR ((offered_by = talent) = (NEW.sender_user_id = talent)) <> (NEW.message_type = 'withdrawal') THEN
        PERFORM public.refuse('VE013', format('booking_messages: %s of no open offer (expected: an offer nobody has answered, of %s side)',
            NEW.message_type, CASE NEW.message_type WHEN 'withdrawal' THEN 'the same' ELSE 'the other' END));
    END IF;
    IF NEW.message_type = 'acceptance' THEN
        NEW.offer_data := coalesce(NEW.offer_data, offered);
        IF NEW.offer_data IS DISTINCT FROM offered THEN
            PERFORM public.refuse('VE013', 'booking_messages.offer_data: not the terms that are accepted (expected: those of the open offer)');
        END IF;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_open_offer() IS
    'VE013: an offer is made while none is open and none was accepted; a counter_offer, acceptance or rejection answers the latest open offer of the other side, a withdrawal that of its own, once. An acceptance has the terms it accepts.';
DROP TRIGGER booking_messages_open_offer ON marketplace.booking_messages;
CREATE TRIGGER booking_messages_open_offer BEFORE INSERT ON marketplace.booking_messages
    FOR EACH ROW WHEN (NEW.message_type IN ('offer', 'counter_offer', 'acceptance', 'rejection', 'withdrawal'))
    EXECUTE FUNCTION marketplace.keep_open_offer();

-- Number and hash may be left out. Whoever gives them has them right, or has not seen the message before.
CREATE FUNCTION marketplace.keep_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    last_no   bigint;
    last_hash text;
    sealed    text;
BEGIN
    PERFORM FROM marketplace.bookings WHERE booking_id = NEW.booking_id FOR NO KEY UPDATE;
    SELECT m.message_no, m.hash INTO last_no, last_hash
        FROM marketplace.booking_messages m WHERE m.booking_id = NEW.booking_id ORDER BY m.message_no DESC LIMIT 1;
    last_no := coalesce(last_no, 0);
    NEW.message_no := coalesce(NEW.message_no, last_no + 1);
    IF NEW.message_no <> last_no + 1 THEN
        PERFORM public.refuse('VE013', format('booking_messages.message_no: %s after %s (expected: one more)', NEW.message_no, last_no));
    END IF;
    sealed := marketplace.message_hash(last_hash, NEW);
    NEW.hash := coalesce(NEW.hash, sealed);
    IF NEW.hash <> sealed THEN
        PERFORM public.refuse('VE013', 'booking_messages.hash: not of this message after the one before (expected: as docs/negotiation.md has it)');
    END IF;
    RETURN NEW;
END
$keep$;
REVOKE EXECUTE ON FUNCTION marketplace.keep_chain() FROM PUBLIC;
COMMENT ON FUNCTION marketplace.keep_chain() IS
    'VE013: messages of a booking are numbered one after another and each is sealed by a hash over itself and the one before; either is filled in where it is left out.';
-- Named to come last, so that it seals what is stored.
CREATE TRIGGER booking_messages_sealed BEFORE INSERT ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_chain();

DROP TRIGGER booking_messages_fixed ON marketplace.booking_messages;
CREATE TRIGGER booking_messages_fixed
    BEFORE UPDATE OF message_id, booking_id, sender_user_id, message_type, message_text, offer_data, created_at, message_no, hash
    ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('message_id', 'booking_id', 'sender_user_id', 'message_type', 'message_text',
        'offer_data', 'created_at', 'message_no', 'hash');

-- The terms are locked by their acceptance: the marketplace domain takes them over, and no others.
CREATE FUNCTION marketplace.keep_accepted_terms() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    agreed jsonb;
    extra  jsonb;
BEGIN
    IF (NEW.fee_credits, NEW.travel_allowance_credits, NEW.accommodation_allowance_credits, NEW.meal_allowance_credits, NEW.equipment_allowance_credits)
        IS NOT DISTINCT FROM
        (OLD.fee_credits, OLD.travel_allowance_credits, OLD.accommodation_allowance_credits, OLD.meal_allowance_credits, OLD.equipment_allowance_credits) THEN
        RETURN NEW;
    END IF;
    SELECT m.offer_data, coalesce(m.offer_data -> 'allowances', '{}') INTO agreed, extra
        FROM marketplace.booking_messages m WHERE m.booking_id = NEW.booking_id AND m.message_type = 'acceptance';
    IF agreed ? 'fee_credits'
        AND (NEW.fee_credits, NEW.travel_allowance_credits, NEW.accommodation_allowance_credits, NEW.meal_allowance_credits, NEW.equipment_allowance_credits)
        IS DISTINCT FROM
        ((agreed ->> 'fee_credits')::numeric, coalesce(extra ->> 'travel', '0')::numeric, coalesce(extra ->> 'accommodation', '0')::numeric,
            coalesce(extra ->> 'meals', '0')::numeric, coalesce(extra ->> 'equipment', '0')::numeric) THEN
        PERFORM public.refuse('VE003', 'bookings: fee and allowances are not those that were accepted (expected: the terms of the acceptance, all at once)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_accepted_terms() IS
    'VE003: once an offer was accepted, fee and allowances of the booking change only to what it says.';
CREATE TRIGGER bookings_accepted BEFORE UPDATE OF fee_credits, travel_allowance_credits, accommodation_allowance_credits,
    meal_allowance_credits, equipment_allowance_credits ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_accepted_terms();
