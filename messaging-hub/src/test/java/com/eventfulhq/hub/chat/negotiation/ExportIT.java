package com.eventfulhq.hub.chat.negotiation;

import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.answer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.offer;
import static com.eventfulhq.hub.chat.negotiation.BookingsUnderTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.hub.WholeAnswers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The file that proves what was said: verified from nothing but itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {

    private static final int MORE_THAN_A_PAGE = 60;

    private final BookingsUnderTest bookings = new BookingsUnderTest();
    private final WebTestClient http = WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + bookings.chats.hub.port())
            .filter(new WholeAnswers())
            .responseTimeout(Duration.ofSeconds(30))
            .build();
    private final UUID booking = bookings.booking();
    private String lastHash = "";

    @BeforeAll
    void negotiate() {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            bookings.one(say(i % 2 == 0 ? bookings.talent : bookings.booker, booking, "„Zeile“ " + i + "\n\t\"\\ 😀"));
        }
        bookings.one(offer(bookings.talent, booking, 0));
        lastHash = bookings.one(answer(bookings.booker, booking, "acceptance", MORE_THAN_A_PAGE + 1L))
                .path("hash")
                .asString();
    }

    @AfterAll
    void stop() {
        bookings.close();
    }

    private WebTestClient.ResponseSpec get(UUID user, Object of) {
        return http.get()
                .uri("/v1/bookings/" + of + "/negotiation/export")
                .headers(headers ->
                        headers.setBearerAuth(bookings.chats.hub.tokens.user(new UserId(user), null, Scopes.CHAT)))
                .exchange();
    }

    private byte[] file(UUID user) {
        var body = get(user, booking)
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return Objects.requireNonNull(body);
    }

    /** The recipe of the page, once more and by other means: what the last hash comes to, or nothing if one is wrong. */
    private static String verified(JsonNode export) {
        var previous = new byte[32];
        for (var message : export.path("messages")) {
            var canonical = canonical(without(message));
            previous = sha256(previous, canonical.getBytes(StandardCharsets.UTF_8));
            if (!HexFormat.of().formatHex(previous).equals(message.path("hash").asString())) {
                return "";
            }
        }
        return HexFormat.of().formatHex(previous);
    }

    private static JsonNode without(JsonNode message) {
        var rest = ((ObjectNode) message).deepCopy();
        rest.remove("hash");
        return rest;
    }

    private static String canonical(JsonNode node) {
        if (!node.isObject()) {
            return node.toString();
        }
        var members = new TreeMap<String, String>();
        node.properties().forEach(member -> members.put(member.getKey(), canonical(member.getValue())));
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }

    private static byte[] sha256(byte[] one, byte[] other) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(one);
            return digest.digest(other);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsAllMessagesAndIsVerifiedFromItselfAlone() {
        var export = Json.MAPPER.readTree(file(bookings.talent));

        assertThat(export.path("message_count").asInt()).isEqualTo(MORE_THAN_A_PAGE + 2);
        assertThat(export.path("messages")).hasSize(MORE_THAN_A_PAGE + 2);
        assertThat(verified(export)).isEqualTo(lastHash);
    }

    @Test
    void aChangedByteIsFound() {
        var file = new String(file(bookings.booker), StandardCharsets.UTF_8);

        assertThat(verified(Json.MAPPER.readTree(file.replace("\"1200.50\"", "\"1200.51\""))))
                .isEmpty();
        assertThat(verified(Json.MAPPER.readTree(file.replace("Zeile“ 17", "Zeile“ 71"))))
                .isEmpty();
    }

    @Test
    void aMessageThatIsLeftOutIsFound() {
        var export = Json.MAPPER.readTree(file(bookings.talent));
        ((tools.jackson.databind.node.ArrayNode) export.path("messages")).remove(3);

        assertThat(verified(export)).isEmpty();
    }

    @Test
    void theRecipeOfThePageSaysTheSame(@TempDir Path directory) throws IOException, InterruptedException {
        assumeThat(run(directory, "python3", "--version")).isZero();
        var page = Files.readString(Path.of("..", "docs", "negotiation.md"));
        int from = page.indexOf("```python\n") + "```python\n".length();
        Files.writeString(directory.resolve("verify.py"), page.substring(from, page.indexOf("```", from)));
        var file = new String(file(bookings.talent), StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("good.json"), file);
        Files.writeString(directory.resolve("bad.json"), file.replace("\"1200.50\"", "\"1200.51\""));

        assertThat(run(directory, "python3", "verify.py", "good.json")).isZero();
        assertThat(run(directory, "python3", "verify.py", "bad.json")).isEqualTo(1);
    }

    private static int run(Path directory, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void nobodyElseHasIt() {
        var eve = bookings.chats.person();

        get(eve, booking).expectStatus().isNotFound();
        get(bookings.talent, UUID.randomUUID()).expectStatus().isNotFound();
        get(bookings.talent, "x").expectStatus().isEqualTo(422);
    }

    @Test
    void anEmptyThreadIsAFileToo() {
        var empty = bookings.booking();
        var body = get(bookings.talent, empty)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Disposition", "attachment; filename=\"negotiation-" + empty + ".json\"")
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();

        assertThat(Json.MAPPER.readTree(Objects.requireNonNull(body)).path("messages"))
                .isEmpty();
    }
}
