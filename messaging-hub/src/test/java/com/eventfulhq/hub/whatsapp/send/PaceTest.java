package com.eventfulhq.hub.whatsapp.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.hub.whatsapp.graph.GraphError;
import com.eventfulhq.hub.whatsapp.graph.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PaceTest {

    private static final PhoneNumberId NUMBER = new PhoneNumberId("106");

    private final SendSettings settings =
            new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("eventful.send", SendSettings.class);
    private final Pace pace = new Pace(settings, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void letsABurstToOneUserThroughAndThenOneInSixSeconds() {
        var user = ConversationId.next();
        for (int i = 0; i < 45; i++) {
            assertThat(pace.reserve(NUMBER, 1_000, user)).isZero();
        }
        assertThat(pace.reserve(NUMBER, 1_000, user)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void keepsANumberToItsShareOfItsThroughput() {
        for (int i = 0; i < 20; i++) {
            assertThat(pace.reserve(NUMBER, 80, ConversationId.next())).isZero();
        }
        assertThat(pace.reserve(NUMBER, 80, ConversationId.next()).toMillis()).isEqualTo(15);
        assertThat(pace.reserve(NUMBER, 80, ConversationId.next()).toMillis()).isEqualTo(31);
        pace.slowDown(NUMBER);
        assertThat(pace.reserve(NUMBER, 80, ConversationId.next()).toMillis()).isEqualTo(93);
    }

    @Test
    void waitsForAPairByPowersOfFourAndOtherwiseByDoubling() {
        var error = new GraphError(400, 131056, "", null, null);
        var pair = new SendOutcome.Retry(error, SendOutcome.Scope.PAIR, null, 8);
        var other = new SendOutcome.Retry(error, SendOutcome.Scope.MESSAGE, null, 8);
        assertThat(Backoff.delay(pair, 0, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMillis(1_200));
        assertThat(Backoff.delay(pair, 2, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMillis(19_200));
        assertThat(Backoff.delay(other, 2, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMillis(4_800));
    }
}
