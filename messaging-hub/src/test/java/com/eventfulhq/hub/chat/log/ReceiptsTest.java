package com.eventfulhq.hub.chat.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ReceiptsTest {

    private static final UUID ROOM = UUID.randomUUID();
    private static final UUID ANA = UUID.randomUUID();

    private final Receipts receipts = new Receipts(
            told -> Mono.empty(),
            new ChatSettings(
                    1,
                    new ChatSettings.Rates(false, 1, 1, 1, 1, 1),
                    Duration.ofSeconds(1),
                    100,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3)));

    private static List<Receipt> read(long ev) {
        return List.of(new Receipt(ROOM, ANA, ev, ev));
    }

    @Test
    void theFirstIsToldAtOnceAndTheLastOfTheOthersWithTheNextTick() {
        assertThat(receipts.now(read(1))).isEqualTo(read(1));
        assertThat(receipts.now(read(2))).isEmpty();
        assertThat(receipts.now(read(3))).isEmpty();

        assertThat(receipts.due()).isEqualTo(read(3));
        assertThat(receipts.due()).isEmpty();
    }

    @Test
    void shortlyAfterATickNothingIsToldAtOnceEither() {
        assertThat(receipts.now(read(1))).isEqualTo(read(1));
        assertThat(receipts.due()).isEmpty();

        assertThat(receipts.now(read(2))).isEmpty();
        assertThat(receipts.due()).isEqualTo(read(2));
    }

    @Test
    void afterAQuietWhileItIsToldAtOnceAgain() {
        receipts.now(read(1));
        receipts.due();
        receipts.due();

        assertThat(receipts.now(read(2))).isEqualTo(read(2));
    }
}
