-- Tickets ---------------------------------------------------------------------------------------------------------------
CREATE TABLE event_operations.ticket_types (
    ticket_type_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id            uuid          NOT NULL REFERENCES product.events (event_edition_id),
    name                varchar(255)  NOT NULL,
    price_credits       numeric(15,2) NOT NULL CHECK (price_credits >= 0),
    total_quantity      integer       NOT NULL,
    quantity_sold       integer       NOT NULL DEFAULT 0,
    quantity_available  integer       NOT NULL GENERATED ALWAYS AS (total_quantity - quantity_sold) STORED,
    sale_start_datetime timestamptz   NOT NULL,
    sale_end_datetime   timestamptz   NOT NULL,
    included_perks      text[]        NOT NULL DEFAULT '{}',
    CONSTRAINT ticket_types_stock CHECK (quantity_sold BETWEEN 0 AND total_quantity),
    CONSTRAINT ticket_types_sale_window CHECK (sale_end_datetime > sale_start_datetime)
) WITH (fillfactor = 70);
CALL public.make_base_entity('event_operations.ticket_types', 'ticket_type_id');
CREATE INDEX idx_ticket_types_event ON event_operations.ticket_types (event_id) WHERE NOT is_deleted;
COMMENT ON TABLE event_operations.ticket_types IS 'A kind of ticket for an event: its price, how many there are, and when they are sold.';
COMMENT ON COLUMN event_operations.ticket_types.ticket_type_id IS 'Key of the ticket type.';
COMMENT ON COLUMN event_operations.ticket_types.event_id IS 'The event it lets in to; never changes.';
COMMENT ON COLUMN event_operations.ticket_types.name IS 'What buyers read.';
COMMENT ON COLUMN event_operations.ticket_types.price_credits IS 'Price of one ticket in credits; 0 is free.';
COMMENT ON COLUMN event_operations.ticket_types.total_quantity IS 'How many tickets of this type there are; never fewer than are sold.';
COMMENT ON COLUMN event_operations.ticket_types.quantity_sold IS 'How many are sold and not refunded; kept by the tickets alone.';
COMMENT ON COLUMN event_operations.ticket_types.quantity_available IS 'How many are left; computed.';
COMMENT ON COLUMN event_operations.ticket_types.sale_start_datetime IS 'When the sale begins.';
COMMENT ON COLUMN event_operations.ticket_types.sale_end_datetime IS 'When the sale is over; after it begins.';
COMMENT ON COLUMN event_operations.ticket_types.included_perks IS 'What comes with the ticket, one line each.';
CREATE TRIGGER ticket_types_fixed BEFORE UPDATE OF event_id ON event_operations.ticket_types
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('event_id');

