-- A status that starts where its lifecycle does; public.keep_lifecycle keeps the way from there.
CREATE FUNCTION public.keep_first_state() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    found_state text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF found_state IS DISTINCT FROM TG_ARGV[1] THEN
        PERFORM public.refuse('VE004', format('%s.%s: a new row cannot be %s (expected: %s)', TG_TABLE_NAME, TG_ARGV[0], found_state, TG_ARGV[1]));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION public.keep_first_state() IS
    'VE004: arguments are the column and the state every new row has. To be attached as BEFORE INSERT.';

-- Bookings --------------------------------------------------------------------------------------------------------------
CREATE TABLE marketplace.bookings (
    booking_id                      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    booking_reference               varchar(100)  NOT NULL UNIQUE,
    event_id                        uuid          NOT NULL REFERENCES product.events (event_edition_id),
    talent_user_id                  uuid          NOT NULL REFERENCES security.users (user_id),
    booked_by_user_id               uuid REFERENCES security.users (user_id),
    booked_by_team_id               uuid REFERENCES identity.teams (team_id),
    fee_credits                     numeric(15,2) NOT NULL CHECK (fee_credits >= 0),
    travel_allowance_credits        numeric(15,2) NOT NULL DEFAULT 0 CHECK (travel_allowance_credits >= 0),
    accommodation_allowance_credits numeric(15,2) NOT NULL DEFAULT 0 CHECK (accommodation_allowance_credits >= 0),
    meal_allowance_credits          numeric(15,2) NOT NULL DEFAULT 0 CHECK (meal_allowance_credits >= 0),
    equipment_allowance_credits     numeric(15,2) NOT NULL DEFAULT 0 CHECK (equipment_allowance_credits >= 0),
    total_amount_credits            numeric(15,2) NOT NULL GENERATED ALWAYS AS (fee_credits + travel_allowance_credits
        + accommodation_allowance_credits + meal_allowance_credits + equipment_allowance_credits) STORED,
    status                          text          NOT NULL DEFAULT 'inquiry' CHECK (status IN
        ('inquiry', 'pending', 'confirmed', 'completed', 'cancelled')),
    confirmed_at                    timestamptz,
    organizer_rating                integer CHECK (organizer_rating BETWEEN 1 AND 5),
    artist_rating                   integer CHECK (artist_rating BETWEEN 1 AND 5),
    CONSTRAINT check_booking_party CHECK (num_nonnulls(booked_by_user_id, booked_by_team_id) = 1),
    CONSTRAINT bookings_confirmed_at CHECK (CASE
        WHEN status IN ('inquiry', 'pending') THEN confirmed_at IS NULL
        WHEN status IN ('confirmed', 'completed') THEN confirmed_at IS NOT NULL
        ELSE true END),
    CONSTRAINT bookings_rated_after_completion CHECK (status = 'completed' OR num_nonnulls(organizer_rating, artist_rating) = 0)
);
CALL public.make_base_entity('marketplace.bookings', 'booking_id');
CREATE INDEX idx_bookings_event ON marketplace.bookings (event_id) WHERE NOT is_deleted;
CREATE INDEX idx_bookings_talent ON marketplace.bookings (talent_user_id) WHERE NOT is_deleted;
CREATE INDEX idx_bookings_booked_by_user ON marketplace.bookings (booked_by_user_id) WHERE booked_by_user_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_bookings_booked_by_team ON marketplace.bookings (booked_by_team_id) WHERE booked_by_team_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_bookings_status ON marketplace.bookings (status) WHERE NOT is_deleted;
COMMENT ON TABLE marketplace.bookings IS 'The hiring of an artist or expert for an event, from the inquiry to the ratings.';
COMMENT ON COLUMN marketplace.bookings.booking_id IS 'Key of the booking.';
COMMENT ON COLUMN marketplace.bookings.booking_reference IS 'Reference for people; never given twice, never changes.';
COMMENT ON COLUMN marketplace.bookings.event_id IS 'The event somebody is hired for; never changes.';
COMMENT ON COLUMN marketplace.bookings.talent_user_id IS 'The artist or expert; never changes.';
COMMENT ON COLUMN marketplace.bookings.booked_by_user_id IS 'The person who books; empty if a team does. Never changes.';
COMMENT ON COLUMN marketplace.bookings.booked_by_team_id IS 'The team that books; empty if a person does. Never changes.';
COMMENT ON COLUMN marketplace.bookings.fee_credits IS 'Fee for the performance or service, in credits; fixed once confirmed.';
COMMENT ON COLUMN marketplace.bookings.travel_allowance_credits IS 'What is paid for travel, in credits; fixed once confirmed.';
COMMENT ON COLUMN marketplace.bookings.accommodation_allowance_credits IS 'What is paid for accommodation, in credits; fixed once confirmed.';
COMMENT ON COLUMN marketplace.bookings.meal_allowance_credits IS 'What is paid for meals, in credits; fixed once confirmed.';
COMMENT ON COLUMN marketplace.bookings.equipment_allowance_credits IS 'What is paid for equipment, in credits; fixed once confirmed.';
COMMENT ON COLUMN marketplace.bookings.total_amount_credits IS 'Fee and all allowances, in credits; computed.';
COMMENT ON COLUMN marketplace.bookings.status IS 'inquiry, pending, confirmed, completed, one after the other; cancelled instead from any but completed.';
COMMENT ON COLUMN marketplace.bookings.confirmed_at IS 'When the booking became confirmed, set by a trigger; stays if it is cancelled later.';
COMMENT ON COLUMN marketplace.bookings.organizer_rating IS 'What the booking party thinks of the talent, 1 to 5; only once completed, only by that party.';
COMMENT ON COLUMN marketplace.bookings.artist_rating IS 'What the talent, artist or expert, thinks of the booking party, 1 to 5; only once completed, only by the talent.';

