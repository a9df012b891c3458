-- What the first two schemas still lack: ranks, consent, sessions, keys, the security log, retention, exports and the meter of model
-- calls; the profiles of the archetypes and the rules of memberships.

-- What all of it shares --------------------------------------------------------------------------------------------------
CREATE FUNCTION security.stamp_updated_at() RETURNS trigger
    LANGUAGE plpgsql AS
$stamp$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$stamp$;
COMMENT ON FUNCTION security.stamp_updated_at() IS 'The time of the last change of a row that is no BaseEntity.';

-- Everybody may read for context, but not what opens a door: those columns are readable to one role alone.
CREATE PROCEDURE security.hide_columns(tab regclass, reader text, VARIADIC hidden text[])
    LANGUAGE plpgsql AS
$hide$
DECLARE
    everybody constant text := 'gateway, messaging_hub, notification_engine, identity_domain, finance_domain, product_domain, community_domain,
        operations_domain, marketplace_domain, event_operations_domain, billing_domain, media_domain, integration_domain, ai_domain';
    shown text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = tab AND attnum > 0 AND NOT attisdropped AND attname <> ALL (hidden));
BEGIN
    EXECUTE format('REVOKE SELECT ON %s FROM %s', tab, everybody);
    EXECUTE format('GRANT SELECT (%s) ON %s TO %s', shown, tab, everybody);
    EXECUTE format('GRANT SELECT ON %s TO %I', tab, reader);
END
$hide$;
COMMENT ON PROCEDURE security.hide_columns(regclass, text, text[]) IS
    'Takes columns from everybody who reads the table but the one role that needs them. To be called again when a column is added.';

