package com.eventfulhq.infra.simulator;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The simulator as a process, configured by the environment; see the README of this module. */
public final class SimulatorMain {
    private static final String PREFIX = "SIMULATOR_";
    private static final String LOGBACK = "logback.configurationFile";

    private SimulatorMain() {}

    public static void main(String[] args) {
        // Named so that the file never configures somebody who merely has this module on the class path.
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "simulator-logback.xml");
        }
        var simulator = WhatsAppSimulator.start(settings(System.getenv(), Clock.systemUTC()));
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-shutdown"));
        System.out.println("simulator ready on " + simulator.baseUri());
        simulator.awaitEnd();
    }

    static SimulatorSettings settings(Map<String, String> environment, Clock clock) {
        var given = new Given(environment);
        var defaults = SimulatorSettings.defaults();
        var example = BusinessNumber.EXAMPLE;
        var number = new BusinessNumber(
                given.text("PHONE_NUMBER_ID").orElse(example.phoneNumberId()),
                given.text("DISPLAY_PHONE_NUMBER").orElse(example.displayPhoneNumber()),
                given.text("WABA_ID").orElse(example.wabaId()));
        return defaults.withHost(given.text("HOST").orElse(defaults.host()))
                .withPort(given.text("PORT").map(Integer::parseInt).orElse(8090))
                .withSecrets(
                        given.text("APP_SECRET").orElse(defaults.appSecret()),
                        given.text("VERIFY_TOKEN").orElse(defaults.verifyToken()),
                        given.text("ACCESS_TOKEN").orElse(defaults.accessToken()))
                .withCallbackUrl(given.text("CALLBACK_URL").map(URI::create).orElse(null))
                .withNumbers(number)
                .withKnobs(given.text("KNOBS").orElse("{}"))
                // A fixed seed would repeat the ids of the last run, which a subscriber that keeps its data takes for
                // duplicates.
                .withSeed(given.text("SEED").map(Long::parseLong).orElse(clock.millis()))
                .withClock(clock);
    }

    private record Given(Map<String, String> environment) {
        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(PREFIX + name)).filter(value -> !value.isBlank());
        }
    }
}
