package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorMainTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(4711), ZoneOffset.UTC);

    @Test
    void readsTheEnvironment() {
        var settings = SimulatorMain.settings(
                Map.of(
                        "SIMULATOR_PORT", "1234",
                        "SIMULATOR_CALLBACK_URL", "http://gateway:8080/webhooks/whatsapp",
                        "SIMULATOR_APP_SECRET", "s",
                        "SIMULATOR_VERIFY_TOKEN", "v",
                        "SIMULATOR_ACCESS_TOKEN", "a",
                        "SIMULATOR_PHONE_NUMBER_ID", "1",
                        "SIMULATOR_WABA_ID", "2",
                        "SIMULATOR_DISPLAY_PHONE_NUMBER", "3",
                        "SIMULATOR_KNOBS", "{\"compression\":10}"),
                CLOCK);

        assertThat(settings.port()).isEqualTo(1234);
        assertThat(settings.callbackUrl()).isEqualTo(URI.create("http://gateway:8080/webhooks/whatsapp"));
        assertThat(settings.numbers().getFirst().wabaId()).isEqualTo("2");
        assertThat(settings.knobs().compression()).isEqualTo(10);
    }

    @Test
    void listensOn8090AndTakesANewSeedPerRunByDefault() {
        var settings = SimulatorMain.settings(Map.of(), CLOCK);

        assertThat(settings.port()).isEqualTo(8090);
        assertThat(settings.seed()).isEqualTo(4711);
        assertThat(settings.callbackUrl()).isNull();
    }
}