CREATE FUNCTION security.is_slow_hash(stored text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$hash$ SELECT stored ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$' OR stored ~ '^\$argon2(id|i|d)\$v=[0-9]+\$[a-z0-9=,]+\$[+/A-Za-z0-9]+\$[+/A-Za-z0-9]+$' $hash$;
COMMENT ON FUNCTION security.is_slow_hash(text) IS 'Whether a text is the encoded form of a bcrypt or Argon2 hash: nothing else is a stored secret.';

CREATE FUNCTION security.are_scopes(scopes text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$scopes$ SELECT coalesce(bool_and(scope IS NOT NULL AND scope ~ '^[a-z][a-z0-9_.-]*:[a-z][a-z0-9_.-]*$'), true) FROM unnest(scopes) AS scope $scopes$;
COMMENT ON FUNCTION security.are_scopes(text[]) IS 'Whether every entry names one thing and one action, as in events:read; there is no wildcard.';

-- The security log ---------------------------------------------------------------------------------------------------------
CREATE TABLE security.security_audit_log (
    audit_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id         uuid REFERENCES security.users (user_id),
    action_type     text        NOT NULL CHECK (action_type IN
        ('LOGIN_SUCCESS', 'LOGIN_FAILED', 'LOGOUT', 'PASSWORD_RESET_REQUESTED', 'PASSWORD_RESET', 'PASSWORD_CHANGED', 'CONTACT_CHANGED',
        'PERMISSION_CHANGED', 'SESSION_REVOKED', 'AUTHENTICATION_FAILED', 'RATE_LIMIT_EXCEEDED', 'SUSPICIOUS_ACTIVITY', 'TOKEN_REUSED',
        'API_KEY_CREATED', 'API_KEY_REVOKED', 'API_CREDENTIAL_CREATED', 'API_CREDENTIAL_ROTATED', 'API_CREDENTIAL_REVOKED',
        'DATA_EXPORT_REQUESTED', 'DATA_EXPORT_ADVANCED', 'RETENTION_APPLIED')),
    ip_address      inet,
    additional_data jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT security_audit_log_data CHECK (jsonb_typeof(additional_data) = 'object'),
    CONSTRAINT security_audit_log_names_the_change CHECK (action_type <> 'PERMISSION_CHANGED' OR additional_data <> '{}')
);
CREATE INDEX idx_security_audit_log_user ON security.security_audit_log (user_id, created_at) WHERE user_id IS NOT NULL;
CREATE INDEX idx_security_audit_log_created_at ON security.security_audit_log USING brin (created_at);
CREATE TRIGGER security_audit_log_append_only BEFORE UPDATE OR DELETE ON security.security_audit_log
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE security.security_audit_log IS
    'What happened to the security of the platform, when and from where. Append-only. Ordered by created_at and audit_id: numbers are drawn before they are committed.';
COMMENT ON COLUMN security.security_audit_log.audit_id IS 'Rises with every row; has gaps.';
COMMENT ON COLUMN security.security_audit_log.user_id IS 'Who acted; empty for the system and for whoever could not be told.';
COMMENT ON COLUMN security.security_audit_log.action_type IS 'What happened.';
COMMENT ON COLUMN security.security_audit_log.ip_address IS 'Where it came from; empty for what began inside.';
COMMENT ON COLUMN security.security_audit_log.additional_data IS 'What belongs to the action; for a changed permission the table, the row and each value before and after. Never a secret.';
COMMENT ON COLUMN security.security_audit_log.created_at IS 'When it was recorded: the database says so, not the writer.';

CREATE FUNCTION security.record_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$record$
DECLARE
    before  jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    after   jsonb := to_jsonb(NEW);
    changed jsonb := (SELECT jsonb_object_agg(col, jsonb_build_object('from', before -> col, 'to', after -> col))
        FROM unnest(TG_ARGV[2:]) AS col WHERE before ->> col IS DISTINCT FROM after ->> col);
BEGIN
    IF changed IS NOT NULL THEN
        INSERT INTO security.security_audit_log (user_id, action_type, additional_data)
        VALUES (public.acting_user(), TG_ARGV[0], jsonb_build_object('table', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
            'key', after -> TG_ARGV[1], 'changed', changed));
    END IF;
    RETURN NULL;
END
$record$;
COMMENT ON FUNCTION security.record_change() IS
    'Rule: every change of a permission, key or secret is in the security log with what changed. Arguments: the action, the key column, then the columns to tell; runs as its owner, so that whoever changes the row needs no right on the log.';

-- Ranks ----------------------------------------------------------------------------------------------------------------------
CREATE TABLE security.admin_tiers (
    tier_id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tier_name          varchar(100) NOT NULL UNIQUE,
    tier_level         integer      NOT NULL UNIQUE,
    permissions        jsonb        NOT NULL,
    scope_restrictions jsonb,
    CONSTRAINT admin_tiers_level CHECK (tier_level BETWEEN 1 AND 11),
    CONSTRAINT admin_tiers_permissions CHECK (jsonb_typeof(permissions) = 'object'),
    CONSTRAINT admin_tiers_scope CHECK (jsonb_typeof(scope_restrictions) = 'object')
);
COMMENT ON TABLE security.admin_tiers IS 'The eleven ranks of SuperAdmins, seeded here; only the highest rank maintains them.';
COMMENT ON COLUMN security.admin_tiers.tier_id IS 'Key; fixed for the seeded ranks.';
COMMENT ON COLUMN security.admin_tiers.tier_name IS 'Name of the rank.';
COMMENT ON COLUMN security.admin_tiers.tier_level IS 'Place in the hierarchy, 1 to 11; see security.outranks for its direction.';
COMMENT ON COLUMN security.admin_tiers.permissions IS 'What the rank may do: action → true.';
COMMENT ON COLUMN security.admin_tiers.scope_restrictions IS 'What limits the rank: dimension → value, as in a region; empty without a limit.';

INSERT INTO security.admin_tiers (tier_id, tier_name, tier_level, permissions, scope_restrictions) VALUES
    ('5ec00000-0000-4000-8000-000000000011', 'Platform Governor', 11,
        '{"can_maintain_tiers": true, "can_manage_admins": true, "can_issue_refunds": true, "can_verify_profiles": true, "can_moderate": true, "can_read_health": true, "can_read_audit": true}', NULL),
    ('5ec00000-0000-4000-8000-000000000010', 'Financial Governor', 10, '{"can_manage_admins": true, "can_issue_refunds": true, "can_read_audit": true}', '{"function": "finance"}'),
    ('5ec00000-0000-4000-8000-000000000009', 'Compliance Governor', 9, '{"can_manage_admins": true, "can_read_audit": true, "can_handle_exports": true}', '{"function": "compliance"}'),
    ('5ec00000-0000-4000-8000-000000000008', 'Regional Governor', 8, '{"can_manage_admins": true, "can_verify_profiles": true, "can_moderate": true}', '{"region": "APAC"}'),
    ('5ec00000-0000-4000-8000-000000000007', 'Operations Governor', 7, '{"can_manage_admins": true, "can_set_feature_flags": true}', '{"function": "operations"}'),
    ('5ec00000-0000-4000-8000-000000000006', 'Developer', 6, '{"can_read_health": true, "can_set_feature_flags": true}', '{"function": "engineering"}'),
    ('5ec00000-0000-4000-8000-000000000005', 'Marketplace Manager', 5, '{"can_verify_profiles": true, "can_handle_disputes": true}', '{"function": "marketplace"}'),
    ('5ec00000-0000-4000-8000-000000000004', 'Community Manager', 4, '{"can_moderate": true, "can_edit_templates": true}', '{"function": "community"}'),
    ('5ec00000-0000-4000-8000-000000000003', 'Content Moderator', 3, '{"can_moderate": true}', '{"function": "community"}'),
    ('5ec00000-0000-4000-8000-000000000002', 'Support Agent', 2, '{"can_read_history": true}', '{"function": "support"}'),
    ('5ec00000-0000-4000-8000-000000000001', 'Observer', 1, '{"can_read_statistics": true}', NULL);

ALTER TABLE security.users
    ADD COLUMN admin_tier_id uuid REFERENCES security.admin_tiers (tier_id),
    ADD CONSTRAINT users_admin_tier CHECK (admin_tier_id IS NULL OR primary_archetype = 'SuperAdmin'),
    ADD CONSTRAINT users_whatsapp_number_e164 CHECK (whatsapp_number ~ '^[1-9][0-9]{6,14}$'),
    ADD CONSTRAINT users_whatsapp_verified CHECK (NOT whatsapp_verified OR whatsapp_number IS NOT NULL),
    -- What the profiles refer to, so that a profile and its person's archetype agree.
    ADD CONSTRAINT users_archetype_of UNIQUE (user_id, primary_archetype);
CREATE INDEX idx_users_admin_tier ON security.users (admin_tier_id) WHERE admin_tier_id IS NOT NULL;
COMMENT ON COLUMN security.users.user_id IS 'Key.';
COMMENT ON COLUMN security.users.name IS 'Full legal name: what contracts and official messages print.';
COMMENT ON COLUMN security.users.email IS 'Address to sign in with; unique among people who are not deleted.';
COMMENT ON COLUMN security.users.email_verified IS 'Whether a code sent to this very address came back; falls when the address changes.';
COMMENT ON COLUMN security.users.whatsapp_number IS 'E.164 digits without a plus sign, unique among people who are not deleted; usable as a channel only when verified.';
COMMENT ON COLUMN security.users.whatsapp_verified IS 'Whether a code sent to this very number came back; falls when the number changes.';
COMMENT ON COLUMN security.users.primary_archetype IS 'Artist, Expert, Fan or SuperAdmin: decides which profile the person may have.';
COMMENT ON COLUMN security.users.admin_tier_id IS 'Rank of a SuperAdmin; empty for everybody else.';

CREATE FUNCTION security.outranks(manager_level integer, managed_level integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$outranks$ SELECT coalesce(manager_level, 0) > coalesce(managed_level, 0) $outranks$;
COMMENT ON FUNCTION security.outranks(integer, integer) IS
    'Whether a rank manages another: the higher level the lower one, never its own. The only place that knows which end is the top; no rank is below all.';

CREATE FUNCTION security.admin_level(person uuid) RETURNS integer
    LANGUAGE sql STABLE AS
$level$
    SELECT tier.tier_level FROM security.users AS admin JOIN security.admin_tiers AS tier ON tier.tier_id = admin.admin_tier_id
    WHERE admin.user_id = person AND NOT admin.is_deleted
$level$;
COMMENT ON FUNCTION security.admin_level(uuid) IS 'Level of a person''s rank; null without one, or when deleted.';

CREATE FUNCTION security.is_super_admin(person uuid) RETURNS boolean
    LANGUAGE sql STABLE AS
$super$ SELECT EXISTS (SELECT FROM security.users WHERE user_id = person AND primary_archetype = 'SuperAdmin' AND NOT is_deleted) $super$;
COMMENT ON FUNCTION security.is_super_admin(uuid) IS 'Whether a person is a SuperAdmin who is not deleted.';

CREATE FUNCTION security.is_the_system() RETURNS boolean
    LANGUAGE sql STABLE AS
$system$ SELECT public.acting_user() IS NULL AND public.is_migration_role() $system$;
COMMENT ON FUNCTION security.is_the_system() IS 'Whether nobody acts and the database''s owner writes: seeding, and the seat of the first Platform Governor.';

CREATE FUNCTION security.keep_tiers() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    level integer := security.admin_level(public.acting_user());
BEGIN
    IF security.is_the_system() THEN
        RETURN NEW;
    END IF;
    IF level IS NULL OR EXISTS (SELECT FROM security.admin_tiers AS tier WHERE security.outranks(tier.tier_level, level)) THEN
        PERFORM public.refuse('VE009', format('admin_tiers: changed by level %s (expected: the highest rank)', coalesce(level, 0)));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_tiers() IS 'VE009: only the highest rank, the Platform Governors, maintains the ranks.';
CREATE TRIGGER admin_tiers_maintained BEFORE UPDATE ON security.admin_tiers FOR EACH ROW EXECUTE FUNCTION security.keep_tiers();
CREATE TRIGGER admin_tiers_fixed BEFORE UPDATE OF tier_id, tier_level ON security.admin_tiers
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('tier_id', 'tier_level');
CREATE TRIGGER admin_tiers_recorded AFTER UPDATE ON security.admin_tiers
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'tier_id', 'permissions', 'scope_restrictions');

CREATE FUNCTION security.keep_ranks() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    actor   uuid := public.acting_user();
    level   integer := security.admin_level(actor);
    before  uuid;
    highest integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := OLD.admin_tier_id;
        IF NEW.admin_tier_id IS NOT DISTINCT FROM before AND NEW.primary_archetype = OLD.primary_archetype
                AND (NEW.is_deleted = OLD.is_deleted OR actor = NEW.user_id AND NEW.is_deleted) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF security.is_the_system() THEN
        RETURN NEW;
    END IF;
    FOR highest IN SELECT tier.tier_level FROM security.admin_tiers AS tier WHERE tier.tier_id IN (before, NEW.admin_tier_id)
            UNION ALL SELECT 0 LOOP
        IF NOT security.outranks(level, highest) THEN
            PERFORM public.refuse('VE009', format('users: level %s managed by level %s (expected: a higher rank)', highest, coalesce(level, 0)));
        END IF;
    END LOOP;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_ranks() IS
    'VE009: a SuperAdmin is made, given a rank, deprived of it or deleted only by somebody whose rank is above both the old and the new one. Everybody may delete themselves.';
CREATE TRIGGER users_rank_given BEFORE INSERT ON security.users
    FOR EACH ROW WHEN (NEW.primary_archetype = 'SuperAdmin') EXECUTE FUNCTION security.keep_ranks();
CREATE TRIGGER users_rank_changed BEFORE UPDATE OF primary_archetype, admin_tier_id, is_deleted ON security.users
    FOR EACH ROW WHEN (OLD.primary_archetype = 'SuperAdmin' OR NEW.primary_archetype = 'SuperAdmin') EXECUTE FUNCTION security.keep_ranks();
CREATE TRIGGER users_rank_recorded AFTER UPDATE OF primary_archetype, admin_tier_id ON security.users
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'user_id', 'primary_archetype', 'admin_tier_id');
CREATE TRIGGER users_rank_given_recorded AFTER INSERT ON security.users
    FOR EACH ROW WHEN (NEW.primary_archetype = 'SuperAdmin')
    EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'user_id', 'primary_archetype', 'admin_tier_id');

