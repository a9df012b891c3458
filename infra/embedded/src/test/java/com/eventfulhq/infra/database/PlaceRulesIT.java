package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.ProductRows.DESTINATIONS;
import static com.eventfulhq.infra.database.ProductRows.EVENTS;
import static com.eventfulhq.infra.database.ProductRows.EVENT_VENUES;
import static com.eventfulhq.infra.database.ProductRows.NEW;
import static com.eventfulhq.infra.database.ProductRows.OTHER_VENUE;
import static com.eventfulhq.infra.database.ProductRows.TEAM;
import static com.eventfulhq.infra.database.ProductRows.USER;
import static com.eventfulhq.infra.database.ProductRows.VENUE;
import static com.eventfulhq.infra.database.ProductRows.VENUES;
import static com.eventfulhq.infra.database.RowDraft.OUT_OF_RANGE;
import static com.eventfulhq.infra.database.RowDraft.TAKEN;
import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static com.eventfulhq.infra.database.Trial.ends;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of destinations, of venues and of where events are held, tried as the product domain. What is tried is rolled back. */
@RealServers
class PlaceRulesIT {

    private static final String PRODUCT = "product_domain";
    private static final String NO_SUCH_ZONE = "VE040";

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void enter(TestServers servers) {
        sessions = new SessionsByRole(ProductRows.writtenTo(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"venues", "coordinates", "venueOwners", "eventVenues", "destinations", "zones"})
    void keeps(Trial rule) {
        rule.holdsIn(sessions);
    }

    private static RowDraft newVenue() {
        return VENUES.with("venue_id = " + NEW).with("google_place_id = 'place-20'");
    }

    static Stream<Trial> venues() {
        var row = newVenue();
        var known = row.with("google_place_id = 'place-1'");
        var rules = Stream.of(
                known.refused("a place at Google is one venue", TAKEN),
                ends(
                        "the place of a deleted venue is free again",
                        ACCEPTED,
                        PRODUCT,
                        "UPDATE product.venues SET is_deleted = true WHERE venue_id = " + VENUE + ";" + known.insert()),
                row.with("max_capacity = 0").refused("a venue's capacity is not nought", OUT_OF_RANGE),
                row.with("max_capacity = 1").accepted("a venue may hold one person"));
        return Stream.of(
                        rules,
                        row.needs("name", "venue_type", "google_place_id", "max_capacity", "destination_id"),
                        row.refersBy("destination_id"),
                        row.acceptsAs("venue_type", "conference_center", "outdoor_space", "hotel", "other"),
                        row.refusesAs("venue_type", OUT_OF_RANGE, "garage"),
                        row.refusesAs("google_place_id", OUT_OF_RANGE, ""),
                        row.acceptsAs("country", "IN"),
                        row.refusesAs("country", OUT_OF_RANGE, "in", "I"))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> coordinates() {
        return Stream.concat(
                newVenue().acceptsAs("coordinates", "(180, -90)", "(-180, 90)", "(73.68, 24.57)"),
                newVenue()
                        .refusesAs(
                                "coordinates",
                                OUT_OF_RANGE,
                                "(180.000001, 0)",
                                "(-180.000001, 0)",
                                "(0, 90.000001)",
                                "(0, -90.000001)",
                                "(NaN, 0)",
                                "(0, NaN)"));
    }

    static Stream<Trial> venueOwners() {
        var owned = newVenue().with("owner_team_id = " + TEAM);
        return Stream.concat(
                newVenue().refersBy("owner_team_id", "owner_user_id"),
                Stream.of(
                        newVenue().accepted("a venue need not be claimed"),
                        owned.accepted("a team may own a venue"),
                        newVenue().with("owner_user_id = " + USER).accepted("a person may own a venue"),
                        owned.with("owner_user_id = " + USER)
                                .refused("a venue has at most one kind of owner", OUT_OF_RANGE),
                        ends(
                                "a venue may be claimed later",
                                ACCEPTED,
                                PRODUCT,
                                "UPDATE product.venues SET owner_user_id = " + USER + " WHERE venue_id = " + VENUE)));
    }

    static Stream<Trial> eventVenues() {
        var other = EVENT_VENUES.with("venue_id = " + OTHER_VENUE);
        var secondary = other.with("is_primary = false");
        return Stream.concat(
                secondary.refersBy("venue_id", "event_edition_id"),
                Stream.of(
                        EVENT_VENUES.with("is_primary = false").refused("an event is held at a venue once", TAKEN),
                        other.refused("an event has at most one primary venue", TAKEN),
                        secondary.accepted("an event may have further venues"),
                        ends(
                                "a venue may serve many events",
                                ACCEPTED,
                                PRODUCT,
                                EVENTS.with("event_edition_id = " + NEW).insert() + ";"
                                        + EVENT_VENUES
                                                .with("event_edition_id = " + NEW)
                                                .insert())));
    }

    static Stream<Trial> destinations() {
        var row = DESTINATIONS.with("destination_id = " + NEW);
        return Stream.of(
                        row.needs("name", "country", "currency_code", "timezone", "region"),
                        row.refusesAs("currency_code", OUT_OF_RANGE, "inr", "IN"),
                        row.refusesAs("country", OUT_OF_RANGE, "in", "I"),
                        row.acceptsAs("region", "americas", "europe", "asia_pacific", "middle_east_africa"),
                        row.refusesAs("region", OUT_OF_RANGE, "moon"),
                        row.acceptsAs("language_codes", "{}", "{en}", "{en,zh-Hant}"),
                        row.refusesAs("language_codes", OUT_OF_RANGE, "{en,hindi}", "{en,NULL}", "{\"\"}", "{en hi}"))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> zones() {
        var row = DESTINATIONS.with("destination_id = " + NEW);
        var change = "UPDATE product.destinations SET timezone = 'Mars/Olympus'";
        return Stream.of(
                        row.acceptsAs("timezone", "America/Argentina/Buenos_Aires", "Europe/Madrid", "Etc/UTC"),
                        row.refusesAs(
                                "timezone",
                                NO_SUCH_ZONE,
                                "Asia/Calcuta",
                                "asia/kolkata",
                                "posix/Asia/Kolkata",
                                "localtime",
                                "+05:30",
                                ""),
                        Stream.of(ends("a time zone stays a known one", NO_SUCH_ZONE, PRODUCT, change)))
                .flatMap(cases -> cases);
    }
}