CREATE FUNCTION event_operations.keep_quantity_sold() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.quantity_sold := 0;
    ELSIF NEW.quantity_sold <> OLD.quantity_sold AND NOT public.is_migration_role() THEN
        PERFORM public.refuse('VE003', 'ticket_types.quantity_sold: counts the tickets (expected: a ticket sold or refunded)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_quantity_sold() IS
    'VE003: quantity_sold starts at 0 and is changed only by the triggers of the tickets, which run as the owner.';
CREATE TRIGGER ticket_types_quantity_sold BEFORE INSERT OR UPDATE OF quantity_sold ON event_operations.ticket_types
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_quantity_sold();

-- A sale is in the audit trail as the creation of its ticket; the counter that follows would only repeat it.
CREATE OR REPLACE TRIGGER ticket_types_audit
    AFTER INSERT OR UPDATE OF event_id, name, price_credits, total_quantity, sale_start_datetime, sale_end_datetime, included_perks,
        is_deleted, deleted_at, deleted_by_user_id
    ON event_operations.ticket_types FOR EACH ROW EXECUTE FUNCTION public.audit_entity('ticket_type_id');

CREATE TABLE event_operations.tickets (
    ticket_id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    ticket_number          varchar(100)  NOT NULL UNIQUE,
    event_id               uuid          NOT NULL REFERENCES product.events (event_edition_id),
    ticket_type_id         uuid          NOT NULL REFERENCES event_operations.ticket_types (ticket_type_id),
    purchaser_user_id      uuid          NOT NULL REFERENCES security.users (user_id),
    current_owner_user_id  uuid          NOT NULL REFERENCES security.users (user_id),
    purchase_price_credits numeric(15,2) NOT NULL CHECK (purchase_price_credits >= 0),
    qr_code                varchar(255)  NOT NULL,
    access_token           varchar(255)  NOT NULL UNIQUE
        DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    check_in_status        text          NOT NULL DEFAULT 'not_checked_in' CHECK (check_in_status IN ('not_checked_in', 'checked_in', 'no_show')),
    checked_in_at          timestamptz,
    status                 text          NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'transferred', 'refunded')),
    CONSTRAINT tickets_access_token_long CHECK (length(access_token) >= 32),
    CONSTRAINT tickets_checked_in_at CHECK ((check_in_status = 'checked_in') = (checked_in_at IS NOT NULL))
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CALL public.make_base_entity('event_operations.tickets', 'ticket_id', 'qr_code', 'access_token');
CREATE UNIQUE INDEX idx_tickets_qr_code ON event_operations.tickets (qr_code);
CREATE INDEX idx_tickets_event ON event_operations.tickets (event_id) WHERE NOT is_deleted;
CREATE INDEX idx_tickets_current_owner ON event_operations.tickets (current_owner_user_id) WHERE NOT is_deleted;
COMMENT ON TABLE event_operations.tickets IS 'One ticket: who bought it, who holds it, and whether it was used.';
COMMENT ON COLUMN event_operations.tickets.ticket_id IS 'Key of the ticket.';
COMMENT ON COLUMN event_operations.tickets.ticket_number IS 'Number for people; never given twice, never changes.';
COMMENT ON COLUMN event_operations.tickets.event_id IS 'The event it lets in to: that of its type. Never changes.';
COMMENT ON COLUMN event_operations.tickets.ticket_type_id IS 'What kind of ticket it is; never changes.';
COMMENT ON COLUMN event_operations.tickets.purchaser_user_id IS 'Who bought it: the first owner. Never changes.';
COMMENT ON COLUMN event_operations.tickets.current_owner_user_id IS 'Who holds it now; changes only when a transfer is claimed.';
COMMENT ON COLUMN event_operations.tickets.purchase_price_credits IS 'What was paid for it, in credits; never changes.';
COMMENT ON COLUMN event_operations.tickets.qr_code IS 'What the QR code at the gate says; a secret of the holder, never given twice, never changes.';
COMMENT ON COLUMN event_operations.tickets.access_token IS 'Second secret the gate may scan; never given twice, never changes.';
COMMENT ON COLUMN event_operations.tickets.check_in_status IS 'not_checked_in until the gate scans it (checked_in) or the event is over (no_show).';
COMMENT ON COLUMN event_operations.tickets.checked_in_at IS 'When it was scanned, set exactly when checked in; the gate may give its own time.';
COMMENT ON COLUMN event_operations.tickets.status IS 'active as bought, transferred once somebody claimed it, refunded in the end: then its place is for sale again.';
CREATE TRIGGER tickets_first_check_in BEFORE INSERT ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('check_in_status', 'not_checked_in');
CREATE TRIGGER tickets_first_state BEFORE INSERT ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'active');
CREATE TRIGGER tickets_lifecycle BEFORE UPDATE OF status ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'active>transferred', 'active>refunded', 'transferred>refunded');
CREATE TRIGGER tickets_check_in_lifecycle BEFORE UPDATE OF check_in_status ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('check_in_status', 'not_checked_in>checked_in', 'not_checked_in>no_show');
CREATE TRIGGER tickets_fixed BEFORE UPDATE OF ticket_number, event_id, ticket_type_id, purchaser_user_id, current_owner_user_id,
        purchase_price_credits, qr_code, access_token
    ON event_operations.tickets FOR EACH ROW
    EXECUTE FUNCTION public.keep_fixed_columns('ticket_number', 'event_id', 'ticket_type_id', 'purchaser_user_id', 'current_owner_user_id',
        'purchase_price_credits', 'qr_code', 'access_token');

