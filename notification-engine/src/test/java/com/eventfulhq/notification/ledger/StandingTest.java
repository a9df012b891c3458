package com.eventfulhq.notification.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    @ParameterizedTest
    @CsvSource({
        "queued,sent",
        "queued,suppressed",
        "suppressed,sent",
        "sent,delivered",
        "sent,failed",
        "failed,delivered",
        "delivered,opened",
        "opened,clicked"
    })
    void movesForward(String from, String to) {
        assertThat(Standing.isForward(from, to)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sent,queued",
        "delivered,sent",
        "opened,delivered",
        "delivered,failed",
        "failed,sent",
        "sent,suppressed"
    })
    void neverMovesBack(String from, String to) {
        assertThat(Standing.isForward(from, to)).isFalse();
    }

    @Test
    void isTheBestOfItsChannels() {
        assertThat(Standing.of(List.of("failed", "sent", "delivered"))).isEqualTo("delivered");
    }

    @Test
    void failsOnlyIfEveryChannelFailed() {
        assertThat(Standing.of(List.of("failed", "failed"))).isEqualTo("failed");
    }

    @Test
    void isQueuedWhileNothingBetterIsKnown() {
        assertThat(Standing.of(List.of("failed", "queued"))).isEqualTo("queued");
    }

    @Test
    void isSuppressedOnlyIfNothingWasTried() {
        assertThat(Standing.of(List.of("suppressed", "suppressed"))).isEqualTo("suppressed");
        assertThat(Standing.of(List.of("suppressed", "failed"))).isEqualTo("failed");
        assertThat(Standing.of(List.of("suppressed", "queued"))).isEqualTo("queued");
    }

    @ParameterizedTest
    @CsvSource({
        "accepted,sent",
        "sent,sent",
        "delivered,delivered",
        "read,opened",
        "played,opened",
        "failed,failed",
        "deleted,queued"
    })
    void whatAWhatsAppStatusMeans(String whatsApp, String delivery) {
        assertThat(Standing.ofWhatsApp(whatsApp)).isEqualTo(delivery);
    }
}
