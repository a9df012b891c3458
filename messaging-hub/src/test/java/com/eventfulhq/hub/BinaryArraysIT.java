package com.eventfulhq.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.database.BinaryArrays;
import com.eventfulhq.common.database.Database;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.embedded.TestServers;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.codec.DefaultCodecs;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;

/** What goes in as an array comes out as the same values, as PostgreSQL itself reads and prints them. */
class BinaryArraysIT {

    private final DatabaseAddress address = TestServers.get().newDatabase();

    /** The driver's own codecs would give the same values, only in text. */
    @Test
    void areWhatTheDriverUses() {
        var codecs = new DefaultCodecs(ByteBufAllocator.DEFAULT);
        BinaryArrays.addTo(codecs, ByteBufAllocator.DEFAULT);

        assertThat(List.of(new String[] {"a"}, new UUID[] {new UUID(1, 2)}, new Integer[] {1}, new Long[] {1L}))
                .allSatisfy(array -> assertThat(codecs.encode(array)).asString().contains("FORMAT_BINARY"));
    }

    /** As text the driver would send all nine digits, and PostgreSQL would round. */
    @Test
    void timesAreCutToMicroseconds() {
        var nanos = new Instant[] {Instant.parse("2026-09-10T10:00:00.123456999Z")};

        var found = new Database(connections(true))
                .single(statements -> statements.query(
                        "SELECT e FROM unnest($1::timestamptz[]) AS t(e)",
                        row -> Objects.requireNonNull(row.get(0, Instant.class)),
                        (Object) nanos))
                .block();

        assertThat(found).containsExactly(Instant.parse("2026-09-10T10:00:00.123456Z"));
    }

    private ConnectionFactory connections(boolean binaryResults) {
        return ConnectionFactoryBuilder.withUrl(address.r2dbcUrl() + "?forceBinary=" + binaryResults)
                .username(address.user())
                .password(address.password())
                .build();
    }

    private <T> void comesBack(String elementType, @Nullable T[] array, Class<T> type, boolean binaryResults) {
        var elements = new Database(connections(binaryResults))
                .single(statements -> statements.query(
                        "SELECT e FROM unnest($1::" + elementType + "[]) WITH ORDINALITY AS t(e, n) ORDER BY n",
                        row -> Optional.ofNullable(row.get(0, type)),
                        (Object) array))
                .block();

        assertThat(elements)
                .isEqualTo(Arrays.stream(array).map(Optional::ofNullable).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void texts(boolean binaryResults) {
        @Nullable
        String[] texts = {"", "a", null, "NULL", "null", "{}", "\"quoted\", \\ and\n", "Grüße 🎉", "x".repeat(5_000)};

        comesBack("text", texts, String.class, binaryResults);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ids(boolean binaryResults) {
        @Nullable UUID[] ids = {UUID.randomUUID(), null, new UUID(0, 0), new UUID(-1, -1)};

        comesBack("uuid", ids, UUID.class, binaryResults);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void times(boolean binaryResults) {
        @Nullable
        Instant[] times = {
            Instant.parse("2026-09-10T10:00:00.123456Z"),
            Instant.EPOCH,
            null,
            Instant.parse("1999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-07-20T20:17:40.000001Z"),
            Instant.parse("2000-01-01T00:00:00Z")
        };

        comesBack("timestamptz", times, Instant.class, binaryResults);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numbers(boolean binaryResults) {
        @Nullable Integer[] ints = {0, null, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        @Nullable Long[] longs = {0L, null, -1L, Long.MAX_VALUE, Long.MIN_VALUE};

        comesBack("int", ints, Integer.class, binaryResults);
        comesBack("bigint", longs, Long.class, binaryResults);
    }

    @Test
    void emptyArraysAndThousandsOfElements() {
        @Nullable String[] many = new String[5_000];
        Arrays.setAll(many, i -> i % 7 == 0 ? null : "element " + i);

        comesBack("text", new String[0], String.class, false);
        comesBack("text", many, String.class, false);
    }

    @Test
    void aListOfKeysFindsRowsOfAnyTextColumn() {
        var found = new Database(connections(false))
                .single(statements -> statements.query(
                        "SELECT count(*) FROM (VALUES ('a'::varchar(8)), ('b'), ('c')) AS t(v) WHERE v = ANY($1)",
                        row -> Objects.requireNonNull(row.get(0, Long.class)),
                        (Object) new String[] {"a", "c", "d"}))
                .block();

        assertThat(found).containsExactly(2L);
    }
}
