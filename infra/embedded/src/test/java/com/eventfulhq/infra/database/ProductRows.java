package com.eventfulhq.infra.database;

import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;

/** An event with all it refers to: a row of each table of the product domain. */
final class ProductRows {

    static final String USER = "<user>";
    static final String TEAM = "<team>";
    static final String DESTINATION = "<destination>";
    static final String VENUE = "<venue>";
    static final String OTHER_VENUE = "<other venue>";
    static final String BRAND = "<brand>";
    static final String TOUR = "<tour>";
    static final String EVENT = "<event>";
    static final String CAMPAIGN = "<campaign>";

    /** The key of a row that a test makes. */
    static final String NEW = "<new>";

    static final RowDraft DESTINATIONS = RowDraft.of(
            "product_domain",
            "product.destinations",
            "destination_id = " + DESTINATION,
            "name = 'Udaipur'",
            "city = 'Udaipur'",
            "country = 'IN'",
            "currency_code = 'INR'",
            "language_codes = '{en,hi}'",
            "timezone = 'Asia/Kolkata'",
            "region = 'asia_pacific'");
    static final RowDraft VENUES = RowDraft.of(
            "product_domain",
            "product.venues",
            "venue_id = " + VENUE,
            "name = 'Lake Palace'",
            "venue_type = 'hotel'",
            "max_capacity = 500",
            "destination_id = " + DESTINATION,
            "google_place_id = 'place-1'");
    static final RowDraft BRANDS = RowDraft.of(
            "product_domain",
            "product.brands",
            "brand_id = " + BRAND,
            "brand_name = 'AI Innovate'",
            "owning_team_id = " + TEAM);
    static final RowDraft TOURS = RowDraft.of(
            "product_domain",
            "product.tours",
            "tour_id = " + TOUR,
            "title = 'Ten Cities'",
            "start_date = '2027-03-01'",
            "end_date = '2027-03-31'",
            "owner_team_id = " + TEAM);
    static final RowDraft EVENTS = RowDraft.of(
            "product_domain",
            "product.events",
            "event_edition_id = " + EVENT,
            "edition_title = 'AI Innovate 2027'",
            "category_id = " + category("CORP_1_1"),
            "start_datetime = '2027-03-01 10:00Z'",
            "end_datetime = '2027-03-01 18:00Z'",
            "owner_team_id = " + TEAM,
            "tour_edition_id = " + TOUR,
            "parent_event_brand_id = " + BRAND);
    static final RowDraft EVENT_VENUES = RowDraft.of(
            "product_domain",
            "product.event_venues",
            "event_edition_id = " + EVENT,
            "venue_id = " + VENUE,
            "is_primary = true");
    static final RowDraft CAMPAIGNS = RowDraft.of(
            "product_domain",
            "product.campaigns",
            "campaign_id = " + CAMPAIGN,
            "name = 'Early birds'",
            "campaign_type = 'event_promotion'",
            "owner_team_id = " + TEAM,
            "associated_entity_id = " + EVENT,
            "associated_entity_type = 'events'");
    static final RowDraft TRANSLATIONS = RowDraft.of(
            "product_domain",
            "product.entity_translations",
            "entity_id = " + EVENT,
            "entity_type = 'events'",
            "field_name = 'edition_title'",
            "language_code = 'hi'",
            "translated_text = 'एआई इनोवेट'");

    private ProductRows() {}

    /** A database that has them. */
    static DatabaseAddress writtenTo(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(
                database,
                Names.in("INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + USER
                        + ", 'ana@example.com', 'Fan'); INSERT INTO identity.teams (team_id, team_name, team_type) VALUES ("
                        + TEAM + ", 'Sala Gran', 'event_organizer')"));
        var otherVenue = VENUES.with("venue_id = " + OTHER_VENUE).with("google_place_id = 'place-2'");
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
