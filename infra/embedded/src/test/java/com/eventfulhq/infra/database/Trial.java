package com.eventfulhq.infra.database;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A statement that a role tries, and what comes of it; named by the rule it shows. In statements {@code #ana} is the key of the row
 * called ana, the same wherever it is named.
 *
 * @param outcome the SQLSTATE, or {@link Session#ACCEPTED}
 */
record Trial(String rule, String role, String sql, String outcome) {

    private static final Pattern NAME = Pattern.compile("#([a-z][a-z0-9_]*)");

    /** The statement with keys for names. */
    static String keyed(String sql) {
        return NAME.matcher(sql).replaceAll(name -> "'" + key(name.group(1)) + "'");
    }

    static UUID key(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same trial, made for a person. */
    Trial by(String person) {
        return new Trial(rule, role, actingAs(person) + sql, outcome);
    }

    static String actingAs(String person) {
        return "SELECT set_config('eventful.acting_user', #" + person + ", true); ";
    }

    String outcomeAt(DatabaseAddress database) {
        try (var session = Session.as(role, database)) {
            return session.refusal(keyed(sql));
        }
    }

    @Override
    public String toString() {
        return rule + " → " + outcome;
    }
}