-- Who is on which side. A talent who is also in the team that books speaks as the talent.
CREATE FUNCTION marketplace.side_of(booking uuid, person uuid) RETURNS text
    LANGUAGE sql STABLE AS
$side$
    SELECT CASE
        WHEN b.talent_user_id = person THEN 'talent'
        WHEN b.booked_by_user_id = person THEN 'organizer'
        WHEN EXISTS (SELECT FROM identity.team_memberships m
            WHERE m.team_id = b.booked_by_team_id AND m.user_id = person AND m.is_active AND m.invitation_status = 'accepted') THEN 'organizer'
    END
    FROM marketplace.bookings b WHERE b.booking_id = booking
$side$;
COMMENT ON FUNCTION marketplace.side_of(uuid, uuid) IS
    'The side a person is on in a booking: talent, organizer (who booked it, or an active member of the team that did), or null for everybody else.';

CREATE TRIGGER bookings_first_state BEFORE INSERT ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'inquiry');
CREATE TRIGGER bookings_lifecycle BEFORE UPDATE OF status ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'inquiry>pending', 'pending>confirmed', 'confirmed>completed',
        'inquiry>cancelled', 'pending>cancelled', 'confirmed>cancelled');
CREATE TRIGGER bookings_fixed BEFORE UPDATE OF booking_reference, event_id, talent_user_id, booked_by_user_id, booked_by_team_id
    ON marketplace.bookings FOR EACH ROW
    EXECUTE FUNCTION public.keep_fixed_columns('booking_reference', 'event_id', 'talent_user_id', 'booked_by_user_id', 'booked_by_team_id');

CREATE FUNCTION marketplace.keep_confirmation() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.confirmed_at := NULL;
    ELSIF NEW.status = 'confirmed' AND OLD.status <> 'confirmed' THEN
        NEW.confirmed_at := now();
    ELSE
        NEW.confirmed_at := OLD.confirmed_at;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_confirmation() IS
    'confirmed_at is when the booking became confirmed, whatever a writer gives.';
