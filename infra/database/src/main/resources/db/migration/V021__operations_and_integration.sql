-- Partitions by day -----------------------------------------------------------------------------------------------------
-- What is written every minute or every call lives in one partition per day (UTC): yesterday's are never written again, and the
-- old ones go in one piece. A default partition takes what no day was made for, so that nothing is refused if nobody made one.
CREATE FUNCTION operations.partition_key(parent regclass) RETURNS name
    LANGUAGE plpgsql STABLE AS
$key$
DECLARE
    key name := (SELECT attname FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
        WHERE partrelid = parent AND partstrat = 'r' AND partnatts = 1 AND atttypid = 'timestamptz'::regtype);
BEGIN
    IF key IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'wrong_object_type', MESSAGE = format('%s: not partitioned by one range of times', parent);
    END IF;
    RETURN key;
END
$key$;
COMMENT ON FUNCTION operations.partition_key(regclass) IS 'The column by whose time a table is partitioned.';

CREATE FUNCTION operations.make_day_partitions(parent regclass, days integer) RETURNS integer
    LANGUAGE plpgsql SET timezone = 'UTC' AS
$make$
DECLARE
    key      name := operations.partition_key(parent);
    home     name := (SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = parent);
    bare     name := (SELECT relname FROM pg_class WHERE oid = parent);
    strays   regclass := (SELECT nullif(partdefid, 0::oid) FROM pg_partitioned_table WHERE partrelid = parent);
    day      date;
    child    text;
    made     integer := 0;
BEGIN
    FOR day IN SELECT current_date + step FROM generate_series(0, days - 1) AS step LOOP
        child := format('%I.%I', home, bare || to_char(day, '"_p"YYYYMMDD'));
        CONTINUE WHEN to_regclass(child) IS NOT NULL;
        EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)', child, parent);
        IF strays IS NOT NULL THEN
            EXECUTE format('WITH moved AS (DELETE FROM %s WHERE %I >= %L AND %2$I < %4$L RETURNING *) INSERT INTO %5$s SELECT * FROM moved',
                strays, key, day::timestamptz, (day + 1)::timestamptz, child);
        END IF;
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', parent, child, day::timestamptz,
            (day + 1)::timestamptz);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$make$;
COMMENT ON FUNCTION operations.make_day_partitions(regclass, integer) IS
    'Makes the partitions of today and the days after it that are missing, and brings rows home that had to wait in the default partition. Returns how many it made. For the migration role, every day.';

CREATE FUNCTION operations.drop_day_partitions(parent regclass, days_kept integer) RETURNS integer
    LANGUAGE plpgsql SET timezone = 'UTC' AS
$drop$
DECLARE
    key     name := operations.partition_key(parent);
    first   timestamptz := (current_date - days_kept)::timestamptz;
    strays  regclass := (SELECT nullif(partdefid, 0::oid) FROM pg_partitioned_table WHERE partrelid = parent);
    child   regclass;
    dropped integer := 0;
BEGIN
    IF days_kept < 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('%s days (expected: at least 1)', days_kept);
    END IF;
    FOR child IN SELECT inhrelid FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = parent AND substring(pg_get_expr(relpartbound, inhrelid) FROM 'TO \(''([^'']+)''\)')::timestamptz <= first LOOP
        EXECUTE format('DROP TABLE %s', child);
        dropped := dropped + 1;
    END LOOP;
    IF strays IS NOT NULL THEN
        EXECUTE format('DELETE FROM %s WHERE %I < %L', strays, key, first);
    END IF;
    RETURN dropped;
END
$drop$;
COMMENT ON FUNCTION operations.drop_day_partitions(regclass, integer) IS
    'Drops the partitions of days that ended before the days to keep, and as old rows of the default partition. Returns how many it dropped. For the migration role, every day.';
REVOKE EXECUTE ON FUNCTION operations.partition_key(regclass), operations.make_day_partitions(regclass, integer),
    operations.drop_day_partitions(regclass, integer) FROM PUBLIC;

CREATE FUNCTION operations.advance_updated_at() RETURNS trigger
    LANGUAGE plpgsql AS
$advance$
BEGIN
    NEW.created_at := OLD.created_at;
    NEW.updated_at := now();
    RETURN NEW;
END
$advance$;
COMMENT ON FUNCTION operations.advance_updated_at() IS 'When a row was made never changes; when it was changed does with every update.';