CREATE FUNCTION event_operations.keep_first_owner() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.current_owner_user_id <> NEW.purchaser_user_id THEN
        PERFORM public.refuse('VE013', 'tickets.current_owner_user_id: not who bought it (expected: the purchaser, until a transfer is claimed)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_first_owner() IS 'VE013: the chain of owners begins with the purchaser.';
CREATE TRIGGER tickets_first_owner BEFORE INSERT ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_first_owner();

CREATE FUNCTION event_operations.keep_check_in() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.check_in_status = 'checked_in' AND OLD.check_in_status <> 'checked_in' THEN
        IF NEW.status = 'refunded' OR NEW.is_deleted THEN
            PERFORM public.refuse('VE013', format('tickets.check_in_status: %s is refunded or deleted (expected: a valid ticket)', NEW.ticket_number));
        END IF;
        NEW.checked_in_at := coalesce(NEW.checked_in_at, now());
    ELSIF OLD.check_in_status = 'checked_in' AND NEW.checked_in_at IS DISTINCT FROM OLD.checked_in_at THEN
        PERFORM public.refuse('VE003', 'tickets.checked_in_at: fixed once the ticket is checked in');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_check_in() IS
    'VE013: a refunded or deleted ticket lets nobody in. VE003: the time of the scan stays. It is set if the gate gives none.';
-- Named to come after the lifecycle, so that a move that is none is called that.
CREATE TRIGGER tickets_check_in_time BEFORE UPDATE OF check_in_status, checked_in_at ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_check_in();

CREATE FUNCTION event_operations.keep_transferred() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.status = 'transferred' AND OLD.status <> 'transferred' AND NOT public.is_migration_role() THEN
        PERFORM public.refuse('VE007', 'tickets.status: transferred without a claim (expected: event_operations.claim_transfer)');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_transferred() IS 'VE007: only the claim of a transfer makes a ticket transferred.';
CREATE TRIGGER tickets_transferred BEFORE UPDATE OF status ON event_operations.tickets
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_transferred();

-- After the insert, so that a row that a conflict kept out takes no place. The update waits for whoever is selling the same type,
-- and sees what is left then. Clock time, because waiting takes time.
CREATE FUNCTION event_operations.take_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$take$
DECLARE
    sold_type event_operations.ticket_types;
BEGIN
    UPDATE event_operations.ticket_types SET quantity_sold = quantity_sold + 1
        WHERE ticket_type_id = NEW.ticket_type_id AND quantity_sold < total_quantity
        RETURNING * INTO sold_type;
    IF NOT FOUND THEN
        PERFORM public.refuse('VE005', 'tickets: sold out (expected: a ticket type with quantity_available > 0)');
    ELSIF sold_type.event_id <> NEW.event_id THEN
        PERFORM public.refuse('VE013', 'tickets.event_id: not the event of the ticket type');
    ELSIF TG_OP = 'INSERT' AND (sold_type.is_deleted
        OR clock_timestamp() < sold_type.sale_start_datetime OR clock_timestamp() >= sold_type.sale_end_datetime) THEN
        PERFORM public.refuse('VE010', format('tickets: %s is not on sale (expected: between %s and %s)', sold_type.name,
            sold_type.sale_start_datetime, sold_type.sale_end_datetime));
    END IF;
    RETURN NULL;
END
$take$;
COMMENT ON FUNCTION event_operations.take_place() IS
    'A ticket that becomes valid takes one place of its type. VE005: none is left. VE010: sold outside the sale window. VE013: event and type disagree.';
CREATE TRIGGER tickets_sold AFTER INSERT ON event_operations.tickets
    FOR EACH ROW WHEN (NOT NEW.is_deleted) EXECUTE FUNCTION event_operations.take_place();
CREATE TRIGGER tickets_restored AFTER UPDATE OF is_deleted ON event_operations.tickets
    FOR EACH ROW WHEN (OLD.is_deleted AND NOT NEW.is_deleted AND NEW.status <> 'refunded') EXECUTE FUNCTION event_operations.take_place();

CREATE FUNCTION event_operations.give_back_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$give$
BEGIN
    UPDATE event_operations.ticket_types SET quantity_sold = quantity_sold - 1 WHERE ticket_type_id = NEW.ticket_type_id;
    UPDATE event_operations.ticket_transfers SET status = 'cancelled' WHERE ticket_id = NEW.ticket_id AND status = 'pending';
    RETURN NULL;
END
$give$;
COMMENT ON FUNCTION event_operations.give_back_place() IS
    'A ticket that is refunded or deleted gives its place back, and a transfer of it that waits is cancelled.';
CREATE TRIGGER tickets_given_back AFTER UPDATE OF status, is_deleted ON event_operations.tickets
    FOR EACH ROW WHEN ((NEW.is_deleted OR NEW.status = 'refunded') AND NOT (OLD.is_deleted OR OLD.status = 'refunded'))
    EXECUTE FUNCTION event_operations.give_back_place();

-- Transfers -------------------------------------------------------------------------------------------------------------
-- Locks are always taken ticket first, then transfer: a claim, a refund and a new transfer wait for one another, never in a circle.
CREATE TABLE event_operations.ticket_transfers (
    transfer_id    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    ticket_id      uuid         NOT NULL REFERENCES event_operations.tickets (ticket_id),
    from_user_id   uuid         NOT NULL REFERENCES security.users (user_id),
    to_user_id     uuid REFERENCES security.users (user_id),
    to_email       varchar(255),
    status         text         NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'cancelled', 'expired')),
    transfer_token varchar(255) NOT NULL UNIQUE
        DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    expires_at     timestamptz  NOT NULL,
    CONSTRAINT ticket_transfers_recipient CHECK (num_nonnulls(to_user_id, to_email) > 0),
    CONSTRAINT ticket_transfers_somebody_else CHECK (to_user_id <> from_user_id),
    CONSTRAINT ticket_transfers_claimed CHECK (status <> 'completed' OR to_user_id IS NOT NULL),
    CONSTRAINT ticket_transfers_token_long CHECK (length(transfer_token) >= 32)
);
CALL public.make_base_entity('event_operations.ticket_transfers', 'transfer_id', 'transfer_token');
ALTER TABLE event_operations.ticket_transfers ADD CONSTRAINT ticket_transfers_expires_later CHECK (expires_at > created_at);
CREATE UNIQUE INDEX idx_ticket_transfers_pending ON event_operations.ticket_transfers (ticket_id) WHERE status = 'pending' AND NOT is_deleted;
CREATE INDEX idx_ticket_transfers_ticket ON event_operations.ticket_transfers (ticket_id) WHERE NOT is_deleted;
CREATE INDEX idx_ticket_transfers_due ON event_operations.ticket_transfers (expires_at) WHERE status = 'pending' AND NOT is_deleted;
COMMENT ON TABLE event_operations.ticket_transfers IS 'A ticket handed on: offered with a token, claimed with it once, or not at all.';
COMMENT ON COLUMN event_operations.ticket_transfers.transfer_id IS 'Key of the transfer.';
COMMENT ON COLUMN event_operations.ticket_transfers.ticket_id IS 'The ticket; at most one transfer of it is pending. Never changes.';
COMMENT ON COLUMN event_operations.ticket_transfers.from_user_id IS 'Who gives it away: its owner then. Never changes.';
COMMENT ON COLUMN event_operations.ticket_transfers.to_user_id IS 'Who claimed it; before that, the only person who may, or empty if it was sent to an address.';
COMMENT ON COLUMN event_operations.ticket_transfers.to_email IS 'Address the token was sent to, for people without an account; empty if it was offered to a user. Never changes.';
COMMENT ON COLUMN event_operations.ticket_transfers.status IS 'pending, then completed by a claim, cancelled, or expired after its time.';
COMMENT ON COLUMN event_operations.ticket_transfers.transfer_token IS 'Secret with which it is claimed, once; never given twice, never changes.';
COMMENT ON COLUMN event_operations.ticket_transfers.expires_at IS 'From when on it can no longer be claimed; never changes.';
CREATE TRIGGER ticket_transfers_first_state BEFORE INSERT ON event_operations.ticket_transfers
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'pending');
CREATE TRIGGER ticket_transfers_lifecycle BEFORE UPDATE OF status ON event_operations.ticket_transfers
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'pending>completed', 'pending>cancelled', 'pending>expired');
CREATE TRIGGER ticket_transfers_fixed BEFORE UPDATE OF ticket_id, from_user_id, to_user_id, to_email, transfer_token, expires_at
    ON event_operations.ticket_transfers FOR EACH ROW
    EXECUTE FUNCTION public.keep_fixed_columns('ticket_id', 'from_user_id', 'to_user_id', 'to_email', 'transfer_token', 'expires_at');