CREATE FUNCTION security.keep_contact_points() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.email <> OLD.email THEN
        NEW.email_verified := false;
    END IF;
    IF NEW.whatsapp_number IS DISTINCT FROM OLD.whatsapp_number THEN
        NEW.whatsapp_verified := false;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_contact_points() IS 'Rule: an address or number counts as verified only after its own code came back, so a new one starts unverified.';
CREATE TRIGGER users_contact_points BEFORE UPDATE OF email, whatsapp_number ON security.users
    FOR EACH ROW EXECUTE FUNCTION security.keep_contact_points();

-- Consent ----------------------------------------------------------------------------------------------------------------------
CREATE TABLE security.user_consents (
    consent_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id      uuid        NOT NULL REFERENCES security.users (user_id),
    consent_type text        NOT NULL CHECK (consent_type IN
        ('MARKETING_EMAILS', 'MARKETING_WHATSAPP', 'MARKETING_SMS', 'MARKETING_PUSH', 'ANALYTICS_TRACKING')),
    granted      boolean     NOT NULL,
    granted_at   timestamptz,
    withdrawn_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_consents_user_type UNIQUE (user_id, consent_type),
    CONSTRAINT user_consents_stamps CHECK (CASE WHEN granted THEN granted_at IS NOT NULL AND withdrawn_at IS NULL
        ELSE (granted_at IS NULL) = (withdrawn_at IS NULL) END),
    CONSTRAINT user_consents_order CHECK (withdrawn_at >= granted_at)
);
COMMENT ON TABLE security.user_consents IS 'Where each person''s consent to each purpose stands now; how it came to that is in user_consent_decisions. Written by the notification engine.';
COMMENT ON COLUMN security.user_consents.consent_id IS 'Key.';
COMMENT ON COLUMN security.user_consents.user_id IS 'Who decides.';
COMMENT ON COLUMN security.user_consents.consent_type IS 'The purpose, with its channel where it has one.';
COMMENT ON COLUMN security.user_consents.granted IS 'Whether it holds now.';
COMMENT ON COLUMN security.user_consents.granted_at IS 'When it was given for the first time; empty if it never was.';
COMMENT ON COLUMN security.user_consents.withdrawn_at IS 'When it was withdrawn; empty while it holds, or if it was declined from the start.';
COMMENT ON COLUMN security.user_consents.created_at IS 'When the person was first asked.';
COMMENT ON COLUMN security.user_consents.updated_at IS 'When the row was changed last.';

CREATE TABLE security.user_consent_decisions (
    decision_id        uuid PRIMARY KEY DEFAULT uuidv7(),
    consent_id         uuid        NOT NULL REFERENCES security.user_consents (consent_id),
    user_id            uuid        NOT NULL REFERENCES security.users (user_id),
    consent_type       text        NOT NULL,
    granted            boolean     NOT NULL,
    decided_by_user_id uuid REFERENCES security.users (user_id),
    created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_user_consent_decisions_consent ON security.user_consent_decisions (consent_id, created_at);
CREATE TRIGGER user_consent_decisions_append_only BEFORE UPDATE OR DELETE ON security.user_consent_decisions
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE security.user_consent_decisions IS 'Every decision about consent, in order: the proof. Append-only, written by a trigger alone.';
COMMENT ON COLUMN security.user_consent_decisions.decision_id IS 'Key, ordered by time.';
COMMENT ON COLUMN security.user_consent_decisions.consent_id IS 'The consent that was decided about.';
COMMENT ON COLUMN security.user_consent_decisions.user_id IS 'Whose consent it is.';
COMMENT ON COLUMN security.user_consent_decisions.consent_type IS 'The purpose.';
COMMENT ON COLUMN security.user_consent_decisions.granted IS 'What was decided.';
COMMENT ON COLUMN security.user_consent_decisions.decided_by_user_id IS 'Who acted; empty for the system, for instance after an answer STOP on WhatsApp.';
COMMENT ON COLUMN security.user_consent_decisions.created_at IS 'When it was decided.';

CREATE FUNCTION security.keep_consent() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.granted THEN
            NEW.granted_at := coalesce(NEW.granted_at, now());
        END IF;
        RETURN NEW;
    END IF;
    NEW.updated_at := now();
    NEW.granted_at := CASE WHEN NEW.granted THEN coalesce(OLD.granted_at, now()) ELSE OLD.granted_at END;
    NEW.withdrawn_at := CASE WHEN NEW.granted THEN NULL WHEN OLD.granted THEN now() ELSE OLD.withdrawn_at END;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_consent() IS
    'Rule: the first grant keeps its time, a withdrawal is stamped, and whoever changes the flag cannot choose either time.';
CREATE TRIGGER user_consents_stamped BEFORE INSERT OR UPDATE ON security.user_consents
    FOR EACH ROW EXECUTE FUNCTION security.keep_consent();
CREATE TRIGGER user_consents_fixed BEFORE UPDATE OF user_id, consent_type, created_at ON security.user_consents
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'consent_type', 'created_at');