-- Outgoing webhooks ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION operations.are_event_types(types text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$are$
    SELECT cardinality(types) > 0 AND NOT EXISTS (
        SELECT FROM unnest(types) AS type WHERE type IS NULL OR type !~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\.([a-z][a-z0-9_]*|\*)$')
$are$;
COMMENT ON FUNCTION operations.are_event_types(text[]) IS
    'Whether all are names of events, lower case with dots, or prefixes that end in .* for all below them; and there is at least one.';

CREATE TABLE operations.webhook_subscriptions (
    webhook_id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id                   uuid         NOT NULL REFERENCES identity.teams (team_id),
    endpoint_url              varchar(500) NOT NULL CHECK (endpoint_url ~ '^https://[^/@[:space:]]+(/[^[:space:]]*)?$'),
    event_types               text[]       NOT NULL CHECK (operations.are_event_types(event_types)),
    secret_key                varchar(255) NOT NULL CHECK (secret_key ~ '^enc:[^[:space:]]+$'),
    previous_secret_key       varchar(255) CHECK (previous_secret_key ~ '^enc:[^[:space:]]+$'),
    previous_secret_key_until timestamptz,
    is_active                 boolean      NOT NULL DEFAULT true,
    retry_count               integer      NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    last_delivery_attempt     timestamptz,
    created_at                timestamptz  NOT NULL DEFAULT now(),
    updated_at                timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT webhook_subscriptions_overlap CHECK ((previous_secret_key IS NULL) = (previous_secret_key_until IS NULL))
);
CREATE INDEX idx_webhook_subscriptions_team ON operations.webhook_subscriptions (team_id);
CREATE TRIGGER webhook_subscriptions_updated BEFORE UPDATE ON operations.webhook_subscriptions
    FOR EACH ROW EXECUTE FUNCTION operations.advance_updated_at();
CREATE TRIGGER webhook_subscriptions_fixed BEFORE UPDATE OF team_id ON operations.webhook_subscriptions
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('team_id');
COMMENT ON TABLE operations.webhook_subscriptions IS 'Where a team wants to be told of which events.';
COMMENT ON COLUMN operations.webhook_subscriptions.webhook_id IS 'Key of the webhook.';
COMMENT ON COLUMN operations.webhook_subscriptions.team_id IS 'Whose it is; fixed.';
COMMENT ON COLUMN operations.webhook_subscriptions.endpoint_url IS 'Where events are posted to: https, without credentials. That the host is a public one is checked by who calls it, each time.';
COMMENT ON COLUMN operations.webhook_subscriptions.event_types IS 'Names of the events, or prefixes that end in .*; nothing else is delivered.';
COMMENT ON COLUMN operations.webhook_subscriptions.secret_key IS 'Signs the payloads; encrypted (enc: and the cipher text), and read by the notification engine alone.';
COMMENT ON COLUMN operations.webhook_subscriptions.previous_secret_key IS 'The secret before the last rotation, encrypted; signs beside the new one until previous_secret_key_until.';
COMMENT ON COLUMN operations.webhook_subscriptions.previous_secret_key_until IS 'When the secret before the last rotation ends; empty if there is none.';
COMMENT ON COLUMN operations.webhook_subscriptions.is_active IS 'Whether events are delivered; false keeps the webhook without them.';
COMMENT ON COLUMN operations.webhook_subscriptions.retry_count IS 'Failed attempts of the newest payload that was tried; kept by a trigger on webhook_deliveries.';
COMMENT ON COLUMN operations.webhook_subscriptions.last_delivery_attempt IS 'When something was tried last, whatever came of it; kept by a trigger on webhook_deliveries. Empty until then.';
COMMENT ON COLUMN operations.webhook_subscriptions.created_at IS 'When the team subscribed; never changes.';
COMMENT ON COLUMN operations.webhook_subscriptions.updated_at IS 'When the row was changed last.';

--   pending ──→ delivered
--      │  ↑ (asked for again)
--      └──→ dead
CREATE TABLE operations.webhook_deliveries (
    delivery_id      uuid PRIMARY KEY DEFAULT uuidv7(),
    webhook_id       uuid         NOT NULL REFERENCES operations.webhook_subscriptions (webhook_id) ON DELETE CASCADE,
    event_id         uuid         NOT NULL,
    event_type       varchar(100) NOT NULL,
    payload          jsonb        NOT NULL,
    status           text         NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'dead')),
    attempt_count    integer      NOT NULL DEFAULT 0 CHECK (attempt_count >= 0),
    last_attempt_at  timestamptz,
    next_attempt_at  timestamptz DEFAULT now(),
    response_code    integer CHECK (response_code BETWEEN 100 AND 599),
    response_time_ms integer CHECK (response_time_ms >= 0),
    error_detail     text,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT webhook_deliveries_once UNIQUE (webhook_id, event_id),
    CONSTRAINT webhook_deliveries_due CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT webhook_deliveries_attempts CHECK ((attempt_count = 0) = (last_attempt_at IS NULL) AND (status <> 'delivered' OR attempt_count > 0))
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idx_webhook_deliveries_due ON operations.webhook_deliveries (next_attempt_at) WHERE status = 'pending';
CREATE INDEX idx_webhook_deliveries_webhook ON operations.webhook_deliveries (webhook_id, delivery_id);
CREATE TRIGGER webhook_deliveries_fixed BEFORE UPDATE OF webhook_id, event_id, event_type, payload ON operations.webhook_deliveries
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('webhook_id', 'event_id', 'event_type', 'payload');
CREATE TRIGGER webhook_deliveries_lifecycle BEFORE UPDATE OF status ON operations.webhook_deliveries
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'pending>delivered', 'pending>dead', 'dead>pending');
COMMENT ON TABLE operations.webhook_deliveries IS 'One event on its way to one webhook: a row over all attempts, so that its key stays the same for the receiver.';
COMMENT ON COLUMN operations.webhook_deliveries.delivery_id IS 'Key of the delivery, told to the receiver; time-ordered.';
COMMENT ON COLUMN operations.webhook_deliveries.webhook_id IS 'To whom; fixed.';
COMMENT ON COLUMN operations.webhook_deliveries.event_id IS 'Which event: the id of its message. Once per webhook, so that an event that comes twice is delivered once; fixed.';
COMMENT ON COLUMN operations.webhook_deliveries.event_type IS 'Name of the event; fixed.';
COMMENT ON COLUMN operations.webhook_deliveries.payload IS 'What is posted; fixed.';
COMMENT ON COLUMN operations.webhook_deliveries.status IS 'pending while attempts are left; then delivered, or dead until somebody asks for it again.';
COMMENT ON COLUMN operations.webhook_deliveries.attempt_count IS 'How often it was tried.';
COMMENT ON COLUMN operations.webhook_deliveries.last_attempt_at IS 'When it was tried last; empty until then.';
COMMENT ON COLUMN operations.webhook_deliveries.next_attempt_at IS 'When it is due; empty once it is no longer pending.';
COMMENT ON COLUMN operations.webhook_deliveries.response_code IS 'HTTP status of the last attempt; empty if there was no answer.';
COMMENT ON COLUMN operations.webhook_deliveries.response_time_ms IS 'How long the last attempt took, in milliseconds.';
COMMENT ON COLUMN operations.webhook_deliveries.error_detail IS 'What went wrong in the last attempt; empty if nothing did.';
COMMENT ON COLUMN operations.webhook_deliveries.created_at IS 'When the event reached us.';

