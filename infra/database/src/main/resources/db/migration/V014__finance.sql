-- Stored value, where it comes from and what was billed. A balance is never written for itself: a row of the ledger is, and the
-- row moves the balances. So both agree by construction, and the ledger alone can rebuild every balance.
CREATE TABLE finance.wallets (
    wallet_id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id           uuid REFERENCES security.users (user_id),
    team_id           uuid REFERENCES identity.teams (team_id),
    wallet_type       text          NOT NULL DEFAULT 'user_personal',
    currency_code     varchar(3)    NOT NULL DEFAULT 'USD',
    available_balance numeric(15,2) NOT NULL DEFAULT 0,
    pending_balance   numeric(15,2) NOT NULL DEFAULT 0,
    frozen_balance    numeric(15,2) NOT NULL DEFAULT 0,
    status            text          NOT NULL DEFAULT 'active',
    CONSTRAINT wallets_type CHECK (wallet_type IN ('user_personal', 'team_business', 'escrow')),
    CONSTRAINT wallets_status CHECK (status IN ('active', 'suspended', 'closed')),
    CONSTRAINT wallets_currency CHECK (currency_code ~ '^[A-Z]{3}$'),
    CONSTRAINT wallets_single_owner CHECK (num_nonnulls(user_id, team_id) = 1),
    CONSTRAINT wallets_type_fits_owner CHECK (CASE wallet_type
        WHEN 'user_personal' THEN user_id IS NOT NULL WHEN 'team_business' THEN team_id IS NOT NULL ELSE true END),
    CONSTRAINT wallets_available_balance CHECK (available_balance >= 0),
    CONSTRAINT wallets_pending_balance CHECK (pending_balance >= 0),
    CONSTRAINT wallets_frozen_balance CHECK (frozen_balance >= 0)
) WITH (fillfactor = 80);
CALL public.make_base_entity('finance.wallets', 'wallet_id');
ALTER TABLE finance.wallets ADD CONSTRAINT wallets_ends_empty
    CHECK ((status <> 'closed' AND NOT is_deleted) OR (available_balance = 0 AND pending_balance = 0 AND frozen_balance = 0));
CREATE UNIQUE INDEX idx_wallets_user_currency ON finance.wallets (user_id, currency_code, wallet_type) WHERE NOT is_deleted;
CREATE UNIQUE INDEX idx_wallets_team_currency ON finance.wallets (team_id, currency_code, wallet_type) WHERE NOT is_deleted;
CREATE TRIGGER wallets_fixed BEFORE UPDATE OF user_id, team_id, wallet_type, currency_code ON finance.wallets
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'team_id', 'wallet_type', 'currency_code');
CREATE TRIGGER wallets_lifecycle BEFORE UPDATE OF status ON finance.wallets FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'active>suspended', 'suspended>active', 'active>closed', 'suspended>closed');
COMMENT ON TABLE finance.wallets IS 'Stored value of one user or one team in one currency. Its balances move with rows of the ledger and in no other way.';
COMMENT ON COLUMN finance.wallets.wallet_id IS 'Key of the wallet.';
COMMENT ON COLUMN finance.wallets.user_id IS 'The owner, if a user; exactly one of user and team. Never changes.';
COMMENT ON COLUMN finance.wallets.team_id IS 'The owner, if a team; exactly one of user and team. Never changes.';
COMMENT ON COLUMN finance.wallets.wallet_type IS 'user_personal (of a user), team_business (of a team) or escrow (of either); one of each per owner and currency. Never changes.';
COMMENT ON COLUMN finance.wallets.currency_code IS 'ISO 4217 code of what the balances count. Never changes: amounts are not converted.';
COMMENT ON COLUMN finance.wallets.available_balance IS 'What can be spent now; never below zero.';
COMMENT ON COLUMN finance.wallets.pending_balance IS 'Incoming and not cleared yet; never below zero.';
COMMENT ON COLUMN finance.wallets.frozen_balance IS 'Set aside: escrow of bookings, and outgoing amounts that are not settled yet; never below zero.';
COMMENT ON COLUMN finance.wallets.status IS 'active, suspended (no new transaction) or closed (for good, and only when empty).';

