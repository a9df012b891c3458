-- The front door for systems outside: applications and their credentials, what OAuth needs to remember, widgets, inbound webhooks and
-- the log of every call.

-- A feature of ProMax ------------------------------------------------------------------------------------------------------
CREATE FUNCTION api.require_promax() RETURNS trigger
    LANGUAGE plpgsql AS
$require$
DECLARE
    team uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF NOT billing.is_promax_team(team) THEN
        PERFORM public.refuse('VE009', format('%s: team %s has no ProMax subscription (expected: one that is active)', TG_TABLE_NAME, team));
    END IF;
    RETURN NEW;
END
$require$;
COMMENT ON FUNCTION api.require_promax() IS
    'VE009: only a team with ProMax gets, or gets back, access to the public API. Argument: the column that names the team.';

-- Applications -----------------------------------------------------------------------------------------------------------------
CREATE FUNCTION api.are_redirect_uris(uris text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$uris$ SELECT coalesce(bool_and(uri IS NOT NULL AND uri ~ '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^*#[:space:]]*)?$'), true) FROM unnest(uris) AS uri $uris$;
COMMENT ON FUNCTION api.are_redirect_uris(text[]) IS 'Whether every entry is a whole https address without a wildcard, a fragment or a user: they are compared to the letter.';

CREATE FUNCTION api.are_origins(origins text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS
$origins$ SELECT coalesce(bool_and(origin IS NOT NULL AND origin ~ '^https://[a-z0-9.-]+(:[0-9]{1,5})?$'), true) FROM unnest(origins) AS origin $origins$;
COMMENT ON FUNCTION api.are_origins(text[]) IS 'Whether every entry is an https origin as browsers send it: no path, lower case.';

CREATE TABLE api.developer_applications (
    app_id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    app_name        varchar(255) NOT NULL,
    app_description text,
    owning_team_id  uuid         NOT NULL REFERENCES identity.teams (team_id),
    status          text         NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'under_review')),
    redirect_uris   text[]       NOT NULL DEFAULT '{}',
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT developer_applications_redirects CHECK (api.are_redirect_uris(redirect_uris)),
    -- What keys refer to, so that a key and its application are of one team.
    CONSTRAINT developer_applications_team UNIQUE (app_id, owning_team_id)
);
CREATE INDEX idx_developer_applications_team ON api.developer_applications (owning_team_id);
CREATE TRIGGER developer_applications_promax BEFORE INSERT ON api.developer_applications
    FOR EACH ROW EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER developer_applications_promax_again BEFORE UPDATE OF status ON api.developer_applications
    FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status <> 'active') EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER developer_applications_stamped BEFORE UPDATE ON api.developer_applications
    FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
CREATE TRIGGER developer_applications_fixed BEFORE UPDATE OF app_id, owning_team_id, created_at ON api.developer_applications
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('app_id', 'owning_team_id', 'created_at');
CREATE TRIGGER developer_applications_recorded AFTER UPDATE OF status, redirect_uris ON api.developer_applications
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'app_id', 'status', 'redirect_uris');
COMMENT ON TABLE api.developer_applications IS 'Applications that ProMax teams have registered: whoever calls the API is one of them, or a key of such a team.';
COMMENT ON COLUMN api.developer_applications.app_id IS 'Key.';
COMMENT ON COLUMN api.developer_applications.app_name IS 'Name people see when they give it access.';
COMMENT ON COLUMN api.developer_applications.app_description IS 'What it does with our data.';
COMMENT ON COLUMN api.developer_applications.owning_team_id IS 'Team it belongs to; never changes.';
COMMENT ON COLUMN api.developer_applications.status IS 'active, suspended or under_review: only an active one gets tokens.';
COMMENT ON COLUMN api.developer_applications.redirect_uris IS 'Addresses a person may be sent back to after giving access: compared to the letter, https alone.';
COMMENT ON COLUMN api.developer_applications.created_at IS 'When it was registered.';
COMMENT ON COLUMN api.developer_applications.updated_at IS 'When the row was changed last.';

