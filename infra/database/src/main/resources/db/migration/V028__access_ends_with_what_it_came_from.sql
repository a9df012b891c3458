-- Three rules of access that nothing held: every change of a permission is in the security log, a session that is revoked is over at
-- once, and what an application may have is bounded by its credentials, its state and its team's plan.

-- Who gets into a team, and who leaves it: that gives and takes as much as a change of role -------------------------------------
CREATE OR REPLACE FUNCTION security.record_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$record$
DECLARE
    before  jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    after   jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    changed jsonb := (SELECT jsonb_object_agg(col, jsonb_build_object('from', before -> col, 'to', after -> col))
        FROM unnest(TG_ARGV[2:]) AS col WHERE before ->> col IS DISTINCT FROM after ->> col);
BEGIN
    IF changed IS NOT NULL THEN
        INSERT INTO security.security_audit_log (user_id, action_type, additional_data)
        VALUES (public.acting_user(), TG_ARGV[0], jsonb_build_object('table', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
            'key', coalesce(after -> TG_ARGV[1], before -> TG_ARGV[1]), 'changed', changed));
    END IF;
    RETURN NULL;
END
$record$;

CREATE TRIGGER team_memberships_founder_recorded AFTER INSERT ON identity.team_memberships
    FOR EACH ROW WHEN (NEW.invitation_status = 'accepted')
    EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'membership_id', 'invitation_status', 'role', 'is_active');
CREATE TRIGGER team_memberships_joined_recorded AFTER UPDATE OF invitation_status ON identity.team_memberships
    FOR EACH ROW WHEN (NEW.invitation_status = 'accepted')
    EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'membership_id', 'invitation_status');
CREATE TRIGGER team_memberships_left_recorded AFTER DELETE ON identity.team_memberships
    FOR EACH ROW WHEN (OLD.invitation_status = 'accepted')
    EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'membership_id', 'invitation_status', 'role', 'is_active');

-- A SuperAdmin who is deleted loses the rank; one who comes back has it again.
CREATE TRIGGER users_rank_ended_recorded AFTER UPDATE OF is_deleted ON security.users
    FOR EACH ROW WHEN (NEW.primary_archetype = 'SuperAdmin')
    EXECUTE FUNCTION security.record_change('PERMISSION_CHANGED', 'user_id', 'is_deleted');

-- What an application may have; looked at after the row's own constraints -------------------------------------------------------
CREATE FUNCTION api.may_have_tokens(credential uuid) RETURNS boolean
    LANGUAGE sql STABLE AS
$may$
    SELECT EXISTS (SELECT FROM api.api_credentials AS known JOIN api.developer_applications AS app ON app.app_id = known.app_id
        WHERE known.credential_id = credential AND known.revoked_at IS NULL AND app.status = 'active'
            AND billing.is_promax_team(app.owning_team_id))
$may$;
COMMENT ON FUNCTION api.may_have_tokens(uuid) IS
    'Whether an application gets tokens: it is active, its credentials are not revoked, and its team has ProMax.';

CREATE FUNCTION api.keep_grant() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NOT EXISTS (SELECT FROM api.api_credentials WHERE credential_id = NEW.credential_id AND NEW.scope <@ permissions_scope) THEN
        PERFORM public.refuse('VE013', format('%s: scope the application is not registered with', TG_TABLE_NAME));
    END IF;
    IF NOT api.may_have_tokens(NEW.credential_id) THEN
        PERFORM public.refuse('VE009', format('%s: the application of %s gets no tokens (expected: active, not revoked, of a team with ProMax)',
            TG_TABLE_NAME, NEW.credential_id));
    END IF;
    RETURN NULL;
END
$keep$;
COMMENT ON FUNCTION api.keep_grant() IS
    'VE013: access is given for no scope the application may not ask for. VE009: none is given to an application that gets no tokens.';
CREATE TRIGGER authorization_codes_granted AFTER INSERT ON api.authorization_codes FOR EACH ROW EXECUTE FUNCTION api.keep_grant();
CREATE TRIGGER refresh_token_families_granted AFTER INSERT ON api.refresh_token_families FOR EACH ROW EXECUTE FUNCTION api.keep_grant();

-- Tokens of a session end with it. The session is locked before the family, as in its deletion, and as strongly as by its own update,
-- which comes next when a token is renewed: so a revocation at the same moment wins or waits.
CREATE OR REPLACE FUNCTION api.keep_family() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$keep$
DECLARE
    family  api.refresh_token_families;
    session security.user_sessions;
BEGIN
    SELECT * INTO session FROM security.user_sessions
    WHERE session_id = (SELECT session_id FROM api.refresh_token_families WHERE family_id = NEW.family_id) FOR NO KEY UPDATE;
    SELECT * INTO family FROM api.refresh_token_families WHERE family_id = NEW.family_id FOR SHARE;
    IF family.revoked_at IS NOT NULL OR family.expires_at <= now() THEN
        PERFORM public.refuse('VE010', format('refresh_tokens: the family %s ended at %s (expected: access given anew)', NEW.family_id,
            coalesce(family.revoked_at, family.expires_at)));
    END IF;
    IF session.is_revoked OR session.expires_at <= now() THEN
        PERFORM public.refuse('VE010', format('refresh_tokens: the session %s ended at %s (expected: a new sign-in)', session.session_id,
            coalesce(session.revoked_at, session.expires_at)));
    END IF;
    IF NOT api.may_have_tokens(family.credential_id) THEN
        PERFORM public.refuse('VE009', format('refresh_tokens: the application of %s gets no tokens (expected: active, not revoked, of a team with ProMax)',
            family.credential_id));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION api.keep_family() IS
    'VE010: no token is made or used of a family, or of a session, that was revoked or has ended; both are locked, so that a revocation at the same moment wins or waits. VE009: nor of an application that gets no tokens.';
