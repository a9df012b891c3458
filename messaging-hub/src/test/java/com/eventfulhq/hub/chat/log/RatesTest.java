package com.eventfulhq.hub.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    private final UUID ana = UUID.randomUUID();
    private final UUID room = UUID.randomUUID();

    private static Rates rates(int personBurst, int conversationBurst) {
        return new Rates(new ChatSettings.Rates(true, 2, personBurst, 10, conversationBurst, 100));
    }

    private static void use(Rates rates, UUID person, UUID conversation, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(rates.waitOf(person, conversation, NOW)).isZero();
        }
    }

    @Test
    void aPersonHasABurstAndThenAPace() {
        var rates = rates(3, 100);
        use(rates, ana, room, 3);

        assertThat(rates.waitOf(ana, room, NOW)).isEqualTo(Duration.ofMillis(500));
        assertThat(rates.waitOf(ana, UUID.randomUUID(), NOW)).isEqualTo(Duration.ofMillis(500));
        assertThat(rates.waitOf(ana, room, NOW.plusMillis(500))).isZero();
    }

    @Test
    void aConversationHasItsOwn() {
        var rates = rates(100, 2);
        use(rates, ana, room, 2);

        assertThat(rates.waitOf(UUID.randomUUID(), room, NOW)).isEqualTo(Duration.ofMillis(100));
        assertThat(rates.waitOf(ana, UUID.randomUUID(), NOW)).isZero();
    }

    @Test
    void whatWasRefusedCostsNothing() {
        var rates = rates(1, 100);
        use(rates, ana, room, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(rates.waitOf(ana, room, NOW)).isPositive();
        }

        assertThat(rates.waitOf(ana, room, NOW.plusMillis(500))).isZero();
    }

    @Test
    void whatIsGivenBackCanBeUsedAgainButNotSaved() {
        var rates = rates(2, 100);
        use(rates, ana, room, 1);
        rates.giveBack(ana, room);
        rates.giveBack(ana, room);
        use(rates, ana, room, 2);

        assertThat(rates.waitOf(ana, room, NOW)).isPositive();
    }

    @Test
    void aBacklogIsNoFlood() {
        var rates = rates(1, 100);
        for (int second = 0; second < 30; second++) {
            assertThat(rates.waitOf(ana, room, NOW.plusSeconds(second))).isZero();
        }
    }
}