-- Credentials ------------------------------------------------------------------------------------------------------------------
CREATE TABLE api.api_credentials (
    credential_id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id                uuid         NOT NULL UNIQUE REFERENCES api.developer_applications (app_id),
    client_id             varchar(100) NOT NULL UNIQUE,
    client_secret_hash    varchar(255) NOT NULL,
    permissions_scope     text[]       NOT NULL,
    rate_limit_per_minute integer      NOT NULL DEFAULT 600,
    previous_secret_hash  varchar(255),
    previous_valid_until  timestamptz,
    rotated_at            timestamptz,
    revoked_at            timestamptz,
    created_at            timestamptz  NOT NULL DEFAULT now(),
    updated_at            timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT api_credentials_hash CHECK (security.is_slow_hash(client_secret_hash) AND security.is_slow_hash(previous_secret_hash)),
    CONSTRAINT api_credentials_scope CHECK (security.are_scopes(permissions_scope)),
    CONSTRAINT api_credentials_rate CHECK (rate_limit_per_minute > 0),
    CONSTRAINT api_credentials_rotation CHECK ((previous_secret_hash IS NULL) = (previous_valid_until IS NULL)
        AND (previous_secret_hash IS NULL OR rotated_at IS NOT NULL))
);
COMMENT ON TABLE api.api_credentials IS 'Client id and hashed secret of an application, one row each. Access tokens are made from them and never stored.';
COMMENT ON COLUMN api.api_credentials.credential_id IS 'Key.';
COMMENT ON COLUMN api.api_credentials.app_id IS 'The application; never changes.';
COMMENT ON COLUMN api.api_credentials.client_id IS 'Public name of the application in OAuth; never changes and is never used again.';
COMMENT ON COLUMN api.api_credentials.client_secret_hash IS 'bcrypt or Argon2 hash of the secret, which is shown once; read by the gateway alone.';
COMMENT ON COLUMN api.api_credentials.permissions_scope IS 'Scopes the application may ask for at most, as in events:read.';
COMMENT ON COLUMN api.api_credentials.rate_limit_per_minute IS 'Requests per minute it may make; kept at the edge, not by the log.';
COMMENT ON COLUMN api.api_credentials.previous_secret_hash IS 'Hash of the secret before the last rotation; read by the gateway alone.';
COMMENT ON COLUMN api.api_credentials.previous_valid_until IS 'Until when the previous secret still counts; a day after the rotation unless told otherwise.';
COMMENT ON COLUMN api.api_credentials.rotated_at IS 'When the secret was last replaced; empty if never.';
COMMENT ON COLUMN api.api_credentials.revoked_at IS 'When the credentials were revoked for good; empty while they count.';
COMMENT ON COLUMN api.api_credentials.created_at IS 'When they were made.';
COMMENT ON COLUMN api.api_credentials.updated_at IS 'When the row was changed last.';

CREATE FUNCTION api.keep_secret() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    NEW.updated_at := now();
    IF OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at OR NEW.client_secret_hash <> OLD.client_secret_hash) THEN
        PERFORM public.refuse('VE004', format('api_credentials: %s was revoked (expected: a new application)', OLD.client_id));
    END IF;
    IF NEW.client_secret_hash <> OLD.client_secret_hash THEN
        NEW.rotated_at := now();
        NEW.previous_secret_hash := OLD.client_secret_hash;
        IF NEW.previous_valid_until IS NOT DISTINCT FROM OLD.previous_valid_until THEN
            NEW.previous_valid_until := now() + interval '1 day';
        END IF;
    ELSE
        NEW.rotated_at := OLD.rotated_at;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_secret() IS
    'Rule: a new secret leaves the one before valid for a while, a day unless told otherwise. VE004: what was revoked stays revoked.';
CREATE TRIGGER api_credentials_kept BEFORE UPDATE ON api.api_credentials FOR EACH ROW EXECUTE FUNCTION api.keep_secret();
CREATE TRIGGER api_credentials_fixed BEFORE UPDATE OF app_id, client_id, created_at ON api.api_credentials
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('app_id', 'client_id', 'created_at');
CREATE TRIGGER api_credentials_made_recorded AFTER INSERT ON api.api_credentials
    FOR EACH ROW EXECUTE FUNCTION security.record_change('API_CREDENTIAL_CREATED', 'credential_id', 'app_id', 'client_id', 'permissions_scope');
