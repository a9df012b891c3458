package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The negotiation of a booking, as the messaging hub writes it. */
@RealServers
class NegotiationRulesIT {

    private static final String OFFER = "'offer', '{\"fee\": 1}'";
    private static final String COUNTER_OFFER = "'counter_offer', '{\"fee\": 1}'";
    private static final String TEXT = "'text', NULL";
    private static final String ACCEPTANCE = "'acceptance', NULL";
    private static final String REJECTION = "'rejection', NULL";
    private static final String WITHDRAWAL = "'withdrawal', NULL";

    /** The hash that is due for the third message of the inquiry. */
    private static final String HASH = """
            (SELECT marketplace.message_hash(hash, ROW(<next>, <inquiry>, <ana>, 'text', 'said', NULL, false, '2030-01-01', 3, NULL)::marketplace.booking_messages)
                FROM marketplace.booking_messages WHERE booking_id = <inquiry> AND message_no = 2)""";

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aWorld(TestServers servers) {
        database = servers.newDatabase();
        MarketplaceWorld.begin(database);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"writers", "senders", "messages", "offers", "chain", "terms", "reading"})
    void keeps(Trial trial) {
        trial.holdsIn(sessions);
    }

    static Stream<Trial> writers() {
        var message = message("inquiry", "ana", TEXT);
        return Stream.of(
                as("messaging_hub", "the hub writes the thread", message, ACCEPTED),
                as("marketplace_domain", "the marketplace does not", message, "42501"),
                as("marketplace_domain", "the marketplace marks nothing read", change("is_read = true"), "42501"),
                as("marketplace_domain", "the marketplace does not note readers", reads("unread", "ben"), "42501"),
                as("messaging_hub", "the hub does not change a text", change("message_text = 'x'"), "42501"),
                as("messaging_hub", "the hub does not remove a message", remove(), "42501"),
                as("gateway", "a text stays, whoever may write it", change("message_text = 'x'"), "VE003"),
                as("gateway", "terms stay", change("offer_data = '{}'"), "VE003"),
                as("gateway", "a sender stays", change("sender_user_id = <ben>"), "VE003"),
                as("gateway", "a kind stays", change("message_type = 'rejection'"), "VE003"),
                as("gateway", "a booking stays", change("booking_id = <pending>"), "VE003"),
                as("gateway", "a time stays", change("created_at = '2001-01-01'"), "VE003"),
                as("gateway", "a number stays", change("message_no = 9"), "VE003"),
                as("gateway", "a hash stays", change("hash = repeat('0', 64)"), "VE003"),
                as("gateway", "a message stays, whoever may remove it", remove(), "VE001"));
    }

    static Stream<Trial> senders() {
        return Stream.of(
                trial("the talent writes", message("inquiry", "ana", TEXT), ACCEPTED),
                trial("who books writes", message("inquiry", "ben", TEXT), ACCEPTED),
                trial("a stranger does not write", message("inquiry", "eve", TEXT), "VE011"),
                trial("a member of the team that books writes", message("free", "mia", TEXT), ACCEPTED),
                trial("an invited one does not", message("free", "tom", TEXT), "VE011"),
                trial("a former member does not", message("free", "old", TEXT), "VE011"),
                trial("a thread belongs to a booking", message("nothing", "ana", TEXT), "23503"));
    }

    static Stream<Trial> messages() {
        return Stream.of(
                trial("an offer has terms", message("inquiry", "ana", OFFER), ACCEPTED),
                trial("an offer without terms is none", message("inquiry", "ana", "'offer', NULL"), "23514"),
                trial("terms are an object", message("inquiry", "ana", "'offer', '[1]'"), "23514"),
                trial("terms are not null", message("inquiry", "ana", "'offer', 'null'"), "23514"),
                trial("a counter offer has terms", message("pending", "ben", "'counter_offer', NULL"), "23514"),
                trial("text has no terms", message("inquiry", "ana", "'text', '{}'"), "23514"),
                trial("other kinds are unknown", message("inquiry", "ana", "'order', NULL"), "23514"),
                trial(
                        "a message says something",
                        message("inquiry", "ana", TEXT).replace("'said'", "NULL"),
                        "23502"),
                trial("a message has a sender", message("inquiry", "ana", TEXT).replace("<ana>", "NULL"), "23502"),
                trial(
                        "a message belongs to a booking",
                        message("inquiry", "ana", TEXT).replace("<inquiry>", "NULL"),
                        "23502"),
                trial("a message starts unread", message("inquiry", "ana", TEXT).replace("false", "true"), "VE004"));
    }

    static Stream<Trial> offers() {
        return Stream.of(
                trial("the other side accepts, after texts too", message("pending", "ben", ACCEPTANCE), ACCEPTED),
                trial("the other side rejects", message("pending", "ben", REJECTION), ACCEPTED),
                trial("the other side counters", message("pending", "ben", COUNTER_OFFER), ACCEPTED),
                trial("the own side withdraws", message("pending", "ana", WITHDRAWAL), ACCEPTED),
                trial("the own side does not accept", message("pending", "ana", ACCEPTANCE), "VE013"),
                trial("the own side does not reject", message("pending", "ana", REJECTION), "VE013"),
                trial("the own side does not counter", message("pending", "ana", COUNTER_OFFER), "VE013"),
                trial("the other side does not withdraw", message("pending", "ben", WITHDRAWAL), "VE013"),
                trial("a stranger accepts nothing", message("pending", "eve", ACCEPTANCE), "VE011"),
                trial("without an offer nothing is accepted", message("inquiry", "ben", ACCEPTANCE), "VE013"),
                trial("an offer is accepted once", message("funded", "ben", ACCEPTANCE), "VE013"),
                trial("an accepted offer is not withdrawn", message("funded", "ana", WITHDRAWAL), "VE013"),
                trial("an accepted offer is not followed by another", message("funded", "ana", OFFER), "VE013"),
                trial("another offer waits for the answer to the first", message("pending", "ben", OFFER), "VE013"),
                trial("a withdrawn offer makes way for another", message("cancelled", "ben", OFFER), ACCEPTED),
                trial(
                        "an acceptance has the terms it accepts",
                        message("pending", "ben", "'acceptance', '{\"fee\": 100}'"),
                        ACCEPTED),
                trial(
                        "an acceptance has no other terms",
                        message("pending", "ben", "'acceptance', '{\"fee\": 99}'"),
                        "VE013"),
                trial(
                        "an amount is decimal text",
                        message("inquiry", "ana", "'offer', '{\"fee_credits\": \"1e3\"}'"),
                        "23514"),
                trial("a withdrawn offer is not accepted", message("cancelled", "ben", ACCEPTANCE), "VE013"),
                trial(
                        "only the latest offer is open",
                        message("pending", "ben", COUNTER_OFFER) + ";" + message("pending", "ben", ACCEPTANCE),
                        "VE013"),
                trial(
                        "a countered offer is answered by its maker",
                        message("pending", "ben", COUNTER_OFFER) + ";" + message("pending", "ana", ACCEPTANCE),
                        ACCEPTED));
    }

    static Stream<Trial> chain() {
        return Stream.of(
                trial("number and hash may be given", sealed("3", HASH), ACCEPTED),
                trial("no number is left out", sealed("4", HASH), "VE013"),
                trial("no number is given twice", sealed("2", HASH), "VE013"),
                trial("a message has its own hash", sealed("3", "repeat('0', 64)"), "VE013"),
                trial(
                        "a message has the hash that is due at its place",
                        sealed("3", HASH.replace("message_no = 2", "message_no = 1")),
                        "VE013"));
    }

    /** A fee that was accepted is the fee. */
    static Stream<Trial> terms() {
        var accepted = message(
                        "inquiry",
                        "ana",
                        "'offer', '{\"fee_credits\": \"90\", \"allowances\": {\"travel\": \"5.50\"}}'")
                + ";" + message("inquiry", "ben", ACCEPTANCE) + ";";
        return Stream.of(
                as("owner", "accepted terms are taken over", accepted + fees("90", "5.5"), ACCEPTED),
                as("owner", "no other fee is", accepted + fees("91", "5.5"), "VE003"),
                as("owner", "no other allowance is", accepted + fees("90", "0"), "VE003"),
                as("owner", "an unchanged fee is no change", accepted + fees("100", "20"), ACCEPTED));
    }

    static Stream<Trial> reading() {
        return Stream.of(
                trial("a message is read", change("is_read = true"), ACCEPTED),
                trial(
                        "a read message is not unread again",
                        change("is_read = false").replace("<unread>", "<read>"),
                        "VE004"),
                trial("a party reads", reads("unread", "ben"), ACCEPTED),
                trial("a stranger does not read", reads("unread", "eve"), "VE011"),
                trial("who is only invited does not read", reads("unread", "tom"), "VE011"),
                trial("a reader is noted once", reads("unread", "ben") + ";" + reads("unread", "ben"), "23505"));
    }

    @Test
    @DisplayName("a message is read once anybody of the other side has read it, not by its own side")
    void isReadByTheOtherSide() {
        try (var hub = Session.as("messaging_hub", database)) {
            hub.run(message("free", "mia", TEXT).replace("uuidv7()", "<from_the_team>"));

            hub.run(reads("from_the_team", "mia"));
            assertThat(isRead(hub)).isEqualTo("f");

            hub.run(reads("from_the_team", "ana"));
            assertThat(isRead(hub)).isEqualTo("t");
        }
    }

    @Test
    @DisplayName("the mark of a reader is neither changed nor removed, whoever may write the table")
    void marksStay() {
        try (var hub = Session.as("messaging_hub", database)) {
            hub.run(reads("read", "ben"));
        }
        try (var gateway = Session.as("gateway", database)) {
            assertThat(gateway.refusal("UPDATE marketplace.booking_message_reads SET read_at = now()"))
                    .isEqualTo("VE001");
            assertThat(gateway.refusal("DELETE FROM marketplace.booking_message_reads"))
                    .isEqualTo("VE001");
        }
    }

    private static String isRead(Session hub) {
        return hub.value(
                "SELECT is_read FROM marketplace.booking_messages WHERE message_id = ?", Names.of("from_the_team"));
    }

    private static Trial trial(String rule, String sql, String outcome) {
        return as("messaging_hub", rule, sql, outcome);
    }

    private static Trial as(String role, String rule, String sql, String outcome) {
        return new Trial(rule + " → " + outcome, role, sql, null, outcome);
    }

    private static String message(String booking, String sender, String kindAndTerms) {
        return "INSERT INTO marketplace.booking_messages (message_id, booking_id, sender_user_id, message_text, is_read, message_type,"
                + " offer_data) VALUES (uuidv7(), <%s>, <%s>, 'said', false, %s)"
                        .formatted(booking, sender, kindAndTerms);
    }

    private static String sealed(String number, String hash) {
        return """
                INSERT INTO marketplace.booking_messages (message_id, booking_id, sender_user_id, message_text, created_at, message_no, hash)
                VALUES (<next>, <inquiry>, <ana>, 'said', '2030-01-01', %s, %s)""".formatted(number, hash);
    }

    private static String fees(String fee, String travel) {
        return "UPDATE marketplace.bookings SET fee_credits = %s, travel_allowance_credits = %s WHERE booking_id = <inquiry>"
                .formatted(fee, travel);
    }

    private static String change(String assignment) {
        return "UPDATE marketplace.booking_messages SET " + assignment + " WHERE message_id = <unread>";
    }

    private static String remove() {
        return "DELETE FROM marketplace.booking_messages WHERE message_id = <unread>";
    }

    private static String reads(String message, String reader) {
        return "INSERT INTO marketplace.booking_message_reads (message_id, reader_user_id) VALUES (<%s>, <%s>)"
                .formatted(message, reader);
    }
}
