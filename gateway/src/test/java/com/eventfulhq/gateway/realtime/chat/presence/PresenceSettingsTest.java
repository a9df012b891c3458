package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PresenceSettingsTest {

    private static final String NAME = "eventful.realtime.presence";

    private static PresenceSettings read(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(NAME, PresenceSettings.class);
    }

    @Test
    void isWhatTheProtocolSaysUnlessSet() {
        assertThat(read(Map.of()))
                .isEqualTo(new PresenceSettings(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(30),
                        Duration.ofDays(30),
                        1_000,
                        Duration.ofSeconds(1)));
    }

    @Test
    void whatOneFailureWouldEndIsNoLease() {
        assertThatThrownBy(() -> read(Map.of(NAME + ".lease", "30s")))
                .rootCause()
                .hasMessageContaining("half");
    }

    @Test
    void whatRedisCannotUnfoldIsNoChunk() {
        assertThatThrownBy(() -> read(Map.of(NAME + ".chunk", "4000")))
                .rootCause()
                .hasMessageContaining("3000");
    }
}
