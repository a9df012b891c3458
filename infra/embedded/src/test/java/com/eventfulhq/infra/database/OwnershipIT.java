package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who writes what: every table of the database, tried by each of our services and by every domain that is none of ours. A table this
 * class does not name belongs to nobody here, so a new one is refused to all until somebody decides.
 */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipIT {

    private static final String REFUSED = "42501";

    /** Whole schemas. */
    private static final Map<String, String> SCHEMA_OWNERS = Map.ofEntries(
            Map.entry("security", "gateway"),
            Map.entry("api", "gateway"),
            Map.entry("communications", "messaging_hub"),
            Map.entry("notification", "notification_engine"),
            Map.entry("identity", "identity_domain"),
            Map.entry("finance", "finance_domain"),
            Map.entry("product", "product_domain"),
            Map.entry("community", "community_domain"),
            Map.entry("operations", "operations_domain"),
            Map.entry("marketplace", "marketplace_domain"),
            Map.entry("event_operations", "event_operations_domain"),
            Map.entry("billing", "billing_domain"),
            Map.entry("media", "media_domain"),
            Map.entry("integration", "integration_domain"));

    /** Tables that are not their schema's owner's. */
    private static final Map<String, Set<String>> TABLE_OWNERS = Map.ofEntries(
            Map.entry("security.user_consents", Set.of("notification_engine")),
            // Written by triggers, for whoever changed what they tell of.
            Map.entry("security.user_consent_decisions", Set.of()),
            Map.entry("security.entity_audit_log", Set.of()),
            Map.entry("community.contribution_signals", Set.of()),
            // Counted by the daily maintenance.
            Map.entry("identity.dietary_needs", Set.of()),
            // Seeded by migrations.
            Map.entry("communications.list_incarnation", Set.of()),
            Map.entry("security.admin_tiers", Set.of()),
            Map.entry("security.data_retention_policies", Set.of()),
            // Every service adds to these.
            Map.entry("security.security_audit_log", Set.of("gateway", "messaging_hub", "notification_engine")),
            Map.entry("security.ai_usage_logs", Set.of("gateway", "messaging_hub", "notification_engine", "ai_domain")),
            Map.entry(
                    "operations.microservice_communications",
                    Set.of("gateway", "messaging_hub", "notification_engine")),
            // Enhanced texts and the models they come from are the AI service's, and so is the meter above: nothing
            // else is.
            Map.entry("community.ai_enhanced_content", Set.of("ai_domain")),
            Map.entry("community.ai_models", Set.of("ai_domain")),
            Map.entry("operations.feature_flags", Set.of("gateway")),
            Map.entry("operations.system_health_checks", Set.of("gateway")),
            Map.entry("operations.webhook_subscriptions", Set.of("notification_engine")),
            Map.entry("operations.webhook_deliveries", Set.of("notification_engine")),
            Map.entry("marketplace.booking_messages", Set.of("messaging_hub")),
            Map.entry("marketplace.booking_message_reads", Set.of("messaging_hub")),
            Map.entry("integration.third_party_integrations", Set.of("messaging_hub", "integration_domain")));

    /** Rows come from migrations, and the owner of the schema changes what is in them. */
    private static final Set<String> SEEDED = Set.of("security.admin_tiers", "security.data_retention_policies");

    private static final Set<String> ROLES = Set.of(
            "gateway",
            "messaging_hub",
            "notification_engine",
            "identity_domain",
            "finance_domain",
            "product_domain",
            "community_domain",
            "operations_domain",
            "marketplace_domain",
            "event_operations_domain",
            "billing_domain",
            "media_domain",
            "integration_domain",
            "ai_domain");

    /** Rows of these are added and never changed. */
    private static final Set<String> APPEND_ONLY = Set.of(
            "communications.conversation_answers",
            "communications.message_edits",
            "security.security_audit_log",
            "security.ai_usage_logs",
            "operations.microservice_communications",
            "api.api_usage_logs",
            "finance.transactions");

    private final DatabaseAddress database;

    @AutoClose
    private final SessionsByRole sessions;

    record Attempt(String role, String table, boolean owner) {
        @Override
        public String toString() {
            return role + (owner ? " writes " : " does not write ") + table;
        }
    }

    OwnershipIT(TestServers servers) {
        database = servers.newDatabase();
        sessions = new SessionsByRole(database);
    }

    Stream<Attempt> everyTableByEveryRole() {
        return Sql.rows(database, """
                        SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public')
                        ORDER BY 1""").stream()
                .map(row -> Objects.requireNonNull(row.get("name")))
                .flatMap(table -> ROLES.stream().sorted().map(role -> new Attempt(role, table, owns(role, table))));
    }

    private static boolean owns(String role, String table) {
        var named = TABLE_OWNERS.get(table);
        var schema = table.substring(0, table.indexOf('.'));
        return named == null ? role.equals(SCHEMA_OWNERS.get(schema)) : named.contains(role);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyTableByEveryRole")
    void onlyTheOwnerWrites(Attempt attempt) {
        var session = sessions.as(attempt.role());
        assertThat(allowed(
                        session,
                        "INSERT INTO " + attempt.table() + " SELECT * FROM " + attempt.table() + " WHERE false",
                        attempt))
                .isEqualTo(attempt.owner());
        if (!attempt.owner()) {
            assertThat(mayChange(attempt))
                    .isEqualTo(
                            SEEDED.contains(attempt.table()) && attempt.role().equals("gateway"));
            assertThat(session.refusal("DELETE FROM " + attempt.table() + " WHERE false"))
                    .isEqualTo(REFUSED);
        }
    }

    Stream<Attempt> everyLogByEveryRole() {
        return everyTableByEveryRole().filter(attempt -> APPEND_ONLY.contains(attempt.table()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyLogByEveryRole")
    void nobodyRemovesWhatIsOnlyAddedTo(Attempt attempt) {
        var session = sessions.as(attempt.role());
        assertThat(session.refusal("DELETE FROM " + attempt.table() + " WHERE false"))
                .isEqualTo(REFUSED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyTableByEveryRole")
    void everybodyReads(Attempt attempt) {
        var session = sessions.as(attempt.role());
        assertThat(session.refusal("SELECT FROM " + attempt.table() + " WHERE false"))
                .isEqualTo(ACCEPTED);
    }

    /** Secrets are not read by others, so that the rows cannot always be copied as a whole: then the right itself is asked for. */
    private boolean allowed(Session session, String insert, Attempt attempt) {
        return session.refusal(insert).equals(ACCEPTED) || has(attempt, "INSERT");
    }

    private boolean mayChange(Attempt attempt) {
        return has(attempt, "UPDATE");
    }

    private boolean has(Attempt attempt, String right) {
        return sessions.as(SessionsByRole.OWNER)
                .value("SELECT has_any_column_privilege(?, ?, ?)", attempt.role(), attempt.table(), right)
                .equals("t");
    }
}