CREATE FUNCTION security.log_consent() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$log$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.granted <> OLD.granted THEN
        INSERT INTO security.user_consent_decisions (consent_id, user_id, consent_type, granted, decided_by_user_id)
        VALUES (NEW.consent_id, NEW.user_id, NEW.consent_type, NEW.granted, public.acting_user());
    END IF;
    RETURN NULL;
END
$log$;
COMMENT ON FUNCTION security.log_consent() IS 'Rule: every decision leaves an unchangeable row. Runs as its owner, so that nobody needs the right to write the log.';
CREATE TRIGGER user_consents_logged AFTER INSERT OR UPDATE OF granted ON security.user_consents
    FOR EACH ROW EXECUTE FUNCTION security.log_consent();

-- Sessions ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE security.user_sessions (
    session_id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id            uuid         NOT NULL REFERENCES security.users (user_id),
    token_id           varchar(128) NOT NULL UNIQUE,
    client_id          varchar(100),
    device_fingerprint varchar(255),
    ip_address         inet,
    last_active        timestamptz  NOT NULL DEFAULT now(),
    expires_at         timestamptz  NOT NULL,
    is_revoked         boolean      NOT NULL DEFAULT false,
    revoked_at         timestamptz,
    created_at         timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT user_sessions_expiry CHECK (expires_at > created_at),
    CONSTRAINT user_sessions_revocation CHECK (is_revoked = (revoked_at IS NOT NULL)),
    CONSTRAINT user_sessions_fingerprint CHECK (device_fingerprint ~ '^[0-9a-f]{32,128}$')
) WITH (fillfactor = 80);
CREATE INDEX idx_user_sessions_user ON security.user_sessions (user_id) WHERE NOT is_revoked;
COMMENT ON TABLE security.user_sessions IS 'One row per sign-in and device, which is what a person''s tokens hang on. Tokens of applications alone have none.';
COMMENT ON COLUMN security.user_sessions.session_id IS 'Key.';
COMMENT ON COLUMN security.user_sessions.user_id IS 'Who signed in; never changes.';
COMMENT ON COLUMN security.user_sessions.token_id IS 'Id (jti) of the access token the session has now; replaced when it is renewed.';
COMMENT ON COLUMN security.user_sessions.client_id IS 'Application that signed the person in; empty for our own clients.';
COMMENT ON COLUMN security.user_sessions.device_fingerprint IS 'Hash of device and browser in lower-case hexadecimal, never the data itself.';
COMMENT ON COLUMN security.user_sessions.ip_address IS 'Where the session was seen last.';
COMMENT ON COLUMN security.user_sessions.last_active IS 'When it was used last: for the idle time-out and for retention.';
COMMENT ON COLUMN security.user_sessions.expires_at IS 'When it ends by itself.';
COMMENT ON COLUMN security.user_sessions.is_revoked IS 'Whether it was ended by force; final.';
COMMENT ON COLUMN security.user_sessions.revoked_at IS 'When it was ended by force; empty otherwise.';
COMMENT ON COLUMN security.user_sessions.created_at IS 'When the person signed in.';

CREATE FUNCTION security.keep_session() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    actor uuid := public.acting_user();
BEGIN
    IF (OLD.is_revoked OR OLD.expires_at <= now())
            AND (NEW.last_active, NEW.expires_at, NEW.token_id) IS DISTINCT FROM (OLD.last_active, OLD.expires_at, OLD.token_id) THEN
        PERFORM public.refuse('VE010', format('user_sessions: %s ended %s (expected: a new sign-in)', OLD.session_id,
            coalesce(OLD.revoked_at, OLD.expires_at)));
    END IF;
    IF NEW.is_revoked AND NOT OLD.is_revoked THEN
        IF actor <> OLD.user_id AND NOT security.is_super_admin(actor) THEN
            PERFORM public.refuse('VE009', format('user_sessions: %s revoked by another user (expected: its own or a SuperAdmin)', OLD.session_id));
        END IF;
        NEW.revoked_at := now();
    ELSE
        NEW.revoked_at := OLD.revoked_at;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_session() IS
    'VE010: a session that was revoked or has expired is not used or prolonged any more. VE009: it is revoked by its user, by a SuperAdmin or by the system. A revocation is stamped.';
CREATE TRIGGER user_sessions_kept BEFORE UPDATE ON security.user_sessions FOR EACH ROW EXECUTE FUNCTION security.keep_session();
CREATE TRIGGER user_sessions_lifecycle BEFORE UPDATE OF is_revoked ON security.user_sessions
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('is_revoked', 'false>true');
CREATE TRIGGER user_sessions_fixed BEFORE UPDATE OF user_id, client_id, device_fingerprint, created_at ON security.user_sessions
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'client_id', 'device_fingerprint', 'created_at');
CREATE TRIGGER user_sessions_recorded AFTER UPDATE OF is_revoked ON security.user_sessions
    FOR EACH ROW EXECUTE FUNCTION security.record_change('SESSION_REVOKED', 'session_id', 'is_revoked');

-- Keys of teams ------------------------------------------------------------------------------------------------------------------
CREATE TABLE security.api_keys (
    api_key_id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_id               uuid         NOT NULL REFERENCES identity.teams (team_id),
    name                  varchar(100) NOT NULL,
    key_prefix            varchar(32)  NOT NULL UNIQUE,
    key_hash              varchar(255) NOT NULL,
    permissions           text[]       NOT NULL DEFAULT '{}',
    rate_limit_per_minute integer      NOT NULL DEFAULT 600,
    status                text         NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked', 'expired')),
    created_by_user_id    uuid REFERENCES security.users (user_id),
    expires_at            timestamptz,
    last_used_at          timestamptz,
    revoked_at            timestamptz,
    created_at            timestamptz  NOT NULL DEFAULT now(),
    updated_at            timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT api_keys_hash CHECK (security.is_slow_hash(key_hash)),
    CONSTRAINT api_keys_permissions CHECK (security.are_scopes(permissions)),
    CONSTRAINT api_keys_rate CHECK (rate_limit_per_minute > 0),
    CONSTRAINT api_keys_expiry CHECK (expires_at > created_at),
    CONSTRAINT api_keys_revocation CHECK ((status = 'revoked') = (revoked_at IS NOT NULL))
);
CREATE INDEX idx_api_keys_team ON security.api_keys (team_id);
COMMENT ON TABLE security.api_keys IS 'Keys with which a team''s own servers call the public API. The key itself is shown once and never stored.';
COMMENT ON COLUMN security.api_keys.api_key_id IS 'Key.';
COMMENT ON COLUMN security.api_keys.team_id IS 'The team it acts for: a key belongs to no single person.';
COMMENT ON COLUMN security.api_keys.name IS 'What the team calls it.';
COMMENT ON COLUMN security.api_keys.key_prefix IS 'The visible beginning, by which it is found before its hash is compared.';
COMMENT ON COLUMN security.api_keys.key_hash IS 'bcrypt or Argon2 hash of the whole key; read by the gateway alone.';
COMMENT ON COLUMN security.api_keys.permissions IS 'Scopes it holds, as in events:read; what is not listed is not allowed.';
COMMENT ON COLUMN security.api_keys.rate_limit_per_minute IS 'Requests per minute it may make.';
COMMENT ON COLUMN security.api_keys.status IS 'active, revoked (final) or expired.';
COMMENT ON COLUMN security.api_keys.created_by_user_id IS 'Who made it; empty for the system.';
COMMENT ON COLUMN security.api_keys.expires_at IS 'When it stops working by itself; empty if it does not.';
COMMENT ON COLUMN security.api_keys.last_used_at IS 'When it was used last, to the minute or so; empty if never.';
COMMENT ON COLUMN security.api_keys.revoked_at IS 'When it was revoked; empty otherwise.';
COMMENT ON COLUMN security.api_keys.created_at IS 'When it was made.';
COMMENT ON COLUMN security.api_keys.updated_at IS 'When the row was changed last.';

