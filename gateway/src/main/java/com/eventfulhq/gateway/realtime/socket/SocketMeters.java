package com.eventfulhq.gateway.realtime.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this room shows. Every meter is looked up once. */
final class SocketMeters {

    private static final String CLOSED = "eventful.realtime.closed";
    private static final String REFUSED = "eventful.realtime.refused";

    private final MeterRegistry registry;
    private final Counter pushes;
    private final Counter dropped;
    private final Counter lags;
    private final Counter left;
    private final Counter[] closed;

    SocketMeters(MeterRegistry registry) {
        this.registry = registry;
        this.pushes = counter("eventful.realtime.pushes", "Pushes written or queued for a socket");
        this.dropped = counter("eventful.realtime.pushes.dropped", "Pushes a socket was too slow for");
        this.lags = counter("eventful.realtime.lags", "Times a client was told to catch up");
        this.left = registry.counter(CLOSED, "code", "client");
        this.closed = Arrays.stream(Goodbye.values())
                .map(goodbye -> registry.counter(CLOSED, "code", Integer.toString(goodbye.code())))
                .toArray(Counter[]::new);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void show(Supplier<Number> connections) {
        Gauge.builder("eventful.realtime.connections", connections)
                .description("Open sockets")
                .register(registry);
    }

    void pushed(int passed, int discarded, int told) {
        if (passed > 0) {
            pushes.increment(passed);
        }
        if (discarded > 0) {
            dropped.increment(discarded);
        }
        if (told > 0) {
            lags.increment(told);
        }
    }

    /** A handshake was answered with a problem. */
    void refused(int status) {
        registry.counter(REFUSED, "status", Integer.toString(status)).increment();
    }

    /** A socket is gone; without a goodbye of ours the client left, or the network did. */
    void closed(@Nullable Goodbye goodbye) {
        (goodbye == null ? left : closed[goodbye.ordinal()]).increment();
    }
}
