package com.eventfulhq.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.notification.deliver.DeliverySettings;
import com.eventfulhq.notification.ledger.ParkingSettings;
import com.eventfulhq.notification.request.RequestSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** All names and all defaults: neither changes unnoticed. */
class SettingsTest {

    private static final String ROOT = "eventful.notification.";

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate(ROOT + prefix, type);
    }

    @Test
    void defaults() {
        assertThat(bound("request", RequestSettings.class, Map.of()))
                .isEqualTo(new RequestSettings(64, 100, 4_096, new RequestSettings.Feed(50, 100)));
        assertThat(bound("deliver", DeliverySettings.class, Map.of())).isEqualTo(new DeliverySettings(16));
        assertThat(bound("parked", ParkingSettings.class, Map.of()))
                .isEqualTo(new ParkingSettings(Duration.ofDays(8), Duration.ofSeconds(2), 500));
    }

    @Test
    void names() {
        assertThat(bound(
                        "request",
                        RequestSettings.class,
                        Map.of(
                                ROOT + "request.max-variables", "1",
                                ROOT + "request.max-name-length", "2",
                                ROOT + "request.max-value-length", "3",
                                ROOT + "request.feed.page", "4",
                                ROOT + "request.feed.max-page", "5")))
                .isEqualTo(new RequestSettings(1, 2, 3, new RequestSettings.Feed(4, 5)));
        assertThat(bound("deliver", DeliverySettings.class, Map.of(ROOT + "deliver.live-concurrency", "1")))
                .isEqualTo(new DeliverySettings(1));
        assertThat(bound(
                        "parked",
                        ParkingSettings.class,
                        Map.of(
                                ROOT + "parked.parked-for", "1s",
                                ROOT + "parked.sweep-every", "2s",
                                ROOT + "parked.sweep-at-most", "3")))
                .isEqualTo(new ParkingSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), 3));
    }
}
