package com.eventfulhq.gateway.realtime.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(settings.within(defaults("eventful.realtime.presence", PresenceSettings.class)))
                .isSameAs(settings);
    }

    @Test
    void isLookedAtBeforeALeaseEndsUnnoticed() {
        var settings = new HeadcountSettings(Duration.ofSeconds(41), Duration.ofMinutes(1), 1, 1);

        assertThat(settings.within(defaults("eventful.realtime.presence", PresenceSettings.class))
                        .look())
                .isEqualTo(Duration.ofSeconds(40));
    }
}