-- The ledger ---------------------------------------------------------------------------------------------------------
CREATE TABLE finance.transactions (
    transaction_id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    transaction_reference   varchar(100)  NOT NULL CONSTRAINT transactions_reference UNIQUE,
    transaction_type        text          NOT NULL,
    from_wallet_id          uuid REFERENCES finance.wallets (wallet_id),
    to_wallet_id            uuid REFERENCES finance.wallets (wallet_id),
    amount                  numeric(15,2) NOT NULL,
    platform_fee            numeric(15,2) NOT NULL DEFAULT 0,
    processing_fee          numeric(15,2) NOT NULL DEFAULT 0,
    related_entity_id       uuid,
    related_entity_type     text,
    status                  text          NOT NULL DEFAULT 'pending',
    external_transaction_id varchar(255),
    CONSTRAINT transactions_type CHECK (transaction_type IN
        ('credit', 'debit', 'transfer', 'fee', 'refund', 'escrow_hold', 'escrow_release', 'escrow_refund')),
    CONSTRAINT transactions_status CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
    CONSTRAINT transactions_amount CHECK (amount > 0),
    CONSTRAINT transactions_fees CHECK (platform_fee >= 0 AND processing_fee >= 0 AND platform_fee + processing_fee <= amount),
    CONSTRAINT transactions_some_wallet CHECK (num_nonnulls(from_wallet_id, to_wallet_id) > 0),
    CONSTRAINT transactions_two_wallets CHECK (from_wallet_id <> to_wallet_id),
    CONSTRAINT transactions_wallets_fit_type CHECK (CASE
        WHEN transaction_type IN ('credit', 'escrow_refund') THEN from_wallet_id IS NULL AND to_wallet_id IS NOT NULL
        WHEN transaction_type IN ('debit', 'escrow_hold') THEN from_wallet_id IS NOT NULL AND to_wallet_id IS NULL
        WHEN transaction_type IN ('transfer', 'escrow_release') THEN from_wallet_id IS NOT NULL AND to_wallet_id IS NOT NULL
        WHEN transaction_type = 'fee' THEN from_wallet_id IS NOT NULL
        WHEN transaction_type = 'refund' THEN to_wallet_id IS NOT NULL END),
    CONSTRAINT transactions_entity_pair CHECK ((related_entity_id IS NULL) = (related_entity_type IS NULL)),
    CONSTRAINT transactions_entity_type CHECK (related_entity_type IN ('bookings', 'subscriptions', 'tickets', 'ticket_transfers', 'invoices',
        'sponsorships', 'exhibitors', 'event_staff', 'courses', 'ai_usage_logs')),
    -- Escrow moves inside one database: it has happened or it has not, for an entity, and costs nothing until it is paid out.
    CONSTRAINT transactions_escrow CHECK (transaction_type NOT IN ('escrow_hold', 'escrow_release', 'escrow_refund')
        OR (status = 'completed' AND related_entity_id IS NOT NULL
            AND (transaction_type = 'escrow_release' OR platform_fee + processing_fee = 0)))
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CALL public.make_base_entity('finance.transactions', 'transaction_id');
CREATE INDEX idx_transactions_from_wallet ON finance.transactions (from_wallet_id);
CREATE INDEX idx_transactions_to_wallet ON finance.transactions (to_wallet_id);
CREATE INDEX idx_transactions_entity ON finance.transactions (related_entity_id, related_entity_type);
-- An entity's money is held once and settled once, whoever asks and however many at a time.
CREATE UNIQUE INDEX idx_transactions_one_hold ON finance.transactions (related_entity_id, related_entity_type)
    WHERE transaction_type = 'escrow_hold';
CREATE UNIQUE INDEX idx_transactions_one_settlement ON finance.transactions (related_entity_id, related_entity_type)
    WHERE transaction_type IN ('escrow_release', 'escrow_refund');
CREATE TRIGGER transactions_append_only BEFORE DELETE ON finance.transactions
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER transactions_fixed
    BEFORE UPDATE OF transaction_id, transaction_reference, transaction_type, from_wallet_id, to_wallet_id, amount, platform_fee, processing_fee,
        related_entity_id, related_entity_type, is_deleted ON finance.transactions
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('transaction_id', 'transaction_reference', 'transaction_type', 'from_wallet_id',
        'to_wallet_id', 'amount', 'platform_fee', 'processing_fee', 'related_entity_id', 'related_entity_type', 'is_deleted');
CREATE TRIGGER transactions_external_fixed BEFORE UPDATE OF external_transaction_id ON finance.transactions
    FOR EACH ROW WHEN (OLD.external_transaction_id IS NOT NULL) EXECUTE FUNCTION public.keep_fixed_columns('external_transaction_id');
CREATE TRIGGER transactions_lifecycle BEFORE UPDATE OF status ON finance.transactions FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'pending>processing', 'pending>failed', 'processing>completed', 'processing>failed');
COMMENT ON TABLE finance.transactions IS
    'The ledger: every movement of money, once, in the order it happened. Only status and the gateway''s id advance; what they were before is in the audit trail.';
