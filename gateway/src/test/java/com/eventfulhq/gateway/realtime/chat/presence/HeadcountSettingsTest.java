package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HeadcountSettingsTest {

    private static <T> T defaults(String name, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource()).bindOrCreate(name, type);
    }

    @Test
    void isWhatTheProtocolSaysUnlessSet() {
        var settings = defaults("eventful.realtime.occupancy", HeadcountSettings.class);

        assertThat(settings)
                .isEqualTo(new HeadcountSettings(Duration.ofSeconds(15), Duration.ofMinutes(1), 1_000, 200_000));
        settings.check(defaults("eventful.realtime.presence", PresenceSettings.class));
    }

    @Test
    void whatIsLookedAtTooRarelyIsRefused() {
        var settings = new HeadcountSettings(Duration.ofSeconds(41), Duration.ofMinutes(1), 1, 1);

        assertThatThrownBy(() -> settings.check(defaults("eventful.realtime.presence", PresenceSettings.class)))
                .hasMessageContaining("eventful.realtime.occupancy.look");
    }
}
