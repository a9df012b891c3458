package com.eventfulhq.common.event.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

    private static final String[] SEGMENTS = {"booking", "book", "booking_x", "event", "media", "added", "a", "offer"};
    private static final int ROUNDS = 20_000;

    @ParameterizedTest(name = "{0} means {1}: {2}")
    @CsvSource({
        "booking.*, booking.created, true",
        "booking.*, booking.offer.made, true",
        "booking.*, booking, false",
        "booking.*, bookings.created, false",
        "ticket.*, ticket_type.sold_out, false",
        "event.media.*, event.media.added, true",
        "event.media.*, event.published, false",
        "event.published, event.published, true",
        "event.published, event.published.twice, false",
        "*, anything.at_all, true",
    })
    void meansATypeOrAllThatBeginAlike(String pattern, String type, boolean means) {
        assertThat(new EventPattern(pattern).matches(type)).isEqualTo(means);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "*.*",
                "**",
                "booking*",
                "booking.",
                ".booking",
                "booking..made",
                "*.created",
                "booking.*.made",
                "Booking.*",
                "booking. *",
                "booking.*\n",
                "1booking"
            })
    void refusesWhatIsNoPattern(String text) {
        assertThat(EventPattern.is(text)).isFalse();
        assertThatThrownBy(() -> new EventPattern(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextWithoutEndIsNoPattern() {
        assertThat(EventPattern.is("a.".repeat(10_000) + "*")).isFalse();
    }

    /** The plain definition, segment by segment, against the matcher. */
    @Test
    void agreesWithItsDefinition() {
        var random = new Random(20260512);
        for (int round = 0; round < ROUNDS; round++) {
            var prefix = segments(random, 1 + random.nextInt(3));
            var type = random.nextInt(3) > 0
                    ? concat(prefix, segments(random, random.nextInt(3)))
                    : segments(random, 1 + random.nextInt(4));

            var wildcard = new EventPattern(String.join(".", prefix) + ".*");
            var exact = new EventPattern(String.join(".", prefix));
            var text = String.join(".", type);

            boolean begins = type.length > prefix.length && Arrays.equals(prefix, Arrays.copyOf(type, prefix.length));
            assertThat(wildcard.matches(text)).as("%s, %s", wildcard, text).isEqualTo(begins);
            assertThat(exact.matches(text)).as("%s, %s", exact, text).isEqualTo(Arrays.equals(prefix, type));
        }
    }

    @Test
    void everyTypeOfTheCatalogueIsMeantByItselfItsPrefixesAndTheStar() {
        for (var contract : EventFixtures.CATALOGUE.contracts()) {
            var type = contract.type();
            assertThat(EventFixtures.CATALOGUE.matching(new EventPattern(type))).containsExactly(contract);
            for (int dot = type.indexOf('.'); dot > 0; dot = type.indexOf('.', dot + 1)) {
                assertThat(new EventPattern(type.substring(0, dot) + ".*").matches(type))
                        .isTrue();
            }
        }
        assertThat(EventFixtures.CATALOGUE.matching(new EventPattern("*")))
                .isEqualTo(EventFixtures.CATALOGUE.contracts());
    }

    private static String[] segments(Random random, int count) {
        var segments = new String[count];
        Arrays.setAll(segments, i -> SEGMENTS[random.nextInt(SEGMENTS.length)]);
        return segments;
    }

    private static String[] concat(String[] first, String[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