COMMENT ON COLUMN finance.transactions.transaction_id IS 'Key of the movement.';
COMMENT ON COLUMN finance.transactions.transaction_reference IS 'The asker''s own key, readable by people; never used twice, so that a repeated request is recognised.';
COMMENT ON COLUMN finance.transactions.transaction_type IS
    'credit (into the platform), debit (spent), transfer, fee (to the platform), refund, escrow_hold (available to frozen), escrow_release (frozen to the payee), escrow_refund (frozen to available again).';
COMMENT ON COLUMN finance.transactions.from_wallet_id IS 'Where the money leaves; empty for a credit and for escrow that returns.';
COMMENT ON COLUMN finance.transactions.to_wallet_id IS 'Where the money arrives; empty for a debit and for escrow that is held. Never the source.';
COMMENT ON COLUMN finance.transactions.amount IS 'Gross, in the currency of the wallets, above zero: what leaves the source. The destination gets it less both fees.';
COMMENT ON COLUMN finance.transactions.platform_fee IS 'Part of the amount that the platform keeps.';
COMMENT ON COLUMN finance.transactions.processing_fee IS 'Part of the amount that the payment gateway keeps.';
COMMENT ON COLUMN finance.transactions.related_entity_id IS 'What caused the movement; always together with its type.';
COMMENT ON COLUMN finance.transactions.related_entity_type IS 'Table of what caused the movement.';
COMMENT ON COLUMN finance.transactions.status IS
    'pending, processing, then completed or failed. Until it is completed the amount is frozen at the source and pending at the destination; failing undoes both.';
COMMENT ON COLUMN finance.transactions.external_transaction_id IS 'The payment gateway''s id of the movement; never changes once known.';

-- What one row of the ledger means for the wallets it names, as far as it has come.
CREATE FUNCTION finance.movements(entry finance.transactions)
    RETURNS TABLE (wallet_id uuid, available numeric, pending numeric, frozen numeric)
    LANGUAGE sql IMMUTABLE AS
$movements$
    SELECT entry.from_wallet_id,
        CASE WHEN entry.transaction_type = 'escrow_release' THEN 0 ELSE -entry.amount END,
        0::numeric,
        CASE
            WHEN entry.transaction_type = 'escrow_release' THEN -entry.amount
            WHEN entry.transaction_type = 'escrow_hold' OR entry.status <> 'completed' THEN entry.amount
            ELSE 0
        END
    WHERE entry.from_wallet_id IS NOT NULL AND entry.status <> 'failed'
    UNION ALL
    SELECT entry.to_wallet_id,
        CASE WHEN entry.status = 'completed' THEN entry.amount - entry.platform_fee - entry.processing_fee ELSE 0 END,
        CASE WHEN entry.status = 'completed' THEN 0 ELSE entry.amount - entry.platform_fee - entry.processing_fee END,
        CASE WHEN entry.transaction_type = 'escrow_refund' THEN -entry.amount ELSE 0 END
    WHERE entry.to_wallet_id IS NOT NULL AND entry.status <> 'failed'
$movements$;
COMMENT ON FUNCTION finance.movements(finance.transactions) IS
    'How far a transaction at its status raises or lowers the balances of its wallets. The one place that knows: postings and the rebuilt balances both ask here.';

CREATE VIEW finance.wallet_balances_from_ledger AS
SELECT wallet.wallet_id,
    coalesce(sum(movement.available), 0)::numeric(15,2) AS available_balance,
    coalesce(sum(movement.pending), 0)::numeric(15,2) AS pending_balance,
    coalesce(sum(movement.frozen), 0)::numeric(15,2) AS frozen_balance
FROM finance.wallets wallet
    LEFT JOIN (finance.transactions entry CROSS JOIN LATERAL finance.movements(entry) movement) ON movement.wallet_id = wallet.wallet_id
GROUP BY wallet.wallet_id;
COMMENT ON VIEW finance.wallet_balances_from_ledger IS 'The balances of every wallet as the ledger alone tells them: equal to those of the wallet, always. Reads the whole ledger.';
COMMENT ON COLUMN finance.wallet_balances_from_ledger.wallet_id IS 'The wallet.';
COMMENT ON COLUMN finance.wallet_balances_from_ledger.available_balance IS 'What can be spent.';
COMMENT ON COLUMN finance.wallet_balances_from_ledger.pending_balance IS 'Incoming and not cleared.';
COMMENT ON COLUMN finance.wallet_balances_from_ledger.frozen_balance IS 'Set aside.';