CREATE FUNCTION event_operations.keep_transfer_start() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    given event_operations.tickets;
BEGIN
    SELECT t.* INTO given FROM event_operations.tickets t WHERE t.ticket_id = NEW.ticket_id FOR NO KEY UPDATE;
    IF given.current_owner_user_id <> NEW.from_user_id OR public.acting_user() <> NEW.from_user_id THEN
        PERFORM public.refuse('VE011', 'ticket_transfers.from_user_id: not the owner of the ticket, or not who acts (expected: the current owner)');
    END IF;
    IF given.is_deleted OR given.status = 'refunded' OR given.check_in_status = 'checked_in' THEN
        PERFORM public.refuse('VE007', format('ticket_transfers: ticket %s is deleted, refunded or used (expected: a valid ticket)', given.ticket_number));
    END IF;
    UPDATE event_operations.ticket_transfers SET status = 'expired'
        WHERE ticket_id = NEW.ticket_id AND status = 'pending' AND expires_at <= clock_timestamp();
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_transfer_start() IS
    'VE011: only the current owner starts a transfer. VE007: only of a valid, unused ticket. One that is past its time makes way for the new one.';
CREATE TRIGGER ticket_transfers_begin BEFORE INSERT ON event_operations.ticket_transfers
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_transfer_start();