CREATE FUNCTION operations.summarise_delivery() RETURNS trigger
    LANGUAGE plpgsql AS
$summarise$
BEGIN
    -- Locked before asking for newer ones: whoever comes second sees what the first wrote.
    PERFORM FROM operations.webhook_subscriptions WHERE webhook_id = NEW.webhook_id FOR NO KEY UPDATE;
    UPDATE operations.webhook_subscriptions AS hook SET
        last_delivery_attempt = greatest(hook.last_delivery_attempt, NEW.last_attempt_at),
        retry_count = CASE
            WHEN EXISTS (SELECT FROM operations.webhook_deliveries AS newer WHERE newer.webhook_id = NEW.webhook_id
                AND newer.delivery_id > NEW.delivery_id AND newer.attempt_count > 0) THEN hook.retry_count
            WHEN NEW.status = 'delivered' THEN NEW.attempt_count - 1
            ELSE NEW.attempt_count
        END
    WHERE hook.webhook_id = NEW.webhook_id;
    RETURN NULL;
END
$summarise$;
COMMENT ON FUNCTION operations.summarise_delivery() IS
    'Every attempt, good or bad, moves the webhook''s last_delivery_attempt; retry_count follows the newest payload that was tried.';
CREATE TRIGGER webhook_deliveries_summary AFTER UPDATE OF attempt_count ON operations.webhook_deliveries
    FOR EACH ROW WHEN (OLD.attempt_count <> NEW.attempt_count) EXECUTE FUNCTION operations.summarise_delivery();