-- Posting ------------------------------------------------------------------------------------------------------------
CREATE FUNCTION finance.keep_balances_with_ledger() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'INSERT' OR pg_trigger_depth() < 2 OR NOT public.is_migration_role() THEN
        PERFORM public.refuse('VE012', format('wallets: the balances of %s were to be written (expected: a transaction that moves them)', NEW.wallet_id));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION finance.keep_balances_with_ledger() IS
    'VE012: balances change only from inside the ledger''s own trigger, which acts as the owner; not even the migration role writes them directly.';
CREATE TRIGGER wallets_ledger_opens BEFORE INSERT ON finance.wallets
    FOR EACH ROW WHEN (NEW.available_balance <> 0 OR NEW.pending_balance <> 0 OR NEW.frozen_balance <> 0)
    EXECUTE FUNCTION finance.keep_balances_with_ledger();
CREATE TRIGGER wallets_ledger_moves BEFORE UPDATE OF available_balance, pending_balance, frozen_balance ON finance.wallets
    FOR EACH ROW WHEN (OLD.available_balance <> NEW.available_balance OR OLD.pending_balance <> NEW.pending_balance
        OR OLD.frozen_balance <> NEW.frozen_balance)
    EXECUTE FUNCTION finance.keep_balances_with_ledger();

CREATE FUNCTION finance.check_transaction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$check$
DECLARE
    wallet finance.wallets;
    held   finance.transactions;
    payer  constant uuid := coalesce(NEW.from_wallet_id, NEW.to_wallet_id);
BEGIN
    -- In key order, so that two transfers in opposite directions queue up instead of waiting for each other.
    PERFORM FROM finance.wallets WHERE wallet_id IN (NEW.from_wallet_id, NEW.to_wallet_id) ORDER BY wallet_id FOR NO KEY UPDATE;
    FOR wallet IN SELECT * FROM finance.wallets WHERE wallet_id IN (NEW.from_wallet_id, NEW.to_wallet_id) LOOP
        -- Escrow still leaves a wallet that was suspended meanwhile: the work was done, or the money is its own.
        IF (wallet.status <> 'active' OR wallet.is_deleted)
            AND NOT (wallet.wallet_id = payer AND NEW.transaction_type IN ('escrow_release', 'escrow_refund')) THEN
            PERFORM public.refuse('VE030', format('transactions: wallet %s is %s (expected: active)', wallet.wallet_id,
                CASE WHEN wallet.is_deleted THEN 'deleted' ELSE wallet.status END));
        END IF;
    END LOOP;
    IF (SELECT count(DISTINCT currency_code) FROM finance.wallets WHERE wallet_id IN (NEW.from_wallet_id, NEW.to_wallet_id)) > 1 THEN
        PERFORM public.refuse('VE013', format('transactions: %s has wallets of two currencies (expected: one)', NEW.transaction_reference));
    END IF;
    IF NEW.transaction_type IN ('escrow_release', 'escrow_refund') THEN
        SELECT * INTO held FROM finance.transactions WHERE transaction_type = 'escrow_hold'
            AND related_entity_id = NEW.related_entity_id AND related_entity_type = NEW.related_entity_type;
        IF held.transaction_id IS NULL OR held.amount <> NEW.amount OR held.from_wallet_id <> payer THEN
            PERFORM public.refuse('VE013', format('transactions: %s settles %s of wallet %s (expected: what is held there for %s %s)',
                NEW.transaction_reference, NEW.amount, payer, NEW.related_entity_type, NEW.related_entity_id));
        END IF;
    END IF;
    RETURN NULL;
END
$check$;
COMMENT ON FUNCTION finance.check_transaction() IS
    'A new transaction names wallets that are active (VE030) and of one currency (VE013), and settles exactly what is held in escrow (VE013). Leaves the wallets locked.';
CREATE TRIGGER transactions_check AFTER INSERT ON finance.transactions
    FOR EACH ROW WHEN (NEW.status <> 'failed') EXECUTE FUNCTION finance.check_transaction();

CREATE FUNCTION finance.post_movements() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$post$
DECLARE
    change record;
BEGIN
    PERFORM FROM finance.wallets WHERE wallet_id IN (NEW.from_wallet_id, NEW.to_wallet_id) ORDER BY wallet_id FOR NO KEY UPDATE;
    FOR change IN
        SELECT movement.wallet_id, sum(movement.available) AS available, sum(movement.pending) AS pending, sum(movement.frozen) AS frozen
        FROM (SELECT * FROM finance.movements(NEW)
              UNION ALL
              SELECT wallet_id, -available, -pending, -frozen FROM finance.movements(OLD)) AS movement
        GROUP BY movement.wallet_id
        HAVING sum(movement.available) <> 0 OR sum(movement.pending) <> 0 OR sum(movement.frozen) <> 0
    LOOP
        UPDATE finance.wallets SET available_balance = available_balance + change.available,
            pending_balance = pending_balance + change.pending, frozen_balance = frozen_balance + change.frozen
        WHERE wallet_id = change.wallet_id AND available_balance + change.available >= 0;
        IF NOT FOUND THEN
            PERFORM public.refuse('VE006', format('transactions: wallet %s has too little available for %s (expected: at least %s)',
                change.wallet_id, NEW.transaction_reference, -change.available));
        END IF;
    END LOOP;
    RETURN NULL;