CREATE FUNCTION event_operations.keep_transfer_end() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.status = 'completed' AND OLD.status <> 'completed' AND NOT public.is_migration_role() THEN
        PERFORM public.refuse('VE007', 'ticket_transfers.status: completed without a claim (expected: event_operations.claim_transfer)');
    ELSIF NEW.status = 'expired' AND OLD.status <> 'expired' AND clock_timestamp() < OLD.expires_at THEN
        PERFORM public.refuse('VE010', format('ticket_transfers.status: not expired before %s', OLD.expires_at));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_transfer_end() IS
    'VE007: a transfer is completed by its claim alone. VE010: it expires when its time is over, not earlier.';
CREATE TRIGGER ticket_transfers_over BEFORE UPDATE OF status ON event_operations.ticket_transfers
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_transfer_end();

CREATE FUNCTION event_operations.claim_transfer(token text, user_id uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$claim$
DECLARE
    offered event_operations.ticket_transfers;
    given   event_operations.tickets;
BEGIN
    SELECT t.* INTO given FROM event_operations.tickets t
        WHERE t.ticket_id = (SELECT r.ticket_id FROM event_operations.ticket_transfers r WHERE r.transfer_token = token)
        FOR NO KEY UPDATE;
    SELECT r.* INTO offered FROM event_operations.ticket_transfers r WHERE r.transfer_token = token FOR NO KEY UPDATE;
    IF offered.transfer_id IS NULL OR offered.is_deleted THEN
        PERFORM public.refuse('VE007', 'ticket_transfers: no transfer has this token');
    ELSIF offered.status <> 'pending' OR clock_timestamp() >= offered.expires_at THEN
        PERFORM public.refuse('VE007', format('ticket_transfers: %s, expires at %s (expected: pending, before it expires)', offered.status, offered.expires_at));
    ELSIF given.is_deleted OR given.status = 'refunded' OR given.check_in_status = 'checked_in'
        OR given.current_owner_user_id <> offered.from_user_id THEN
        PERFORM public.refuse('VE007', format('ticket_transfers: ticket %s is deleted, refunded, used or no longer the sender''s', given.ticket_number));
    ELSIF user_id = offered.from_user_id OR user_id <> offered.to_user_id OR user_id <> public.acting_user() THEN
        PERFORM public.refuse('VE011', 'ticket_transfers: claimed by the sender, by somebody it was not offered to, or for somebody else than who acts');
    END IF;
    UPDATE event_operations.ticket_transfers SET status = 'completed', to_user_id = claim_transfer.user_id WHERE transfer_id = offered.transfer_id;
    UPDATE event_operations.tickets SET current_owner_user_id = claim_transfer.user_id, status = 'transferred' WHERE ticket_id = given.ticket_id;
    RETURN given.ticket_id;
END
$claim$;
COMMENT ON FUNCTION event_operations.claim_transfer(text, uuid) IS
    'Claims a ticket with the token of its transfer, for a user: completes the transfer and moves the ticket, or does nothing. Returns the ticket. VE007: no such token, used, cancelled, expired, or the ticket is no longer valid. VE011: not for this user.';
REVOKE EXECUTE ON FUNCTION event_operations.claim_transfer(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_operations.claim_transfer(text, uuid) TO event_operations_domain;

-- Staff -----------------------------------------------------------------------------------------------------------------
CREATE TABLE event_operations.event_staff (
    staff_assignment_id  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id             uuid         NOT NULL REFERENCES product.events (event_edition_id),
    user_id              uuid         NOT NULL REFERENCES security.users (user_id),
    role_title           varchar(255) NOT NULL,
    role_category        text         NOT NULL CHECK (role_category IN ('management', 'production', 'volunteer')),
    responsibilities     text,
    hourly_rate_credits  numeric(15,2) CHECK (hourly_rate_credits >= 0),
    assignment_status    text         NOT NULL DEFAULT 'invited' CHECK (assignment_status IN
        ('invited', 'accepted', 'declined', 'completed', 'no_show')),
    shift_start_datetime timestamptz  NOT NULL,
    shift_end_datetime   timestamptz  NOT NULL,
    performance_rating   numeric(3,2) CHECK (performance_rating BETWEEN 1 AND 5),
    CONSTRAINT event_staff_shift CHECK (shift_end_datetime > shift_start_datetime)
);
CALL public.make_base_entity('event_operations.event_staff', 'staff_assignment_id');
CREATE INDEX idx_event_staff_event ON event_operations.event_staff (event_id) WHERE NOT is_deleted;
CREATE INDEX idx_event_staff_user ON event_operations.event_staff (user_id) WHERE NOT is_deleted;
COMMENT ON TABLE event_operations.event_staff IS 'A person''s shift at an event: role, hours, pay, and how it went.';
COMMENT ON COLUMN event_operations.event_staff.staff_assignment_id IS 'Key of the assignment.';
COMMENT ON COLUMN event_operations.event_staff.event_id IS 'The event; never changes.';
COMMENT ON COLUMN event_operations.event_staff.user_id IS 'Who works; never changes.';
COMMENT ON COLUMN event_operations.event_staff.role_title IS 'The job as it is called at this event.';
COMMENT ON COLUMN event_operations.event_staff.role_category IS 'What kind of job it is.';
COMMENT ON COLUMN event_operations.event_staff.responsibilities IS 'What the person is to do; empty if the title says it all.';
COMMENT ON COLUMN event_operations.event_staff.hourly_rate_credits IS 'Pay per hour in credits; empty if unpaid.';
COMMENT ON COLUMN event_operations.event_staff.assignment_status IS 'invited, then accepted or declined; an accepted one is completed, a no_show, or declined after all.';
COMMENT ON COLUMN event_operations.event_staff.shift_start_datetime IS 'When the shift begins.';
COMMENT ON COLUMN event_operations.event_staff.shift_end_datetime IS 'When the shift ends; after it begins.';
COMMENT ON COLUMN event_operations.event_staff.performance_rating IS 'How well it was done, 1 to 5; only once the shift is over.';
CREATE TRIGGER event_staff_first_state BEFORE INSERT ON event_operations.event_staff
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('assignment_status', 'invited');
CREATE TRIGGER event_staff_lifecycle BEFORE UPDATE OF assignment_status ON event_operations.event_staff
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('assignment_status', 'invited>accepted', 'invited>declined', 'accepted>declined',
        'accepted>completed', 'accepted>no_show');
CREATE TRIGGER event_staff_fixed BEFORE UPDATE OF event_id, user_id ON event_operations.event_staff
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('event_id', 'user_id');

CREATE FUNCTION event_operations.keep_performance_rating() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.performance_rating IS NOT NULL AND clock_timestamp() < NEW.shift_end_datetime THEN
        PERFORM public.refuse('VE010', format('event_staff.performance_rating: the shift ends at %s (expected: a rating after it)', NEW.shift_end_datetime));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_performance_rating() IS 'VE010: work is rated once the shift is over.';
CREATE TRIGGER event_staff_rating BEFORE INSERT OR UPDATE OF performance_rating, shift_end_datetime ON event_operations.event_staff
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_performance_rating();

-- What is to be got and to be done --------------------------------------------------------------------------------------
-- One function for both tables: the arguments are the key column and the column with the keys of what must come first. The lock
-- of the event keeps two transactions from each closing half of a circle.
CREATE FUNCTION event_operations.keep_dependencies() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    key_column    constant text := TG_ARGV[0];
    list_column   constant text := TG_ARGV[1];
    own           constant uuid := (to_jsonb(NEW) ->> key_column)::uuid;
    prerequisites constant uuid[] := ARRAY(SELECT id::uuid FROM jsonb_array_elements_text(nullif(to_jsonb(NEW) -> list_column, 'null')) AS id);
    found_one     boolean;
BEGIN
    IF cardinality(prerequisites) = 0 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR to_jsonb(NEW) -> list_column IS DISTINCT FROM to_jsonb(OLD) -> list_column THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(format('%s %s', TG_TABLE_NAME, NEW.event_id), 0));
        EXECUTE format('SELECT EXISTS (SELECT FROM unnest($1) AS wanted WHERE NOT EXISTS
                (SELECT FROM %I.%I WHERE %I = wanted AND event_id = $2 AND NOT is_deleted))', TG_TABLE_SCHEMA, TG_TABLE_NAME, key_column)
            INTO found_one USING prerequisites, NEW.event_id;
        IF found_one THEN
            PERFORM public.refuse('VE013', format('%s.%s: not all of this event (expected: rows of the same event)', TG_TABLE_NAME, list_column));
        END IF;
        EXECUTE format('WITH RECURSIVE ahead (id) AS (
                SELECT unnest($1) UNION SELECT unnest(waiting.%4$I) FROM ahead JOIN %1$I.%2$I AS waiting ON waiting.%3$I = ahead.id)
                SELECT EXISTS (SELECT FROM ahead WHERE id = $2)', TG_TABLE_SCHEMA, TG_TABLE_NAME, key_column, list_column)
            INTO found_one USING prerequisites, own;
        IF found_one THEN
            PERFORM public.refuse('VE013', format('%s.%s: the row would wait for itself (expected: no circle)', TG_TABLE_NAME, list_column));
        END IF;
    END IF;
    IF NEW.status = 'completed' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE %I = ANY ($1) AND status <> ''completed'' AND NOT is_deleted)',
                TG_TABLE_SCHEMA, TG_TABLE_NAME, key_column)
            INTO found_one USING prerequisites;
        IF found_one THEN
            PERFORM public.refuse('VE013', format('%s.status: completed before what must come first (expected: all prerequisites completed)', TG_TABLE_NAME));
        END IF;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION event_operations.keep_dependencies() IS
    'VE013: prerequisites are rows of the same event that are not deleted, no row waits for itself, and none is completed before its prerequisites.';

