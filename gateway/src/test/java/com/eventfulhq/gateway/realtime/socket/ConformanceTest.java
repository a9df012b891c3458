package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.gateway.realtime.socket.RawClient.Heard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 as the Autobahn test suite asks it; its sections are named beside each group. */
class ConformanceTest {

    private static EchoServer server;

    @BeforeAll
    static void start() {
        server = new EchoServer(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** 1.1: messages of every form of the length, also byte by byte. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "125,1", "126,1", "127,1", "128,0", "65535,997", "65535,0", "65536,997", "65536,0"})
    void saysTextsBack(int length, int chop) throws IOException {
        var text = "*".repeat(length);
        try (var client = client()) {
            var frame = RawClient.text(text);
            client.bytes(frame, chop == 0 ? frame.length : chop);

            assertThat(client.hear().text()).isEqualTo(text);
        }
    }

    /** 1.2. */
    @Test
    void handsBinaryUpUntouched() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x82, new byte[] {(byte) 0xFF, 0, (byte) 0xC0}));

            assertThat(client.hear().payload()).containsExactly(0xFF, 0, 0xC0);
        }
    }

    /** 2.1 to 2.4, 2.10: every ping has its pong, also those of a burst. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 125})
    void answersPings(int length) throws IOException {
        try (var client = client()) {
            var ping = RawClient.frame(0x89, "x".repeat(length).getBytes(UTF_8));
            for (int i = 0; i < 10; i++) {
                client.bytes(ping, 1);
            }
            for (int i = 0; i < 10; i++) {
                var pong = client.hear();
                assertThat(pong.opcode()).isEqualTo(Opcode.PONG);
                assertThat(pong.payload()).hasSize(length);
            }
        }
    }

    /** 2.7, 2.8: a pong nobody asked for is nothing. */
    @Test
    void ignoresPongs() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x8A, "unasked".getBytes(UTF_8))).bytes(RawClient.text("a"));

            assertThat(client.hear().text()).isEqualTo("a");
        }
    }

    /** 2.5, 3, 4, 5 and 7 without the closing handshake: what may not be said, as hexadecimal before masking. */
    @ParameterizedTest
    @CsvSource({
        "ping longer than 125 bytes, 89, 126, 1002",
        "reserved bit 1, C1, 5, 1002",
        "reserved bit 2, A1, 5, 1002",
        "reserved bit 3, 91, 5, 1002",
        "reserved bits of a ping, F9, 0, 1002",
        "reserved opcode 3, 83, 0, 1002",
        "reserved opcode 7, 87, 5, 1002",
        "reserved opcode 11, 8B, 0, 1002",
        "reserved opcode 15, 8F, 5, 1002",
        "ping in pieces, 09, 5, 1002",
        "pong in pieces, 0A, 5, 1002",
        "close in pieces, 08, 2, 1002",
        "continuation of nothing, 80, 5, 1002",
        "continuation of nothing that is not the last, 00, 5, 1002",
        "close of one byte, 88, 1, 1002",
        "close longer than 125 bytes, 88, 126, 1002",
        "text of a megabyte, 81, 1048576, 1009",
        "first piece beyond the limit, 01, 65537, 1009"
    })
    void refusesWhatMayNotBeSaid(String what, String first, int length, int code) throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(
                    HexFormat.fromHexDigits(first),
                    "x".repeat(Math.min(length, 70_000)).getBytes(UTF_8),
                    length));

            assertRefused(client, code);
        }
    }

    @Test
    void refusesWhatIsNotMasked() throws IOException {
        try (var client = client()) {
            client.bytes(new byte[] {(byte) 0x81, 1, 'a'});

            assertRefused(client, 1002);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81FE007D00000000", // 125 in two bytes
                "81FF000000000000FFFF00000000", // 65535 in eight
                "81FF800000000000000000000000" // more than there can be
            })
    void refusesLengthsNotInTheirShortestForm(String header) throws IOException {
        try (var client = client()) {
            client.bytes(HexFormat.of().parseHex(header));

            assertRefused(client, 1002);
        }
    }

    /** 5.3 to 5.8, 5.19: pings and pongs between the pieces of a message. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void takesMessagesInPiecesWithPingsBetween(int chop) throws IOException {
        try (var client = client()) {
            var all = new ByteArrayOutputStream();
            all.write(RawClient.frame(0x01, "he".getBytes(UTF_8)));
            all.write(RawClient.frame(0x89, "1".getBytes(UTF_8)));
            all.write(RawClient.frame(0x00, new byte[0]));
            all.write(RawClient.frame(0x89, "2".getBytes(UTF_8)));
            all.write(RawClient.frame(0x80, "llo".getBytes(UTF_8)));
            all.write(RawClient.text("next"));
            client.bytes(all.toByteArray(), chop);

            assertThat(client.hear().text()).isEqualTo("1");
            assertThat(client.hear().text()).isEqualTo("2");
            assertThat(client.hear().text()).isEqualTo("hello");
            assertThat(client.hear().text()).isEqualTo("next");
        }
    }

    /** 5.18: a message within a message. */
    @Test
    void refusesAMessageWithinAMessage() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x01, "a".getBytes(UTF_8))).bytes(RawClient.text("b"));

            assertRefused(client, 1002);
        }
    }

    /** 6.2, 6.6 to 6.23: what is UTF-8, whole, in pieces and byte by byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello-µ@ßöäüàá-UTF-8!!",
                "κόσμε",
                "\u0000",
                "\u007f\u0080\u07ff\u0800\uffff",
                "\ud7ff\ue000\ufffd",
                "\ud800\udc00\udbff\udfff",
                "12345678é12345678€12345678😀12345678"
            })
    void takesUtf8(String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        try (var client = client()) {
            client.bytes(RawClient.text(text)).bytes(RawClient.text(text), 1);
            for (int i = 0; i < bytes.length; i++) {
                int fin = i == bytes.length - 1 ? 0x80 : 0;
                client.bytes(RawClient.frame(fin | (i == 0 ? 1 : 0), new byte[] {bytes[i]}));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(client.hear().text()).isEqualTo(text);
            }
        }
    }

    /** 6.3, 6.5 to 6.23: what is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cebae1bdb9cf83cebcceb5eda080656469746564",
                "80",
                "bf",
                "8080",
                "c0af",
                "c1bf",
                "c2",
                "e080af",
                "e0a0",
                "eda080",
                "edbfbf",
                "eda080edb080",
                "f0808080",
                "f08fbfbf",
                "f48fbfbfff",
                "f4908080",
                "f5808080",
                "f888808080",
                "fe",
                "ff",
                "6161616161616161c3",
                "61616161616161e282",
                "f09f98"
            })
    void refusesWhatIsNotUtf8(String hex) throws IOException {
        var bytes = HexFormat.of().parseHex(hex);
        try (var whole = client();
                var chopped = client();
                var pieces = client()) {
            whole.bytes(RawClient.frame(0x81, bytes));
            chopped.bytes(RawClient.frame(0x81, bytes), 1);
            for (int i = 0; i < bytes.length; i++) {
                int fin = i == bytes.length - 1 ? 0x80 : 0;
                pieces.bytes(RawClient.frame(fin | (i == 0 ? 1 : 0), new byte[] {bytes[i]}));
            }
            assertRefused(whole, 1007);
            assertRefused(chopped, 1007);
            assertRefused(pieces, 1007);
        }
    }

    /** 6.4: at the first wrong byte, not at the end of the message. */
    @Test
    void refusesTheFirstWrongByte() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x01, new byte[] {(byte) 0xF4, (byte) 0x90}, 10));

            assertRefused(client, 1007);
        }
    }

    /** 7.1, 7.3: the closing handshake. */
    @Test
    void answersAGoodbye() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x88, new byte[0])).bytes(RawClient.text("too late"));

            assertThat(client.hear().opcode()).isEqualTo(Opcode.CLOSE);
            assertThat(client.ended()).isTrue();
        }
    }

    /** 7.7. */
    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void answersACodeWithTheSame(int code) throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.close(code, "bye é".getBytes(UTF_8)), 1);

            assertThat(client.hear().code()).isEqualTo(code);
            assertThat(client.ended()).isTrue();
        }
    }

    /** 7.9, 7.13. */
    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void refusesCodesNobodyMaySend(int code) throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.close(code, new byte[0]));

            assertRefused(client, 1002);
        }
    }

    /** 7.5. */
    @Test
    void refusesAReasonThatIsNotUtf8() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.close(1000, new byte[] {(byte) 0xCE, (byte) 0xBA, (byte) 0xED, (byte) 0xA0}));

            assertRefused(client, 1007);
        }
    }

    /** What is honestly announced and too long is skipped; who sends it is told and stays. */
    @ParameterizedTest
    @ValueSource(ints = {65_537, 300_000, 1_048_575})
    void skipsWhatIsTooLong(int length) throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.text("x".repeat(length))).bytes(RawClient.text("after"));

            assertThat(client.hear().text()).isEqualTo("too-large");
            assertThat(client.hear().text()).isEqualTo("after");
        }
    }

    /** Of a message in pieces nobody knows how long it gets. */
    @Test
    void refusesPiecesBeyondTheLimit() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x01, new byte[40_000])).bytes(RawClient.frame(0x80, new byte[40_000]));

            assertRefused(client, 1009);
        }
    }

    private static RawClient client() throws IOException {
        return RawClient.upgraded(server.port(), RawClient.headers());
    }

    private static void assertRefused(RawClient client, int code) throws IOException {
        Heard close = client.hear();
        assertThat(close.opcode()).isEqualTo(Opcode.CLOSE);
        assertThat(close.code()).isEqualTo(code);
        assertThat(client.ended()).isTrue();
    }
}
