package com.eventfulhq.common.event.catalogue;

import java.util.List;

/**
 * Somebody who can be told of an event: a term that whoever tells resolves to people.
 *
 * @param id    for example {@code booking_parties}
 * @param from  fields of the data that say who it is (those that are there), {@link #TEAM} for the team of the envelope, or
 *              {@link #ABOUT} and a table if it is what the event is about; empty for a platform audience
 * @param means in prose
 */
public record Audience(String id, Kind kind, List<String> from, String means) {

    /** The team on whose behalf the event happened. */
    public static final String TEAM = "team";

    /** Followed by a table: the related entity, if it is of that table. */
    public static final String ABOUT = "about:";

    public Audience {
        from = List.copyOf(from);
    }

    /** How a term becomes people. */
    public enum Kind {
        /** One person, whose id the event carries. */
        PERSON,
        /** A person, or the owners of a team: one of two ids is there. */
        OWNER,
        /** All whose ids the event carries, people and teams. */
        PARTIES,
        /** People of one team, by role. */
        TEAM,
        /** An address or number the event carries, perhaps of nobody with an account. */
        CONTACT,
        /** Many, looked up by an id of the event. */
        GROUP,
        /** A role of the platform itself. */
        PLATFORM
    }
}