CREATE TABLE event_operations.event_requirements (
    requirement_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id                   uuid         NOT NULL REFERENCES product.events (event_edition_id),
    requirement_type           text         NOT NULL CHECK (requirement_type IN ('technical', 'catering', 'security', 'permits')),
    title                      varchar(255) NOT NULL,
    status                     text         NOT NULL DEFAULT 'needed' CHECK (status IN ('needed', 'quoted', 'booked', 'completed')),
    priority                   text         NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'critical')),
    assigned_to_user_id        uuid REFERENCES security.users (user_id),
    estimated_cost_credits     numeric(15,2) CHECK (estimated_cost_credits >= 0),
    depends_on_requirement_ids uuid[]       NOT NULL DEFAULT '{}'
);
CALL public.make_base_entity('event_operations.event_requirements', 'requirement_id');
CREATE INDEX idx_event_requirements_event ON event_operations.event_requirements (event_id) WHERE NOT is_deleted;
CREATE INDEX idx_event_requirements_assignee ON event_operations.event_requirements (assigned_to_user_id)
    WHERE assigned_to_user_id IS NOT NULL AND NOT is_deleted;
COMMENT ON TABLE event_operations.event_requirements IS 'A thing or service that must be procured for an event.';
COMMENT ON COLUMN event_operations.event_requirements.requirement_id IS 'Key of the requirement.';
COMMENT ON COLUMN event_operations.event_requirements.event_id IS 'The event; never changes.';
COMMENT ON COLUMN event_operations.event_requirements.requirement_type IS 'What kind of thing it is.';
COMMENT ON COLUMN event_operations.event_requirements.title IS 'What is needed, in a few words.';
COMMENT ON COLUMN event_operations.event_requirements.status IS 'needed, then quoted, then booked, then completed.';
COMMENT ON COLUMN event_operations.event_requirements.priority IS 'low, medium, high or critical.';
COMMENT ON COLUMN event_operations.event_requirements.assigned_to_user_id IS 'Who sees to it; empty until somebody does.';
COMMENT ON COLUMN event_operations.event_requirements.estimated_cost_credits IS 'What it is budgeted at, in credits; empty until estimated.';
COMMENT ON COLUMN event_operations.event_requirements.depends_on_requirement_ids IS 'Requirements of the same event that must be completed first; never in a circle.';
CREATE TRIGGER event_requirements_first_state BEFORE INSERT ON event_operations.event_requirements
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'needed');
CREATE TRIGGER event_requirements_lifecycle BEFORE UPDATE OF status ON event_operations.event_requirements
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'needed>quoted', 'quoted>booked', 'booked>completed');
CREATE TRIGGER event_requirements_fixed BEFORE UPDATE OF requirement_id, event_id ON event_operations.event_requirements
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('requirement_id', 'event_id');
CREATE TRIGGER event_requirements_order BEFORE INSERT OR UPDATE OF depends_on_requirement_ids, status ON event_operations.event_requirements
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_dependencies('requirement_id', 'depends_on_requirement_ids');

