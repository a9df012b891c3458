package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static com.eventfulhq.infra.database.Trial.ends;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of connections to outside services and of their runs, each tried as the role that writes there. What is tried is rolled back. */
@RealServers
class IntegrationRulesIT {

    private static final String INTEGRATION = "integration_domain";
    private static final String HUB = "messaging_hub";
    private static final String GATEWAY = "gateway";

    private static final String MISSING = "23502";
    private static final String UNKNOWN = "23503";
    private static final String TAKEN = "23505";
    private static final String OUT_OF_RANGE = "23514";
    private static final String NOT_ALLOWED = "42501";
    private static final String FOR_EVER = "VE001";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String DOES_NOT_FIT = "VE013";

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void connections(TestServers servers) {
        var database = IntegrationWorld.make(servers);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"connected", "credentials", "lifecycle", "writers"})
    void keepsConnections(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"starts", "endings"})
    void keepsRuns(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> connected() {
        return Stream.of(
                domain("a connection is a team's", connection("NULL, 'xero', 'accounting'"), MISSING),
                domain("the team is there", connection("<nobody>, 'xero', 'accounting'"), UNKNOWN),
                domain("a connection is to a service", connection("<team>, NULL, 'crm'"), MISSING),
                domain("a service has a category", connection("<team>, 'xero', NULL"), MISSING),
                domain("a team connects once to a service", connection("<team>, 'zoom', 'video_conferencing'"), TAKEN),
                domain(
                        "another team may connect to it, too",
                        connection("<other team>, 'zoom', 'video_conferencing'"),
                        ACCEPTED),
                domain("a service has one spelling", connection("<team>, 'Zoom', 'video_conferencing'"), OUT_OF_RANGE),
                domain("a service is of a known category", connection("<team>, 'xero', 'magic'"), OUT_OF_RANGE),
                domain("runs by themselves have a rhythm", changed("active", "auto_sync_enabled = true"), OUT_OF_RANGE),
                domain(
                        "a rhythm of minutes",
                        changed("active", "auto_sync_enabled = true, sync_frequency_minutes = 1"),
                        ACCEPTED),
                domain("and not of none", changed("active", "sync_frequency_minutes = 0"), OUT_OF_RANGE));
    }

    static Stream<Trial> credentials() {
        return Stream.of(
                domain("credentials are there", sealed("NULL"), MISSING),
                domain(
                        "encrypted credentials are a cipher text and its key",
                        sealed(IntegrationWorld.SEALED),
                        ACCEPTED),
                domain("a clear key is refused", sealed("'{\"api_key\": \"sk_live_1\"}'"), OUT_OF_RANGE),
                domain("a clear text is refused", sealed("'\"sk_live_1\"'"), OUT_OF_RANGE),
                domain("a list is refused", sealed("'[\"ciphertext\", \"key_id\"]'"), OUT_OF_RANGE),
                domain(
                        "nothing lies beside them",
                        sealed("'{\"ciphertext\": \"c2VjcmV0\", \"key_id\": \"k1\", \"token\": \"x\"}'"),
                        OUT_OF_RANGE),
                domain("the key is named", sealed("'{\"ciphertext\": \"c2VjcmV0\"}'"), OUT_OF_RANGE),
                domain(
                        "the key's name is not empty",
                        sealed("'{\"ciphertext\": \"c2VjcmV0\", \"key_id\": \"\"}'"),
                        OUT_OF_RANGE),
                domain(
                        "a cipher text is text",
                        sealed("'{\"ciphertext\": {\"a\": 1}, \"key_id\": \"k1\"}'"),
                        OUT_OF_RANGE),
                domain(
                        "a cipher text is base64",
                        sealed("'{\"ciphertext\": \"{user: ana}\", \"key_id\": \"k1\"}'"),
                        OUT_OF_RANGE),
                domain("the domain reads credentials", read("credentials"), ACCEPTED),
                ends("the hub reads credentials", ACCEPTED, HUB, read("credentials")),
                ends("the gateway reads no credentials", NOT_ALLOWED, GATEWAY, read("credentials")),
                ends("the engine reads no credentials", NOT_ALLOWED, "notification_engine", read("credentials")),
                ends("no other domain reads credentials", NOT_ALLOWED, "finance_domain", read("credentials")),
                ends("everybody reads the rest", ACCEPTED, GATEWAY, read("team_id, service_name, status, config")));
    }

    static Stream<Trial> lifecycle() {
        var asleep = connection("<team>, 'xero', 'crm'")
                .replace("credentials)", "credentials, status)")
                .replace("')", "', 'asleep')");
        return Stream.of(
                domain("what is active may be switched off", moved("active", "inactive"), ACCEPTED),
                domain("what is active may fail", moved("active", "error"), ACCEPTED),
                domain("what is active may be revoked", moved("active", "revoked"), ACCEPTED),
                domain("what is off may be switched on", moved("inactive", "active"), ACCEPTED),
                domain("what is off may be revoked", moved("inactive", "revoked"), ACCEPTED),
                domain("what is off does not fail", moved("inactive", "error"), WRONG_MOVE),
                domain("what failed may be mended", moved("error", "active"), ACCEPTED),
                domain("what failed may be switched off", moved("error", "inactive"), ACCEPTED),
                domain("what failed may be revoked", moved("error", "revoked"), ACCEPTED),
                domain("what was revoked stays revoked", moved("revoked", "active"), WRONG_MOVE),
                domain("what was revoked is not switched off", moved("revoked", "inactive"), WRONG_MOVE),
                domain("a connection has a known state", asleep, OUT_OF_RANGE),
                domain(
                        "the last success does not go back",
                        changed("active", "last_sync_at = '2026-03-01 10:04Z'"),
                        WRONG_MOVE),
                domain("the last success is not forgotten", changed("active", "last_sync_at = NULL"), WRONG_MOVE));
    }

    static Stream<Trial> writers() {
        return Stream.of(
                hub("the hub connects WhatsApp", connection("<other team>, 'whatsapp', 'messaging'"), ACCEPTED),
                hub(
                        "the hub connects nothing else",
                        connection("<other team>, 'zoom', 'video_conferencing'"),
                        NOT_ALLOWED),
                hub("the hub changes WhatsApp", moved("whatsapp", "inactive"), ACCEPTED),
                hub("the hub changes nothing else", moved("active", "inactive"), NOT_ALLOWED),
                hub(
                        "the hub makes WhatsApp of nothing else",
                        changed("active", "service_name = 'whatsapp'"),
                        NOT_ALLOWED),
                hub(
                        "the hub makes nothing else of WhatsApp",
                        changed("whatsapp", "service_name = 'telegram'"),
                        NOT_ALLOWED),
                hub("the hub removes WhatsApp", removed("whatsapp"), ACCEPTED),
                hub("the hub removes nothing else", removed("active"), NOT_ALLOWED),
                domain(
                        "the domain does not connect WhatsApp",
                        connection("<other team>, 'whatsapp', 'messaging'"),
                        NOT_ALLOWED),
                domain("the domain does not change WhatsApp", moved("whatsapp", "inactive"), NOT_ALLOWED),
                domain(
                        "the domain makes nothing WhatsApp",
                        changed("active", "service_name = 'whatsapp'"),
                        NOT_ALLOWED),
                domain("the domain does not remove WhatsApp", removed("whatsapp"), NOT_ALLOWED),
                domain("the domain removes the rest", removed("active"), ACCEPTED),
                ends("the gateway changes no connection", NOT_ALLOWED, GATEWAY, moved("active", "inactive")));
    }

    static Stream<Trial> starts() {
        return Stream.of(
                domain("what is active is synchronised", started("<active>, 'import', 'started', NULL"), ACCEPTED),
                domain("what is off is not", started("<inactive>, 'import', 'started', NULL"), DOES_NOT_FIT),
                domain("what failed is not", started("<error>, 'import', 'started', NULL"), DOES_NOT_FIT),
                domain("what was revoked is not", started("<revoked>, 'import', 'started', NULL"), DOES_NOT_FIT),
                domain("a run is of a connection", started("<nobody>, 'import', 'started', NULL"), UNKNOWN),
                domain("a run is of some connection", started("NULL, 'import', 'started', NULL"), MISSING),
                domain("a run does something", started("<active>, NULL, 'started', NULL"), MISSING),
                domain("a run has a state", started("<active>, 'import', NULL, NULL"), MISSING),
                domain("a run has a known state", started("<active>, 'import', 'paused', now()"), OUT_OF_RANGE),
                domain("what runs has not ended", started("<active>, 'import', 'started', now()"), OUT_OF_RANGE),
                domain("what ended has a time of it", started("<active>, 'import', 'failed', NULL"), OUT_OF_RANGE),
                domain("it ended after it began", started("<active>, 'import', 'failed', '2001-01-01'"), OUT_OF_RANGE),
                hub("the hub logs no runs", started("<whatsapp>, 'import', 'started', NULL"), NOT_ALLOWED));
    }

    static Stream<Trial> endings() {
        return Stream.of(
                domain("a run completes", ended("'completed'", 5, 4, 1), ACCEPTED),
                domain("a run fails half-way", ended("'failed'", 5, 2, 1), ACCEPTED),
                domain("a run is cancelled", ended("'cancelled'", 0, 0, 0), ACCEPTED),
                domain("a completed run accounts for every record", ended("'completed'", 5, 3, 1), OUT_OF_RANGE),
                domain("no run has more outcomes than records", ended("'failed'", 5, 5, 1), OUT_OF_RANGE),
                domain("records are not below nothing", ended("'failed'", -1, -1, 0), OUT_OF_RANGE),
                domain("successes are not below nothing", ended("'failed'", 5, -1, 0), OUT_OF_RANGE),
                domain("errors are not below nothing", ended("'failed'", 5, 0, -1), OUT_OF_RANGE),
                domain("a run counts while it runs", run("run", "records_processed = 3, success_count = 2"), ACCEPTED),
                domain("a run keeps its connection", run("run", "integration_id = <whatsapp>"), FIXED),
                domain("a run keeps its operation", run("run", "operation = 'export'"), FIXED),
                domain("a run keeps its beginning", run("run", "started_at = '2001-01-01'"), FIXED),
                domain("what ended is not told otherwise", run("done", "status = 'failed'"), FOR_EVER),
                domain("what ended is not counted otherwise", run("done", "records_processed = 9"), FOR_EVER),
                domain(
                        "what ended does not run again",
                        run("done", "status = 'started', completed_at = NULL"),
                        FOR_EVER),
                domain("a run is never removed", "DELETE FROM integration.sync_logs WHERE sync_id = <run>", FOR_EVER));
    }

    private static Trial domain(String rule, String attempt, String outcome) {
        return ends(rule, outcome, INTEGRATION, attempt);
    }

    private static Trial hub(String rule, String attempt, String outcome) {
        return ends(rule, outcome, HUB, attempt);
    }

    private static String connection(String values) {
        return "INSERT INTO integration.third_party_integrations (team_id, service_name, service_category, credentials) VALUES ("
                + values + ", " + IntegrationWorld.SEALED + ")";
    }

    private static String changed(String connection, String change) {
        return "UPDATE integration.third_party_integrations SET " + change + " WHERE integration_id = <" + connection
                + ">";
    }

    private static String sealed(String credentials) {
        return changed("active", "credentials = " + credentials);
    }

    private static String moved(String connection, String status) {
        return changed(connection, "status = '" + status + "'");
    }

    private static String removed(String connection) {
        return "DELETE FROM integration.third_party_integrations WHERE integration_id = <" + connection + ">";
    }

    private static String read(String columns) {
        return "SELECT " + columns + " FROM integration.third_party_integrations";
    }

    private static String started(String values) {
        return "INSERT INTO integration.sync_logs (integration_id, operation, status, completed_at) VALUES (" + values
                + ")";
    }

    private static String ended(String status, int records, int successes, int errors) {
        return run(
                "run",
                "status = %s, completed_at = now(), records_processed = %d, success_count = %d, error_count = %d"
                        .formatted(status, records, successes, errors));
    }

    private static String run(String name, String change) {
        return "UPDATE integration.sync_logs SET " + change + " WHERE sync_id = <" + name + ">";
    }
}