CREATE FUNCTION security.keep_api_key() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.status = 'revoked' AND OLD.status <> 'revoked' THEN
        NEW.revoked_at := now();
    ELSE
        NEW.revoked_at := OLD.revoked_at;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION security.keep_api_key() IS 'Rule: the time of a revocation is the database''s.';
CREATE TRIGGER api_keys_kept BEFORE UPDATE ON security.api_keys FOR EACH ROW EXECUTE FUNCTION security.keep_api_key();
CREATE TRIGGER api_keys_stamped BEFORE UPDATE ON security.api_keys FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
CREATE TRIGGER api_keys_lifecycle BEFORE UPDATE OF status ON security.api_keys
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'active>revoked', 'active>expired', 'expired>revoked');
CREATE TRIGGER api_keys_fixed BEFORE UPDATE OF team_id, key_prefix, key_hash, created_by_user_id, created_at ON security.api_keys
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('team_id', 'key_prefix', 'key_hash', 'created_by_user_id', 'created_at');
CREATE TRIGGER api_keys_made_recorded AFTER INSERT ON security.api_keys
    FOR EACH ROW EXECUTE FUNCTION security.record_change('API_KEY_CREATED', 'api_key_id', 'team_id', 'permissions');
CREATE TRIGGER api_keys_revoked_recorded AFTER UPDATE OF status ON security.api_keys
    FOR EACH ROW WHEN (NEW.status = 'revoked') EXECUTE FUNCTION security.record_change('API_KEY_REVOKED', 'api_key_id', 'status');
CREATE TRIGGER api_keys_permissions_recorded AFTER UPDATE OF permissions ON security.api_keys
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'api_key_id', 'permissions');

-- Retention and exports ----------------------------------------------------------------------------------------------------------
CREATE TABLE security.data_retention_policies (
    policy_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_schema         varchar(50) NOT NULL,
    entity_type           varchar(50) NOT NULL,
    time_column           varchar(50) NOT NULL DEFAULT 'created_at',
    retention_period_days integer     NOT NULL,
    minimum_period_days   integer     NOT NULL DEFAULT 1,
    is_active             boolean     NOT NULL DEFAULT true,
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT data_retention_policies_entity UNIQUE (entity_schema, entity_type),
    CONSTRAINT data_retention_policies_period CHECK (minimum_period_days >= 1 AND retention_period_days >= minimum_period_days)
);
CREATE TRIGGER data_retention_policies_stamped BEFORE UPDATE ON security.data_retention_policies
    FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
COMMENT ON TABLE security.data_retention_policies IS
    'How long the rows of a table are kept. A migration says which tables; the gateway may change how long, and the next run follows.';
COMMENT ON COLUMN security.data_retention_policies.policy_id IS 'Key.';
COMMENT ON COLUMN security.data_retention_policies.entity_schema IS 'Schema of the table.';
COMMENT ON COLUMN security.data_retention_policies.entity_type IS 'Name of the table.';
COMMENT ON COLUMN security.data_retention_policies.time_column IS 'The time a row''s age is counted from.';
COMMENT ON COLUMN security.data_retention_policies.retention_period_days IS 'Days after which a row is removed for good.';
COMMENT ON COLUMN security.data_retention_policies.minimum_period_days IS 'Days below which the period cannot be set: nobody erases their traces by shortening it.';
COMMENT ON COLUMN security.data_retention_policies.is_active IS 'Whether runs follow it.';
COMMENT ON COLUMN security.data_retention_policies.created_at IS 'When the policy was made.';
COMMENT ON COLUMN security.data_retention_policies.updated_at IS 'When the policy was changed last.';

INSERT INTO security.data_retention_policies (entity_schema, entity_type, time_column, retention_period_days, minimum_period_days) VALUES
    ('security', 'user_sessions', 'last_active', 90, 1),
    ('security', 'security_audit_log', 'created_at', 730, 365),
    ('security', 'entity_audit_log', 'created_at', 2555, 365),
    ('security', 'user_consent_decisions', 'created_at', 3650, 1095),
    ('security', 'data_export_requests', 'created_at', 365, 30),
    ('security', 'ai_usage_logs', 'created_at', 1095, 365),
    ('communications', 'whatsapp_message_statuses', 'created_at', 365, 30),
    ('communications', 'whatsapp_send_requests', 'created_at', 30, 2),
    ('communications', 'whatsapp_changes', 'received_at', 90, 7),
    ('communications', 'whatsapp_quarantine', 'received_at', 90, 7),
    ('notification', 'notification_requests', 'created_at', 30, 2),
    ('notification', 'notification_timeline', 'occurred_at', 365, 30);

-- The time is asked again where the row is deleted: a session that is used at this moment stays.
CREATE FUNCTION security.apply_retention(batch_rows integer DEFAULT 10000)
    RETURNS TABLE (entity text, removed bigint, remark text)
    LANGUAGE plpgsql AS
$apply$
DECLARE
    policy  security.data_retention_policies;
    parent  regclass;
    leaf    regclass;
    portion bigint;
    summary jsonb := '{}';
BEGIN
    FOR policy IN SELECT * FROM security.data_retention_policies WHERE is_active ORDER BY retention_period_days, entity_schema, entity_type LOOP
        entity := policy.entity_schema || '.' || policy.entity_type;
        removed := 0;
        remark := NULL;
        parent := to_regclass(format('%I.%I', policy.entity_schema, policy.entity_type));
        IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = parent AND attname = policy.time_column AND NOT attisdropped) THEN
            remark := 'no such table or column';
        ELSE
            BEGIN
                FOR leaf IN SELECT oid FROM pg_class WHERE oid = parent AND relkind = 'r'
                        UNION ALL SELECT relid FROM pg_partition_tree(parent) WHERE isleaf AND relid <> parent LOOP
                    EXECUTE format('DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$I < $1 LIMIT $2)) AND %2$I < $1',
                        leaf, policy.time_column)
                        USING now() - make_interval(days => policy.retention_period_days), batch_rows - removed;
                    GET DIAGNOSTICS portion = ROW_COUNT;
                    removed := removed + portion;
                    EXIT WHEN removed >= batch_rows;
                END LOOP;
            EXCEPTION WHEN foreign_key_violation THEN
                removed := 0;
                remark := SQLERRM;
            END;
        END IF;
        IF removed > 0 OR remark IS NOT NULL THEN
            summary := summary || jsonb_build_object(entity, coalesce(to_jsonb(remark), to_jsonb(removed)));
        END IF;
        RETURN NEXT;
    END LOOP;
    INSERT INTO security.security_audit_log (user_id, action_type, additional_data)
    VALUES (public.acting_user(), 'RETENTION_APPLIED', jsonb_build_object('removed', summary));
