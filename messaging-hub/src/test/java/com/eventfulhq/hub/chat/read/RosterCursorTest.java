package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterCursorTest {

    private static final UUID ID = UUID.randomUUID();

    @Test
    void comesBackAsItWas() {
        var plain = new RosterCursor(ID, 77, null);
        var paged = new RosterCursor(ID, 0, new RosterCursor.Page(99, true, 98, UUID.randomUUID()));

        assertThat(RosterCursor.read(plain.text())).isEqualTo(plain);
        assertThat(RosterCursor.read(paged.text())).isEqualTo(paged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "ä", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoneOfOursIsNone(String text) {
        assertThat(RosterCursor.read(text)).isNull();
    }

    @Test
    void negativeNumbersAreNone() {
        assertThat(RosterCursor.read(new RosterCursor(ID, -1, null).text())).isNull();
        assertThat(RosterCursor.read(new RosterCursor(ID, 1, new RosterCursor.Page(1, true, -1, ID)).text()))
                .isNull();
    }

    /** Of any bytes: read, or none; what is read says the same again. */
    @Test
    void anyBytesAreReadOrNone() {
        var random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[i % 3 == 0 ? 24 : i % 3 == 1 ? 57 : random.nextInt(80)];
            random.nextBytes(bytes);
            var cursor =
                    RosterCursor.read(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            if (cursor != null) {
                assertThat(RosterCursor.read(cursor.text())).isEqualTo(cursor);
            }
        }
    }
}