CREATE TRIGGER bookings_confirmation BEFORE INSERT OR UPDATE OF status, confirmed_at ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_confirmation();

-- The total is computed after this trigger, so its parts are added here.
CREATE FUNCTION marketplace.keep_escrow() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    due  numeric := NEW.fee_credits + NEW.travel_allowance_credits + NEW.accommodation_allowance_credits
        + NEW.meal_allowance_credits + NEW.equipment_allowance_credits;
    held numeric;
BEGIN
    IF NEW.status <> 'confirmed' OR OLD.status = 'confirmed' THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(sum(CASE t.transaction_type WHEN 'escrow_hold' THEN t.amount ELSE -t.amount END), 0) INTO held
        FROM finance.transactions t
        WHERE t.related_entity_id = NEW.booking_id AND t.related_entity_type = 'bookings' AND t.status = 'completed'
            AND t.transaction_type IN ('escrow_hold', 'escrow_release', 'escrow_refund');
    IF held < due THEN
        PERFORM public.refuse('VE013', format('bookings.status: %s of %s credits are held for %s (expected: all of them before it is confirmed)',
            held, due, NEW.booking_reference));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_escrow() IS
    'VE013: a booking becomes confirmed only when what is still held in escrow for it covers its total; a total of nothing needs none.';
-- Named to come after the lifecycle, so that a move that is none is called that.
CREATE TRIGGER bookings_money BEFORE UPDATE OF status ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_escrow();

