-- The other domains, and the rules all of them share. A rule that is broken says so with an SQLSTATE of class VE; the table of
-- them is in docs/data-model/rules.md, and common turns each into a problem of a stable type.
CREATE SCHEMA finance;
CREATE SCHEMA product;
CREATE SCHEMA community;
CREATE SCHEMA operations;
CREATE SCHEMA marketplace;
CREATE SCHEMA event_operations;
CREATE SCHEMA billing;
CREATE SCHEMA media;
CREATE SCHEMA integration;
CREATE SCHEMA api;

COMMENT ON SCHEMA finance IS 'Wallets, the ledger of transactions, payment methods and invoices in currency. Written by the finance domain.';
COMMENT ON SCHEMA product IS 'Venues, events, tours and campaigns, with their taxonomy, places, brands and translations. Written by the product domain.';
COMMENT ON SCHEMA community IS 'Posts, follows, courses, videos and enhanced texts. Written by the community domain.';
COMMENT ON SCHEMA operations IS 'Outgoing webhooks, health, flags, call tracing and precomputed statistics. Written by the service each table names.';
COMMENT ON SCHEMA marketplace IS 'Bookings and their negotiation, contracts, sponsorships and exhibitors. Written by the marketplace domain; the negotiation by the messaging hub.';
COMMENT ON SCHEMA event_operations IS 'Tickets and their transfers, staff, requirements and checklists. Written by the event operations domain.';
COMMENT ON SCHEMA billing IS 'Plans, subscriptions, their invoices and metered use. Written by the billing domain.';
COMMENT ON SCHEMA media IS 'Files, once per content, and where each is used. Written by the media domain.';
COMMENT ON SCHEMA integration IS 'Connections of teams to outside services and their synchronisation runs. Written by the integration domain.';
COMMENT ON SCHEMA api IS 'Applications, credentials, widgets, inbound webhooks and the usage log of the public API. Written by the gateway.';

-- One role per domain that is not one of our three services. Nobody logs in as them here: the day a domain has a service of its
-- own, it gets the password of its role.
DO $roles$
DECLARE
    domain text;
BEGIN
    FOREACH domain IN ARRAY ARRAY['identity_domain', 'finance_domain', 'product_domain', 'community_domain', 'operations_domain',
        'marketplace_domain', 'event_operations_domain', 'billing_domain', 'media_domain', 'integration_domain', 'ai_domain'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = domain) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', domain);
        END IF;
    END LOOP;
END
$roles$;

-- How a rule refuses -----------------------------------------------------------------------------------------------
CREATE FUNCTION public.refuse(code text, message text) RETURNS void
    LANGUAGE plpgsql AS
$refuse$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message;
END
$refuse$;
COMMENT ON FUNCTION public.refuse(text, text) IS 'Raises a broken rule: an SQLSTATE of class VE and a sentence that names the row and what was expected.';

CREATE FUNCTION public.is_migration_role() RETURNS boolean
    LANGUAGE sql STABLE AS
$is$ SELECT pg_has_role(current_user, 'pg_database_owner', 'MEMBER') $is$;
COMMENT ON FUNCTION public.is_migration_role() IS 'Whether whoever acts owns the database: migrations and retention, nobody else.';

CREATE FUNCTION public.acting_user() RETURNS uuid
    LANGUAGE sql STABLE AS
$acting$ SELECT nullif(current_setting('eventful.acting_user', true), '')::uuid $acting$;
COMMENT ON FUNCTION public.acting_user() IS
    'Who the transaction acts for: the setting eventful.acting_user, to be set with SET LOCAL or set_config(…, true); null for the system itself.';

-- Append-only (rule X08): rows are written once. Retention is the migration role's.
CREATE FUNCTION public.keep_append_only() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF public.is_migration_role() THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    PERFORM public.refuse('VE001', format('%s: rows are never changed or removed (expected: a new row)', TG_TABLE_NAME));
    RETURN NULL;
END
$keep$;
COMMENT ON FUNCTION public.keep_append_only() IS 'VE001: refuses UPDATE and DELETE on append-only tables to everybody but the migration role.';

