package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.AccessWorld.BCRYPT;
import static com.eventfulhq.infra.database.RowDraft.MISSING;
import static com.eventfulhq.infra.database.RowDraft.OUT_OF_RANGE;
import static com.eventfulhq.infra.database.RowDraft.UNKNOWN;
import static com.eventfulhq.infra.database.SessionsByRole.OWNER;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of people, keys, logs and applications must say, to whom it must refer, and which words it may use. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessRowsIT {

    private static final String GATEWAY = "gateway";

    private static final RowDraft PERSON =
            RowDraft.of(GATEWAY, "security.users", "email = 'new@example.com'", "primary_archetype = 'Fan'");
    private static final RowDraft TIER =
            RowDraft.of(OWNER, "security.admin_tiers", "tier_name = 'Twin'", "tier_level = 5", "permissions = '{}'");
    private static final RowDraft CONSENT = RowDraft.of(
            "notification_engine",
            "security.user_consents",
            "user_id = <other>",
            "consent_type = 'MARKETING_SMS'",
            "granted = true");
    private static final RowDraft DECISION = RowDraft.of(
            OWNER,
            "security.user_consent_decisions",
            "consent_id = <consent>",
            "user_id = <fan>",
            "consent_type = 'MARKETING_EMAILS'",
            "granted = false");
    private static final RowDraft SESSION = RowDraft.of(
            GATEWAY,
            "security.user_sessions",
            "user_id = <fan>",
            "token_id = 'x'",
            "expires_at = now() + interval '1 hour'");
    private static final RowDraft KEY = RowDraft.of(
            GATEWAY,
            "security.api_keys",
            "team_id = <team>",
            "name = 'k'",
            "key_prefix = 'evh_1'",
            "key_hash = '" + BCRYPT + "'");
    private static final RowDraft ENTRY = RowDraft.of(
            OWNER, "security.security_audit_log", "action_type = 'LOGOUT'", "additional_data = '{\"from\": \"a\"}'");
    private static final RowDraft TRAIL = RowDraft.of(
            OWNER,
            "security.entity_audit_log",
            "entity_id = <team>",
            "entity_type = 'teams'",
            "entity_schema = 'identity'",
            "operation = 'UPDATE'",
            "old_values = '{}'",
            "new_values = '{}'");
    private static final RowDraft POLICY = RowDraft.of(
            OWNER,
            "security.data_retention_policies",
            "entity_schema = 'media'",
            "entity_type = 'media_files'",
            "retention_period_days = 30");
    private static final RowDraft EXPORT = RowDraft.of(GATEWAY, "security.data_export_requests", "user_id = <fan>");
    private static final RowDraft USE = RowDraft.of(
            GATEWAY,
            "security.ai_usage_logs",
            "user_id = <fan>",
            "team_id = <team>",
            "llm_provider = 'OpenAI'",
            "model = 'm'",
            "tokens_consumed = 10",
            "cost_credits = 0.5",
            "operation_type = 'analysis'");
    private static final RowDraft APPLICATION =
            RowDraft.of(GATEWAY, "api.developer_applications", "app_name = 'App'", "owning_team_id = <team>");
    private static final RowDraft CREDENTIAL = RowDraft.of(
            GATEWAY,
            "api.api_credentials",
            "app_id = <app>",
            "client_id = 'second'",
            "client_secret_hash = '" + BCRYPT + "'",
            "permissions_scope = '{}'");
    private static final RowDraft CODE = RowDraft.of(
            GATEWAY,
            "api.authorization_codes",
            "code_hash = repeat('1', 64)",
            "credential_id = <credential>",
            "user_id = <fan>",
            "redirect_uri = 'https://till.example.com/back'",
            "scope = '{events:read}'",
            "code_challenge = 'x'",
            "expires_at = now() + interval '1 minute'");
    private static final RowDraft FAMILY = RowDraft.of(
            GATEWAY,
            "api.refresh_token_families",
            "credential_id = <credential>",
            "scope = '{events:read}'",
            "expires_at = now() + interval '1 day'");

    @AutoClose
    private final SessionsByRole sessions;

    AccessRowsIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"accepted", "mandatory", "references", "referencesBehindRules", "words", "values"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    /** What the others vary is a row as it should be; applications and credentials come in pairs, which ApiRulesIT tries. */
    static Stream<Trial> accepted() {
        return Stream.of(PERSON, CONSENT, DECISION, SESSION, KEY, ENTRY, TRAIL, POLICY, EXPORT, USE, CODE, FAMILY)
                .map(draft -> draft.accepted("this is a row of " + draft.table()));
    }

    static Stream<Trial> mandatory() {
        return Stream.of(
                        PERSON.needs(
                                "email",
                                "email_verified",
                                "whatsapp_verified",
                                "primary_archetype",
                                "is_deleted",
                                "created_at",
                                "updated_at"),
                        TIER.needs("tier_name", "tier_level", "permissions"),
                        CONSENT.needs("user_id", "consent_type", "granted", "created_at", "updated_at"),
                        DECISION.needs("consent_id", "user_id", "consent_type", "granted", "created_at"),
                        SESSION.needs("user_id", "token_id", "last_active", "expires_at", "is_revoked", "created_at"),
                        KEY.needs(
                                "name",
                                "key_prefix",
                                "key_hash",
                                "permissions",
                                "rate_limit_per_minute",
                                "status",
                                "created_at",
                                "updated_at"),
                        ENTRY.needs("action_type", "additional_data", "created_at"),
                        TRAIL.needs("entity_id", "entity_type", "entity_schema", "operation", "created_at"),
                        POLICY.needs(
                                "entity_schema",
                                "entity_type",
                                "time_column",
                                "retention_period_days",
                                "minimum_period_days",
                                "is_active",
                                "created_at",
                                "updated_at"),
                        EXPORT.needs("user_id", "status", "created_at", "updated_at"),
                        USE.needs(
                                "llm_provider",
                                "model",
                                "tokens_consumed",
                                "cost_credits",
                                "operation_type",
                                "status",
                                "created_at"),
                        APPLICATION.needs("app_name", "status", "redirect_uris", "created_at", "updated_at"),
                        CREDENTIAL.needs(
                                "app_id",
                                "client_id",
                                "client_secret_hash",
                                "permissions_scope",
                                "rate_limit_per_minute",
                                "created_at",
                                "updated_at"),
                        CODE.needs("code_hash", "user_id", "code_challenge", "expires_at", "created_at"),
                        FAMILY.needs("credential_id", "scope", "expires_at", "created_at"))
                .flatMap(trials -> trials);
    }

    static Stream<Trial> references() {
        return Stream.of(
                        CONSENT.refersBy("user_id"),
                        DECISION.refersBy("consent_id", "user_id", "decided_by_user_id"),
                        SESSION.refersBy("user_id"),
                        KEY.refersBy("created_by_user_id", "app_id"),
                        ENTRY.refersBy("user_id"),
                        TRAIL.refersBy("changed_by_user_id"),
                        EXPORT.refersBy("user_id"),
                        USE.refersBy("user_id", "team_id"),
                        CREDENTIAL.refersBy("app_id"),
                        CODE.refersBy("user_id"),
                        FAMILY.refersBy("credential_id", "session_id"))
                .flatMap(trials -> trials);
    }

    /** Rules that look at the same column answer first: without them the reference still holds. */
    static Stream<Trial> referencesBehindRules() {
        var widget = RowDraft.of(
                OWNER,
                "api.embeddable_widgets",
                "owning_team_id = <nobody>",
                "widget_type = 'event_tickets'",
                "target_entity_id = <new>",
                "target_entity_type = 'events'",
                "widget_token = repeat('x', 32)");
        var hook = RowDraft.of(
                OWNER,
                "api.inbound_webhooks",
                "inbound_webhook_id = <new>",
                "owning_team_id = <nobody>",
                "name = 'H'",
                "endpoint_url = '/v1/inbound/' || <new>",
                "url_token_hash = repeat('1', 64)",
                "target_action = 'create_event'");
        return Stream.of(
                without("user_consents_logged", CONSENT.with("user_id = <nobody>"), UNKNOWN),
                without("user_consents_logged", CONSENT.with("user_id = NULL"), MISSING),
                without("user_consents_logged", CONSENT.with("consent_type = NULL"), MISSING),
                without("user_consents_logged", CONSENT.with("granted = NULL"), MISSING),
                without("api_keys_promax", KEY.with("team_id = <nobody>"), UNKNOWN),
                without("api_keys_promax", KEY.with("team_id = NULL"), MISSING),
                without("developer_applications_promax", APPLICATION.with("owning_team_id = <nobody>"), UNKNOWN),
                without("developer_applications_promax", APPLICATION.with("owning_team_id = NULL"), MISSING),
                without("embeddable_widgets_promax", widget, UNKNOWN),
                without("embeddable_widgets_promax", widget.with("owning_team_id = NULL"), MISSING),
                without("inbound_webhooks_promax", hook, UNKNOWN),
                without("inbound_webhooks_promax", hook.with("owning_team_id = NULL"), MISSING),
                without("authorization_codes_in_time", CODE.with("credential_id = <nobody>"), UNKNOWN),
                without("authorization_codes_in_time", CODE.with("credential_id = NULL"), MISSING),
                without("authorization_codes_in_time", CODE.with("redirect_uri = NULL"), MISSING),
                without("authorization_codes_in_time", CODE.with("scope = NULL"), MISSING),
                without("authorization_codes_in_time", CODE.with("scope = '{all}'"), OUT_OF_RANGE));
    }

    private static Trial without(String trigger, RowDraft draft, String state) {
        return Trial.ends(
                "without " + trigger + " " + draft.insert(),
                state,
                OWNER,
                "ALTER TABLE " + draft.table() + " DISABLE TRIGGER " + trigger + "; " + draft.insert());
    }

    static Stream<Trial> words() {
        return Stream.of(
                        PERSON.acceptsAs("primary_archetype", "Artist", "Expert", "Fan"),
                        CONSENT.acceptsAs(
                                "consent_type",
                                "MARKETING_EMAILS",
                                "MARKETING_WHATSAPP",
                                "MARKETING_SMS",
                                "MARKETING_PUSH",
                                "ANALYTICS_TRACKING"),
                        ENTRY.acceptsAs(
                                "action_type", "LOGIN_SUCCESS", "LOGIN_FAILED", "PASSWORD_RESET", "PERMISSION_CHANGED"),
                        TRAIL.acceptsAs("operation", "UPDATE", "SOFT_DELETE"),
                        TRAIL.refusesAs("operation", OUT_OF_RANGE, "DELETE", "update"),
                        EXPORT.acceptsAs("status", "queued", "processing", "failed", "expired"),
                        USE.acceptsAs("llm_provider", "OpenAI", "Google", "Anthropic"),
                        USE.acceptsAs("operation_type", "content_generation", "translation", "analysis"),
                        USE.acceptsAs("status", "succeeded", "failed"),
                        USE.refusesAs("status", OUT_OF_RANGE, "lost", "Succeeded"),
                        KEY.acceptsAs("status", "active", "expired"),
                        KEY.refusesAs("permissions", OUT_OF_RANGE, "{events:read,NULL}", "{\"\"}", "{events:*}"),
                        KEY.refusesAs("rate_limit_per_minute", OUT_OF_RANGE, "0", "-1"),
                        CREDENTIAL.refusesAs("permissions_scope", OUT_OF_RANGE, "{events:read,NULL}", "{*:*}"),
                        CREDENTIAL.refusesAs("rate_limit_per_minute", OUT_OF_RANGE, "0", "-1"),
                        APPLICATION.refusesAs("status", OUT_OF_RANGE, "revoked", "Active"),
                        APPLICATION.refusesAs("redirect_uris", OUT_OF_RANGE, "{NULL}", "{javascript:alert(1)}", "{/}"))
                .flatMap(trials -> trials);
    }

    static Stream<Trial> values() {
        var change = "UPDATE api.developer_applications SET status = ";
        return Stream.of(
                PERSON.with("is_deleted = true").refused("whoever is deleted was deleted at a time", OUT_OF_RANGE),
                PERSON.with("deleted_at = now()").refused("whoever has a time of deletion is deleted", OUT_OF_RANGE),
                PERSON.with("name = repeat('n', 256)").refused("a name has at most 255 characters", "22001"),
                PERSON.with("name = repeat('n', 255)").accepted("a name may have 255 characters"),
                TRAIL.with("operation = 'CREATE'").refused("what is created was not there before", OUT_OF_RANGE),
                TRAIL.with("operation = 'CREATE'", "old_values = NULL").accepted("a creation has no before"),
                TRAIL.with("old_values = NULL").refused("a change has a before", OUT_OF_RANGE),
                TRAIL.with("new_values = NULL").refused("a change has an after", OUT_OF_RANGE),
                ENTRY.with("audit_id = 7").refused("nobody chooses the number of an entry", "428C9"),
                TRAIL.with("audit_id = 7").refused("nobody chooses the number of a row of the trail", "428C9"),
                EXPORT.accepted("a person may ask for their data again"),
                POLICY.with("retention_period_days = 0").refused("nothing is kept for no time", OUT_OF_RANGE),
                CREDENTIAL
                        .with("previous_secret_hash = 'hunter2'", "previous_valid_until = now()", "rotated_at = now()")
                        .refused("the secret before is never stored itself", OUT_OF_RANGE),
                Trial.accepted(
                        "an application is looked into", GATEWAY, change + "'under_review' WHERE app_id = <app>"));
    }
}