CREATE FUNCTION marketplace.keep_agreed_terms() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF OLD.confirmed_at IS NOT NULL
        AND (NEW.fee_credits, NEW.travel_allowance_credits, NEW.accommodation_allowance_credits, NEW.meal_allowance_credits, NEW.equipment_allowance_credits)
        IS DISTINCT FROM
        (OLD.fee_credits, OLD.travel_allowance_credits, OLD.accommodation_allowance_credits, OLD.meal_allowance_credits, OLD.equipment_allowance_credits) THEN
        PERFORM public.refuse('VE003', 'bookings: fee and allowances are fixed once confirmed (expected: what is held in escrow)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_agreed_terms() IS
    'VE003: fee and allowances never change once the booking was confirmed, because the escrow holds exactly them.';
CREATE TRIGGER bookings_terms BEFORE UPDATE OF fee_credits, travel_allowance_credits, accommodation_allowance_credits,
    meal_allowance_credits, equipment_allowance_credits ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_agreed_terms();

CREATE FUNCTION marketplace.keep_raters() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    side text := marketplace.side_of(NEW.booking_id, public.acting_user());
BEGIN
    IF NEW.organizer_rating IS DISTINCT FROM OLD.organizer_rating AND side IS DISTINCT FROM 'organizer' THEN
        PERFORM public.refuse('VE011', 'bookings.organizer_rating: not given by the side that booked (expected: the person, or a member of the team)');
    END IF;
    IF NEW.artist_rating IS DISTINCT FROM OLD.artist_rating AND side IS DISTINCT FROM 'talent' THEN
        PERFORM public.refuse('VE011', 'bookings.artist_rating: not given by the talent (expected: the talent)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_raters() IS
    'VE011: each side gives its own rating; who acts is the setting eventful.acting_user, and the system itself rates nobody.';
CREATE TRIGGER bookings_raters BEFORE UPDATE OF organizer_rating, artist_rating ON marketplace.bookings
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_raters();

-- Negotiation -----------------------------------------------------------------------------------------------------------
CREATE TABLE marketplace.booking_messages (
    message_id     uuid PRIMARY KEY DEFAULT uuidv7(),
    booking_id     uuid        NOT NULL REFERENCES marketplace.bookings (booking_id),
    sender_user_id uuid        NOT NULL REFERENCES security.users (user_id),
    message_type   text        NOT NULL DEFAULT 'text' CHECK (message_type IN
        ('text', 'offer', 'counter_offer', 'acceptance', 'rejection', 'withdrawal')),
    message_text   text        NOT NULL,
    offer_data     jsonb CHECK (jsonb_typeof(offer_data) = 'object'),
    is_read        boolean     NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT booking_messages_offer CHECK (CASE
        WHEN message_type IN ('offer', 'counter_offer') THEN offer_data IS NOT NULL
        WHEN message_type = 'text' THEN offer_data IS NULL
        ELSE true END)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_booking_messages_booking ON marketplace.booking_messages (booking_id, message_id);
COMMENT ON TABLE marketplace.booking_messages IS
    'The negotiation of a booking, kept apart from chat: every text, offer and answer stays as it was sent. Written by the messaging hub.';
COMMENT ON COLUMN marketplace.booking_messages.message_id IS 'Key of the message; UUID version 7, so a thread is in its order.';
COMMENT ON COLUMN marketplace.booking_messages.booking_id IS 'The booking that is negotiated.';
COMMENT ON COLUMN marketplace.booking_messages.sender_user_id IS 'Who sent it: the talent, who booked, or an active member of the team that booked.';
COMMENT ON COLUMN marketplace.booking_messages.message_type IS 'text is talk; an offer or counter_offer binds until it is answered by a counter_offer, an acceptance or a rejection of the other side, or by a withdrawal of its own.';
COMMENT ON COLUMN marketplace.booking_messages.message_text IS 'What was written.';
COMMENT ON COLUMN marketplace.booking_messages.offer_data IS 'Terms of an offer or counter_offer as an object; empty for text.';
COMMENT ON COLUMN marketplace.booking_messages.is_read IS 'Whether anybody of the other side has read it; never goes back.';
COMMENT ON COLUMN marketplace.booking_messages.created_at IS 'When it was stored.';

CREATE FUNCTION marketplace.keep_senders() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.sender_user_id IS NOT NULL AND marketplace.side_of(NEW.booking_id, NEW.sender_user_id) IS NULL
        AND EXISTS (SELECT FROM marketplace.bookings WHERE booking_id = NEW.booking_id) THEN
        PERFORM public.refuse('VE011', 'booking_messages.sender_user_id: not a party of the booking (expected: the talent, who booked, or an active member of the team)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_senders() IS 'VE011: only the two parties of a booking write in its thread.';
CREATE TRIGGER booking_messages_author BEFORE INSERT ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_senders();

-- Runs as its owner, because the hub may lock no booking; the lock puts the answers of one thread one after the other. Whoever
-- sent a message and is not the talent was on the other side then, even if no longer in the team.
CREATE FUNCTION marketplace.keep_open_offer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    talent     uuid;
    last_type  text;
    offered_by uuid;
BEGIN
    SELECT b.talent_user_id INTO talent FROM marketplace.bookings b WHERE b.booking_id = NEW.booking_id FOR NO KEY UPDATE;
    SELECT m.message_type, m.sender_user_id INTO last_type, offered_by
        FROM marketplace.booking_messages m
        WHERE m.booking_id = NEW.booking_id AND m.message_type <> 'text'
        ORDER BY m.message_id DESC LIMIT 1;
    IF last_type IS NULL OR last_type NOT IN ('offer', 'counter_offer')
        OR ((offered_by = talent) = (NEW.sender_user_id = talent)) <> (NEW.message_type = 'withdrawal') THEN
        PERFORM public.refuse('VE013', format('booking_messages: %s of no open offer (expected: an offer nobody has answered, of %s side)',
            NEW.message_type, CASE NEW.message_type WHEN 'withdrawal' THEN 'the same' ELSE 'the other' END));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_open_offer() IS
    'VE013: a counter_offer, acceptance or rejection answers the latest open offer of the other side, a withdrawal that of its own, once.';
CREATE TRIGGER booking_messages_open_offer BEFORE INSERT ON marketplace.booking_messages
    FOR EACH ROW WHEN (NEW.message_type IN ('counter_offer', 'acceptance', 'rejection', 'withdrawal'))
    EXECUTE FUNCTION marketplace.keep_open_offer();

CREATE TRIGGER booking_messages_fixed
    BEFORE UPDATE OF message_id, booking_id, sender_user_id, message_type, message_text, offer_data, created_at ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('message_id', 'booking_id', 'sender_user_id', 'message_type', 'message_text',
        'offer_data', 'created_at');
CREATE TRIGGER booking_messages_first_state BEFORE INSERT ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('is_read', 'false');
CREATE TRIGGER booking_messages_read BEFORE UPDATE OF is_read ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('is_read', 'false>true');
CREATE TRIGGER booking_messages_append_only BEFORE DELETE ON marketplace.booking_messages
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();

CREATE TABLE marketplace.booking_message_reads (
    message_id     uuid        NOT NULL REFERENCES marketplace.booking_messages (message_id),
    reader_user_id uuid        NOT NULL REFERENCES security.users (user_id),
    read_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, reader_user_id)
);
COMMENT ON TABLE marketplace.booking_message_reads IS 'Which party has read which message of a negotiation, and when: a team has many readers. Written by the messaging hub.';
COMMENT ON COLUMN marketplace.booking_message_reads.message_id IS 'The message that was read.';
COMMENT ON COLUMN marketplace.booking_message_reads.reader_user_id IS 'Who read it: a party of the booking.';
COMMENT ON COLUMN marketplace.booking_message_reads.read_at IS 'When it was read first.';
CREATE TRIGGER booking_message_reads_append_only BEFORE UPDATE OR DELETE ON marketplace.booking_message_reads
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();

-- After the insert, so that a repeated mark (ON CONFLICT DO NOTHING) does nothing here either.
CREATE FUNCTION marketplace.note_reading() RETURNS trigger
    LANGUAGE plpgsql AS
$note$
DECLARE
    sender_side text;
    reader_side text;
BEGIN
    SELECT CASE m.sender_user_id WHEN b.talent_user_id THEN 'talent' ELSE 'organizer' END, marketplace.side_of(b.booking_id, NEW.reader_user_id)
        INTO sender_side, reader_side
        FROM marketplace.booking_messages m JOIN marketplace.bookings b USING (booking_id) WHERE m.message_id = NEW.message_id;
    IF reader_side IS NULL THEN
        PERFORM public.refuse('VE011', 'booking_message_reads.reader_user_id: not a party of the booking (expected: the talent, who booked, or an active member of the team)');
    END IF;
    IF reader_side <> sender_side THEN
        UPDATE marketplace.booking_messages SET is_read = true WHERE message_id = NEW.message_id AND NOT is_read;
    END IF;
    RETURN NULL;
END
$note$;
COMMENT ON FUNCTION marketplace.note_reading() IS
    'VE011: only parties read the thread. The first reader of the other side makes the message read.';
CREATE TRIGGER booking_message_reads_note AFTER INSERT ON marketplace.booking_message_reads
    FOR EACH ROW EXECUTE FUNCTION marketplace.note_reading();

-- The schema is the marketplace domain's, these two tables are the hub's.
REVOKE INSERT, UPDATE, DELETE ON marketplace.booking_messages, marketplace.booking_message_reads FROM marketplace_domain;
GRANT INSERT, UPDATE (is_read) ON marketplace.booking_messages TO messaging_hub;
GRANT INSERT ON marketplace.booking_message_reads TO messaging_hub;

-- Contracts -------------------------------------------------------------------------------------------------------------
CREATE FUNCTION marketplace.defines_placeholders(content text, placeholders jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$defines$
    SELECT coalesce(bool_and(placeholders ? name[1]), true)
    FROM regexp_matches(content, '\{\{\{\s*([^{}]*?)\s*\}\}\}', 'g') AS name
$defines$;
COMMENT ON FUNCTION marketplace.defines_placeholders(text, jsonb) IS
    'Whether every name in triple braces of a text is a key of the placeholders.';

CREATE TABLE marketplace.contract_templates (
    template_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    template_name      varchar(255) NOT NULL,
    template_category  text         NOT NULL CHECK (template_category IN ('artist_performance', 'venue_rental', 'sponsorship')),
    template_content   text         NOT NULL,
    placeholders       jsonb        NOT NULL CHECK (jsonb_typeof(placeholders) = 'object'),
    is_public          boolean      NOT NULL DEFAULT false,
    created_by_team_id uuid REFERENCES identity.teams (team_id),
    CONSTRAINT contract_templates_owner CHECK (is_public = (created_by_team_id IS NULL)),
    CONSTRAINT contract_templates_placeholders_defined CHECK (marketplace.defines_placeholders(template_content, placeholders))
);
CREATE INDEX idx_contract_templates_team ON marketplace.contract_templates (created_by_team_id) WHERE created_by_team_id IS NOT NULL;
COMMENT ON TABLE marketplace.contract_templates IS 'Contract texts to be filled in: those of the platform are public, those of a team are private to it.';
COMMENT ON COLUMN marketplace.contract_templates.template_id IS 'Key of the template.';
COMMENT ON COLUMN marketplace.contract_templates.template_name IS 'What it is called.';
COMMENT ON COLUMN marketplace.contract_templates.template_category IS 'What kind of agreement it is for.';
COMMENT ON COLUMN marketplace.contract_templates.template_content IS 'The legal text, with the names of variables in triple braces.';
COMMENT ON COLUMN marketplace.contract_templates.placeholders IS 'Object: name of each variable of the text → its type. Filled from the booking and its people.';
COMMENT ON COLUMN marketplace.contract_templates.is_public IS 'Whether everybody may use it: exactly those of the platform.';
COMMENT ON COLUMN marketplace.contract_templates.created_by_team_id IS 'The team it belongs to; empty for templates of the platform.';

CREATE TABLE marketplace.contracts (
    contract_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    booking_id       uuid         NOT NULL REFERENCES marketplace.bookings (booking_id),
    contract_number  varchar(100) NOT NULL UNIQUE,
    status           text         NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'signed', 'fulfilled')),
    document_url     varchar(500),
    template_id      uuid REFERENCES marketplace.contract_templates (template_id),
    client_signed_at timestamptz,
    artist_signed_at timestamptz,
    CONSTRAINT contracts_document CHECK (status = 'draft' OR document_url IS NOT NULL),
    CONSTRAINT contracts_signatures CHECK (CASE
        WHEN status = 'draft' THEN num_nonnulls(client_signed_at, artist_signed_at) = 0
        WHEN status IN ('signed', 'fulfilled') THEN num_nonnulls(client_signed_at, artist_signed_at) = 2
        ELSE true END)
);
CALL public.make_base_entity('marketplace.contracts', 'contract_id');
CREATE UNIQUE INDEX idx_contracts_booking ON marketplace.contracts (booking_id) WHERE NOT is_deleted;
CREATE INDEX idx_contracts_template ON marketplace.contracts (template_id) WHERE template_id IS NOT NULL AND NOT is_deleted;
COMMENT ON TABLE marketplace.contracts IS 'The legal agreement of a booking: one for each that was confirmed.';
COMMENT ON COLUMN marketplace.contracts.contract_id IS 'Key of the contract.';
COMMENT ON COLUMN marketplace.contracts.booking_id IS 'The booking it is about; one contract that is not deleted per booking. Never changes.';
COMMENT ON COLUMN marketplace.contracts.contract_number IS 'Number for people; never given twice, never changes.';
COMMENT ON COLUMN marketplace.contracts.status IS 'draft, then sent, then signed (by both), then fulfilled.';
COMMENT ON COLUMN marketplace.contracts.document_url IS 'Where the document lies; needed before it is sent, and fixed from then on.';
COMMENT ON COLUMN marketplace.contracts.template_id IS 'The template it was made from; empty if from none.';
COMMENT ON COLUMN marketplace.contracts.client_signed_at IS 'When the booking party signed; never changes.';
COMMENT ON COLUMN marketplace.contracts.artist_signed_at IS 'When the talent, artist or expert, signed; never changes.';
CREATE TRIGGER contracts_first_state BEFORE INSERT ON marketplace.contracts
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'draft');
CREATE TRIGGER contracts_lifecycle BEFORE UPDATE OF status ON marketplace.contracts
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'draft>sent', 'sent>signed', 'signed>fulfilled');
CREATE TRIGGER contracts_fixed BEFORE UPDATE OF booking_id, contract_number ON marketplace.contracts
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('booking_id', 'contract_number');