-- Columns that never change after the insert, for tables whose other columns do: named in the trigger's UPDATE OF list.
CREATE FUNCTION public.keep_fixed_columns() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    before jsonb := to_jsonb(OLD);
    after  jsonb := to_jsonb(NEW);
    col    text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF before -> col IS DISTINCT FROM after -> col AND NOT public.is_migration_role() THEN
            PERFORM public.refuse('VE003', format('%s.%s: fixed once the row is written', TG_TABLE_NAME, col));
        END IF;
    END LOOP;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION public.keep_fixed_columns() IS
    'VE003: refuses a change of the columns given as arguments. To be attached as BEFORE UPDATE OF exactly those columns, so that an update of others costs nothing.';

-- A status that only moves along the arrows given as arguments, each "from>to".
CREATE FUNCTION public.keep_lifecycle() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    col     text := TG_ARGV[0];
    from_to text := (to_jsonb(OLD) ->> col) || '>' || (to_jsonb(NEW) ->> col);
BEGIN
    IF to_jsonb(OLD) ->> col IS DISTINCT FROM to_jsonb(NEW) ->> col AND NOT from_to = ANY (TG_ARGV) THEN
        PERFORM public.refuse('VE004', format('%s.%s: cannot go from %s to %s', TG_TABLE_NAME, col,
            to_jsonb(OLD) ->> col, to_jsonb(NEW) ->> col));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION public.keep_lifecycle() IS
    'VE004: arguments are the column and the moves it may make ("inquiry>pending", …). To be attached as BEFORE UPDATE OF the column.';

-- BaseEntity (rules X04, S10) ----------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION public.keep_base_entity() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.version <> OLD.version THEN
        PERFORM public.refuse('VE008', format('%s: version %s was read, %s is current', TG_TABLE_NAME, NEW.version, OLD.version));
    END IF;
    NEW.created_at := OLD.created_at;
    NEW.created_by_user_id := OLD.created_by_user_id;
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    NEW.updated_by_user_id := coalesce(public.acting_user(), NEW.updated_by_user_id);
    IF NOT NEW.is_deleted THEN
        NEW.deleted_at := NULL;
        NEW.deleted_by_user_id := NULL;
    ELSIF OLD.is_deleted THEN
        NEW.deleted_at := OLD.deleted_at;
        NEW.deleted_by_user_id := OLD.deleted_by_user_id;
    ELSE
        NEW.deleted_at := coalesce(NEW.deleted_at, now());
        NEW.deleted_by_user_id := coalesce(NEW.deleted_by_user_id, public.acting_user());
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION public.keep_base_entity() IS
    'Keeps the BaseEntity columns right on UPDATE: creation columns never change, version and updated_at advance, deletion columns agree. VE008: a writer that sets version states the one it read; if that is not the current one, somebody wrote in between.';

CREATE FUNCTION public.start_base_entity() RETURNS trigger
    LANGUAGE plpgsql AS
$start$
BEGIN
    NEW.version := 0;
    NEW.created_by_user_id := coalesce(NEW.created_by_user_id, public.acting_user());
    NEW.updated_by_user_id := coalesce(NEW.updated_by_user_id, NEW.created_by_user_id);
    RETURN NEW;
END
$start$;
COMMENT ON FUNCTION public.start_base_entity() IS 'The BaseEntity columns of a new row: the first version, and who made it.';

-- The key column is the trigger's argument. The row is found by it and not by its place, which the update itself moves.
CREATE FUNCTION public.delete_softly() RETURNS trigger
    LANGUAGE plpgsql AS
$delete$
BEGIN
    IF public.is_migration_role() THEN
        RETURN OLD;
    END IF;
    EXECUTE format('UPDATE %I.%I SET is_deleted = true WHERE %I = $1 AND NOT is_deleted', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0])
        USING (to_jsonb(OLD) ->> TG_ARGV[0])::uuid;
    RETURN NULL;
END
$delete$;
COMMENT ON FUNCTION public.delete_softly() IS
    'Turns the DELETE of a BaseEntity row into its soft deletion; only the migration role removes rows for good.';

