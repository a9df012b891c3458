package com.eventfulhq.hub.chat.room;

import java.util.Map;

/** What a conversation may be about: tables of the platform, named as in every column {@code related_entity_type}, with their keys. */
final class EntityTypes {

    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("users", "security.users.user_id"),
            Map.entry("teams", "identity.teams.team_id"),
            Map.entry("venues", "product.venues.venue_id"),
            Map.entry("events", "product.events.event_edition_id"),
            Map.entry("tours", "product.tours.tour_id"),
            Map.entry("campaigns", "product.campaigns.campaign_id"),
            Map.entry("brands", "product.brands.brand_id"),
            Map.entry("bookings", "marketplace.bookings.booking_id"),
            Map.entry("contracts", "marketplace.contracts.contract_id"),
            Map.entry("sponsorships", "marketplace.sponsorships.sponsorship_id"),
            Map.entry("exhibitors", "marketplace.exhibitors.exhibitor_id"),
            Map.entry("tickets", "event_operations.tickets.ticket_id"),
            Map.entry("posts", "community.posts.post_id"),
            Map.entry("courses", "community.courses.course_id"));

    private EntityTypes() {}

    static boolean isKnown(String type) {
        return KEYS.containsKey(type);
    }

    /** Finds which of {@code $1} are there. */
    static String query(String type) {
        var place = KEYS.getOrDefault(type, "");
        int dot = place.lastIndexOf('.');
        var key = place.substring(dot + 1);
        return "SELECT " + key + " FROM " + place.substring(0, dot) + " WHERE " + key + " = ANY($1) AND NOT is_deleted";
    }
}