END
$post$;
COMMENT ON FUNCTION finance.post_movements() IS
    'Moves the balances by what a transaction now means, less what it meant before, in the transaction that writes it. VE006: no wallet spends more than it has available.';
CREATE TRIGGER transactions_post AFTER INSERT OR UPDATE OF status ON finance.transactions
    FOR EACH ROW EXECUTE FUNCTION finance.post_movements();

-- The doors to the ledger. Each either does all or nothing, and a repeat of the same request is answered with the first transaction.
CREATE FUNCTION finance.post_transaction(reference text, kind text, source uuid, destination uuid, gross numeric,
    fee_of_platform numeric DEFAULT 0, fee_of_gateway numeric DEFAULT 0, entity_id uuid DEFAULT NULL, entity_type text DEFAULT NULL,
    state text DEFAULT 'completed', external_id text DEFAULT NULL) RETURNS finance.transactions
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$post$
DECLARE
    posted finance.transactions;
BEGIN
    INSERT INTO finance.transactions (transaction_reference, transaction_type, from_wallet_id, to_wallet_id, amount, platform_fee, processing_fee,
        related_entity_id, related_entity_type, status, external_transaction_id)
    VALUES (reference, kind, source, destination, gross, fee_of_platform, fee_of_gateway, entity_id, entity_type, state, external_id)
    ON CONFLICT (transaction_reference) DO NOTHING;
    SELECT * INTO STRICT posted FROM finance.transactions WHERE transaction_reference = reference;
    IF (posted.transaction_type, posted.from_wallet_id, posted.to_wallet_id, posted.amount, posted.platform_fee, posted.processing_fee,
            posted.related_entity_id, posted.related_entity_type)
            IS DISTINCT FROM (kind, source, destination, round(gross, 2), round(fee_of_platform, 2), round(fee_of_gateway, 2), entity_id, entity_type)
            OR posted.external_transaction_id <> external_id THEN
        PERFORM public.refuse('VE013', format('transactions: reference %s was used for another movement (expected: the same one, or a new reference)',
            reference));
    END IF;
    RETURN posted;
END
$post$;
COMMENT ON FUNCTION finance.post_transaction(text, text, uuid, uuid, numeric, numeric, numeric, uuid, text, text, text) IS
    'Writes a transaction and moves its balances, once per reference: the same content again returns the first one, other content is refused (VE013).';

CREATE FUNCTION finance.credit(reference text, destination uuid, gross numeric, fee_of_gateway numeric DEFAULT 0, external_id text DEFAULT NULL)
    RETURNS finance.transactions
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$credit$
    SELECT finance.post_transaction(reference, 'credit', NULL, destination, gross, fee_of_gateway => fee_of_gateway, external_id => external_id)
$credit$;
COMMENT ON FUNCTION finance.credit(text, uuid, numeric, numeric, text) IS 'Money that came in from outside, cleared.';

CREATE FUNCTION finance.transfer(reference text, source uuid, destination uuid, gross numeric, fee_of_platform numeric DEFAULT 0,
    entity_id uuid DEFAULT NULL, entity_type text DEFAULT NULL) RETURNS finance.transactions
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$transfer$
    SELECT finance.post_transaction(reference, 'transfer', source, destination, gross, fee_of_platform, entity_id => entity_id,
        entity_type => entity_type)
$transfer$;
COMMENT ON FUNCTION finance.transfer(text, uuid, uuid, numeric, numeric, uuid, text) IS 'Money from one wallet to another of the same currency.';

CREATE FUNCTION finance.hold_escrow(booking uuid, payer uuid, gross numeric) RETURNS finance.transactions
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$hold$
    SELECT finance.post_transaction('escrow_hold/' || booking, 'escrow_hold', payer, NULL, gross, entity_id => booking, entity_type => 'bookings')
$hold$;
COMMENT ON FUNCTION finance.hold_escrow(uuid, uuid, numeric) IS
    'Sets the fee of a booking aside in the payer''s wallet: from available to frozen, once per booking.';