CREATE TRIGGER api_credentials_rotated_recorded AFTER UPDATE OF client_secret_hash ON api.api_credentials
    FOR EACH ROW EXECUTE FUNCTION security.record_change('API_CREDENTIAL_ROTATED', 'credential_id', 'rotated_at');
CREATE TRIGGER api_credentials_revoked_recorded AFTER UPDATE OF revoked_at ON api.api_credentials
    FOR EACH ROW EXECUTE FUNCTION security.record_change('API_CREDENTIAL_REVOKED', 'credential_id', 'revoked_at');
CREATE TRIGGER api_credentials_scope_recorded AFTER UPDATE OF permissions_scope ON api.api_credentials
    FOR EACH ROW EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'credential_id', 'permissions_scope');

CREATE FUNCTION api.require_credentials() RETURNS trigger
    LANGUAGE plpgsql AS
$require$
BEGIN
    IF NOT EXISTS (SELECT FROM api.api_credentials WHERE app_id = NEW.app_id) THEN
        PERFORM public.refuse('VE013', format('developer_applications: %s has no credentials (expected: made in the same transaction)', NEW.app_id));
    END IF;
    RETURN NULL;
END
$require$;
COMMENT ON FUNCTION api.require_credentials() IS 'VE013: an application and its credentials come into being together; looked at when the transaction commits.';
CREATE CONSTRAINT TRIGGER developer_applications_credentials AFTER INSERT ON api.developer_applications
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION api.require_credentials();

-- Keys of teams may belong to an application, of the same team; they are a ProMax feature, too.
ALTER TABLE security.api_keys
    ADD COLUMN app_id uuid,
    ADD CONSTRAINT api_keys_app FOREIGN KEY (app_id, team_id) REFERENCES api.developer_applications (app_id, owning_team_id);
COMMENT ON COLUMN security.api_keys.app_id IS 'Application it is for; empty for a simple key between two servers.';
CREATE TRIGGER api_keys_promax BEFORE INSERT ON security.api_keys FOR EACH ROW EXECUTE FUNCTION api.require_promax('team_id');

-- What OAuth remembers: single-use codes, and refresh tokens that replace one another ------------------------------------------------
CREATE TABLE api.authorization_codes (
    code_hash      varchar(64) PRIMARY KEY CHECK (code_hash ~ '^[0-9a-f]{64}$'),
    credential_id  uuid          NOT NULL REFERENCES api.api_credentials (credential_id),
    user_id        uuid          NOT NULL REFERENCES security.users (user_id),
    redirect_uri   varchar(2000) NOT NULL,
    scope          text[]        NOT NULL CHECK (security.are_scopes(scope)),
    code_challenge varchar(128)  NOT NULL,
    expires_at     timestamptz   NOT NULL,
    used_at        timestamptz,
    created_at     timestamptz   NOT NULL DEFAULT now(),
    CONSTRAINT authorization_codes_expiry CHECK (expires_at > created_at AND expires_at <= created_at + interval '10 minutes')
);
COMMENT ON TABLE api.authorization_codes IS 'Codes of the authorisation-code flow, each for one use within ten minutes.';
COMMENT ON COLUMN api.authorization_codes.code_hash IS 'SHA-256 of the code, in hexadecimal: the code itself is long and random, so a fast hash is enough.';
COMMENT ON COLUMN api.authorization_codes.credential_id IS 'Application the code was made for.';
COMMENT ON COLUMN api.authorization_codes.user_id IS 'Who gave access.';
COMMENT ON COLUMN api.authorization_codes.redirect_uri IS 'Where the person was sent back to: the same must be named when the code is used, and the application must allow it.';
COMMENT ON COLUMN api.authorization_codes.scope IS 'What was agreed to.';
COMMENT ON COLUMN api.authorization_codes.code_challenge IS 'S256 challenge (PKCE) the user of the code must answer.';
COMMENT ON COLUMN api.authorization_codes.expires_at IS 'When it ends.';
COMMENT ON COLUMN api.authorization_codes.used_at IS 'When it was used; empty before.';
COMMENT ON COLUMN api.authorization_codes.created_at IS 'When access was given.';

