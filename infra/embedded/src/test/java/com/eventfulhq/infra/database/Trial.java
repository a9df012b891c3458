package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/**
 * One line of a rule book: who tries what, and what comes of it. Nothing of it remains, so that the lines need no order. Statements may
 * name keys, as {@link Names} says.
 *
 * @param rule what the report says
 * @param outcome the SQLSTATE, {@link Session#ACCEPTED}, or what the query says afterwards
 */
record Trial(String rule, String role, String sql, @Nullable String query, String outcome) {

    /** The rule refuses the statement. */
    static Trial refused(String rule, String state, String role, String sql) {
        return new Trial(rule, role, sql, null, state);
    }

    /** The rule has nothing against the statement. */
    static Trial accepted(String rule, String role, String sql) {
        return new Trial(rule, role, sql, null, Session.ACCEPTED);
    }

    /** The statement is accepted, and a query finds this value afterwards. */
    static Trial leaves(String rule, String value, String role, String sql, String query) {
        return new Trial(rule, role, sql, query, value);
    }

    /** The statement is refused or accepted, whichever it is; the report says it after the rule. */
    static Trial ends(String rule, String outcome, String role, String sql) {
        return new Trial(quoted(rule) + ": " + quoted(outcome), role, sql, null, outcome);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    /** The same, in the name of a person. */
    Trial by(String person) {
        var acting = "SELECT set_config('eventful.acting_user', <" + person + ">, true); ";
        return new Trial(rule, role, acting + sql, query, outcome);
    }

    /** The same, tried by another role. */
    Trial as(String another) {
        return new Trial(rule, another, sql, query, outcome);
    }

    void holdsIn(SessionsByRole sessions) {
        var session = sessions.as(role);
        assertThat(query == null ? session.refusal(sql) : session.valueAfter(sql, query))
                .as(sql)
                .isEqualTo(outcome);
    }

    @Override
    public String toString() {
        return rule;
    }
}
