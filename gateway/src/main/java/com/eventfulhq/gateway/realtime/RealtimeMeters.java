package com.eventfulhq.gateway.realtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this room shows. Every meter is looked up once: pushes are counted per socket. */
final class RealtimeMeters {

    private static final String CLOSED = "eventful.realtime.closed";

    private final MeterRegistry registry;
    private final Counter pushes;
    private final Counter dropped;
    private final Counter lags;
    private final Counter left;
    private final Counter[] closed;

    RealtimeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.pushes = counter("eventful.realtime.pushes", "Pushes queued for a socket");
        this.dropped = counter("eventful.realtime.pushes.dropped", "Pushes a socket was too slow for");
        this.lags = counter("eventful.realtime.lags", "Times a client was told to catch up");
        this.left = registry.counter(CLOSED, "code", "client");
        this.closed = Arrays.stream(Goodbye.values())
                .map(goodbye -> registry.counter(
                        CLOSED, "code", Integer.toString(goodbye.status().getCode())))
                .toArray(Counter[]::new);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Shows how many sockets are open and how many channels are watched for them. */
    void show(Supplier<Number> connections, Supplier<Number> watches) {
        Gauge.builder("eventful.realtime.connections", connections)
                .description("Open sockets")
                .register(registry);
        Gauge.builder("eventful.realtime.watches", watches)
                .description("Live channels watched")
                .register(registry);
    }

    void offered(Outbox.Offer offer) {
        switch (offer) {
            case QUEUED -> pushes.increment();
            case DROPPED, FULL -> dropped.increment();
            case LAGGED -> {
                dropped.increment();
                lags.increment();
            }
        }
    }

    /** A socket is gone; without a goodbye of ours the client left, or the network did. */
    void closed(@Nullable Goodbye goodbye) {
        (goodbye == null ? left : closed[goodbye.ordinal()]).increment();
    }
}