CREATE TABLE api.refresh_token_families (
    family_id     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    credential_id uuid        NOT NULL REFERENCES api.api_credentials (credential_id),
    session_id    uuid REFERENCES security.user_sessions (session_id) ON DELETE CASCADE,
    scope         text[]      NOT NULL CHECK (security.are_scopes(scope)),
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refresh_token_families_expiry CHECK (expires_at > created_at)
);
CREATE INDEX idx_refresh_token_families_session ON api.refresh_token_families (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX idx_refresh_token_families_credential ON api.refresh_token_families (credential_id);
CREATE TRIGGER refresh_token_families_fixed BEFORE UPDATE OF credential_id, session_id, scope, expires_at, created_at ON api.refresh_token_families
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('credential_id', 'session_id', 'scope', 'expires_at', 'created_at');
COMMENT ON TABLE api.refresh_token_families IS 'All refresh tokens that came from one grant: if one of them is used twice, the family is revoked.';
COMMENT ON COLUMN api.refresh_token_families.family_id IS 'Key.';
COMMENT ON COLUMN api.refresh_token_families.credential_id IS 'Application they were given to.';
COMMENT ON COLUMN api.refresh_token_families.session_id IS 'Session of the person who gave access; empty for an application that acts for its own team. Ends with the session.';
COMMENT ON COLUMN api.refresh_token_families.scope IS 'Scopes no renewal goes beyond.';
COMMENT ON COLUMN api.refresh_token_families.expires_at IS 'When access must be given anew.';
COMMENT ON COLUMN api.refresh_token_families.revoked_at IS 'When it was revoked, by reuse, by the person or by the application; empty while it counts.';
COMMENT ON COLUMN api.refresh_token_families.created_at IS 'When access was given.';

CREATE TABLE api.refresh_tokens (
    token_hash varchar(64) PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    family_id  uuid        NOT NULL REFERENCES api.refresh_token_families (family_id) ON DELETE CASCADE,
    used_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_refresh_tokens_family ON api.refresh_tokens (family_id);
CREATE UNIQUE INDEX refresh_tokens_one_unused ON api.refresh_tokens (family_id) WHERE used_at IS NULL;
COMMENT ON TABLE api.refresh_tokens IS 'Every refresh token there was, so that one that comes back is known; at most one of a family can still be used.';
COMMENT ON COLUMN api.refresh_tokens.token_hash IS 'SHA-256 of the token, in hexadecimal; read by the gateway alone.';
COMMENT ON COLUMN api.refresh_tokens.family_id IS 'The grant it renews.';
COMMENT ON COLUMN api.refresh_tokens.used_at IS 'When it was exchanged for the next one; empty while it is the current one.';
COMMENT ON COLUMN api.refresh_tokens.created_at IS 'When it was given.';

CREATE FUNCTION api.keep_single_use() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF OLD.used_at IS NOT NULL THEN
        PERFORM public.refuse('VE020', format('%s: used before, at %s (expected: the first use)', TG_TABLE_NAME, OLD.used_at));
    END IF;
    NEW.used_at := now();
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_single_use() IS 'VE020: a code or refresh token is used once; two who use it at once meet at its row, and the second is refused.';
CREATE TRIGGER authorization_codes_single_use BEFORE UPDATE ON api.authorization_codes FOR EACH ROW EXECUTE FUNCTION api.keep_single_use();
CREATE TRIGGER refresh_tokens_single_use BEFORE UPDATE ON api.refresh_tokens FOR EACH ROW EXECUTE FUNCTION api.keep_single_use();

CREATE FUNCTION api.keep_code_in_time() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.expires_at <= now() THEN
        PERFORM public.refuse('VE010', format('authorization_codes: ended at %s (expected: used before)', OLD.expires_at));
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT FROM api.api_credentials AS credential JOIN api.developer_applications AS app ON app.app_id = credential.app_id
            WHERE credential.credential_id = NEW.credential_id AND NEW.redirect_uri = ANY (app.redirect_uris)
                AND NEW.scope <@ credential.permissions_scope) THEN
        PERFORM public.refuse('VE013', 'authorization_codes: redirect address or scope the application is not registered with');
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_code_in_time() IS
    'VE010: a code is used before it ends. VE013: it is made only for a registered redirect address, to the letter, and for scopes the application may ask for.';
CREATE TRIGGER authorization_codes_in_time BEFORE INSERT OR UPDATE ON api.authorization_codes
    FOR EACH ROW EXECUTE FUNCTION api.keep_code_in_time();

CREATE FUNCTION api.keep_family() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    family api.refresh_token_families;
BEGIN
    SELECT * INTO family FROM api.refresh_token_families WHERE family_id = NEW.family_id FOR SHARE;
    IF family.revoked_at IS NOT NULL OR family.expires_at <= now() THEN
        PERFORM public.refuse('VE010', format('refresh_tokens: the family %s ended at %s (expected: access given anew)', NEW.family_id,
            coalesce(family.revoked_at, family.expires_at)));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_family() IS 'VE010: no token of a family that was revoked or has ended is made or used; the family is locked, so that a revocation at the same moment wins or waits.';
CREATE TRIGGER refresh_tokens_family BEFORE INSERT OR UPDATE ON api.refresh_tokens FOR EACH ROW EXECUTE FUNCTION api.keep_family();

CREATE FUNCTION api.keep_family_revoked() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF OLD.revoked_at IS NOT NULL THEN
        PERFORM public.refuse('VE004', format('refresh_token_families.revoked_at: cannot change after %s', OLD.revoked_at));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_family_revoked() IS 'VE004: a family that was revoked stays so.';
CREATE TRIGGER refresh_token_families_revoked BEFORE UPDATE OF revoked_at ON api.refresh_token_families
    FOR EACH ROW EXECUTE FUNCTION api.keep_family_revoked();

-- Widgets -------------------------------------------------------------------------------------------------------------------------
CREATE TABLE api.embeddable_widgets (
    widget_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owning_team_id        uuid         NOT NULL REFERENCES identity.teams (team_id),
    widget_type           text         NOT NULL CHECK (widget_type IN ('event_tickets', 'artist_schedule', 'venue_calendar')),
    target_entity_id      uuid         NOT NULL,
    target_entity_type    varchar(50)  NOT NULL,
    config_json           jsonb        NOT NULL DEFAULT '{}',
    widget_token          varchar(255) NOT NULL UNIQUE,
    status                text         NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    allowed_origins       text[]       NOT NULL DEFAULT '{}',
    rate_limit_per_minute integer      NOT NULL DEFAULT 120,
    created_at            timestamptz  NOT NULL DEFAULT now(),
    updated_at            timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT embeddable_widgets_target CHECK ((widget_type, target_entity_type) IN
        (('event_tickets', 'events'), ('artist_schedule', 'artist_profiles'), ('venue_calendar', 'venues'))),
    CONSTRAINT embeddable_widgets_config CHECK (jsonb_typeof(config_json) = 'object'),
    CONSTRAINT embeddable_widgets_token CHECK (length(widget_token) >= 32),
    CONSTRAINT embeddable_widgets_origins CHECK (api.are_origins(allowed_origins)),
    CONSTRAINT embeddable_widgets_rate CHECK (rate_limit_per_minute > 0)
);
CREATE INDEX idx_embeddable_widgets_team ON api.embeddable_widgets (owning_team_id);
CREATE TRIGGER embeddable_widgets_promax BEFORE INSERT ON api.embeddable_widgets
    FOR EACH ROW EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER embeddable_widgets_promax_again BEFORE UPDATE OF status ON api.embeddable_widgets
    FOR EACH ROW WHEN (NEW.status = 'active' AND OLD.status <> 'active') EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER embeddable_widgets_stamped BEFORE UPDATE ON api.embeddable_widgets
    FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
CREATE TRIGGER embeddable_widgets_fixed BEFORE UPDATE OF owning_team_id, widget_type, target_entity_id, target_entity_type, created_at
    ON api.embeddable_widgets FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('owning_team_id', 'widget_type', 'target_entity_id',
        'target_entity_type', 'created_at');
COMMENT ON TABLE api.embeddable_widgets IS 'Pieces of HTML a ProMax team puts on other sites, each with a public token for its own data and nothing else.';
COMMENT ON COLUMN api.embeddable_widgets.widget_id IS 'Key.';
COMMENT ON COLUMN api.embeddable_widgets.owning_team_id IS 'Whose widget it is; never changes.';
COMMENT ON COLUMN api.embeddable_widgets.widget_type IS 'What it shows: ticket box, schedule or calendar.';
COMMENT ON COLUMN api.embeddable_widgets.target_entity_id IS 'What it is about: key in the table target_entity_type names. Never changes, so that its token cannot come to mean something else.';
COMMENT ON COLUMN api.embeddable_widgets.target_entity_type IS 'Table of what it is about, as the type asks for: events, artist_profiles or venues.';
COMMENT ON COLUMN api.embeddable_widgets.config_json IS 'Look and layout.';
COMMENT ON COLUMN api.embeddable_widgets.widget_token IS 'Public token in the HTML, at least 32 characters; replaced if it is abused.';
COMMENT ON COLUMN api.embeddable_widgets.status IS 'active or disabled.';
COMMENT ON COLUMN api.embeddable_widgets.allowed_origins IS 'Sites that may show it; empty for any.';
COMMENT ON COLUMN api.embeddable_widgets.rate_limit_per_minute IS 'Requests per minute its token is good for.';
COMMENT ON COLUMN api.embeddable_widgets.created_at IS 'When it was made.';
COMMENT ON COLUMN api.embeddable_widgets.updated_at IS 'When the row was changed last.';

-- Inbound webhooks ------------------------------------------------------------------------------------------------------------------
CREATE TABLE api.inbound_webhooks (
    inbound_webhook_id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owning_team_id           uuid         NOT NULL REFERENCES identity.teams (team_id),
    name                     varchar(100) NOT NULL,
    platform                 text         NOT NULL DEFAULT 'custom' CHECK (platform IN ('zapier', 'make', 'custom')),
    endpoint_url             varchar(255) NOT NULL UNIQUE,
    url_token_hash           varchar(64)  NOT NULL UNIQUE,
    signing_secret_encrypted bytea,
    target_action            varchar(100) NOT NULL,
    field_mapping            jsonb        NOT NULL DEFAULT '{}',
    is_active                boolean      NOT NULL DEFAULT true,
    last_used_at             timestamptz,
    created_at               timestamptz  NOT NULL DEFAULT now(),
    updated_at               timestamptz  NOT NULL DEFAULT now(),
    CONSTRAINT inbound_webhooks_token CHECK (url_token_hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT inbound_webhooks_url CHECK (endpoint_url LIKE '%/' || inbound_webhook_id::text),
    CONSTRAINT inbound_webhooks_action CHECK (target_action ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT inbound_webhooks_mapping CHECK (jsonb_typeof(field_mapping) = 'object')
);
CREATE INDEX idx_inbound_webhooks_team ON api.inbound_webhooks (owning_team_id);
CREATE TRIGGER inbound_webhooks_promax BEFORE INSERT ON api.inbound_webhooks
    FOR EACH ROW EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER inbound_webhooks_promax_again BEFORE UPDATE OF is_active ON api.inbound_webhooks
    FOR EACH ROW WHEN (NEW.is_active AND NOT OLD.is_active) EXECUTE FUNCTION api.require_promax('owning_team_id');
CREATE TRIGGER inbound_webhooks_stamped BEFORE UPDATE ON api.inbound_webhooks
    FOR EACH ROW EXECUTE FUNCTION security.stamp_updated_at();
CREATE TRIGGER inbound_webhooks_fixed BEFORE UPDATE OF inbound_webhook_id, owning_team_id, endpoint_url, created_at ON api.inbound_webhooks
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('inbound_webhook_id', 'owning_team_id', 'endpoint_url', 'created_at');
COMMENT ON TABLE api.inbound_webhooks IS 'Addresses of ours that automation platforms post to: each post asks for one action in the name of the owning team.';
COMMENT ON COLUMN api.inbound_webhooks.inbound_webhook_id IS 'Key, and the end of its address.';
COMMENT ON COLUMN api.inbound_webhooks.owning_team_id IS 'In whose name the action happens; never changes.';
COMMENT ON COLUMN api.inbound_webhooks.name IS 'What the team calls it.';
COMMENT ON COLUMN api.inbound_webhooks.platform IS 'Who posts: zapier, make or custom.';
COMMENT ON COLUMN api.inbound_webhooks.endpoint_url IS 'Address as far as it is no secret: it ends with the key, and the token the sender adds is not in it. Never changes.';
COMMENT ON COLUMN api.inbound_webhooks.url_token_hash IS 'SHA-256, in hexadecimal, of the long random token the sender adds; read by the gateway alone.';
COMMENT ON COLUMN api.inbound_webhooks.signing_secret_encrypted IS 'Encrypted secret of an HMAC over the body, if the sender signs; read by the gateway alone.';
COMMENT ON COLUMN api.inbound_webhooks.target_action IS 'What a post asks for, as in create_event; the domain that owns it does it.';
COMMENT ON COLUMN api.inbound_webhooks.field_mapping IS 'Incoming field → our attribute.';
COMMENT ON COLUMN api.inbound_webhooks.is_active IS 'Whether posts are accepted.';
COMMENT ON COLUMN api.inbound_webhooks.last_used_at IS 'When the last post was accepted; empty if none was.';
COMMENT ON COLUMN api.inbound_webhooks.created_at IS 'When it was made.';
COMMENT ON COLUMN api.inbound_webhooks.updated_at IS 'When the row was changed last.';

-- The log of calls -------------------------------------------------------------------------------------------------------------------
CREATE TABLE api.api_usage_logs (
    log_id           bigint GENERATED ALWAYS AS IDENTITY,
    credential_id    uuid REFERENCES api.api_credentials (credential_id),
    api_key_id       uuid REFERENCES security.api_keys (api_key_id),
    team_id          uuid         NOT NULL REFERENCES identity.teams (team_id),
    requesting_ip    inet         NOT NULL,
    method           varchar(10)  NOT NULL,
    endpoint         varchar(255) NOT NULL,
    status_code      integer      NOT NULL,
    response_time_ms integer      NOT NULL,
    request_id       varchar(128),
    created_at       timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, created_at),
    CONSTRAINT api_usage_logs_caller CHECK (num_nonnulls(credential_id, api_key_id) = 1),
    CONSTRAINT api_usage_logs_endpoint CHECK (position('?' IN endpoint) = 0),
    CONSTRAINT api_usage_logs_status CHECK (status_code BETWEEN 100 AND 599),
    CONSTRAINT api_usage_logs_time CHECK (response_time_ms >= 0)
) PARTITION BY RANGE (created_at);
CREATE INDEX idx_api_usage_logs_credential ON api.api_usage_logs (credential_id, created_at) WHERE credential_id IS NOT NULL;
CREATE INDEX idx_api_usage_logs_key ON api.api_usage_logs (api_key_id, created_at) WHERE api_key_id IS NOT NULL;
CREATE TRIGGER api_usage_logs_append_only BEFORE UPDATE OR DELETE ON api.api_usage_logs
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE api.api_usage_logs IS
    'Every authenticated call of the public API: for reports and bills; limits are kept at the edge. Append-only, a partition per day (UTC).';
COMMENT ON COLUMN api.api_usage_logs.log_id IS 'Rises with every row; has gaps.';
COMMENT ON COLUMN api.api_usage_logs.credential_id IS 'Credentials of the application that called; empty for a call with a key.';
COMMENT ON COLUMN api.api_usage_logs.api_key_id IS 'Key of the team that called; empty for a call with credentials.';
COMMENT ON COLUMN api.api_usage_logs.team_id IS 'Team the call counts for.';
COMMENT ON COLUMN api.api_usage_logs.requesting_ip IS 'Where it came from.';
COMMENT ON COLUMN api.api_usage_logs.method IS 'HTTP method.';
COMMENT ON COLUMN api.api_usage_logs.endpoint IS 'Path without its query, which may hold what must not be logged.';
COMMENT ON COLUMN api.api_usage_logs.status_code IS 'HTTP status of the answer.';
COMMENT ON COLUMN api.api_usage_logs.response_time_ms IS 'Milliseconds until the answer.';
COMMENT ON COLUMN api.api_usage_logs.request_id IS 'Id the call can be followed by through all services.';
COMMENT ON COLUMN api.api_usage_logs.created_at IS 'When it was made.';
CREATE TABLE api.api_usage_logs_rest (LIKE api.api_usage_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS);
COMMENT ON TABLE api.api_usage_logs_rest IS 'Calls of days that have no partition (yet).';
ALTER TABLE api.api_usage_logs ATTACH PARTITION api.api_usage_logs_rest DEFAULT;

-- A day whose rows already lie in the default partition takes them along. Runs as its owner: the gateway calls it and owns no table.
CREATE FUNCTION api.make_usage_partitions(days integer DEFAULT 7) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$make$
DECLARE
    today constant date := (now() AT TIME ZONE 'UTC')::date;
    day   date;
    tab   text;
    made  integer := 0;
BEGIN
    IF days NOT BETWEEN 0 AND 60 THEN
        PERFORM public.refuse('VE010', format('make_usage_partitions: %s days (expected: 0 to 60)', days));
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('api.make_usage_partitions', 0));
    FOR day IN SELECT today + ahead FROM generate_series(0, days) AS ahead LOOP
        tab := 'api_usage_logs_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('api.' || tab) IS NOT NULL;
        EXECUTE format('CREATE TABLE api.%I (LIKE api.api_usage_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)', tab);
        EXECUTE format('COMMENT ON TABLE api.%I IS %L', tab, format('Calls of %s (UTC).', day));
        LOCK TABLE api.api_usage_logs_rest IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH moved AS (DELETE FROM api.api_usage_logs_rest WHERE created_at >= $1 AND created_at < $2 RETURNING *)
            INSERT INTO api.%I SELECT * FROM moved', tab) USING day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC';
        EXECUTE format('ALTER TABLE api.api_usage_logs ATTACH PARTITION api.%I FOR VALUES FROM (%L) TO (%L)', tab,
            day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
        made := made + 1;
    END LOOP;
    RETURN made;
END
$make$;
COMMENT ON FUNCTION api.make_usage_partitions(integer) IS
    'Makes the partitions of today and the next days that are missing, and says how many; called daily. Two callers take turns.';

CREATE FUNCTION api.drop_empty_usage_partitions() RETURNS integer
    LANGUAGE plpgsql AS
$drop$
DECLARE
    tab     regclass;
    used    boolean;
    dropped integer := 0;
BEGIN
    FOR tab IN SELECT relid FROM pg_partition_tree('api.api_usage_logs') AS part JOIN pg_class ON pg_class.oid = part.relid
            WHERE isleaf AND relname ~ '^api_usage_logs_[0-9]{8}$'
            AND to_date(right(relname, 8), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date - 1 LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', tab) INTO used;
        CONTINUE WHEN used;
        EXECUTE format('DROP TABLE %s', tab);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$drop$;
REVOKE EXECUTE ON FUNCTION api.drop_empty_usage_partitions() FROM PUBLIC;
COMMENT ON FUNCTION api.drop_empty_usage_partitions() IS 'Drops the partitions of past days that retention has emptied. For the migration role alone.';

INSERT INTO security.data_retention_policies (entity_schema, entity_type, time_column, retention_period_days, minimum_period_days) VALUES
    ('api', 'api_usage_logs', 'created_at', 400, 31),
    ('api', 'authorization_codes', 'expires_at', 1, 1),
    ('api', 'refresh_token_families', 'expires_at', 30, 1);

-- Who writes -------------------------------------------------------------------------------------------------------------------------
GRANT INSERT, UPDATE ON api.developer_applications, api.api_credentials, api.embeddable_widgets, api.inbound_webhooks TO gateway;
GRANT DELETE ON api.embeddable_widgets, api.inbound_webhooks TO gateway;
GRANT INSERT ON api.authorization_codes, api.refresh_token_families, api.refresh_tokens, api.api_usage_logs TO gateway;
GRANT UPDATE (used_at) ON api.authorization_codes, api.refresh_tokens TO gateway;
GRANT UPDATE (revoked_at) ON api.refresh_token_families TO gateway;
REVOKE EXECUTE ON FUNCTION api.make_usage_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.make_usage_partitions(integer) TO gateway;

CALL security.hide_columns('security.api_keys', 'gateway', 'key_hash');
CALL security.hide_columns('api.api_credentials', 'gateway', 'client_secret_hash', 'previous_secret_hash');
CALL security.hide_columns('api.authorization_codes', 'gateway', 'code_hash');
CALL security.hide_columns('api.refresh_tokens', 'gateway', 'token_hash');
CALL security.hide_columns('api.inbound_webhooks', 'gateway', 'url_token_hash', 'signing_secret_encrypted');
