package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.SessionsByRole.OWNER;
import static com.eventfulhq.infra.database.Trial.accepted;
import static com.eventfulhq.infra.database.Trial.leaves;
import static com.eventfulhq.infra.database.Trial.refused;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the security schema refuses of consents, for whom, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String ENGINE = "notification_engine";

    @AutoClose
    private final SessionsByRole sessions;

    ConsentRulesIT(TestServers servers) {
        sessions = new SessionsByRole(AccessWorld.in(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consents")
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> consents() {
        var consent =
                "INSERT INTO security.user_consents (user_id, consent_type, granted, granted_at, withdrawn_at) VALUES ";
        var state =
                "SELECT concat_ws(' ', granted, granted_at::date, withdrawn_at IS NOT NULL) FROM security.user_consents WHERE consent_id = <consent>";
        var decisions =
                "SELECT string_agg(granted::text, ' ' ORDER BY decision_id) FROM security.user_consent_decisions WHERE consent_id = ";
        return Stream.of(
                refused(
                        "a consent stays its purpose's, whoever may write",
                        "VE003",
                        "product_domain",
                        "UPDATE security.user_consents SET consent_type = 'MARKETING_SMS' WHERE consent_id = <consent>"),
                accepted(
                        "consent is given per purpose",
                        ENGINE,
                        consent
                                + "(<fan>, 'MARKETING_SMS', true, NULL, NULL), (<fan>, 'MARKETING_WHATSAPP', false, NULL, NULL)"),
                refused(
                        "there is no consent to everything",
                        "23514",
                        ENGINE,
                        consent + "(<fan>, 'ALL', true, NULL, NULL)"),
                refused(
                        "a purpose is asked once",
                        "23505",
                        ENGINE,
                        consent + "(<fan>, 'MARKETING_EMAILS', true, NULL, NULL)"),
                refused(
                        "a consent is given or not",
                        "23502",
                        ENGINE,
                        consent + "(<fan>, 'MARKETING_SMS', NULL, NULL, NULL)"),
                refused("a consent is about a purpose", "23502", ENGINE, consent + "(<fan>, NULL, true, NULL, NULL)"),
                refused(
                        "a consent is somebody's",
                        "23503",
                        ENGINE,
                        consent + "(<new>, 'MARKETING_SMS', true, NULL, NULL)"),
                refused(
                        "what holds was not withdrawn",
                        "23514",
                        ENGINE,
                        consent + "(<fan>, 'MARKETING_SMS', true, '2026-01-01', '2026-01-02')"),
                refused(
                        "what was given once and does not hold was withdrawn",
                        "23514",
                        ENGINE,
                        consent + "(<fan>, 'MARKETING_SMS', false, '2026-01-01', NULL)"),
                refused(
                        "nothing is withdrawn before it was given",
                        "23514",
                        ENGINE,
                        consent + "(<fan>, 'MARKETING_SMS', false, '2026-01-02', '2026-01-01')"),
                leaves(
                        "a withdrawal is stamped and the time of the grant kept",
                        "f 2026-01-01 t",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = <consent>",
                        state),
                leaves(
                        "a consent given again keeps its first time",
                        "t 2026-01-01 f",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = <consent>; UPDATE security.user_consents SET granted = true WHERE consent_id = <consent>",
                        state),
                leaves(
                        "a withdrawal by the owner is stamped by the database, too",
                        "f 2026-01-01 t",
                        OWNER,
                        "UPDATE security.user_consents SET granted = false, granted_at = NULL, withdrawn_at = NULL WHERE consent_id = <consent>",
                        state),
                refused(
                        "nobody chooses when it was withdrawn",
                        "42501",
                        ENGINE,
                        "UPDATE security.user_consents SET withdrawn_at = '2020-01-01' WHERE consent_id = <consent>"),
                refused(
                        "a consent stays its person's",
                        "42501",
                        ENGINE,
                        "UPDATE security.user_consents SET user_id = <other> WHERE consent_id = <consent>"),
                refused("a consent is not removed", "42501", ENGINE, "DELETE FROM security.user_consents"),
                refused(
                        "the gateway keeps no consents",
                        "42501",
                        GATEWAY,
                        consent + "(<fan>, 'MARKETING_SMS', true, NULL, NULL)"),
                leaves(
                        "each decision leaves a row",
                        "true false true",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = false WHERE consent_id = <consent>; UPDATE security.user_consents SET granted = true WHERE consent_id = <consent>",
                        decisions + "<consent>"),
                leaves(
                        "saying the same again decides nothing",
                        "true",
                        ENGINE,
                        "UPDATE security.user_consents SET granted = true WHERE consent_id = <consent>",
                        decisions + "<consent>"),
                leaves("a no from the start is a decision", "false", ENGINE, "SELECT 1", decisions + "<refusal>"),
                refused(
                        "nobody writes the decisions",
                        "42501",
                        ENGINE,
                        "INSERT INTO security.user_consent_decisions (consent_id, user_id, consent_type, granted) VALUES (<consent>, <fan>, 'MARKETING_EMAILS', true)"),
                refused(
                        "a decision is never changed",
                        "VE001",
                        "product_domain",
                        "UPDATE security.user_consent_decisions SET granted = true"),
                refused(
                        "a decision is never removed",
                        "VE001",
                        "product_domain",
                        "DELETE FROM security.user_consent_decisions"));
    }
}