CREATE TABLE security.entity_audit_log (
    audit_id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_id          uuid        NOT NULL,
    entity_type        varchar(50) NOT NULL,
    entity_schema      varchar(50) NOT NULL,
    operation          text        NOT NULL CHECK (operation IN ('CREATE', 'UPDATE', 'SOFT_DELETE')),
    changed_by_user_id uuid REFERENCES security.users (user_id),
    old_values         jsonb,
    new_values         jsonb,
    created_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT entity_audit_log_snapshots CHECK ((operation = 'CREATE') = (old_values IS NULL) AND new_values IS NOT NULL)
);
CREATE INDEX idx_entity_audit_log_entity ON security.entity_audit_log (entity_id, entity_type);
CREATE INDEX idx_entity_audit_log_created_at ON security.entity_audit_log USING brin (created_at);
CREATE TRIGGER entity_audit_log_append_only BEFORE UPDATE OR DELETE ON security.entity_audit_log
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE security.entity_audit_log IS 'Before and after of every change of a major entity, written by triggers alone. Ordered by created_at and audit_id: numbers are drawn before they are committed.';
COMMENT ON COLUMN security.entity_audit_log.audit_id IS 'Rises with every row; has gaps.';
COMMENT ON COLUMN security.entity_audit_log.entity_id IS 'Key of the row that changed.';
COMMENT ON COLUMN security.entity_audit_log.entity_type IS 'Table of the row that changed.';
COMMENT ON COLUMN security.entity_audit_log.entity_schema IS 'Schema of that table: two have a table invoices.';
COMMENT ON COLUMN security.entity_audit_log.operation IS 'CREATE, UPDATE or SOFT_DELETE.';
COMMENT ON COLUMN security.entity_audit_log.changed_by_user_id IS 'Who acted (setting eventful.acting_user); empty for the system.';
COMMENT ON COLUMN security.entity_audit_log.old_values IS 'The whole row before, secrets masked; empty for CREATE.';
COMMENT ON COLUMN security.entity_audit_log.new_values IS 'The whole row after, secrets masked.';
COMMENT ON COLUMN security.entity_audit_log.created_at IS 'When the transaction that changed it began.';

-- Runs as its owner, so that nobody needs the right to write the log. Arguments: the key column, then columns to mask.
CREATE FUNCTION public.audit_entity() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$audit$
DECLARE
    before jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
    after  jsonb := to_jsonb(NEW);
    masked text;
BEGIN
    FOREACH masked IN ARRAY TG_ARGV[1:] LOOP
        IF after ->> masked IS NOT NULL THEN
            after := jsonb_set(after, ARRAY[masked], '"***"');
        END IF;
        IF before ->> masked IS NOT NULL THEN
            before := jsonb_set(before, ARRAY[masked], '"***"');
        END IF;
    END LOOP;
    INSERT INTO security.entity_audit_log (entity_id, entity_type, entity_schema, operation, changed_by_user_id, old_values, new_values)
    VALUES ((after ->> TG_ARGV[0])::uuid, TG_TABLE_NAME, TG_TABLE_SCHEMA,
        CASE
            WHEN TG_OP = 'INSERT' THEN 'CREATE'
            WHEN (after ->> 'is_deleted')::boolean AND NOT (before ->> 'is_deleted')::boolean THEN 'SOFT_DELETE'
            ELSE 'UPDATE'
        END,
        public.acting_user(), before, after);
    RETURN NULL;
END
$audit$;
COMMENT ON FUNCTION public.audit_entity() IS
    'Writes the audit row of a change. Arguments: the key column, then the columns whose values are secrets and are masked in both snapshots.';

-- All a BaseEntity table has in common, given to it in one place.
CREATE PROCEDURE public.make_base_entity(tab regclass, key text, VARIADIC secrets text[] DEFAULT '{}')
    LANGUAGE plpgsql SET client_min_messages = warning AS
$make$
DECLARE
    bare text := (SELECT relname FROM pg_class WHERE oid = tab);