END
$apply$;
REVOKE EXECUTE ON FUNCTION security.apply_retention(integer) FROM PUBLIC;
COMMENT ON FUNCTION security.apply_retention(integer) IS
    'Removes what is older than its policy says: at most the given number of rows per table, so that a run is short; repeat until it says 0 everywhere. One log row per run. A table that others still refer to is left, and said so. For the migration role alone.';

CREATE TABLE security.data_export_requests (
    request_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id         uuid        NOT NULL REFERENCES security.users (user_id),
    status          text        NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'ready', 'failed', 'expired')),
    export_data_url varchar(500),
    expires_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT data_export_requests_url CHECK ((status = 'ready') = (export_data_url IS NOT NULL)),
    CONSTRAINT data_export_requests_expiry CHECK (status <> 'ready' OR expires_at IS NOT NULL)
);
CREATE INDEX idx_data_export_requests_user ON security.data_export_requests (user_id);
CREATE INDEX idx_data_export_requests_status ON security.data_export_requests (status, created_at) WHERE status IN ('queued', 'processing', 'ready');
CREATE TRIGGER data_export_requests_stamped BEFORE UPDATE ON security.data_export_requests
    FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
CREATE TRIGGER data_export_requests_lifecycle BEFORE UPDATE OF status ON security.data_export_requests
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'queued>processing', 'queued>failed', 'processing>ready', 'processing>failed',
        'failed>queued', 'ready>expired');
CREATE TRIGGER data_export_requests_fixed BEFORE UPDATE OF user_id, created_at ON security.data_export_requests
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'created_at');
CREATE TRIGGER data_export_requests_made_recorded AFTER INSERT ON security.data_export_requests
    FOR EACH ROW EXECUTE FUNCTION security.record_change('DATA_EXPORT_REQUESTED', 'request_id', 'user_id', 'status');
CREATE TRIGGER data_export_requests_recorded AFTER UPDATE OF status ON security.data_export_requests
    FOR EACH ROW EXECUTE FUNCTION security.record_change('DATA_EXPORT_ADVANCED', 'request_id', 'status');
COMMENT ON TABLE security.data_export_requests IS 'The queue of people who asked for their data; each step is in the security log.';
COMMENT ON COLUMN security.data_export_requests.request_id IS 'Key.';
COMMENT ON COLUMN security.data_export_requests.user_id IS 'Who asks, and whose data it is.';
COMMENT ON COLUMN security.data_export_requests.status IS 'queued, processing, ready, then expired; or failed, from where it may be queued again.';
COMMENT ON COLUMN security.data_export_requests.export_data_url IS 'Signed link to the data while it is ready, empty otherwise; read by the gateway alone.';
COMMENT ON COLUMN security.data_export_requests.expires_at IS 'When the link ends; empty before there is one.';
COMMENT ON COLUMN security.data_export_requests.created_at IS 'When the person asked.';
COMMENT ON COLUMN security.data_export_requests.updated_at IS 'When the row was changed last.';

-- The meter of model calls ---------------------------------------------------------------------------------------------------------
CREATE TABLE security.ai_usage_logs (
    usage_id        uuid PRIMARY KEY DEFAULT uuidv7(),
    user_id         uuid REFERENCES security.users (user_id),
    team_id         uuid REFERENCES identity.teams (team_id),
    llm_provider    text           NOT NULL CHECK (llm_provider IN ('OpenAI', 'Google', 'Anthropic')),
    model           varchar(100)   NOT NULL,
    tokens_consumed integer        NOT NULL,
    cost_credits    numeric(19, 6) NOT NULL,
    operation_type  text           NOT NULL CHECK (operation_type IN ('content_generation', 'translation', 'analysis')),
    status          text           NOT NULL DEFAULT 'succeeded' CHECK (status IN ('succeeded', 'failed')),
    created_at      timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT ai_usage_logs_payer CHECK (user_id IS NOT NULL OR team_id IS NOT NULL),
    CONSTRAINT ai_usage_logs_tokens CHECK (tokens_consumed >= 0),
    CONSTRAINT ai_usage_logs_cost CHECK (cost_credits >= 0)
);
CREATE INDEX idx_ai_usage_logs_team ON security.ai_usage_logs (team_id, created_at) WHERE team_id IS NOT NULL;
CREATE INDEX idx_ai_usage_logs_user ON security.ai_usage_logs (user_id, created_at) WHERE user_id IS NOT NULL;
CREATE INDEX idx_ai_usage_logs_created_at ON security.ai_usage_logs USING brin (created_at);
CREATE TRIGGER ai_usage_logs_append_only BEFORE UPDATE OR DELETE ON security.ai_usage_logs
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE security.ai_usage_logs IS 'One row per call of an outside language model: what is billed on demand, and how models compare. Append-only.';
COMMENT ON COLUMN security.ai_usage_logs.usage_id IS 'Key, ordered by time.';
COMMENT ON COLUMN security.ai_usage_logs.user_id IS 'Who set it off; empty when a team''s own traffic did, as a message that comes in.';
COMMENT ON COLUMN security.ai_usage_logs.team_id IS 'Whose credits are spent; empty for a person without a team.';
COMMENT ON COLUMN security.ai_usage_logs.llm_provider IS 'Who runs the model.';
COMMENT ON COLUMN security.ai_usage_logs.model IS 'The provider''s name of the model.';
COMMENT ON COLUMN security.ai_usage_logs.tokens_consumed IS 'Input and output together.';
COMMENT ON COLUMN security.ai_usage_logs.cost_credits IS 'What it costs, in credits.';
COMMENT ON COLUMN security.ai_usage_logs.operation_type IS 'What it was for.';
COMMENT ON COLUMN security.ai_usage_logs.status IS 'Whether the model answered; a failed call may have cost, too.';
COMMENT ON COLUMN security.ai_usage_logs.created_at IS 'When the model was called.';

-- Teams and who is in them ---------------------------------------------------------------------------------------------------------
COMMENT ON COLUMN identity.teams.team_id IS 'Key.';
COMMENT ON COLUMN identity.teams.team_name IS 'Name the public sees.';
COMMENT ON COLUMN identity.teams.team_type IS 'What kind of group it is: steers which features are recommended.';
COMMENT ON COLUMN identity.teams.description IS 'What the team does, for its page and for search.';
COMMENT ON COLUMN identity.teams.website_url IS 'The team''s own site.';
COMMENT ON COLUMN identity.teams.logo_url IS 'Its logo, a file of the media domain.';
COMMENT ON COLUMN identity.teams.verification_status IS 'unverified at first, pending while it is looked into, verified then: verified teams come first in search.';
COMMENT ON COLUMN identity.teams.creator_user_id IS 'Who founded it; never changes.';