CREATE FUNCTION marketplace.keep_contract() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF (OLD.client_signed_at IS NOT NULL AND NEW.client_signed_at IS DISTINCT FROM OLD.client_signed_at)
        OR (OLD.artist_signed_at IS NOT NULL AND NEW.artist_signed_at IS DISTINCT FROM OLD.artist_signed_at) THEN
        PERFORM public.refuse('VE003', 'contracts: a signature stays with its time');
    END IF;
    IF OLD.status <> 'draft' AND (NEW.document_url, NEW.template_id) IS DISTINCT FROM (OLD.document_url, OLD.template_id) THEN
        PERFORM public.refuse('VE003', 'contracts: document and template are fixed once the contract is sent');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_contract() IS
    'VE003: what was sent to be signed never changes, and a signature given is never taken back or moved.';
CREATE TRIGGER contracts_kept BEFORE UPDATE OF client_signed_at, artist_signed_at, document_url, template_id ON marketplace.contracts
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_contract();

-- The lock keeps the booking from being cancelled meanwhile.
CREATE FUNCTION marketplace.keep_contract_booking() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    booked text;
BEGIN
    SELECT b.status INTO booked FROM marketplace.bookings b WHERE b.booking_id = NEW.booking_id FOR SHARE;
    IF booked <> 'confirmed' THEN
        PERFORM public.refuse('VE013', format('contracts.booking_id: the booking is %s (expected: confirmed)', booked));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_contract_booking() IS 'VE013: a contract is made for a booking that is confirmed.';
