package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.embedded.KafkaFlush;
import com.eventfulhq.infra.simulator.SimulatorMain;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The processes of the house and what each is told. */
final class Programs {

    private static final int SIMULATOR_HEAP = 96;

    private final Place place;
    private final Ports ports;
    private final Addresses addresses;
    private final Secrets secrets;
    private final Map<String, String> environment;
    private final Launcher launcher;

    Programs(Place place, Ports ports, Addresses addresses, Secrets secrets, Map<String, String> environment, Aot aot) {
        this.place = place;
        this.ports = ports;
        this.addresses = addresses;
        this.secrets = secrets;
        this.environment = environment;
        this.launcher = new Launcher(place, aot);
    }

    Addresses addresses() {
        return addresses;
    }

    /** Of the service roles. */
    String databasePassword() {
        return secrets.databasePassword();
    }

    Program kafka() throws IOException {
        var flush = environment.getOrDefault("EVENTFUL_KAFKA_FLUSH", KafkaFlush.PAGE_CACHE.name());
        return launcher.kafka(ports.kafka(), KafkaFlush.valueOf(flush));
    }

    Program simulator() throws IOException {
        var settings = Map.of(
                "SIMULATOR_PORT", Integer.toString(ports.simulator()),
                "SIMULATOR_CALLBACK_URL", "http://127.0.0.1:" + ports.gateway() + "/webhooks/whatsapp",
                "SIMULATOR_APP_SECRET", secrets.appSecret(),
                "SIMULATOR_VERIFY_TOKEN", secrets.verifyToken(),
                "SIMULATOR_ACCESS_TOKEN", secrets.accessToken(),
                "SIMULATOR_PHONE_NUMBER_ID", World.TEAM.phoneNumberId(),
                "SIMULATOR_DISPLAY_PHONE_NUMBER", World.TEAM.displayPhoneNumber(),
                "SIMULATOR_WABA_ID", World.WABA_ID);
        return launcher.main("simulator", ports.simulator(), SIMULATOR_HEAP, place.classPath(), SimulatorMain.class)
                .with(settings, "/health");
    }

    Program gateway() {
        return gateway(ports.gateway());
    }

    /** A further node, beside the first. */
    Program gateway(int port) {
        var properties = shared("gateway");
        properties.put("eventful.whatsapp.app-secrets", secrets.appSecret());
        properties.put("eventful.whatsapp.verify-token", secrets.verifyToken());
        properties.put("eventful.route.hub", "http://127.0.0.1:" + ports.hub());
        properties.put("eventful.internal.secret", secrets.internal());
        properties.put("eventful.route.engine", "http://127.0.0.1:" + ports.engine());
        if (withoutLimits()) {
            properties.put("eventful.realtime.max-errors", Integer.toString(Integer.MAX_VALUE));
        }
        return launcher.service(Service.GATEWAY, port, properties);
    }

    Program hub() {
        var properties = shared("messaging_hub");
        properties.put("eventful.graph.base-url", "http://127.0.0.1:" + ports.simulator());
        properties.put("eventful.internal.secret", secrets.internal());
        properties.put("eventful.graph.token", secrets.accessToken());
        var window = environment.get("EVENTFUL_WINDOW_LENGTH");
        if (window != null) {
            properties.put("eventful.whatsapp.window.length", window);
        }
        if (withoutLimits()) {
            properties.put("eventful.chat.rates.enabled", "false");
        }
        return launcher.service(Service.MESSAGING_HUB, ports.hub(), properties);
    }

    Program engine() {
        return launcher.service(Service.NOTIFICATION_ENGINE, ports.engine(), shared("notification_engine"));
    }

    /** Of how much one client may do: a load is few clients that do much. */
    private boolean withoutLimits() {
        return "off".equals(environment.get("EVENTFUL_CHAT_LIMITS"));
    }

    private Map<String, String> shared(String role) {
        var properties = new HashMap<String, String>();
        properties.put("eventful.log.bootstrap-servers", addresses.kafka());
        // There is one of each that reads.
        properties.put("eventful.log.read.member", "only");
        properties.put("eventful.token.jwks", place.jwks().toUri().toString());
        properties.put("spring.data.redis.host", addresses.redisHost());
        properties.put("spring.data.redis.port", Integer.toString(addresses.redisPort()));
        properties.put("spring.r2dbc.url", addresses.postgres().r2dbcUrl());
        properties.put("spring.r2dbc.username", role);
        properties.put("spring.r2dbc.password", secrets.databasePassword());
        var loss = environment.get("EVENTFUL_BUS_LOSS");
        if (loss != null) {
            properties.put("eventful.live.loss", loss);
        }
        return properties;
    }
}