-- Health and calls ------------------------------------------------------------------------------------------------------------
CREATE TABLE operations.system_health_checks (
    check_id         uuid         NOT NULL DEFAULT uuidv7(),
    service_name     varchar(100) NOT NULL,
    status           text         NOT NULL CHECK (status IN ('HEALTHY', 'DEGRADED', 'DOWN')),
    response_time_ms integer CHECK (response_time_ms >= 0),
    error_message    text,
    detail           jsonb,
    checked_at       timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (check_id, checked_at),
    CONSTRAINT system_health_checks_reason CHECK (status <> 'DOWN' OR error_message IS NOT NULL)
) PARTITION BY RANGE (checked_at);
CREATE INDEX idx_system_health_checks_service ON operations.system_health_checks (service_name, checked_at DESC);
CREATE TRIGGER system_health_checks_append_only BEFORE UPDATE OR DELETE ON operations.system_health_checks
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TABLE operations.system_health_checks_default PARTITION OF operations.system_health_checks DEFAULT;
COMMENT ON TABLE operations.system_health_checks IS 'How each service was, minute by minute; one partition per day.';
COMMENT ON TABLE operations.system_health_checks_default IS 'Checks of days without a partition; empty while partitions are made in time.';
COMMENT ON COLUMN operations.system_health_checks.check_id IS 'Key of the check, with its time; time-ordered.';
COMMENT ON COLUMN operations.system_health_checks.service_name IS 'The service that was asked.';
COMMENT ON COLUMN operations.system_health_checks.status IS 'HEALTHY; DEGRADED for slow or partly failing; DOWN for no useful answer.';
COMMENT ON COLUMN operations.system_health_checks.response_time_ms IS 'How long the answer took, in milliseconds; empty if none came.';
COMMENT ON COLUMN operations.system_health_checks.error_message IS 'What was wrong; always there for DOWN.';
COMMENT ON COLUMN operations.system_health_checks.detail IS 'Node and components, as the service tells them; empty if it tells nothing.';
COMMENT ON COLUMN operations.system_health_checks.checked_at IS 'When it was asked.';

