package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.RowDraft.id;

import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.Map;

/** An event with all it refers to: a row of each table of the product domain. */
final class ProductRows {

    static final String USER = id(1);
    static final String TEAM = id(2);
    static final String DESTINATION = id(3);
    static final String VENUE = id(4);
    static final String OTHER_VENUE = id(5);
    static final String BRAND = id(6);
    static final String TOUR = id(7);
    static final String EVENT = id(8);
    static final String CAMPAIGN = id(9);

    /** The key of a row that a test makes. */
    static final String NEW = id(20);

    static final RowDraft DESTINATIONS = new RowDraft(
            "product_domain",
            "product.destinations",
            Map.of(
                    "destination_id", DESTINATION,
                    "name", "'Udaipur'",
                    "city", "'Udaipur'",
                    "country", "'IN'",
                    "currency_code", "'INR'",
                    "language_codes", "'{en,hi}'",
                    "timezone", "'Asia/Kolkata'",
                    "region", "'asia_pacific'"));
    static final RowDraft VENUES = new RowDraft(
            "product_domain",
            "product.venues",
            Map.of(
                    "venue_id", VENUE,
                    "name", "'Lake Palace'",
                    "venue_type", "'hotel'",
                    "max_capacity", "500",
                    "destination_id", DESTINATION,
                    "google_place_id", "'place-1'"));
    static final RowDraft BRANDS = new RowDraft(
            "product_domain",
            "product.brands",
            Map.of("brand_id", BRAND, "brand_name", "'AI Innovate'", "owning_team_id", TEAM));
    static final RowDraft TOURS = new RowDraft(
            "product_domain",
            "product.tours",
            Map.of(
                    "tour_id", TOUR,
                    "title", "'Ten Cities'",
                    "start_date", "'2027-03-01'",
                    "end_date", "'2027-03-31'",
                    "owner_team_id", TEAM));
    static final RowDraft EVENTS = new RowDraft(
            "product_domain",
            "product.events",
            Map.of(
                    "event_edition_id",
                    EVENT,
                    "edition_title",
                    "'AI Innovate 2027'",
                    "category_id",
                    category("CORP_1_1"),
                    "start_datetime",
                    "'2027-03-01 10:00Z'",
                    "end_datetime",
                    "'2027-03-01 18:00Z'",
                    "owner_team_id",
                    TEAM,
                    "tour_edition_id",
                    TOUR,
                    "parent_event_brand_id",
                    BRAND));
    static final RowDraft EVENT_VENUES = new RowDraft(
            "product_domain",
            "product.event_venues",
            Map.of("event_edition_id", EVENT, "venue_id", VENUE, "is_primary", "true"));
    static final RowDraft CAMPAIGNS = new RowDraft(
            "product_domain",
            "product.campaigns",
            Map.of(
                    "campaign_id",
                    CAMPAIGN,
                    "name",
                    "'Early birds'",
                    "campaign_type",
                    "'event_promotion'",
                    "owner_team_id",
                    TEAM,
                    "associated_entity_id",
                    EVENT,
                    "associated_entity_type",
                    "'events'"));
    static final RowDraft TRANSLATIONS = new RowDraft(
            "product_domain",
            "product.entity_translations",
            Map.of(
                    "entity_id", EVENT,
                    "entity_type", "'events'",
                    "field_name", "'edition_title'",
                    "language_code", "'hi'",
                    "translated_text", "'एआई इनोवेट'"));

    private ProductRows() {}

    /** A database that has them. */
    static DatabaseAddress writtenTo(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(
                database,
                "INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + USER
                        + ", 'ana@example.com', 'Fan'); INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ("
                        + TEAM + ", 'Sala Gran', 'event_organizer')");
        var otherVenue = VENUES.with("venue_id", OTHER_VENUE).with("google_place_id", "'place-2'");
        try (var product = Session.as("product_domain", database)) {
            List.of(DESTINATIONS, VENUES, otherVenue, BRANDS, TOURS, EVENTS, EVENT_VENUES, CAMPAIGNS, TRANSLATIONS)
                    .forEach(row -> product.run(row.insert()));
        }
        return database;
    }

    /** The key of the category with this code, as SQL. */
    static String category(String code) {
        return "(SELECT category_id FROM product.event_categories WHERE taxonomy_code = '" + code + "')";
    }
}
