package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ticket types, tickets and their transfers, as the domain of event operations writes them. What follows from a write is shown in TicketEffectsIT. */
@RealServers
class TicketRulesIT {

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aWorld(TestServers servers) {
        var database = servers.newDatabase();
        EventOperationsWorld.begin(database);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"ticketTypes", "sales", "tickets", "checkIn", "transfers", "endsOfTransfers", "claims"})
    void keeps(Trial trial) {
        trial.holdsIn(sessions);
    }

    static Stream<Trial> ticketTypes() {
        return Stream.of(
                trial("a price of 0 is free", type("0", "5", "1 h"), ACCEPTED),
                trial("a price is not negative", type("-0.01", "5", "1 h"), "23514"),
                trial("a price is given", type("NULL", "5", "1 h"), "23502"),
                trial("there are not fewer than no tickets", type("1", "-1", "1 h"), "23514"),
                trial("a sale ends after it starts", type("1", "5", "0 h"), "23514"),
                trial("the event exists", type("1", "5", "1 h").replace("<festa>", "<nowhere>"), "23503"),
                trial("nobody writes how many are left", changeType("quantity_available = 5"), "428C9"),
                trial("nobody writes how many are sold", changeType("quantity_sold = 0"), "VE003"),
                trial("not fewer tickets than are sold", changeType("total_quantity = quantity_sold - 1"), "23514"),
                trial("as few tickets as are sold", changeType("total_quantity = quantity_sold"), ACCEPTED),
                trial("the event stays", changeType("event_id = <fira>"), "VE003"));
    }

    static Stream<Trial> sales() {
        return Stream.of(
                trial("a ticket is sold", ticket("on_sale"), ACCEPTED),
                trial("a ticket that is sold out is not", ticket("sold_out"), "VE005"),
                trial("not before the sale", ticket("not_yet"), "VE010"),
                trial("not after the sale", ticket("over"), "VE010"),
                trial("not of a type that was deleted", ticket("withdrawn"), "VE010"),
                trial("not for another event", ticket("on_sale").replace("<festa>", "<fira>"), "VE013"),
                trial("not of no type", ticket("nothing"), "23503"),
                trial("a refunded place is sold again", refund("only") + ";" + ticket("sold_out"), ACCEPTED),
                trial(
                        "a deleted ticket's place is sold again",
                        "DELETE FROM event_operations.tickets WHERE ticket_id = <only>; " + ticket("sold_out"),
                        ACCEPTED),
                trial(
                        "a refund gives one place back, not two",
                        refund("only") + ";" + refund("only") + ";" + ticket("sold_out") + ";"
                                + ticket("sold_out").replace("T99", "T98").replace("<new>", "<newer>"),
                        "VE005"),
                trial(
                        "a refunded ticket that is deleted gives nothing back",
                        refund("only") + "; DELETE FROM event_operations.tickets WHERE ticket_id = <only>; "
                                + ticket("sold_out") + ";"
                                + ticket("sold_out").replace("T99", "T98").replace("<new>", "<newer>"),
                        "VE005"),
                trial(
                        "a deletion is not undone when the place is gone",
                        "DELETE FROM event_operations.tickets WHERE ticket_id = <only>; " + ticket("sold_out")
                                + "; UPDATE event_operations.tickets SET is_deleted = false WHERE ticket_id = <only>",
                        "VE005"));
    }

    static Stream<Trial> tickets() {
        return Stream.of(
                trial("a number is given once", ticket("on_sale").replace("'T99'", "'T1'"), "23505"),
                trial("a QR code is given once", ticket("on_sale").replace("'qr T99'", "'qr T1'"), "23505"),
                trial(
                        "a QR code is not given again after deletion",
                        ticket("on_sale").replace("'qr T99'", "'qr T8'"),
                        "23505"),
                trial("an access token is given once", withToken("rpad('T2', 32, '.')"), "23505"),
                trial("an access token is long", withToken("rpad('T99', 31, '0')"), "23514"),
                trial("the access token stays", changed("access_token = rpad('x', 32, '0')"), "VE003"),
                trial("a price is not negative", ticket("on_sale").replace("10", "-10"), "23514"),
                trial(
                        "the purchaser is the first owner",
                        ticket("on_sale").replace("<ben>, <ben>", "<ben>, <ana>"),
                        "VE013"),
                trial("an owner changes by a claim alone", changed("current_owner_user_id = <ana>"), "VE003"),
                trial("the purchaser stays", changed("purchaser_user_id = <ana>"), "VE003"),
                trial("the type stays", changed("ticket_type_id = <over>"), "VE003"),
                trial("the event stays", changed("event_id = <fira>"), "VE003"),
                trial("the QR code stays", changed("qr_code = 'x'"), "VE003"),
                trial("the number stays", changed("ticket_number = 'x'"), "VE003"),
                trial("the price paid stays", changed("purchase_price_credits = 1"), "VE003"),
                trial("a ticket starts active", ticket("on_sale").replace("'active'", "'refunded'"), "VE004"),
                trial("an active ticket is refunded", changed("status = 'refunded'"), ACCEPTED),
                trial("a transferred ticket is refunded", refund("claimed"), ACCEPTED),
                trial("a ticket is transferred by a claim alone", changed("status = 'transferred'"), "VE007"),
                trial(
                        "a refunded ticket stays refunded",
                        changed("status = 'active'").replace("<active>", "<refunded>"),
                        "VE004"),
                trial("other states are unknown", changed("status = 'used'"), "VE004"));
    }

    static Stream<Trial> checkIn() {
        var in = "check_in_status = 'checked_in'";
        return Stream.of(
                trial("a ticket is checked in", changed(in), ACCEPTED),
                trial("a transferred ticket is checked in", changed(in).replace("<active>", "<claimed>"), ACCEPTED),
                trial("a refunded ticket is not", changed(in).replace("<active>", "<refunded>"), "VE013"),
                trial("a deleted ticket is not", changed(in).replace("<active>", "<deleted>"), "VE013"),
                trial("who did not come was not there", changed("check_in_status = 'no_show'"), ACCEPTED),
                trial("a no-show is not checked in", changed(in).replace("<active>", "<no_show>"), "VE004"),
                trial(
                        "a check-in is not undone",
                        changed("check_in_status = 'not_checked_in', checked_in_at = NULL")
                                .replace("<active>", "<checked_in>"),
                        "VE004"),
                trial(
                        "a check-in does not become a no-show",
                        changed("check_in_status = 'no_show'").replace("<active>", "<checked_in>"),
                        "VE004"),
                trial(
                        "the time of the scan stays",
                        changed("checked_in_at = now() - interval '1 d'").replace("<active>", "<checked_in>"),
                        "VE003"),
                trial("no time without a scan", changed("checked_in_at = now()"), "23514"),
                trial("no time for a no-show", changed("check_in_status = 'no_show', checked_in_at = now()"), "23514"),
                trial(
                        "nobody is checked in before the sale",
                        ticket("on_sale").replace("'not_checked_in'", "'checked_in'"),
                        "VE004"));
    }

    static Stream<Trial> transfers() {
        return Stream.of(
                trial("an owner offers a ticket", offer("active", "ben"), ACCEPTED),
                trial("somebody else does not", offer("active", "eve"), "VE011"),
                trial("the purchaser does not, once it is somebody else's", offer("claimed", "ben"), "VE011"),
                trial("who claimed it does", offer("claimed", "ana"), ACCEPTED),
                trial("nobody acts for the owner", offer("active", "ben"), "VE011")
                        .by("eve"),
                trial("the owner acts", offer("active", "ben"), ACCEPTED).by("ben"),
                trial("one offer at a time", offer("offered", "ben"), "23505"),
                trial("an offer past its time makes way", offer("late", "ben"), ACCEPTED),
                trial("an offer taken back makes way", offer("taken_back", "ben"), ACCEPTED),
                trial("a refunded ticket is not offered", offer("refunded", "ben"), "VE007"),
                trial("a used ticket is not offered", offer("checked_in", "ben"), "VE007"),
                trial("a token is given once", offer("active", "ben").replace("'new'", "'cancelled'"), "23505"),
                trial(
                        "a token is long",
                        offer("active", "ben").replace("rpad('new', 32, '0')", "rpad('new', 31, '0')"),
                        "23514"),
                trial("to somebody", offer("active", "ben").replace("'x@example.com'", "NULL"), "23514"),
                trial("to a user", offer("active", "ben").replace("NULL, 'x@example.com'", "<ana>, NULL"), ACCEPTED),
                trial(
                        "not to oneself",
                        offer("active", "ben").replace("NULL, 'x@example.com'", "<ben>, NULL"),
                        "23514"),
                trial("until a later time", offer("active", "ben").replace("'1 h'", "'0 h'"), "23514"),
                trial("until some time", offer("active", "ben").replace("now() + interval '1 h'", "NULL"), "23502"),
                trial("an offer starts pending", offer("active", "ben").replace("'pending'", "'expired'"), "VE004"));
    }

    static Stream<Trial> endsOfTransfers() {
        return Stream.of(
                trial("an offer is taken back", end("cancelled", "open_offer"), ACCEPTED),
                trial("an offer expires after its time", end("expired", "late_offer"), ACCEPTED),
                trial("not before", end("expired", "open_offer"), "VE010"),
                trial("only a claim completes it", end("completed", "eves_offer"), "VE007"),
                trial("a completed one is not taken back", end("cancelled", "done_offer"), "VE004"),
                trial("one taken back is not open again", end("pending", "cancelled_offer"), "VE004"),
                trial("its time stays", transfer("expires_at = expires_at + interval '1 h'"), "VE003"),
                trial("its token stays", transfer("transfer_token = rpad('x', 32, '0')"), "VE003"),
                trial("its ticket stays", transfer("ticket_id = <active>"), "VE003"),
                trial("its sender stays", transfer("from_user_id = <eve>"), "VE003"),
                trial("its receiver comes with the claim", transfer("to_user_id = <ana>"), "VE003"));
    }

    static Stream<Trial> claims() {
        return Stream.of(
                trial("who has the token claims", claim("open", "ana"), ACCEPTED),
                trial("who has the token claims for oneself", claim("open", "ana"), ACCEPTED)
                        .by("ana"),
                trial("nobody claims for another", claim("open", "ana"), "VE011")
                        .by("eve"),
                trial("the sender claims nothing", claim("open", "ben"), "VE011"),
                trial("the user it was offered to claims", claim("eve", "eve"), ACCEPTED),
                trial("another user does not", claim("eve", "ana"), "VE011"),
                trial("an unknown token claims nothing", claim("unknown", "ana"), "VE007"),
                trial("a token is used once", claim("done", "ana"), "VE007"),
                trial("a token is used once, by anybody", claim("done", "eve"), "VE007"),
                trial("not after its time", claim("late", "ana"), "VE007"),
                trial("not after it was taken back", claim("cancelled", "ana"), "VE007"),
                trial("not a refunded ticket", refund("offered") + ";" + claim("open", "ana"), "VE007"),
                trial(
                        "not a used ticket",
                        changed("check_in_status = 'checked_in'").replace("<active>", "<offered>") + ";"
                                + claim("open", "ana"),
                        "VE007"),
                trial(
                        "not a deleted transfer",
                        "DELETE FROM event_operations.ticket_transfers WHERE transfer_id = <open_offer>; "
                                + claim("open", "ana"),
                        "VE007"),
                trial("not for nobody", claim("open", "nobody"), "23503"),
                Trial.refused("no other domain claims → 42501", "42501", "marketplace_domain", claim("open", "ana")));
    }

    private static Trial trial(String rule, String sql, String outcome) {
        return new Trial(rule + " → " + outcome, "event_operations_domain", sql, null, outcome);
    }

    private static String type(String price, String total, String length) {
        return "INSERT INTO event_operations.ticket_types (event_id, name, price_credits, total_quantity, sale_start_datetime,"
                + " sale_end_datetime) VALUES (<festa>, 'VIP', %s, %s, now(), now() + interval '%s')"
                        .formatted(price, total, length);
    }

    private static String changeType(String assignment) {
        return "UPDATE event_operations.ticket_types SET " + assignment + " WHERE ticket_type_id = <on_sale>";
    }

    private static String ticket(String type) {
        return "INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id,"
                + " current_owner_user_id, purchase_price_credits, qr_code, status, check_in_status)"
                + " VALUES (<new>, 'T99', <festa>, <%s>, <ben>, <ben>, 10, 'qr T99', 'active', 'not_checked_in')"
                        .formatted(type);
    }

    private static String withToken(String token) {
        return ticket("on_sale")
                .replace("qr_code,", "qr_code, access_token,")
                .replace("'qr T99',", "'qr T99', " + token + ",");
    }

    private static String changed(String assignment) {
        return "UPDATE event_operations.tickets SET " + assignment + " WHERE ticket_id = <active>";
    }

    private static String refund(String ticket) {
        return "UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_id = <" + ticket + ">";
    }

    private static String offer(String ticket, String sender) {
        return "INSERT INTO event_operations.ticket_transfers (ticket_id, from_user_id, status, transfer_token, expires_at, to_user_id,"
                + " to_email) VALUES (<%s>, <%s>, 'pending', rpad('new', 32, '0'), now() + interval '1 h', NULL, 'x@example.com')"
                        .formatted(ticket, sender);
    }

    private static String transfer(String assignment) {
        return "UPDATE event_operations.ticket_transfers SET " + assignment + " WHERE transfer_id = <open_offer>";
    }

    private static String end(String status, String transfer) {
        return "UPDATE event_operations.ticket_transfers SET status = '%s' WHERE transfer_id = <%s>"
                .formatted(status, transfer);
    }

    private static String claim(String token, String person) {
        return "SELECT event_operations.claim_transfer(rpad('%s', 32, '0'), <%s>)".formatted(token, person);
    }
}