CREATE TABLE operations.microservice_communications (
    communication_id uuid         NOT NULL DEFAULT uuidv7(),
    source_service   varchar(100) NOT NULL,
    target_service   varchar(100) NOT NULL,
    request_id       uuid         NOT NULL,
    response_time_ms integer CHECK (response_time_ms >= 0),
    status_code      integer CHECK (status_code BETWEEN 100 AND 599),
    created_at       timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (communication_id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX idx_microservice_communications_request ON operations.microservice_communications (request_id);
CREATE TRIGGER microservice_communications_append_only BEFORE UPDATE OR DELETE ON operations.microservice_communications
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
CREATE TABLE operations.microservice_communications_default PARTITION OF operations.microservice_communications DEFAULT;
COMMENT ON TABLE operations.microservice_communications IS 'Calls between services, failed ones too, written in batches; one partition per day.';
COMMENT ON TABLE operations.microservice_communications_default IS 'Calls of days without a partition; empty while partitions are made in time.';
COMMENT ON COLUMN operations.microservice_communications.communication_id IS 'Key of the call, with its time; time-ordered.';
COMMENT ON COLUMN operations.microservice_communications.source_service IS 'Who called.';
COMMENT ON COLUMN operations.microservice_communications.target_service IS 'Who was called.';
COMMENT ON COLUMN operations.microservice_communications.request_id IS 'The operation the call was part of: the trace id, shared by all its calls.';
COMMENT ON COLUMN operations.microservice_communications.response_time_ms IS 'How long the answer took, in milliseconds; empty if none came.';
COMMENT ON COLUMN operations.microservice_communications.status_code IS 'HTTP status of the answer; empty if none came.';
COMMENT ON COLUMN operations.microservice_communications.created_at IS 'When the call was made.';
SELECT operations.make_day_partitions('operations.system_health_checks', 7),
    operations.make_day_partitions('operations.microservice_communications', 7);

CREATE TABLE operations.feature_flags (
    flag_id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    flag_name            varchar(100) NOT NULL UNIQUE,
    is_enabled           boolean      NOT NULL DEFAULT false,
    rollout_percentage   integer      NOT NULL DEFAULT 0 CHECK (rollout_percentage BETWEEN 0 AND 100),
    target_user_segments text[] CHECK (cardinality(target_user_segments) > 0),
    created_at           timestamptz  NOT NULL DEFAULT now(),
    updated_at           timestamptz  NOT NULL DEFAULT now()
);
CREATE TRIGGER feature_flags_updated BEFORE UPDATE ON operations.feature_flags
    FOR EACH ROW EXECUTE FUNCTION operations.advance_updated_at();
COMMENT ON TABLE operations.feature_flags IS 'Features that are switched on for some without a deployment.';
COMMENT ON COLUMN operations.feature_flags.flag_id IS 'Key of the flag.';
COMMENT ON COLUMN operations.feature_flags.flag_name IS 'Name of the feature, by which services ask for it.';
COMMENT ON COLUMN operations.feature_flags.is_enabled IS 'Master switch: off means off for everybody.';
COMMENT ON COLUMN operations.feature_flags.rollout_percentage IS 'Share of the people in question who have it, 0 to 100; always the same ones.';
COMMENT ON COLUMN operations.feature_flags.target_user_segments IS 'To whose members the feature is restricted; empty (null) for nobody in particular.';
COMMENT ON COLUMN operations.feature_flags.created_at IS 'When the flag was made; never changes.';
COMMENT ON COLUMN operations.feature_flags.updated_at IS 'When the row was changed last.';

-- Statistics -------------------------------------------------------------------------------------------------------------------
CREATE TABLE operations.user_statistics (
    user_id                uuid PRIMARY KEY REFERENCES security.users (user_id),
    events_created         integer       NOT NULL DEFAULT 0 CHECK (events_created >= 0),
    events_attended        integer       NOT NULL DEFAULT 0 CHECK (events_attended >= 0),
    total_earnings_credits numeric(15,2) NOT NULL DEFAULT 0 CHECK (total_earnings_credits >= 0),
    followers_count        integer       NOT NULL DEFAULT 0 CHECK (followers_count >= 0),
    last_updated           timestamptz   NOT NULL DEFAULT now()
);
COMMENT ON TABLE operations.user_statistics IS 'Counted in advance for each person, so that no dashboard counts: one row per person, refreshed by a job.';
COMMENT ON COLUMN operations.user_statistics.user_id IS 'The person.';
COMMENT ON COLUMN operations.user_statistics.events_created IS 'Number of events they own.';
COMMENT ON COLUMN operations.user_statistics.events_attended IS 'Number of events they were at.';
COMMENT ON COLUMN operations.user_statistics.total_earnings_credits IS 'What bookings earned them, in credits.';
COMMENT ON COLUMN operations.user_statistics.followers_count IS 'Number of active rows of community.follows that follow them.';
COMMENT ON COLUMN operations.user_statistics.last_updated IS 'When the job counted last.';

CREATE TABLE operations.event_statistics (
    event_id                uuid PRIMARY KEY REFERENCES product.events (event_edition_id),
    total_revenue_credits   numeric(15,2) NOT NULL DEFAULT 0 CHECK (total_revenue_credits >= 0),
    attendee_count          integer       NOT NULL DEFAULT 0 CHECK (attendee_count >= 0),
    social_engagement_score integer       NOT NULL DEFAULT 0 CHECK (social_engagement_score >= 0),
    last_updated            timestamptz   NOT NULL DEFAULT now()
);
COMMENT ON TABLE operations.event_statistics IS 'Counted in advance for each event: one row per event, refreshed by a job.';
COMMENT ON COLUMN operations.event_statistics.event_id IS 'The event: its event_edition_id.';
COMMENT ON COLUMN operations.event_statistics.total_revenue_credits IS 'What tickets, sponsorships and the like brought in, in credits, from the transactions.';
COMMENT ON COLUMN operations.event_statistics.attendee_count IS 'Number of people registered.';
COMMENT ON COLUMN operations.event_statistics.social_engagement_score IS 'One number for posts, comments and likes on the event''s wall.';
COMMENT ON COLUMN operations.event_statistics.last_updated IS 'When the job counted last; tells readers how fresh the numbers are.';

-- Connections to outside services -------------------------------------------------------------------------------------------------
CREATE FUNCTION integration.is_sealed(secret jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$is$
    SELECT CASE WHEN jsonb_typeof(secret) <> 'object' THEN false
        ELSE secret ?& ARRAY['ciphertext', 'key_id'] AND secret - ARRAY['ciphertext', 'key_id'] = '{}'
            AND jsonb_typeof(secret -> 'ciphertext') = 'string' AND secret ->> 'ciphertext' ~ '^[A-Za-z0-9+/_-]+={0,2}$'
            AND jsonb_typeof(secret -> 'key_id') = 'string' AND secret ->> 'key_id' <> ''
    END
$is$;
COMMENT ON FUNCTION integration.is_sealed(jsonb) IS
    'Whether it is an encrypted secret: an object of a cipher text in base64 and the id of the key it was encrypted with, and nothing else.';

CREATE TABLE integration.third_party_integrations (
    integration_id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id                uuid         NOT NULL REFERENCES identity.teams (team_id),
    service_name           varchar(100) NOT NULL CHECK (service_name ~ '^[a-z0-9][a-z0-9_.-]*$'),
    service_category       text         NOT NULL CHECK (service_category IN ('video_conferencing', 'payment', 'crm', 'accounting',
        'marketing_automation', 'messaging', 'scheduling', 'other')),
    credentials            jsonb        NOT NULL CHECK (integration.is_sealed(credentials)),
    config                 jsonb,
    status                 text         NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'error', 'revoked')),
    last_sync_at           timestamptz,
    auto_sync_enabled      boolean      NOT NULL DEFAULT false,
    sync_frequency_minutes integer CHECK (sync_frequency_minutes > 0),
    CONSTRAINT third_party_integrations_rhythm CHECK (NOT auto_sync_enabled OR sync_frequency_minutes IS NOT NULL)
);
CALL public.make_base_entity('integration.third_party_integrations', 'integration_id', 'credentials');
CREATE UNIQUE INDEX idx_third_party_integrations_team_service ON integration.third_party_integrations (team_id, service_name) WHERE NOT is_deleted;
CREATE TRIGGER third_party_integrations_lifecycle BEFORE UPDATE OF status ON integration.third_party_integrations
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'active>inactive', 'active>error', 'active>revoked', 'inactive>active',
        'inactive>revoked', 'error>active', 'error>inactive', 'error>revoked');
