package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.simulator.callback.EndUser;
import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * People whose windows are open, closed, or close during the run. They write through the simulator, so that its Graph API, too,
 * knows of their windows and takes what is sent to them.
 */
final class Witnesses {

    private static final int OPEN = 100;
    private static final int CLOSED = 50;
    private static final int CLOSING = 50;
    private static final Duration WINDOW = Duration.ofHours(24);
    /** The first window of those that close does so after this time, the next a second later. */
    private static final Duration FIRST_CLOSES = Duration.ofSeconds(20);
    /** Their numbers lie beyond the crowd's. */
    private static final int FIRST_USER = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CONVERSATIONS = """
            SELECT conversation_id FROM communications.whatsapp_conversations
            WHERE whatsapp_phone_number >= ? AND session_expires_at IS NOT NULL
            """;

    private final House house;
    private final HttpClient http = HttpClient.newHttpClient();

    Witnesses(House house) {
        this.house = house;
    }

    /** @return their conversations, once all are stored */
    List<String> write() throws IOException, InterruptedException, DrillFailed {
        var now = Instant.now();
        for (int i = 0; i < OPEN + CLOSED + CLOSING; i++) {
            write(waId(i), now.minus(age(i)));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var found = conversations();
        while (found.size() < OPEN + CLOSED + CLOSING) {
            if (System.nanoTime() > deadline) {
                throw new DrillFailed(
                        "found " + found.size() + " conversations of people who wrote through the simulator"
                                + " (expected: " + (OPEN + CLOSED + CLOSING) + ")");
            }
            TimeUnit.MILLISECONDS.sleep(100);
            found = conversations();
        }
        return found;
    }

    private static Duration age(int i) {
        if (i < OPEN) {
            return Duration.ZERO;
        }
        return i < OPEN + CLOSED
                ? WINDOW.plusHours(1)
                : WINDOW.minus(FIRST_CLOSES).minusSeconds(i - OPEN - CLOSED);
    }

    private static String waId(int i) {
        return Objects.requireNonNull(EndUser.nth(FIRST_USER + i).waId());
    }

    private List<String> conversations() {
        return Sql.rows(house.database(), CONVERSATIONS, waId(0)).stream()
                .map(row -> Stored.text(row, "conversation_id"))
                .toList();
    }

    private void write(String waId, Instant at) throws IOException, InterruptedException {
        var uri =
                URI.create("http://127.0.0.1:" + house.ports().simulator() + "/simulator/users/" + waId + "/messages");
        var request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"witness\",\"timestamp\":\"" + at + "\"}"));
        int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IOException("simulator: a user's message was answered " + status + " (expected: 200)");
        }
    }
}