CREATE TRIGGER contracts_booking BEFORE INSERT ON marketplace.contracts
    FOR EACH ROW EXECUTE FUNCTION marketplace.keep_contract_booking();

CREATE FUNCTION marketplace.keep_contract_template() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NOT EXISTS (
        SELECT FROM marketplace.contract_templates t JOIN marketplace.bookings b ON b.booking_id = NEW.booking_id
        WHERE t.template_id = NEW.template_id AND (t.is_public OR t.created_by_team_id = b.booked_by_team_id
            OR EXISTS (SELECT FROM identity.team_memberships m WHERE m.team_id = t.created_by_team_id AND m.is_active
                AND m.invitation_status = 'accepted' AND m.user_id IN (b.talent_user_id, b.booked_by_user_id))))
        AND EXISTS (SELECT FROM marketplace.contract_templates t WHERE t.template_id = NEW.template_id) THEN
        PERFORM public.refuse('VE011', 'contracts.template_id: private to a team that is no party (expected: a public one, or one of a party''s team)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION marketplace.keep_contract_template() IS
    'VE011: a team''s template is used only where that team, or one of its active members, is a party of the booking.';
CREATE TRIGGER contracts_template BEFORE INSERT OR UPDATE OF template_id ON marketplace.contracts
    FOR EACH ROW WHEN (NEW.template_id IS NOT NULL) EXECUTE FUNCTION marketplace.keep_contract_template();

-- Sponsors and exhibitors -----------------------------------------------------------------------------------------------
CREATE TABLE marketplace.sponsorships (
    sponsorship_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_edition_id uuid          NOT NULL REFERENCES product.events (event_edition_id),
    brand_id         uuid          NOT NULL REFERENCES product.brands (brand_id),
    sponsorship_tier varchar(100),
    amount_credits   numeric(15,2) NOT NULL CHECK (amount_credits >= 0),
    status           text          NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'confirmed', 'active'))
);
CALL public.make_base_entity('marketplace.sponsorships', 'sponsorship_id');
CREATE INDEX idx_sponsorships_event ON marketplace.sponsorships (event_edition_id) WHERE NOT is_deleted;
CREATE INDEX idx_sponsorships_brand ON marketplace.sponsorships (brand_id) WHERE NOT is_deleted;
COMMENT ON TABLE marketplace.sponsorships IS 'A brand supports an event, with money or in kind.';
COMMENT ON COLUMN marketplace.sponsorships.sponsorship_id IS 'Key of the sponsorship.';
COMMENT ON COLUMN marketplace.sponsorships.event_edition_id IS 'The event that is supported; never changes.';
COMMENT ON COLUMN marketplace.sponsorships.brand_id IS 'The brand that supports it; never changes.';
COMMENT ON COLUMN marketplace.sponsorships.sponsorship_tier IS 'Level, as the organiser names it; empty if there are none.';
COMMENT ON COLUMN marketplace.sponsorships.amount_credits IS 'What it is worth, in credits, also if given in kind.';
COMMENT ON COLUMN marketplace.sponsorships.status IS 'proposed, then confirmed, then active.';
CREATE TRIGGER sponsorships_first_state BEFORE INSERT ON marketplace.sponsorships
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'proposed');
CREATE TRIGGER sponsorships_lifecycle BEFORE UPDATE OF status ON marketplace.sponsorships
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'proposed>confirmed', 'confirmed>active');
CREATE TRIGGER sponsorships_fixed BEFORE UPDATE OF event_edition_id, brand_id ON marketplace.sponsorships
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('event_edition_id', 'brand_id');