CREATE FUNCTION finance.settle_escrow(booking uuid, kind text, payee uuid, fee_of_platform numeric) RETURNS finance.transactions
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$settle$
DECLARE
    held finance.transactions;
    done text;
BEGIN
    SELECT * INTO held FROM finance.transactions
        WHERE related_entity_id = booking AND related_entity_type = 'bookings' AND transaction_type = 'escrow_hold' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM public.refuse('VE013', format('transactions: nothing is held for booking %s (expected: an escrow_hold)', booking));
    END IF;
    SELECT transaction_type INTO done FROM finance.transactions
        WHERE related_entity_id = booking AND related_entity_type = 'bookings' AND transaction_type IN ('escrow_release', 'escrow_refund');
    IF done <> kind THEN
        PERFORM public.refuse('VE004', format('transactions: the escrow of booking %s cannot go from %s to %s', booking, done, kind));
    END IF;
    RETURN finance.post_transaction(kind || '/' || booking, kind, CASE WHEN kind = 'escrow_release' THEN held.from_wallet_id END,
        coalesce(payee, held.from_wallet_id), held.amount, fee_of_platform, entity_id => booking, entity_type => 'bookings');
END
$settle$;
COMMENT ON FUNCTION finance.settle_escrow(uuid, text, uuid, numeric) IS
    'Ends the escrow of a booking one way or the other. The hold is locked first, so that of a release and a refund at the same time one wins and the other is refused (VE004).';

CREATE FUNCTION finance.release_escrow(booking uuid, payee uuid, fee_of_platform numeric DEFAULT 0) RETURNS finance.transactions
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$release$ SELECT finance.settle_escrow(booking, 'escrow_release', payee, fee_of_platform) $release$;
COMMENT ON FUNCTION finance.release_escrow(uuid, uuid, numeric) IS
    'The service was done: all that is held for the booking goes to the payee, less the platform''s fee.';

CREATE FUNCTION finance.refund_escrow(booking uuid) RETURNS finance.transactions
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$refund$ SELECT finance.settle_escrow(booking, 'escrow_refund', NULL, 0) $refund$;
COMMENT ON FUNCTION finance.refund_escrow(uuid) IS 'The service was not done: all that is held for the booking is the payer''s to spend again.';

-- Everybody who can hold money has a wallet from the first moment.
CREATE FUNCTION finance.open_wallet() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$open$
BEGIN
    IF TG_TABLE_NAME = 'users' THEN
        INSERT INTO finance.wallets (user_id, wallet_type) VALUES (NEW.user_id, 'user_personal');
    ELSE
        INSERT INTO finance.wallets (team_id, wallet_type) VALUES (NEW.team_id, 'team_business');
    END IF;
    RETURN NULL;
END
$open$;
COMMENT ON FUNCTION finance.open_wallet() IS 'Every user and every team gets a wallet: opened, empty, with the row itself.';
CREATE TRIGGER users_wallet AFTER INSERT ON security.users FOR EACH ROW EXECUTE FUNCTION finance.open_wallet();
CREATE TRIGGER teams_wallet AFTER INSERT ON identity.teams FOR EACH ROW EXECUTE FUNCTION finance.open_wallet();
INSERT INTO finance.wallets (user_id, wallet_type) SELECT user_id, 'user_personal' FROM security.users WHERE NOT is_deleted;
INSERT INTO finance.wallets (team_id, wallet_type) SELECT team_id, 'team_business' FROM identity.teams WHERE NOT is_deleted;