COMMENT ON TABLE integration.third_party_integrations IS
    'A team''s connection to an outside service. The messaging hub writes those to WhatsApp, the integration domain all others.';
COMMENT ON COLUMN integration.third_party_integrations.integration_id IS 'Key of the connection.';
COMMENT ON COLUMN integration.third_party_integrations.team_id IS 'Whose it is.';
COMMENT ON COLUMN integration.third_party_integrations.service_name IS 'The outside service, lower case; a team has one connection to each that is not deleted.';
COMMENT ON COLUMN integration.third_party_integrations.service_category IS 'What kind of service it is.';
COMMENT ON COLUMN integration.third_party_integrations.credentials IS 'Keys and tokens, encrypted: {"ciphertext": base64, "key_id": which key}. Read by the integration domain and the messaging hub alone.';
COMMENT ON COLUMN integration.third_party_integrations.config IS 'What the team set; empty if nothing.';
COMMENT ON COLUMN integration.third_party_integrations.status IS 'active: may be synchronised. inactive: switched off. error: failing until somebody mends it. revoked: access was withdrawn, for good; a new connection is a new row.';
COMMENT ON COLUMN integration.third_party_integrations.last_sync_at IS 'End of the last run that succeeded; moved forward by a trigger on sync_logs. Empty until then.';
COMMENT ON COLUMN integration.third_party_integrations.auto_sync_enabled IS 'Whether runs start by themselves, every sync_frequency_minutes.';
COMMENT ON COLUMN integration.third_party_integrations.sync_frequency_minutes IS 'Minutes between two runs; needed for those that start by themselves.';

-- That a run succeeded is no change of the connection: it makes no version stale, and the run is its own record.
CREATE OR REPLACE TRIGGER third_party_integrations_base BEFORE UPDATE OF integration_id, team_id, service_name, service_category, credentials,
    config, status, auto_sync_enabled, sync_frequency_minutes, created_at, updated_at, created_by_user_id, updated_by_user_id, version,
    is_deleted, deleted_at, deleted_by_user_id ON integration.third_party_integrations
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
CREATE OR REPLACE TRIGGER third_party_integrations_audit AFTER INSERT OR UPDATE OF integration_id, team_id, service_name, service_category,
    credentials, config, status, auto_sync_enabled, sync_frequency_minutes, created_at, updated_at, created_by_user_id,
    updated_by_user_id, version, is_deleted, deleted_at, deleted_by_user_id ON integration.third_party_integrations
    FOR EACH ROW EXECUTE FUNCTION public.audit_entity('integration_id', 'credentials');