CREATE FUNCTION identity.name_creator() RETURNS trigger
    LANGUAGE plpgsql AS
$name$
BEGIN
    NEW.creator_user_id := coalesce(NEW.creator_user_id, public.acting_user());
    RETURN NEW;
END
$name$;
COMMENT ON FUNCTION identity.name_creator() IS 'Rule: a team knows who founded it; without another word that is who acts.';
CREATE TRIGGER teams_creator BEFORE INSERT ON identity.teams FOR EACH ROW EXECUTE FUNCTION identity.name_creator();
CREATE TRIGGER teams_fixed BEFORE UPDATE OF creator_user_id ON identity.teams
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('creator_user_id');

UPDATE identity.team_memberships SET joined_at = CASE WHEN invitation_status = 'accepted' THEN now() END
WHERE (invitation_status = 'accepted') <> (joined_at IS NOT NULL);
ALTER TABLE identity.team_memberships
    ADD CONSTRAINT team_memberships_joined CHECK ((invitation_status = 'accepted') = (joined_at IS NOT NULL)),
    ADD CONSTRAINT team_memberships_inviter CHECK (invited_by_user_id <> user_id);
COMMENT ON COLUMN identity.team_memberships.membership_id IS 'Key.';
COMMENT ON COLUMN identity.team_memberships.user_id IS 'Who belongs to it; never changes.';
COMMENT ON COLUMN identity.team_memberships.team_id IS 'What they belong to; never changes.';
COMMENT ON COLUMN identity.team_memberships.role IS 'owner, admin, manager or member: in this team alone.';
COMMENT ON COLUMN identity.team_memberships.invitation_status IS 'pending, then accepted or declined; whoever declined may be asked again.';
COMMENT ON COLUMN identity.team_memberships.invited_by_user_id IS 'Who sent the invitation; empty for founders.';
COMMENT ON COLUMN identity.team_memberships.joined_at IS 'When the invitation was accepted; empty until then.';
COMMENT ON COLUMN identity.team_memberships.is_active IS 'Whether the member has access: false suspends it and keeps the row.';

CREATE FUNCTION identity.keep_membership() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.invited_by_user_id IS NOT NULL AND NEW.invitation_status <> 'pending' AND NOT public.is_migration_role() THEN
        PERFORM public.refuse('VE004', format('team_memberships.invitation_status: an invitation starts as %s (expected: pending)', NEW.invitation_status));
    END IF;
    IF NEW.invitation_status <> 'accepted' THEN
        NEW.joined_at := NULL;
    ELSIF TG_OP = 'UPDATE' AND OLD.joined_at IS NOT NULL THEN
        NEW.joined_at := OLD.joined_at;
    ELSE
        NEW.joined_at := coalesce(NEW.joined_at, now());
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION identity.keep_membership() IS
    'VE004: an invitation starts pending. Rule: joined_at is stamped when it is accepted, and stays; only founders, whom nobody invited, start as members.';
CREATE TRIGGER team_memberships_kept BEFORE INSERT OR UPDATE ON identity.team_memberships
    FOR EACH ROW EXECUTE FUNCTION identity.keep_membership();
CREATE TRIGGER team_memberships_lifecycle BEFORE UPDATE OF invitation_status ON identity.team_memberships
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('invitation_status', 'pending>accepted', 'pending>declined', 'declined>pending');
CREATE TRIGGER team_memberships_fixed BEFORE UPDATE OF user_id, team_id ON identity.team_memberships
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'team_id');
CREATE TRIGGER team_memberships_recorded AFTER UPDATE OF role, is_active ON identity.team_memberships
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'membership_id', 'role', 'is_active');