-- Sources of money -----------------------------------------------------------------------------------------------------
CREATE FUNCTION finance.looks_like_card_number(value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$looks$
    WITH digits AS (SELECT regexp_replace(value, '[ .-]', '', 'g') AS text)
    SELECT digits.text ~ '^[0-9]{13,19}$' AND (
        SELECT sum(CASE WHEN place % 2 = 1 THEN digit::int WHEN digit::int > 4 THEN digit::int * 2 - 9 ELSE digit::int * 2 END) % 10 = 0
        FROM regexp_split_to_table(reverse(digits.text), '') WITH ORDINALITY AS each (digit, place))
    FROM digits
$looks$;
COMMENT ON FUNCTION finance.looks_like_card_number(text) IS
    'Whether a text is 13 to 19 digits, apart from spaces, dots and dashes, whose check digit (Luhn) is that of a payment card.';

CREATE TABLE finance.payment_methods (
    payment_method_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id           uuid REFERENCES security.users (user_id),
    team_id           uuid REFERENCES identity.teams (team_id),
    method_type       text         NOT NULL,
    provider          text         NOT NULL,
    external_id       varchar(255) NOT NULL,
    last_four_digits  varchar(4),
    brand             varchar(50),
    is_default        boolean      NOT NULL DEFAULT false,
    status            text         NOT NULL DEFAULT 'active',
    CONSTRAINT payment_methods_single_owner CHECK (num_nonnulls(user_id, team_id) = 1),
    CONSTRAINT payment_methods_type CHECK (method_type IN ('card', 'bank_account')),
    CONSTRAINT payment_methods_provider CHECK (provider IN ('stripe', 'razorpay')),
    CONSTRAINT payment_methods_no_card_number CHECK (NOT finance.looks_like_card_number(external_id)),
    CONSTRAINT payment_methods_no_account_number CHECK (external_id !~ '^[0-9 .-]+$' AND external_id !~* '^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,40}$'),
    CONSTRAINT payment_methods_last_four_digits CHECK (last_four_digits ~ '^[0-9]{4}$'),
    CONSTRAINT payment_methods_brand CHECK (brand !~ '[0-9]{5}' AND NOT finance.looks_like_card_number(brand)),
    CONSTRAINT payment_methods_status CHECK (status IN ('active', 'expired', 'removed')),
    CONSTRAINT payment_methods_default_usable CHECK (NOT is_default OR status <> 'removed')
);
CALL public.make_base_entity('finance.payment_methods', 'payment_method_id', 'external_id');
CREATE UNIQUE INDEX idx_payment_methods_user_default ON finance.payment_methods (user_id) WHERE is_default AND NOT is_deleted;
CREATE UNIQUE INDEX idx_payment_methods_team_default ON finance.payment_methods (team_id) WHERE is_default AND NOT is_deleted;
CREATE INDEX idx_payment_methods_user ON finance.payment_methods (user_id) WHERE NOT is_deleted;
CREATE INDEX idx_payment_methods_team ON finance.payment_methods (team_id) WHERE NOT is_deleted;
CREATE TRIGGER payment_methods_fixed BEFORE UPDATE OF user_id, team_id, method_type, provider, external_id ON finance.payment_methods
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'team_id', 'method_type', 'provider', 'external_id');
CREATE TRIGGER payment_methods_lifecycle BEFORE UPDATE OF status ON finance.payment_methods FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'active>expired', 'expired>active', 'active>removed', 'expired>removed');
COMMENT ON TABLE finance.payment_methods IS 'Cards and accounts as the provider''s tokens stand for them. Their numbers are never here: that duty is the provider''s.';
COMMENT ON COLUMN finance.payment_methods.payment_method_id IS 'Key of the method.';
COMMENT ON COLUMN finance.payment_methods.user_id IS 'The owner, if a user; exactly one of user and team. Never changes.';
COMMENT ON COLUMN finance.payment_methods.team_id IS 'The owner, if a team; exactly one of user and team. Never changes.';
COMMENT ON COLUMN finance.payment_methods.method_type IS 'card or bank_account. Never changes.';
COMMENT ON COLUMN finance.payment_methods.provider IS 'Who holds the actual details: stripe or razorpay. Never changes.';
COMMENT ON COLUMN finance.payment_methods.external_id IS 'The provider''s token: what looks like a card or account number is refused. Masked in the audit trail. Never changes.';
COMMENT ON COLUMN finance.payment_methods.last_four_digits IS 'For display only: exactly four digits.';
COMMENT ON COLUMN finance.payment_methods.brand IS 'Name of the card scheme, for display.';
COMMENT ON COLUMN finance.payment_methods.is_default IS 'Whether subscriptions are charged to it unless said otherwise; at most one per owner.';
COMMENT ON COLUMN finance.payment_methods.status IS 'active, expired (until the provider renews it) or removed (for good).';