CREATE FUNCTION integration.keep_writer() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    services text[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.service_name]
        WHEN 'DELETE' THEN ARRAY[OLD.service_name]
        ELSE ARRAY[OLD.service_name, NEW.service_name]
    END;
BEGIN
    IF NOT public.is_migration_role()
        AND (current_user = 'messaging_hub') <> ANY (SELECT service = 'whatsapp' FROM unnest(services) AS service) THEN
        PERFORM public.refuse('42501', format('third_party_integrations: %s does not write connections to %s (expected: the messaging hub for whatsapp alone)',
            current_user, array_to_string(services, ', ')));
    END IF;
    RETURN coalesce(NEW, OLD);
END
$keep$;
COMMENT ON FUNCTION integration.keep_writer() IS
    'Permission denied (42501): the messaging hub writes connections to WhatsApp and no others, the other writers all but those.';
CREATE TRIGGER third_party_integrations_owner BEFORE INSERT OR UPDATE OR DELETE ON integration.third_party_integrations
    FOR EACH ROW EXECUTE FUNCTION integration.keep_writer();

CREATE FUNCTION integration.keep_last_sync() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.last_sync_at IS NULL OR NEW.last_sync_at < OLD.last_sync_at THEN
        PERFORM public.refuse('VE004', format('third_party_integrations.last_sync_at: cannot go from %s to %s', OLD.last_sync_at,
            coalesce(NEW.last_sync_at::text, 'nothing')));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION integration.keep_last_sync() IS 'VE004: the time of the last success only moves forward.';
CREATE TRIGGER third_party_integrations_last_sync BEFORE UPDATE OF last_sync_at ON integration.third_party_integrations
    FOR EACH ROW WHEN (OLD.last_sync_at IS NOT NULL) EXECUTE FUNCTION integration.keep_last_sync();

