package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Codes and refresh tokens when several use one at the same moment. */
@RealServers
class SingleUseIT {

    private static final int AT_ONCE = 20;
    private static final String RENEWING =
            "UPDATE api.refresh_tokens SET used_at = now() WHERE token_hash = repeat('a', 64)";
    private static final String REVOKING =
            "UPDATE security.user_sessions SET is_revoked = true WHERE session_id = <session>";
    /** Nobody lets go of the lock, so that the bound on waiting for it ends the statement. */
    private static final String WAITS = "55P03";

    private DatabaseAddress database;

    @BeforeEach
    void aWorld(TestServers servers) {
        database = AccessWorld.in(servers);
    }

    @Test
    @DisplayName("of 20 that use one refresh token at once, one gets the next")
    void oneExchangesTheToken() {
        var outcomes = atOnce("UPDATE api.refresh_tokens SET used_at = now() WHERE token_hash = repeat('a', 64);"
                + " INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES (repeat('f', 64), <family>)");

        assertThat(outcomes).hasSize(AT_ONCE).containsOnlyOnce(Session.ACCEPTED);
        assertThat(outcomes.stream().distinct()).containsExactlyInAnyOrder(Session.ACCEPTED, "VE020");
        assertThat(Sql.rows(
                        database, Names.in("SELECT count(*) AS n FROM api.refresh_tokens WHERE family_id = <family>")))
                .containsExactly(Map.of("n", "3"));
    }

    @Test
    @DisplayName("of 20 that use one code at once, one gets in")
    void oneUsesTheCode() {
        var outcomes = atOnce("UPDATE api.authorization_codes SET used_at = now() WHERE code_hash = repeat('c', 64)");

        assertThat(outcomes).hasSize(AT_ONCE).containsOnlyOnce(Session.ACCEPTED);
        assertThat(outcomes.stream().distinct()).containsExactlyInAnyOrder(Session.ACCEPTED, "VE020");
    }

    @Test
    @DisplayName("a session that is being revoked makes whoever would renew its token wait")
    void revocationGoesFirst() throws SQLException {
        assertThat(whileOneIs(REVOKING, RENEWING)).isEqualTo(WAITS);
    }

    @Test
    @DisplayName("a token that is being renewed makes whoever would revoke its session wait")
    void renewalGoesFirst() throws SQLException {
        assertThat(whileOneIs(RENEWING, REVOKING)).isEqualTo(WAITS);
    }

    /** What becomes of the second statement while the first is not committed. */
    private String whileOneIs(String first, String second) throws SQLException {
        try (var one = Session.as("gateway", database);
                var other = Session.as("gateway", database)) {
            one.begin();
            one.step(first);
            return other.refusal("SET LOCAL lock_timeout = '50ms'; " + second);
        }
    }

    private List<String> atOnce(String sql) {
        return Race.outcomes(database, "gateway", Collections.nCopies(AT_ONCE, sql));
    }
}
