package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.ProductRows.BRAND;
import static com.eventfulhq.infra.database.ProductRows.BRANDS;
import static com.eventfulhq.infra.database.ProductRows.CAMPAIGNS;
import static com.eventfulhq.infra.database.ProductRows.EVENT;
import static com.eventfulhq.infra.database.ProductRows.EVENTS;
import static com.eventfulhq.infra.database.ProductRows.NEW;
import static com.eventfulhq.infra.database.ProductRows.TOUR;
import static com.eventfulhq.infra.database.ProductRows.TOURS;
import static com.eventfulhq.infra.database.ProductRows.USER;
import static com.eventfulhq.infra.database.ProductRows.VENUE;
import static com.eventfulhq.infra.database.ProductRows.VENUES;
import static com.eventfulhq.infra.database.RowDraft.OUT_OF_RANGE;
import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static com.eventfulhq.infra.database.Trial.ends;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of events, tours, brands and campaigns, tried as the product domain. What is tried is rolled back. */
@RealServers
class ProductRulesIT {

    private static final String PRODUCT = "product_domain";
    private static final String WRONG_MOVE = "VE004";
    private static final String INCONSISTENT = "VE013";

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    private static Session product;

    @BeforeAll
    static void enter(TestServers servers) {
        database = ProductRows.writtenTo(servers);
        sessions = new SessionsByRole(database);
        product = sessions.as(PRODUCT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"events", "eventOwners", "tours", "brands", "campaigns"})
    void keeps(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> events() {
        var row = EVENTS.with("event_edition_id = " + NEW);
        var rules = Stream.of(
                row.with("status = 'published'").refused("an event starts as a draft", WRONG_MOVE),
                endingAt("10:00Z").refused("an event does not end as it begins", OUT_OF_RANGE),
                endingAt("09:59:59.999999Z").refused("an event does not end before it begins", OUT_OF_RANGE),
                endingAt("10:00:00.000001Z").accepted("an event may end a microsecond after it begins"),
                endingAt("15:30+05:30")
                        .refused("an event's times are instants, in whatever zone they are given", OUT_OF_RANGE),
                row.with("category_id = " + ProductRows.category("CORP_1"))
                        .accepted("an event may be of a main category"),
                row.with("tour_edition_id = NULL").accepted("an event need not be part of a tour"),
                row.with("parent_event_brand_id = NULL").accepted("an event need not have a brand"),
                row.accepted("a brand may have many events, and so may a tour"));
        return Stream.of(
                        rules,
                        row.needs("edition_title", "start_datetime", "end_datetime", "category_id"),
                        row.refersBy("category_id", "tour_edition_id", "parent_event_brand_id", "owner_team_id"),
                        row.refusesAs("status", WRONG_MOVE, "postponed", "Draft"))
                .flatMap(cases -> cases);
    }

    private static RowDraft endingAt(String time) {
        return EVENTS.with("event_edition_id = " + NEW).with("end_datetime = '2027-03-01 " + time + "'");
    }

    static Stream<Trial> eventOwners() {
        var row = EVENTS.with("event_edition_id = " + NEW);
        var ownerless = row.with("owner_team_id = NULL");
        var change = "UPDATE product.events SET owner_team_id = NULL";
        return Stream.concat(
                ownerless.refersBy("owner_user_id"),
                Stream.of(
                        ownerless.refused("an event has an owner", OUT_OF_RANGE),
                        row.with("owner_user_id = " + USER).refused("an event has no two owners", OUT_OF_RANGE),
                        row.accepted("a team may own an event"),
                        ownerless.with("owner_user_id = " + USER).accepted("a person may own an event"),
                        ends("an event does not lose its owner", OUT_OF_RANGE, PRODUCT, change),
                        ends(
                                "an event may pass from a team to a person",
                                ACCEPTED,
                                PRODUCT,
                                change + ", owner_user_id = " + USER)));
    }

    static Stream<Trial> tours() {
        var row = TOURS.with("tour_id = " + NEW);
        var ownerless = row.with("owner_team_id = NULL");
        var rules = Stream.of(
                row.with("status = 'active'").refused("a tour starts in planning", WRONG_MOVE),
                row.with("end_date = '2027-02-28'").refused("a tour does not end before it begins", OUT_OF_RANGE),
                row.with("end_date = '2027-03-01'").accepted("a tour may end on the day it begins"),
                ownerless.refused("a tour has an owner", OUT_OF_RANGE),
                row.with("owner_user_id = " + USER).refused("a tour has no two owners", OUT_OF_RANGE),
                row.accepted("a team may own a tour"),
                ownerless.with("owner_user_id = " + USER).accepted("a person may own a tour"));
        return Stream.of(
                        rules,
                        row.needs("title", "start_date", "end_date"),
                        row.refersBy("owner_team_id"),
                        ownerless.refersBy("owner_user_id"),
                        row.refusesAs("status", WRONG_MOVE, "cancelled"))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> brands() {
        var row = BRANDS.with("brand_id = " + NEW);
        return Stream.of(
                        row.needs("brand_name", "owning_team_id"),
                        row.refersBy("owning_team_id"),
                        Stream.of(row.accepted("a team may have many brands")))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> campaigns() {
        var row = CAMPAIGNS.with("campaign_id = " + NEW);
        var keyless = row.with("associated_entity_id = NULL");
        var rules = Stream.of(
                keyless.refused("the type of what is promoted needs its key", OUT_OF_RANGE),
                row.with("associated_entity_type = NULL")
                        .refused("the key of what is promoted needs its type", OUT_OF_RANGE),
                keyless.with("associated_entity_type = NULL").accepted("a campaign may promote nothing in particular"));
        return Stream.of(
                        rules,
                        row.needs("name", "campaign_type", "owner_team_id"),
                        row.refersBy("owner_team_id"),
                        row.acceptsAs(
                                "campaign_type",
                                "event_promotion",
                                "brand_activation",
                                "marketing",
                                "pr",
                                "influencer"),
                        row.refusesAs("campaign_type", OUT_OF_RANGE, "spam"),
                        promotable().map(entity -> row.with("associated_entity_type = '" + entity.getKey() + "'")
                                .with("associated_entity_id = " + entity.getValue())
                                .accepted("a campaign may promote one of " + entity.getKey())),
                        promotable().map(entity -> row.with("associated_entity_type = '" + entity.getKey() + "'")
                                .with("associated_entity_id = <nothing>")
                                .refused("what a campaign promotes is one of " + entity.getKey(), INCONSISTENT)),
                        row.refusesAs("associated_entity_type", OUT_OF_RANGE, "Event", "users"))
                .flatMap(cases -> cases);
    }

    private static Stream<Map.Entry<String, String>> promotable() {
        return Stream.of(
                Map.entry("events", EVENT),
                Map.entry("tours", TOUR),
                Map.entry("venues", VENUE),
                Map.entry("brands", BRAND));
    }

    static Stream<Trial> moves() {
        return Stream.concat(
                moves(
                        "event_edition_id",
                        EVENTS,
                        Map.of(
                                "draft", List.of(),
                                "published", List.of("published"),
                                "completed", List.of("published", "completed"),
                                "cancelled", List.of("cancelled")),
                        Set.of("draft>published", "draft>cancelled", "published>completed", "published>cancelled")),
                moves(
                        "tour_id",
                        TOURS,
                        Map.of(
                                "planning", List.of(),
                                "active", List.of("active"),
                                "completed", List.of("active", "completed")),
                        Set.of("planning>active", "active>completed")));
    }

    /** The ways are how a row gets to each state from its first. */
    private static Stream<Trial> moves(String key, RowDraft row, Map<String, List<String>> ways, Set<String> allowed) {
        var born = row.with(key + " = " + NEW).insert();
        var move = ";UPDATE " + row.table() + " SET status = '%s' WHERE " + key + " = " + NEW;
        return ways.keySet().stream().flatMap(from -> ways.keySet().stream()
                .filter(to -> !to.equals(from))
                .map(to -> ends(
                        row.table() + " from " + from + " to " + to,
                        allowed.contains(from + ">" + to) ? ACCEPTED : WRONG_MOVE,
                        PRODUCT,
                        Stream.concat(ways.getOrDefault(from, List.of()).stream(), Stream.of(to))
                                .map(move::formatted)
                                .collect(joining("", born, "")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moves")
    void movesOnlyAlongTheLifecycle(Trial rule) {
        rule.holdsIn(sessions);
    }

    @Test
    @DisplayName("an event starts as a draft, a tour in planning")
    void starts() {
        assertThat(product.value("SELECT status FROM product.events")).isEqualTo("draft");
        assertThat(product.value("SELECT status FROM product.tours")).isEqualTo("planning");
    }

    static Stream<Arguments> entities() {
        return Stream.of(
                arguments("venues", "venue_id", VENUES.with("google_place_id = 'place-20'")),
                arguments("brands", "brand_id", BRANDS),
                arguments("tours", "tour_id", TOURS),
                arguments("events", "event_edition_id", EVENTS),
                arguments("campaigns", "campaign_id", CAMPAIGNS));
    }

    @ParameterizedTest(name = "DELETE from {0} keeps the row, marks it deleted and is audited")
    @MethodSource("entities")
    void deletesSoftly(String table, String key, RowDraft row) throws SQLException {
        try (var own = Session.as(PRODUCT, database)) {
            own.begin();
            own.step(row.with(key + " = " + NEW).insert());
            own.step("DELETE FROM " + row.table() + " WHERE " + key + " = " + NEW);

            assertThat(own.value("SELECT is_deleted FROM " + row.table() + " WHERE " + key + " = " + NEW))
                    .isEqualTo("t");
            assertThat(own.value(
                            "SELECT string_agg(operation, ',' ORDER BY audit_id) FROM security.entity_audit_log"
                                    + " WHERE entity_schema = 'product' AND entity_type = ? AND entity_id = " + NEW,
                            table))
                    .isEqualTo("CREATE,SOFT_DELETE");
        }
    }
}