-- Profiles: each refers to its person together with the archetype it is for, so nobody has two or a wrong one ------------------------
CREATE FUNCTION identity.are_tags(tags text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$tags$ SELECT array_position(tags, NULL) IS NULL AND NOT '' = ANY (tags) $tags$;
COMMENT ON FUNCTION identity.are_tags(text[]) IS 'Whether no entry of a list is missing or blank.';

CREATE TABLE identity.artist_profiles (
    user_id             uuid PRIMARY KEY REFERENCES security.users (user_id),
    archetype           text         NOT NULL GENERATED ALWAYS AS ('Artist') STORED,
    artist_name         varchar(255) NOT NULL,
    bio                 text,
    genre_primary       varchar(100),
    technical_rider_url varchar(500),
    base_fee_credits    numeric(15, 2),
    is_verified         boolean      NOT NULL DEFAULT false,
    CONSTRAINT artist_profiles_archetype FOREIGN KEY (user_id, archetype) REFERENCES security.users (user_id, primary_archetype),
    CONSTRAINT artist_profiles_fee CHECK (base_fee_credits >= 0)
);
COMMENT ON TABLE identity.artist_profiles IS 'What the marketplace knows of an artist.';
COMMENT ON COLUMN identity.artist_profiles.user_id IS 'The artist, and key.';
COMMENT ON COLUMN identity.artist_profiles.archetype IS 'Always Artist: with it the foreign key keeps profile and archetype together.';
COMMENT ON COLUMN identity.artist_profiles.artist_name IS 'Stage name; the legal one is in security.users.';
COMMENT ON COLUMN identity.artist_profiles.bio IS 'What organisers and the public read about them.';
COMMENT ON COLUMN identity.artist_profiles.genre_primary IS 'Main genre.';
COMMENT ON COLUMN identity.artist_profiles.technical_rider_url IS 'Document of what the artist needs on stage; budget lines are drafted from it.';
COMMENT ON COLUMN identity.artist_profiles.base_fee_credits IS 'Usual starting fee in credits, which searches filter by.';
COMMENT ON COLUMN identity.artist_profiles.is_verified IS 'Whether a SuperAdmin has confirmed who it is.';

CREATE FUNCTION identity.keep_artist_verification() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NOT security.is_super_admin(public.acting_user()) AND NOT security.is_the_system() THEN
        PERFORM public.refuse('VE009', format('artist_profiles.is_verified: set to %s for %s by %s (expected: a SuperAdmin)', NEW.is_verified,
            NEW.user_id, coalesce(public.acting_user()::text, 'nobody')));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION identity.keep_artist_verification() IS 'VE009: only a SuperAdmin who acts sets or takes the verification of an artist.';
CREATE TRIGGER artist_profiles_born_verified BEFORE INSERT ON identity.artist_profiles
    FOR EACH ROW WHEN (NEW.is_verified) EXECUTE FUNCTION identity.keep_artist_verification();
CREATE TRIGGER artist_profiles_verified BEFORE UPDATE OF is_verified ON identity.artist_profiles
    FOR EACH ROW WHEN (NEW.is_verified <> OLD.is_verified) EXECUTE FUNCTION identity.keep_artist_verification();

CREATE TABLE identity.expert_profiles (
    user_id             uuid PRIMARY KEY REFERENCES security.users (user_id),
    archetype           text           NOT NULL GENERATED ALWAYS AS ('Expert') STORED,
    professional_title  varchar(255)   NOT NULL,
    company_name        varchar(255),
    core_competencies   varchar(100)[] NOT NULL,
    hourly_rate_credits numeric(15, 2),
    portfolio_url       varchar(500),
    is_green_certified  boolean        NOT NULL DEFAULT false,
    CONSTRAINT expert_profiles_archetype FOREIGN KEY (user_id, archetype) REFERENCES security.users (user_id, primary_archetype),
    CONSTRAINT expert_profiles_competencies CHECK (cardinality(core_competencies) > 0 AND identity.are_tags(core_competencies)),
    CONSTRAINT expert_profiles_rate CHECK (hourly_rate_credits >= 0)
);
COMMENT ON TABLE identity.expert_profiles IS 'What the marketplace knows of an expert.';
COMMENT ON COLUMN identity.expert_profiles.user_id IS 'The expert, and key.';
COMMENT ON COLUMN identity.expert_profiles.archetype IS 'Always Expert: with it the foreign key keeps profile and archetype together.';
COMMENT ON COLUMN identity.expert_profiles.professional_title IS 'What the expert is.';
COMMENT ON COLUMN identity.expert_profiles.company_name IS 'The firm they work as; empty for a person alone.';
COMMENT ON COLUMN identity.expert_profiles.core_competencies IS 'Tags of the shared taxonomy, at least one: what tasks are matched by.';
COMMENT ON COLUMN identity.expert_profiles.hourly_rate_credits IS 'Usual rate per hour in credits.';
COMMENT ON COLUMN identity.expert_profiles.portfolio_url IS 'Where their work can be seen.';
COMMENT ON COLUMN identity.expert_profiles.is_green_certified IS 'Whether they count as a sustainable provider.';

CREATE TABLE identity.fan_profiles (
    user_id              uuid PRIMARY KEY REFERENCES security.users (user_id),
    archetype            text           NOT NULL GENERATED ALWAYS AS ('Fan') STORED,
    display_name         varchar(100)   NOT NULL,
    bio                  text,
    favorite_genres      varchar(100)[] NOT NULL DEFAULT '{}',
    contribution_score   integer        NOT NULL DEFAULT 0,
    reward_points        integer        NOT NULL DEFAULT 0,
    loyalty_tier         text           NOT NULL DEFAULT 'bronze' CHECK (loyalty_tier IN ('bronze', 'silver', 'gold')),
    dietary_restrictions text[]         NOT NULL DEFAULT '{}',
    accessibility_needs  text[]         NOT NULL DEFAULT '{}',
    CONSTRAINT fan_profiles_archetype FOREIGN KEY (user_id, archetype) REFERENCES security.users (user_id, primary_archetype),
    CONSTRAINT fan_profiles_score CHECK (contribution_score >= 0),
    CONSTRAINT fan_profiles_points CHECK (reward_points >= 0),
    CONSTRAINT fan_profiles_lists CHECK (identity.are_tags(favorite_genres) AND identity.are_tags(dietary_restrictions)
        AND identity.are_tags(accessibility_needs))
);
COMMENT ON TABLE identity.fan_profiles IS 'What community and rewards know of a fan.';
COMMENT ON COLUMN identity.fan_profiles.user_id IS 'The fan, and key.';
COMMENT ON COLUMN identity.fan_profiles.archetype IS 'Always Fan: with it the foreign key keeps profile and archetype together.';
COMMENT ON COLUMN identity.fan_profiles.display_name IS 'Name the community sees.';
COMMENT ON COLUMN identity.fan_profiles.bio IS 'What the fan says of themselves.';
COMMENT ON COLUMN identity.fan_profiles.favorite_genres IS 'Genres recommendations start from.';
COMMENT ON COLUMN identity.fan_profiles.contribution_score IS 'Experience, from what the fan does for the platform; cannot be spent.';
COMMENT ON COLUMN identity.fan_profiles.reward_points IS 'Points that can be spent.';
COMMENT ON COLUMN identity.fan_profiles.loyalty_tier IS 'bronze, silver or gold: follows from contribution_score alone.';
COMMENT ON COLUMN identity.fan_profiles.dietary_restrictions IS 'What the fan does not eat; read by the identity domain alone, others get identity.dietary_needs.';
COMMENT ON COLUMN identity.fan_profiles.accessibility_needs IS 'What the fan needs at a venue, for organisers and venues to see.';

CREATE FUNCTION identity.loyalty_tier_of(score integer) RETURNS text
    LANGUAGE sql IMMUTABLE AS
$tier$ SELECT CASE WHEN score >= 5000 THEN 'gold' WHEN score >= 1000 THEN 'silver' ELSE 'bronze' END $tier$;
COMMENT ON FUNCTION identity.loyalty_tier_of(integer) IS 'The tier a contribution score earns: silver from 1000, gold from 5000. The thresholds are our choice.';

CREATE FUNCTION identity.derive_loyalty_tier() RETURNS trigger
    LANGUAGE plpgsql AS
$derive$
BEGIN
    NEW.loyalty_tier := identity.loyalty_tier_of(NEW.contribution_score);
    RETURN NEW;
END
$derive$;
COMMENT ON FUNCTION identity.derive_loyalty_tier() IS 'Rule: loyalty_tier follows from contribution_score, whatever the writer says.';
CREATE TRIGGER fan_profiles_tier BEFORE INSERT OR UPDATE OF contribution_score, loyalty_tier ON identity.fan_profiles
    FOR EACH ROW EXECUTE FUNCTION identity.derive_loyalty_tier();

CREATE FUNCTION identity.dietary_needs(guests uuid[]) RETURNS TABLE (restriction text, people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$needs$
    WITH known AS (SELECT user_id, dietary_restrictions FROM identity.fan_profiles WHERE user_id = ANY (guests))
    SELECT need, count(DISTINCT user_id) FROM known, unnest(dietary_restrictions) AS need
    WHERE (SELECT count(*) FROM known) >= 10 GROUP BY need HAVING count(DISTINCT user_id) >= 3 ORDER BY need
$needs$;
COMMENT ON FUNCTION identity.dietary_needs(uuid[]) IS
    'Rule: what guests do not eat reaches caterers only counted and without names; nothing for fewer than ten fans, and no need of fewer than three of them.';

-- Who writes -------------------------------------------------------------------------------------------------------------------------
GRANT INSERT, UPDATE ON security.user_sessions, security.api_keys, security.data_export_requests TO gateway;
GRANT UPDATE (tier_name, permissions, scope_restrictions) ON security.admin_tiers TO gateway;
GRANT UPDATE (retention_period_days, is_active) ON security.data_retention_policies TO gateway;
GRANT INSERT, UPDATE (granted) ON security.user_consents TO notification_engine;
-- Not its time: the database says when.
GRANT INSERT (user_id, action_type, ip_address, additional_data) ON security.security_audit_log TO gateway, messaging_hub, notification_engine;
GRANT INSERT ON security.ai_usage_logs TO gateway, messaging_hub, notification_engine, ai_domain;

CALL security.hide_columns('security.api_keys', 'gateway', 'key_hash');
CALL security.hide_columns('security.data_export_requests', 'gateway', 'export_data_url');
CALL security.hide_columns('identity.fan_profiles', 'identity_domain', 'dietary_restrictions');
