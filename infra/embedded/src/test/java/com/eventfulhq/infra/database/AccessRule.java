package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rule book: who tries what, and what comes of it. Nothing of it remains, so that the lines need no order.
 *
 * @param expected the SQLSTATE, {@link Session#ACCEPTED}, or what the query says afterwards
 */
record AccessRule(
        String says, String role, String sql, @Nullable String query, String expected) {

    /** The rule refuses the statement. */
    static AccessRule refused(String says, String state, String role, String sql) {
        return new AccessRule(says, role, sql, null, state);
    }

    /** The rule has nothing against the statement. */
    static AccessRule accepted(String says, String role, String sql) {
        return new AccessRule(says, role, sql, null, Session.ACCEPTED);
    }

    /** The statement is accepted, and a query finds this value afterwards. */
    static AccessRule leaves(String says, String value, String role, String sql, String query) {
        return new AccessRule(says, role, sql, query, value);
    }

    /** The same, in the name of a person. */
    AccessRule by(String person) {
        return new AccessRule(
                says,
                role,
                "SELECT set_config('eventful.acting_user', <" + person + ">, true); " + sql,
                query,
                expected);
    }

    void holdsIn(DatabaseAddress database) {
        try (var session = Session.as(role.equals(AccessWorld.OWNER) ? database.user() : role, database)) {
            assertThat(query == null ? session.refusal(sql) : after(session, query))
                    .as(sql)
                    .isEqualTo(expected);
        }
    }

    private String after(Session session, String asked) {
        try {
            session.begin();
            session.step(sql);
            return session.value(asked);
        } catch (SQLException refused) {
            return refused.getSQLState() + " " + refused.getMessage();
        }
    }

    /** What the report says. */
    @Override
    public String toString() {
        return says;
    }
}
