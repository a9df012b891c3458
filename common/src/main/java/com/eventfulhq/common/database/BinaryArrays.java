package com.eventfulhq.common.database;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Sends array parameters in PostgreSQL's binary format. The driver itself writes arrays as text: every element becomes a string, is
 * escaped into another one and parsed again by the server, which for batches of thousands of values costs more than all the rest
 * of a statement. The driver finds this class by itself (META-INF/services).
 */
public final class BinaryArrays implements CodecRegistrar {

    /** PostgreSQL counts time from here, in microseconds. */
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    @Override
    public Publisher<Void> register(
            PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
        addTo(registry, allocator);
        return Mono.empty();
    }

    /** Puts these codecs before the driver's own. */
    public static void addTo(CodecRegistry registry, ByteBufAllocator allocator) {
        registry.addFirst(new ArrayParameter<>(allocator, UUID[].class, ElementType.UUID, BinaryArrays::uuid));
        registry.addFirst(new ArrayParameter<>(allocator, String[].class, ElementType.TEXT, BinaryArrays::text));
        registry.addFirst(
                new ArrayParameter<>(allocator, Instant[].class, ElementType.TIMESTAMPTZ, BinaryArrays::instant));
        registry.addFirst(new ArrayParameter<>(allocator, Integer[].class, ElementType.INT4, ByteBuf::writeInt));
        registry.addFirst(new ArrayParameter<>(allocator, Long[].class, ElementType.INT8, ByteBuf::writeLong));
    }

    private static void uuid(ByteBuf buffer, UUID value) {
        buffer.writeLong(value.getMostSignificantBits()).writeLong(value.getLeastSignificantBits());
    }

    private static void text(ByteBuf buffer, String value) {
        // An array of its own, yet cheaper than writing character by character.
        buffer.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private static void instant(ByteBuf buffer, Instant value) {
        buffer.writeLong(
                (value.getEpochSecond() - EPOCH_SECOND) * MICROS_PER_SECOND + value.getNano() / NANOS_PER_MICRO);
    }
}
