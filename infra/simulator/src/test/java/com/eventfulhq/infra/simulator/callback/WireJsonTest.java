package com.eventfulhq.infra.simulator.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class WireJsonTest {
    private static final Pattern UPPERCASE_ESCAPE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u[0-9a-f]{0,3}[A-F]");

    @Test
    void writesAnythingBeyondAsciiAsLowercaseEscapes() {
        assertThat(wire(WireJson.META, "Jörg 🎉 über")).isEqualTo("\"J\\u00f6rg \\ud83c\\udf89 \\u00fcber\"");
    }

    @Test
    void escapesSlashesAsMetaDoes() {
        assertThat(wire(WireJson.META, "https://x")).isEqualTo("\"https:\\/\\/x\"");
    }

    @Test
    void leavesSlashesAloneInTheOtherProfile() {
        assertThat(wire(WireJson.PLAIN_SLASHES, "https://x/é")).isEqualTo("\"https://x/\\u00e9\"");
    }

    @RepeatedTest(200)
    void keepsAnyTextAndLeavesOnlyAscii(RepetitionInfo repetition) {
        var text = anyText(new Random(repetition.getCurrentRepetition()));

        var bytes = WireJson.META.bytes(JsonNodeFactory.instance.stringNode(text));

        assertThat(JsonMapper.shared().readTree(bytes).asString()).isEqualTo(text);
        for (byte each : bytes) {
            assertThat(each).isBetween((byte) 0x20, (byte) 0x7f);
        }
        assertThat(UPPERCASE_ESCAPE.matcher(new String(bytes, UTF_8)).find()).isFalse();
        assertThat(new String(bytes, UTF_8).replace("\\/", "")).doesNotContain("/");
    }

    private static String anyText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            int point =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> 0x80 + random.nextInt(0xD000 - 0x80);
                        case 2 -> 0x10000 + random.nextInt(0xFFFFF);
                        default -> "/\\\"@<%é".charAt(random.nextInt(7));
                    };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static String wire(WireJson json, String text) {
        return new String(json.bytes(JsonNodeFactory.instance.stringNode(text)), UTF_8);
    }
}