BEGIN
    EXECUTE format($sql$
        ALTER TABLE %1$s
            ADD COLUMN IF NOT EXISTS created_at         timestamptz NOT NULL DEFAULT now(),
            ADD COLUMN IF NOT EXISTS updated_at         timestamptz NOT NULL DEFAULT now(),
            ADD COLUMN IF NOT EXISTS created_by_user_id uuid,
            ADD COLUMN IF NOT EXISTS updated_by_user_id uuid,
            ADD COLUMN IF NOT EXISTS version            integer     NOT NULL DEFAULT 0,
            ADD COLUMN IF NOT EXISTS is_deleted         boolean     NOT NULL DEFAULT false,
            ADD COLUMN IF NOT EXISTS deleted_at         timestamptz,
            ADD COLUMN IF NOT EXISTS deleted_by_user_id uuid,
            DROP CONSTRAINT IF EXISTS %2$s_deletion_agrees,
            ADD CONSTRAINT %2$s_deletion_agrees
                CHECK (is_deleted = (deleted_at IS NOT NULL) AND (is_deleted OR deleted_by_user_id IS NULL))
        $sql$, tab, bare);
    EXECUTE format('CREATE OR REPLACE TRIGGER %2$s_base BEFORE UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity()', tab, bare);
    EXECUTE format('CREATE TRIGGER %2$s_start BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION public.start_base_entity()', tab, bare);
    EXECUTE format('CREATE TRIGGER %2$s_soft BEFORE DELETE ON %1$s FOR EACH ROW EXECUTE FUNCTION public.delete_softly(%3$L)', tab, bare, key);
    EXECUTE format('CREATE TRIGGER %2$s_audit AFTER INSERT OR UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION public.audit_entity(%3$s)', tab, bare,
        (SELECT string_agg(quote_literal(argument), ', ') FROM unnest(key || secrets) AS argument));
    EXECUTE format($sql$
        COMMENT ON COLUMN %1$s.created_at IS 'When the row was made; never changes.';
        COMMENT ON COLUMN %1$s.updated_at IS 'When the row was changed last.';
        COMMENT ON COLUMN %1$s.created_by_user_id IS 'Who made the row; empty for the system. Never changes.';
        COMMENT ON COLUMN %1$s.updated_by_user_id IS 'Who changed the row last; empty for the system.';
        COMMENT ON COLUMN %1$s.version IS 'Number of changes; a writer that states the one it read is refused (VE008) if it is not the current one.';
        COMMENT ON COLUMN %1$s.is_deleted IS 'Whether the row counts as deleted: it stays as the target of references, and reads leave it out.';
        COMMENT ON COLUMN %1$s.deleted_at IS 'When it was deleted; empty while it is not.';
        COMMENT ON COLUMN %1$s.deleted_by_user_id IS 'Who deleted it; empty while it is not, or for the system.'
        $sql$, tab);
END
$make$;
COMMENT ON PROCEDURE public.make_base_entity(regclass, text, text[]) IS
    'Gives a table the eight BaseEntity columns and the triggers that keep them, soft deletion and the audit trail. Arguments: the table, its key column, and columns that hold secrets.';

CALL public.make_base_entity('security.users', 'user_id');
CALL public.make_base_entity('identity.teams', 'team_id');
CALL public.make_base_entity('communications.internal_conversations', 'conversation_id');
CALL public.make_base_entity('communications.internal_messages', 'message_id');

-- Chat messages are many and each is its own record: only what changes one of them is audited.
CREATE OR REPLACE TRIGGER internal_messages_audit AFTER UPDATE ON communications.internal_messages
    FOR EACH ROW EXECUTE FUNCTION public.audit_entity('message_id');

-- Who writes and who reads ---------------------------------------------------------------------------------------------
-- A domain of its own writes all of its schema; everybody reads for context. The tables of our three services, and those that are
-- not as simple, are granted where they are made.
DO $grants$
DECLARE
    everybody constant text := 'gateway, messaging_hub, notification_engine, identity_domain, finance_domain, product_domain, community_domain,
        operations_domain, marketplace_domain, event_operations_domain, billing_domain, media_domain, integration_domain, ai_domain';
    owned text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA security, identity, finance, product, communications, community, operations, marketplace,
        event_operations, billing, media, notification, integration, api TO %s', everybody);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA security, identity, finance, product, communications, community, operations, marketplace,
        event_operations, billing, media, notification, integration, api GRANT SELECT ON TABLES TO %s', everybody);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA security, identity, communications, notification TO %s', everybody);
    FOREACH owned IN ARRAY ARRAY['identity', 'finance', 'product', 'community', 'marketplace', 'event_operations', 'billing', 'media',
        'integration'] LOOP
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT INSERT, UPDATE, DELETE ON TABLES TO %I', owned, owned || '_domain');
    END LOOP;
END
$grants$;
GRANT INSERT, UPDATE, DELETE ON identity.teams, identity.team_memberships TO identity_domain;
GRANT DELETE ON security.users TO gateway;
