package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies shaped like Meta's and then some: a fixed seed, so that a failure can be seen again. */
class CallbackSplitterPropertyTest {

    private static final long SEED = 20260901;
    private static final int BODIES = 3_000;
    private static final String[] SPACES = {"", "", "", " ", "\n", " \t"};
    private static final String[] TEXTS = {
        "Hello", "caf\\u00e9", "\\ud83d\\ude00", "a\\/b", "\\\"quoted\\\"", "{[", "\u00fc\u4f60\ud83d\ude00", "]}"
    };

    private final Random random = new Random(SEED);
    private final List<String> messages = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();
    private int id;

    @Test
    void noItemIsLostAndEveryByteOfItIsKept() {
        for (int i = 0; i < BODIES; i++) {
            messages.clear();
            statuses.clear();
            var pieces = CallbackSplitter.split(envelope().getBytes(UTF_8));

            assertThat(raw(pieces, CallbackType.MESSAGE, "\"messages\":[")).isEqualTo(messages);
            assertThat(raw(pieces, CallbackType.STATUS, "\"statuses\":[")).isEqualTo(statuses);
            assertThat(pieces).allSatisfy(piece -> assertThat(
                            Json.read(piece.data(), CallbackItem.class).value())
                    .isNotNull());
        }
    }

    @Test
    void neverThrowsAndNeverLosesADamagedBody() {
        for (int i = 0; i < BODIES; i++) {
            var body = damaged(envelope().getBytes(UTF_8));
            var pieces = CallbackSplitter.split(body);

            assertThat(pieces).isNotEmpty();
            for (var piece : pieces) {
                if (piece.type().equals(CallbackType.MALFORMED)) {
                    assertThat(piece.data()).isEqualTo(body);
                } else {
                    assertThat(Json.read(piece.data(), CallbackItem.class)).isNotNull();
                }
            }
        }
    }

    private static List<String> raw(List<Piece> pieces, String type, String before) {
        return pieces.stream()
                .filter(piece -> piece.type().equals(type))
                .map(piece -> new String(piece.data(), UTF_8))
                .map(text -> text.substring(text.lastIndexOf(before) + before.length(), text.length() - "]}}".length()))
                .toList();
    }

    private byte[] damaged(byte[] body) {
        return switch (random.nextInt(3)) {
            case 0 -> java.util.Arrays.copyOf(body, random.nextInt(body.length));
            case 1 -> {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                yield body;
            }
            default -> {
                int at = random.nextInt(body.length);
                body[at] = (byte) "{}[]\",:0".charAt(random.nextInt(8));
                yield body;
            }
        };
    }

    private String envelope() {
        return object(
                "\"object\":\"whatsapp_business_account\"", "\"entry\":" + list(1 + random.nextInt(3), this::entry));
    }

    private String entry() {
        return object(
                "\"id\":\"104\"",
                random.nextBoolean() ? "\"time\":1789034400" : "\"other\":" + text(),
                "\"changes\":" + list(1 + random.nextInt(3), this::change));
    }

    /** The value's members keep the order they are made in, so that what is expected keeps it too. */
    private String change() {
        var members = new ArrayList<String>();
        members.add("\"metadata\":" + object("\"phone_number_id\":\"106\"", "\"display_phone_number\":" + text()));
        members.add("\"contacts\":" + list(random.nextInt(3), this::contact));
        if (random.nextInt(4) > 0) {
            members.add("\"messages\":" + list(random.nextInt(5), this::message));
        }
        if (random.nextInt(3) == 0) {
            members.add("\"statuses\":" + list(random.nextInt(5), this::status));
        }
        if (random.nextInt(6) == 0) {
            members.add("\"errors\":" + list(random.nextInt(2), () -> object("\"code\":130429")));
        }
        return object("\"field\":\"messages\"", "\"value\":{" + String.join("," + space(), members) + "}");
    }

    private String contact() {
        return object("\"wa_id\":\"3460" + random.nextInt(3) + "\"", "\"profile\":" + object("\"name\":" + text()));
    }

    private String message() {
        var message = object(
                "\"from\":\"3460" + random.nextInt(3) + "\"",
                "\"id\":\"wamid." + id++ + "\"",
                "\"timestamp\":\"1789034399\"",
                "\"type\":\"text\"",
                "\"text\":" + object("\"body\":" + text()),
                "\"context\":" + object("\"id\":\"wamid.x\"", "\"n\":" + list(2, () -> "1.5e3")));
        messages.add(message);
        return message;
    }

    private String status() {
        var status = object(
                "\"id\":\"wamid." + id++ + "\"",
                "\"recipient_id\":\"3460" + random.nextInt(3) + "\"",
                "\"status\":\"sent\"",
                "\"pricing\":" + object("\"billable\":true"));
        statuses.add(status);
        return status;
    }

    private String text() {
        return "\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }

    private String object(String... members) {
        var shuffled = new ArrayList<>(List.of(members));
        Collections.shuffle(shuffled, random);
        return "{" + space() + String.join(space() + "," + space(), shuffled) + space() + "}";
    }

    private String list(int size, java.util.function.Supplier<String> element) {
        var elements = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            elements.add(element.get());
        }
        return "[" + String.join(",", elements) + "]";
    }
}