CREATE TABLE integration.sync_logs (
    sync_id           uuid PRIMARY KEY DEFAULT uuidv7(),
    integration_id    uuid         NOT NULL REFERENCES integration.third_party_integrations (integration_id),
    operation         varchar(100) NOT NULL,
    status            text         NOT NULL CHECK (status IN ('started', 'completed', 'failed', 'cancelled')),
    started_at        timestamptz  NOT NULL DEFAULT now(),
    completed_at      timestamptz,
    records_processed integer      NOT NULL DEFAULT 0 CHECK (records_processed >= 0),
    success_count     integer      NOT NULL DEFAULT 0 CHECK (success_count >= 0),
    error_count       integer      NOT NULL DEFAULT 0 CHECK (error_count >= 0),
    error_details     jsonb,
    CONSTRAINT sync_logs_completion CHECK ((status = 'started') = (completed_at IS NULL)),
    CONSTRAINT sync_logs_order CHECK (completed_at >= started_at),
    CONSTRAINT sync_logs_sum CHECK (success_count + error_count <= records_processed
        AND (status <> 'completed' OR success_count + error_count = records_processed))
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_sync_logs_integration ON integration.sync_logs (integration_id);
CREATE INDEX idx_sync_logs_status ON integration.sync_logs (status);
CREATE TRIGGER sync_logs_fixed BEFORE UPDATE OF integration_id, operation, started_at ON integration.sync_logs
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('integration_id', 'operation', 'started_at');
CREATE TRIGGER sync_logs_final BEFORE UPDATE ON integration.sync_logs
    FOR EACH ROW WHEN (OLD.status <> 'started') EXECUTE FUNCTION public.keep_append_only();
CREATE TRIGGER sync_logs_stay BEFORE DELETE ON integration.sync_logs
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE integration.sync_logs IS 'One row per synchronisation run: what it is stays fixed, how it ended is filled in once.';
COMMENT ON COLUMN integration.sync_logs.sync_id IS 'Key of the run; time-ordered.';
COMMENT ON COLUMN integration.sync_logs.integration_id IS 'Which connection was synchronised; fixed.';
COMMENT ON COLUMN integration.sync_logs.operation IS 'What was done, such as import_contacts; fixed.';
COMMENT ON COLUMN integration.sync_logs.status IS 'started while it runs; then how it ended, for good.';
COMMENT ON COLUMN integration.sync_logs.started_at IS 'When it began; fixed.';
COMMENT ON COLUMN integration.sync_logs.completed_at IS 'When it ended, however; empty while it runs.';
COMMENT ON COLUMN integration.sync_logs.records_processed IS 'Records it tried.';
COMMENT ON COLUMN integration.sync_logs.success_count IS 'Of these, how many were synchronised.';
COMMENT ON COLUMN integration.sync_logs.error_count IS 'Of these, how many failed; a completed run has no others.';
COMMENT ON COLUMN integration.sync_logs.error_details IS 'What went wrong; empty if nothing did.';

CREATE FUNCTION integration.check_may_sync() RETURNS trigger
    LANGUAGE plpgsql AS
$check$
DECLARE
    standing text := (SELECT CASE WHEN is_deleted THEN 'deleted' ELSE status END FROM integration.third_party_integrations
        WHERE integration_id = NEW.integration_id);
BEGIN
    IF standing <> 'active' THEN
        PERFORM public.refuse('VE013', format('sync_logs: connection %s is %s (expected: active)', NEW.integration_id, standing));
    END IF;
    RETURN NEW;
END
$check$;
COMMENT ON FUNCTION integration.check_may_sync() IS 'VE013: only a connection that is active is synchronised.';
CREATE TRIGGER sync_logs_may_sync BEFORE INSERT ON integration.sync_logs
    FOR EACH ROW EXECUTE FUNCTION integration.check_may_sync();

-- As the owner, because whoever logs a run need not be who writes the connection.
CREATE FUNCTION integration.note_success() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$note$
BEGIN
    UPDATE integration.third_party_integrations SET last_sync_at = greatest(last_sync_at, NEW.completed_at)
    WHERE integration_id = NEW.integration_id;
    RETURN NULL;
END
$note$;
COMMENT ON FUNCTION integration.note_success() IS 'A run that completes moves last_sync_at of its connection forward, never back.';
REVOKE EXECUTE ON FUNCTION integration.note_success() FROM PUBLIC;
CREATE TRIGGER sync_logs_success AFTER INSERT OR UPDATE OF status ON integration.sync_logs
    FOR EACH ROW WHEN (NEW.status = 'completed') EXECUTE FUNCTION integration.note_success();

-- Who writes, and who reads what is secret ------------------------------------------------------------------------------------------
-- Everybody reads new tables; of these two, all but the secrets.
DO $grants$
DECLARE
    everybody constant text := 'gateway, messaging_hub, notification_engine, identity_domain, finance_domain, product_domain, community_domain,
        operations_domain, marketplace_domain, event_operations_domain, billing_domain, media_domain, integration_domain, ai_domain';
BEGIN
    EXECUTE format('REVOKE SELECT ON operations.webhook_subscriptions, integration.third_party_integrations FROM %s', everybody);
    EXECUTE format('GRANT SELECT (webhook_id, team_id, endpoint_url, event_types, previous_secret_key_until, is_active, retry_count,
        last_delivery_attempt, created_at, updated_at) ON operations.webhook_subscriptions TO %s', everybody);
    EXECUTE format('GRANT SELECT (integration_id, team_id, service_name, service_category, config, status, last_sync_at, auto_sync_enabled,
        sync_frequency_minutes, created_at, updated_at, created_by_user_id, updated_by_user_id, version, is_deleted, deleted_at,
        deleted_by_user_id) ON integration.third_party_integrations TO %s', everybody);
END
$grants$;
GRANT SELECT ON operations.webhook_subscriptions TO notification_engine;
GRANT SELECT ON integration.third_party_integrations TO integration_domain, messaging_hub;

GRANT INSERT, UPDATE, DELETE ON operations.webhook_subscriptions, operations.webhook_deliveries TO notification_engine;
GRANT INSERT, UPDATE, DELETE ON operations.feature_flags TO gateway;
GRANT INSERT ON operations.system_health_checks TO gateway;
GRANT INSERT ON operations.microservice_communications TO gateway, messaging_hub, notification_engine;
GRANT INSERT, UPDATE, DELETE ON operations.user_statistics, operations.event_statistics TO operations_domain;
GRANT INSERT, UPDATE, DELETE ON integration.third_party_integrations TO messaging_hub;