CREATE TABLE event_operations.event_checklist (
    checklist_item_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id            uuid         NOT NULL REFERENCES product.events (event_edition_id),
    title               varchar(255) NOT NULL,
    category            text         NOT NULL CHECK (category IN ('planning', 'marketing', 'post_event')),
    assigned_to_user_id uuid REFERENCES security.users (user_id),
    status              text         NOT NULL DEFAULT 'not_started' CHECK (status IN ('not_started', 'in_progress', 'completed')),
    due_date            timestamptz,
    depends_on_item_ids uuid[]       NOT NULL DEFAULT '{}'
);
CALL public.make_base_entity('event_operations.event_checklist', 'checklist_item_id');
CREATE INDEX idx_event_checklist_event ON event_operations.event_checklist (event_id) WHERE NOT is_deleted;
CREATE INDEX idx_event_checklist_assignee ON event_operations.event_checklist (assigned_to_user_id)
    WHERE assigned_to_user_id IS NOT NULL AND NOT is_deleted;
COMMENT ON TABLE event_operations.event_checklist IS 'A task that must be done for an event.';
COMMENT ON COLUMN event_operations.event_checklist.checklist_item_id IS 'Key of the task.';
COMMENT ON COLUMN event_operations.event_checklist.event_id IS 'The event; never changes.';
COMMENT ON COLUMN event_operations.event_checklist.title IS 'What is to be done, in a few words.';
COMMENT ON COLUMN event_operations.event_checklist.category IS 'The phase of the event it belongs to.';
COMMENT ON COLUMN event_operations.event_checklist.assigned_to_user_id IS 'Who does it; empty until somebody does.';
COMMENT ON COLUMN event_operations.event_checklist.status IS 'not_started, in_progress, completed; a task may be ticked off at once, and never goes back.';
COMMENT ON COLUMN event_operations.event_checklist.due_date IS 'By when it must be done; empty if there is no deadline.';
COMMENT ON COLUMN event_operations.event_checklist.depends_on_item_ids IS 'Tasks of the same event that must be completed first; never in a circle.';
CREATE TRIGGER event_checklist_first_state BEFORE INSERT ON event_operations.event_checklist
    FOR EACH ROW EXECUTE FUNCTION public.keep_first_state('status', 'not_started');
CREATE TRIGGER event_checklist_lifecycle BEFORE UPDATE OF status ON event_operations.event_checklist
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'not_started>in_progress', 'in_progress>completed', 'not_started>completed');
CREATE TRIGGER event_checklist_fixed BEFORE UPDATE OF checklist_item_id, event_id ON event_operations.event_checklist
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('checklist_item_id', 'event_id');
CREATE TRIGGER event_checklist_order BEFORE INSERT OR UPDATE OF depends_on_item_ids, status ON event_operations.event_checklist
    FOR EACH ROW EXECUTE FUNCTION event_operations.keep_dependencies('checklist_item_id', 'depends_on_item_ids');