CREATE TABLE marketplace.exhibitors (
    exhibitor_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_edition_id         uuid          NOT NULL REFERENCES product.events (event_edition_id),
    exhibiting_team_id       uuid          NOT NULL REFERENCES identity.teams (team_id),
    booth_number             varchar(50),
    booth_size               varchar(50),
    registration_fee_credits numeric(10,2) NOT NULL CHECK (registration_fee_credits >= 0)
);
CALL public.make_base_entity('marketplace.exhibitors', 'exhibitor_id');
CREATE UNIQUE INDEX idx_exhibitors_booth ON marketplace.exhibitors (event_edition_id, booth_number) WHERE NOT is_deleted;
CREATE INDEX idx_exhibitors_team ON marketplace.exhibitors (exhibiting_team_id) WHERE NOT is_deleted;
COMMENT ON TABLE marketplace.exhibitors IS 'A team that shows itself at an event.';
COMMENT ON COLUMN marketplace.exhibitors.exhibitor_id IS 'Key of the registration.';
COMMENT ON COLUMN marketplace.exhibitors.event_edition_id IS 'The event.';
COMMENT ON COLUMN marketplace.exhibitors.exhibiting_team_id IS 'The team that exhibits.';
COMMENT ON COLUMN marketplace.exhibitors.booth_number IS 'Its place on the floor plan, taken once per event; empty until assigned.';
COMMENT ON COLUMN marketplace.exhibitors.booth_size IS 'Dimensions or kind of the booth; empty until known.';
COMMENT ON COLUMN marketplace.exhibitors.registration_fee_credits IS 'What the team pays to take part, in credits: revenue of the organiser.';