-- Billing documents in currency ----------------------------------------------------------------------------------------
CREATE TABLE finance.invoices (
    invoice_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    invoice_number    varchar(100)  NOT NULL CONSTRAINT invoices_number UNIQUE,
    billed_to_user_id uuid REFERENCES security.users (user_id),
    billed_to_team_id uuid REFERENCES identity.teams (team_id),
    subtotal          numeric(15,2) NOT NULL,
    tax_amount        numeric(15,2) NOT NULL DEFAULT 0,
    total_amount      numeric(15,2) NOT NULL,
    currency_code     varchar(3)    NOT NULL DEFAULT 'USD',
    status            text          NOT NULL DEFAULT 'draft',
    due_date          date          NOT NULL,
    paid_at           timestamptz,
    pdf_url           varchar(500),
    CONSTRAINT invoices_single_party CHECK (num_nonnulls(billed_to_user_id, billed_to_team_id) = 1),
    CONSTRAINT invoices_amounts CHECK (subtotal >= 0 AND tax_amount >= 0),
    CONSTRAINT invoices_total CHECK (total_amount = subtotal + tax_amount),
    CONSTRAINT invoices_currency CHECK (currency_code ~ '^[A-Z]{3}$'),
    CONSTRAINT invoices_status CHECK (status IN ('draft', 'sent', 'paid', 'overdue')),
    CONSTRAINT invoices_paid CHECK ((status = 'paid') = (paid_at IS NOT NULL))
);
CALL public.make_base_entity('finance.invoices', 'invoice_id');
CREATE INDEX idx_invoices_billed_to_user ON finance.invoices (billed_to_user_id) WHERE NOT is_deleted;
CREATE INDEX idx_invoices_billed_to_team ON finance.invoices (billed_to_team_id) WHERE NOT is_deleted;
CREATE TRIGGER invoices_number_fixed BEFORE UPDATE OF invoice_number ON finance.invoices
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('invoice_number');
CREATE TRIGGER invoices_fixed
    BEFORE UPDATE OF billed_to_user_id, billed_to_team_id, subtotal, tax_amount, total_amount, currency_code, due_date ON finance.invoices
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION public.keep_fixed_columns('billed_to_user_id', 'billed_to_team_id', 'subtotal',
        'tax_amount', 'total_amount', 'currency_code', 'due_date');
CREATE TRIGGER invoices_lifecycle BEFORE UPDATE OF status ON finance.invoices FOR EACH ROW EXECUTE FUNCTION
    public.keep_lifecycle('status', 'draft>sent', 'sent>paid', 'sent>overdue', 'overdue>paid');
COMMENT ON TABLE finance.invoices IS 'A bill in currency to one user or one team. What it says is fixed once it was sent; how far it is paid advances.';
COMMENT ON COLUMN finance.invoices.invoice_id IS 'Key of the invoice.';
COMMENT ON COLUMN finance.invoices.invoice_number IS 'Number on the document; never used twice, not even after deletion. Never changes.';
COMMENT ON COLUMN finance.invoices.billed_to_user_id IS 'Who pays, if a user; exactly one of user and team.';
COMMENT ON COLUMN finance.invoices.billed_to_team_id IS 'Who pays, if a team; exactly one of user and team.';
COMMENT ON COLUMN finance.invoices.subtotal IS 'Before tax, discounts already taken off, in currency_code.';
COMMENT ON COLUMN finance.invoices.tax_amount IS 'Tax on the subtotal, in currency_code.';
COMMENT ON COLUMN finance.invoices.total_amount IS 'What is due: subtotal plus tax, in currency_code.';
COMMENT ON COLUMN finance.invoices.currency_code IS 'ISO 4217 code of all amounts of the invoice.';
COMMENT ON COLUMN finance.invoices.status IS 'draft, sent, then paid, or overdue and then paid; drives billing and reminders.';
COMMENT ON COLUMN finance.invoices.due_date IS 'Last day to pay.';
COMMENT ON COLUMN finance.invoices.paid_at IS 'When all of it was paid; present exactly while the status is paid.';
COMMENT ON COLUMN finance.invoices.pdf_url IS 'Secure link to the document; empty until it is made.';

-- Of what the finance domain may write by default, the rules take back: the ledger is not rewritten, balances are not written.
REVOKE UPDATE, DELETE ON finance.transactions FROM finance_domain;
GRANT UPDATE (status, external_transaction_id, version, updated_by_user_id) ON finance.transactions TO finance_domain;
REVOKE UPDATE ON finance.wallets FROM finance_domain;
GRANT UPDATE (status, version, updated_by_user_id, is_deleted, deleted_at, deleted_by_user_id) ON finance.wallets TO finance_domain;
REVOKE EXECUTE ON FUNCTION
    finance.post_transaction(text, text, uuid, uuid, numeric, numeric, numeric, uuid, text, text, text),
    finance.credit(text, uuid, numeric, numeric, text),
    finance.transfer(text, uuid, uuid, numeric, numeric, uuid, text),
    finance.hold_escrow(uuid, uuid, numeric),
    finance.settle_escrow(uuid, text, uuid, numeric),
    finance.release_escrow(uuid, uuid, numeric),
    finance.refund_escrow(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    finance.post_transaction(text, text, uuid, uuid, numeric, numeric, numeric, uuid, text, text, text),
    finance.credit(text, uuid, numeric, numeric, text),
    finance.transfer(text, uuid, uuid, numeric, numeric, uuid, text),
    finance.hold_escrow(uuid, uuid, numeric),
    finance.release_escrow(uuid, uuid, numeric),
    finance.refund_escrow(uuid) TO finance_domain;
