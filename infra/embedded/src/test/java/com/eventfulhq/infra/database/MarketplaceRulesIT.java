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

/** Bookings, contracts, sponsors and exhibitors, as the marketplace domain writes them. */
@RealServers
class MarketplaceRulesIT {

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aWorld(TestServers servers) {
        var database = servers.newDatabase();
        MarketplaceWorld.begin(database);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "bookings",
        "lifecycleOfBookings",
        "escrow",
        "ratings",
        "contracts",
        "contractTemplates",
        "sponsorships",
        "exhibitors"
    })
    void keeps(Trial trial) {
        trial.holdsIn(sessions);
    }

    static Stream<Trial> bookings() {
        return Stream.of(
                trial("a person books", booking("<ben>", "NULL", "1"), ACCEPTED),
                trial("a team books", booking("NULL", "<sala>", "1"), ACCEPTED),
                trial("somebody books", booking("NULL", "NULL", "1"), "23514"),
                trial("not a person and a team at once", booking("<ben>", "<sala>", "1"), "23514"),
                trial("a fee of nothing is a fee", booking("<ben>", "NULL", "0"), ACCEPTED),
                trial("a fee is not negative", booking("<ben>", "NULL", "-0.01"), "23514"),
                trial("a fee is given", booking("<ben>", "NULL", "NULL"), "23502"),
                trial("no travel below nothing", change("travel_allowance_credits = -1", "inquiry"), "23514"),
                trial("no hotel below nothing", change("accommodation_allowance_credits = -1", "inquiry"), "23514"),
                trial("no meals below nothing", change("meal_allowance_credits = -1", "inquiry"), "23514"),
                trial("no equipment below nothing", change("equipment_allowance_credits = -1", "inquiry"), "23514"),
                trial("nobody writes the total", change("total_amount_credits = 1", "inquiry"), "428C9"),
                trial("a reference is given once", booking("<ben>", "NULL", "1").replace("'B99'", "'B1'"), "23505"),
                trial(
                        "a reference is not given again after deletion",
                        "DELETE FROM marketplace.bookings WHERE booking_id = <inquiry>; "
                                + booking("<ben>", "NULL", "1").replace("'B99'", "'B1'"),
                        "23505"),
                trial("the event exists", booking("<ben>", "NULL", "1").replace("<festa>", "<nowhere>"), "23503"),
                trial("the talent exists", booking("<ben>", "NULL", "1").replace("<ana>", "<nobody>"), "23503"),
                trial("an artist is booked", booking("<ben>", "NULL", "1"), ACCEPTED),
                trial("an expert is booked", booking("<ben>", "NULL", "1").replace("<ana>", "<tom>"), ACCEPTED),
                trial("a fan is not booked", booking("<ben>", "NULL", "1").replace("<ana>", "<eve>"), "VE013"),
                trial("the person who books exists", booking("<nobody>", "NULL", "1"), "23503"),
                trial("the team that books exists", booking("NULL", "<nobody>", "1"), "23503"),
                trial("the talent stays", change("talent_user_id = <eve>", "inquiry"), "VE003"),
                trial("the event stays", change("event_id = <fira>", "inquiry"), "VE003"),
                trial(
                        "the booking party stays",
                        change("booked_by_user_id = NULL, booked_by_team_id = <sala>", "inquiry"),
                        "VE003"),
                trial("the reference stays", change("booking_reference = 'X'", "inquiry"), "VE003"),
                trial("the fee is negotiable before it is confirmed", change("fee_credits = 90", "pending"), ACCEPTED),
                trial("the fee is fixed once confirmed", change("fee_credits = 90", "confirmed"), "VE003"),
                trial(
                        "allowances are fixed once confirmed",
                        change("travel_allowance_credits = 21", "confirmed"),
                        "VE003"));
    }

    static Stream<Trial> lifecycleOfBookings() {
        return Stream.of(
                trial(
                        "a booking starts as inquiry",
                        booking("<ben>", "NULL", "1").replace("'inquiry'", "'pending'"),
                        "VE004"),
                move("inquiry", "pending", ACCEPTED),
                move("inquiry", "confirmed", "VE004"),
                move("inquiry", "completed", "VE004"),
                move("inquiry", "cancelled", ACCEPTED),
                move("pending", "inquiry", "VE004"),
                move("pending", "completed", "VE004"),
                move("pending", "cancelled", ACCEPTED),
                move("confirmed", "pending", "VE004"),
                move("confirmed", "completed", ACCEPTED),
                move("confirmed", "cancelled", ACCEPTED),
                move("done", "cancelled", "VE004"),
                move("done", "confirmed", "VE004"),
                move("cancelled", "inquiry", "VE004"),
                move("cancelled", "confirmed", "VE004"));
    }

    private static Trial move(String booking, String status, String outcome) {
        return trial(
                "booking " + booking + " becomes " + status, change("status = '" + status + "'", booking), outcome);
    }

    static Stream<Trial> escrow() {
        var confirm = "status = 'confirmed'";
        return Stream.of(
                trial("confirmed with all of it in escrow", change(confirm, "funded"), ACCEPTED),
                trial(
                        "confirmed with nothing in escrow if it costs nothing",
                        change(confirm + ", fee_credits = 0, travel_allowance_credits = 0", "pending"),
                        ACCEPTED),
                trial("not confirmed with nothing in escrow", change(confirm, "pending"), "VE013"),
                trial("not confirmed with half of it in escrow", change(confirm, "half_funded"), "VE013"),
                trial("not confirmed once the escrow went back", change(confirm, "refunded"), "VE013"),
                trial(
                        "not confirmed with more to pay than is held",
                        change(confirm + ", fee_credits = 100.01", "funded"),
                        "VE013"));
    }

    static Stream<Trial> ratings() {
        return Stream.of(
                trial("5 is a rating", change("organizer_rating = 5", "done"), ACCEPTED)
                        .by("ben"),
                trial("1 is a rating", change("artist_rating = 1", "done"), ACCEPTED)
                        .by("ana"),
                trial("6 is no rating", change("organizer_rating = 6", "done"), "23514")
                        .by("ben"),
                trial("0 is no rating", change("artist_rating = 0", "done"), "23514")
                        .by("ana"),
                trial("0 is no rating of the organizer's", change("organizer_rating = 0", "done"), "23514")
                        .by("ben"),
                trial("6 is no rating of the talent's", change("artist_rating = 6", "done"), "23514")
                        .by("ana"),
                trial("nobody rates before the event is over", change("organizer_rating = 5", "done_early"), "VE010")
                        .by("mia"),
                trial("the talent rates after the event", change("artist_rating = 5", "done_early"), "VE010")
                        .by("ana"),
                trial("nobody rates before completion", change("organizer_rating = 5", "confirmed"), "23514")
                        .by("ben"),
                trial("the talent rates after completion", change("artist_rating = 5", "confirmed"), "23514")
                        .by("ana"),
                trial("the talent does not rate for the organizer", change("organizer_rating = 5", "done"), "VE011")
                        .by("ana"),
                trial("the organizer does not rate for the talent", change("artist_rating = 5", "done"), "VE011")
                        .by("ben"),
                trial("a stranger rates nobody", change("organizer_rating = 5", "done"), "VE011")
                        .by("eve"),
                trial("the system rates nobody", change("organizer_rating = 5", "done"), "VE011"),
                trial("a member rates for the team", change("organizer_rating = 5", "team_done"), ACCEPTED)
                        .by("mia"),
                trial("an invited one does not", change("organizer_rating = 5", "team_done"), "VE011")
                        .by("tom"),
                trial("a former member does not", change("organizer_rating = 5", "team_done"), "VE011")
                        .by("old"));
    }

    static Stream<Trial> contracts() {
        var signed = "client_signed_at = now()";
        return Stream.of(
                trial("a confirmed booking gets a contract", contract("confirmed", "NULL"), ACCEPTED),
                trial("a pending booking gets none", contract("pending", "NULL"), "VE013"),
                trial("a cancelled booking gets none", contract("cancelled", "NULL"), "VE013"),
                trial("one contract per booking", contract("with_contract", "NULL"), "23505"),
                trial(
                        "a new contract after the deletion of the first",
                        "DELETE FROM marketplace.contracts WHERE contract_id = <sent>; "
                                + contract("with_contract", "NULL"),
                        ACCEPTED),
                trial("a number is given once", contract("confirmed", "NULL").replace("'K99'", "'K1'"), "23505"),
                trial("a contract is about a booking", contract("nothing", "NULL"), "23503"),
                trial(
                        "a contract starts as draft",
                        contract("confirmed", "NULL").replace("'draft'", "'sent'"),
                        "VE004"),
                trial("a public template is for all", contract("confirmed", "<public_text>"), ACCEPTED),
                trial("a team's template is for that team", contract("free", "<sala_text>"), ACCEPTED),
                trial("the template exists", contract("confirmed", "<nothing>"), "23503"),
                trial("a team's template is for nobody else", contract("confirmed", "<other_text>"), "VE011"),
                trial("a contract is signed by both", amend("status = 'signed', " + signed), ACCEPTED),
                trial("one signature is not enough", amend("status = 'signed'"), "23514"),
                trial("a sent contract is not fulfilled", amend("status = 'fulfilled', " + signed), "VE004"),
                trial("a sent contract is no draft again", amend("status = 'draft'"), "VE004"),
                trial("a signature stays", amend("artist_signed_at = NULL"), "VE003"),
                trial("a signature's time stays", amend("artist_signed_at = now()"), "VE003"),
                trial("the document stays once it is sent", amend("document_url = 'https://x'"), "VE003"),
                trial("the template stays once it is sent", amend("template_id = <public_text>"), "VE003"),
                trial("the booking stays", amend("booking_id = <confirmed>"), "VE003"),
                trial("the number stays", amend("contract_number = 'K2'"), "VE003"),
                trial("nothing is sent without a document", drafted("status = 'sent'"), "23514"),
                trial("nobody signs a draft", drafted(signed), "23514"),
                trial(
                        "a draft is not signed at once",
                        drafted("status = 'signed', artist_signed_at = now(), document_url = 'https://x', " + signed),
                        "VE004"));
    }

    static Stream<Trial> contractTemplates() {
        return Stream.of(
                trial("the platform's templates are public", template("x", "{}", "true", "NULL"), ACCEPTED),
                trial("a team's templates are private", template("x", "{}", "false", "<sala>"), ACCEPTED),
                trial("a team's template is not public", template("x", "{}", "true", "<sala>"), "23514"),
                trial("a private template is a team's", template("x", "{}", "false", "NULL"), "23514"),
                trial(
                        "every variable is defined",
                        template("{{{fee}}} for {{{artist_name}}}", "{\"fee\": \"number\"}", "true", "NULL"),
                        "23514"),
                trial(
                        "a variable that is defined",
                        template("{{{fee}}}", "{\"fee\": \"number\"}", "true", "NULL"),
                        ACCEPTED),
                trial(
                        "kinds of agreement are known",
                        template("x", "{}", "true", "NULL").replace("'sponsorship'", "'loan'"),
                        "23514"),
                trial("variables are an object", template("x", "[]", "true", "NULL"), "23514"),
                trial(
                        "a template has a text",
                        template("x", "{}", "true", "NULL").replace("'x'", "NULL"),
                        "23502"));
    }

    static Stream<Trial> sponsorships() {
        var change = "UPDATE marketplace.sponsorships SET %s WHERE sponsorship_id = <proposed>";
        var insert = "INSERT INTO marketplace.sponsorships (event_edition_id, brand_id, amount_credits, status)"
                + " VALUES (<festa>, <brand>, %s, '%s')";
        return Stream.of(
                trial("a sponsorship is proposed, without a tier", insert.formatted("5", "proposed"), ACCEPTED),
                trial("a sponsorship starts as proposed", insert.formatted("5", "confirmed"), "VE004"),
                trial("its worth is given", insert.formatted("NULL", "proposed"), "23502"),
                trial("its worth is not negative", insert.formatted("-1", "proposed"), "23514"),
                trial("a brand gives it", insert.formatted("5", "proposed").replace("<brand>", "NULL"), "23502"),
                trial("proposed becomes confirmed", change.formatted("status = 'confirmed'"), ACCEPTED),
                trial("proposed does not become active", change.formatted("status = 'active'"), "VE004"),
                trial(
                        "confirmed becomes active",
                        change.formatted("status = 'confirmed'") + ";" + change.formatted("status = 'active'"),
                        ACCEPTED),
                trial(
                        "confirmed does not become proposed",
                        change.formatted("status = 'confirmed'") + ";" + change.formatted("status = 'proposed'"),
                        "VE004"),
                trial("the event exists", insert.formatted("5", "proposed").replace("<festa>", "<nothing>"), "23503"),
                trial("the brand exists", insert.formatted("5", "proposed").replace("<brand>", "<nothing>"), "23503"),
                trial("the brand stays", change.formatted("brand_id = <nothing>"), "VE003"),
                trial("the event stays", change.formatted("event_edition_id = <fira>"), "VE003"));
    }

    static Stream<Trial> exhibitors() {
        var insert = "INSERT INTO marketplace.exhibitors (event_edition_id, exhibiting_team_id, booth_number,"
                + " registration_fee_credits) VALUES (%s, <sala>, %s, %s)";
        var taken = insert.formatted("<festa>", "'A1'", "1");
        return Stream.of(
                trial("a booth is taken once per event", taken, "23505"),
                trial("another booth is free", insert.formatted("<festa>", "'A2'", "1"), ACCEPTED),
                trial("the same booth at another event is free", insert.formatted("<fira>", "'A1'", "1"), ACCEPTED),
                trial("booths may be assigned later", insert.formatted("<festa>", "NULL", "1"), ACCEPTED),
                trial(
                        "the booth of a deleted exhibitor is free",
                        "DELETE FROM marketplace.exhibitors WHERE exhibitor_id = <exhibitor>; " + taken,
                        ACCEPTED),
                trial("a fee of nothing is a fee", insert.formatted("<festa>", "NULL", "0"), ACCEPTED),
                trial("the fee is not negative", insert.formatted("<festa>", "NULL", "-1"), "23514"),
                trial("the fee is recorded", insert.formatted("<festa>", "NULL", "NULL"), "23502"));
    }

    @Test
    @DisplayName("the total is the fee and all allowances")
    void sumsTheTotal() {
        assertThat(after(
                        change(
                                "fee_credits = 100.10, travel_allowance_credits = 20.02,"
                                        + " accommodation_allowance_credits = 3.30, meal_allowance_credits = 0.40, equipment_allowance_credits = 0.05",
                                "inquiry"),
                        "total_amount_credits",
                        "inquiry"))
                .isEqualTo("123.87");
    }

    @Test
    @DisplayName("confirmed_at is the moment of confirmation, whatever is given")
    void notesTheConfirmation() {
        assertThat(after(
                        change("status = 'confirmed', confirmed_at = '2001-01-01'", "funded"),
                        "confirmed_at = updated_at",
                        "funded"))
                .isEqualTo("t");
        assertThat(after(change("confirmed_at = '2001-01-01'", "inquiry"), "confirmed_at", "inquiry"))
                .isEqualTo("null");
        assertThat(after(
                        change("confirmed_at = NULL", "confirmed"),
                        "confirmed_at > now() - interval '1 h'",
                        "confirmed"))
                .isEqualTo("t");
    }

    /** What an expression says of a booking after a statement; nothing of the statement remains. */
    private static String after(String sql, String expression, String booking) {
        return sessions.as("marketplace_domain")
                .valueAfter(
                        sql,
                        "SELECT " + expression + " FROM marketplace.bookings WHERE booking_id = <" + booking + ">");
    }

    private static Trial trial(String rule, String sql, String outcome) {
        return new Trial(rule + " → " + outcome, "marketplace_domain", sql, null, outcome);
    }

    private static String booking(String person, String team, String fee) {
        return "INSERT INTO marketplace.bookings (booking_reference, event_id, talent_user_id, booked_by_user_id,"
                + " booked_by_team_id, fee_credits, status) VALUES ('B99', <festa>, <ana>, %s, %s, %s, 'inquiry')"
                        .formatted(person, team, fee);
    }

    private static String change(String assignment, String booking) {
        return "UPDATE marketplace.bookings SET " + assignment + " WHERE booking_id = <" + booking + ">";
    }

    private static String contract(String booking, String template) {
        return "INSERT INTO marketplace.contracts (contract_id, booking_id, contract_number, template_id, status, document_url)"
                + " VALUES (<new>, <%s>, 'K99', %s, 'draft', NULL)".formatted(booking, template);
    }

    private static String amend(String assignment) {
        return "UPDATE marketplace.contracts SET " + assignment + " WHERE contract_id = <sent>";
    }

    private static String drafted(String assignment) {
        return contract("confirmed", "NULL") + "; UPDATE marketplace.contracts SET " + assignment
                + " WHERE contract_id = <new>";
    }

    private static String template(String content, String placeholders, String isPublic, String team) {
        return "INSERT INTO marketplace.contract_templates (template_name, template_category, template_content, placeholders,"
                + " is_public, created_by_team_id) VALUES ('T', 'sponsorship', '%s', '%s', %s, %s)"
                        .formatted(content, placeholders, isPublic, team);
    }
}
