package com.eventfulhq.infra.database;

/**
 * A statement that a role tries, and what comes of it; named by the rule it shows.
 *
 * @param outcome the SQLSTATE, or {@link Session#ACCEPTED}
 */
record Trial(String rule, String role, String sql, String outcome) {

    /** The same trial, made for a person. */
    Trial by(String person) {
        return new Trial(rule, role, actingAs(person) + sql, outcome);
    }

    static String actingAs(String person) {
        return "SELECT set_config('eventful.acting_user', <" + person + ">, true); ";
    }

    String outcomeAt(DatabaseAddress database) {
        try (var session = Session.as(role, database)) {
            return session.refusal(sql);
        }
    }

    @Override
    public String toString() {
        return rule + " → " + outcome;
    }
}
