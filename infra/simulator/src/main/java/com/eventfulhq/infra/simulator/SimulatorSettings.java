package com.eventfulhq.infra.simulator;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.account.MessageTemplate;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.knob.Knobs;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a simulator starts with.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any
 * @param appSecret signs callbacks
 * @param verifyToken sent in the handshake
 * @param accessToken the one bearer token the Graph face accepts
 * @param callbackUrl where callbacks go; null until it is set
 * @param numbers business numbers, the first of which is the default
 * @param templates message templates of all accounts
 * @param knobs behaviour at start, and after a reset
 * @param bounds how much is remembered and done at once
 * @param seed makes ids and chance repeatable; use another one per run when the subscriber keeps its data
 * @param clock moved forward by the control face, never set
 */
public record SimulatorSettings(
        String host,
        int port,
        String appSecret,
        String verifyToken,
        String accessToken,
        @Nullable URI callbackUrl,
        List<BusinessNumber> numbers,
        List<MessageTemplate> templates,
        Knobs knobs,
        Bounds bounds,
        long seed,
        Clock clock) {
    public SimulatorSettings {
        numbers = List.copyOf(numbers);
        templates = List.copyOf(templates);
    }

    /** A random port, one number, a few templates; secrets that protect nothing. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                "simulated-app-secret",
                "simulated-verify-token",
                "simulated-access-token",
                null,
                List.of(BusinessNumber.EXAMPLE),
                List.of(
                        MessageTemplate.utility(
                                "booking_reminder", "en_US", "Hello {{1}}, see you on {{2}} at the venue."),
                        MessageTemplate.utility(
                                "booking_reminder", "es_ES", "Hola {{1}}, te esperamos el {{2}} en la sala."),
                        MessageTemplate.utility("hello_world", "en_US", "Welcome and congratulations!"),
                        MessageTemplate.marketing(
                                "weekend_offer", "en_US", "Hi {{guest}}, halls are free this weekend."),
                        MessageTemplate.utility("paused_example", "en_US", "Never sent.")
                                .withStatus("PAUSED")),
                Knobs.DEFAULTS,
                Bounds.DEFAULTS,
                1,
                Clock.systemUTC());
    }

    public SimulatorSettings withHost(String other) {
        return new SimulatorSettings(
                other,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                bounds,
                seed,
                clock);
    }

    public SimulatorSettings withPort(int other) {
        return new SimulatorSettings(
                host,
                other,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                bounds,
                seed,
                clock);
    }

    public SimulatorSettings withSecrets(String newAppSecret, String newVerifyToken, String newAccessToken) {
        return new SimulatorSettings(
                host,
                port,
                newAppSecret,
                newVerifyToken,
                newAccessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                bounds,
                seed,
                clock);
    }

    public SimulatorSettings withCallbackUrl(@Nullable URI other) {
        return new SimulatorSettings(
                host, port, appSecret, verifyToken, accessToken, other, numbers, templates, knobs, bounds, seed, clock);
    }

    public SimulatorSettings withNumbers(BusinessNumber... others) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                List.of(others),
                templates,
                knobs,
                bounds,
                seed,
                clock);
    }

    public SimulatorSettings withTemplates(MessageTemplate... others) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                List.of(others),
                knobs,
                bounds,
                seed,
                clock);
    }

    /** Knobs as a partial document: {@code {"compression":100}}. */
    public SimulatorSettings withKnobs(String patch) {
        return withKnobs(KnobBoard.patched(knobs, JsonMapper.shared().readTree(patch)));
    }

    public SimulatorSettings withKnobs(Knobs other) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                other,
                bounds,
                seed,
                clock);
    }

    public SimulatorSettings withBounds(Bounds other) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                other,
                seed,
                clock);
    }

    public SimulatorSettings withSeed(long other) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                bounds,
                other,
                clock);
    }

    public SimulatorSettings withClock(Clock other) {
        return new SimulatorSettings(
                host,
                port,
                appSecret,
                verifyToken,
                accessToken,
                callbackUrl,
                numbers,
                templates,
                knobs,
                bounds,
                seed,
                other);
    }
}
