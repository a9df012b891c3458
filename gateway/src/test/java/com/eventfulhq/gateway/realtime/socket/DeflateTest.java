package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692) without contexts. */
class DeflateTest {

    private static final int TEXT_DEFLATED = 0xC1;
    private static final Origin NOWHERE = () -> Frame.text(new byte[0]);

    private static EchoServer server;

    @BeforeAll
    static void start() {
        server = new EchoServer(Map.of("eventful.realtime.deflate", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | true",
                "permessage-deflate; client_max_window_bits | true",
                "permessage-deflate; client_max_window_bits=10; server_no_context_takeover | true",
                "permessage-deflate; server_max_window_bits=10 | false",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | true",
                "permessage-deflate; foo=1 | false",
                "permessage-deflate; client_max_window_bits=16 | false",
                "permessage-bzip2 | false"
            })
    void agreesToOffersItCanKeep(String offer, boolean agrees) throws IOException {
        var headers = RawClient.headers();
        headers.put("Sec-WebSocket-Extensions", offer);
        try (var client = new RawClient(server.port())) {
            client.request("GET", "/v1/realtime", headers);

            assertThat(client.head().contains("server_no_context_takeover; client_no_context_takeover"))
                    .isEqualTo(agrees);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 60_000})
    void readsWhatIsDeflatedWholeAndInPieces(int length) throws IOException {
        var text = "é".repeat(length / 2);
        var deflated = deflate(text.getBytes(UTF_8));
        try (var client = client()) {
            int half = deflated.length / 2;
            client.bytes(RawClient.frame(TEXT_DEFLATED, deflated))
                    .bytes(RawClient.frame(0x41, Arrays.copyOf(deflated, half)))
                    .bytes(RawClient.frame(0x80, Arrays.copyOfRange(deflated, half, deflated.length)))
                    .bytes(RawClient.text("plain"));

            assertThat(client.hear().text()).isEqualTo(text);
            assertThat(client.hear().text()).isEqualTo(text);
            assertThat(client.hear().text()).isEqualTo("plain");
        }
    }

    @Test
    void refusesABomb() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(TEXT_DEFLATED, deflate(new byte[10_000_000])));

            assertThat(client.hear().code()).isEqualTo(1009);
        }
    }

    @Test
    void refusesWhatIsNotDeflatedOrNotUtf8() throws IOException {
        try (var garbage = client();
                var bytes = client()) {
            garbage.bytes(RawClient.frame(TEXT_DEFLATED, new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2, 3}));
            bytes.bytes(RawClient.frame(TEXT_DEFLATED, deflate(new byte[] {'a', (byte) 0xFF})));

            assertThat(garbage.hear().code()).isEqualTo(1002);
            assertThat(bytes.hear().code()).isEqualTo(1007);
        }
    }

    @Test
    void refusesACompressedContinuation() throws IOException {
        try (var client = client()) {
            client.bytes(RawClient.frame(0x41, new byte[0])).bytes(RawClient.frame(0xC0, new byte[0]));

            assertThat(client.hear().code()).isEqualTo(1002);
        }
    }

    @Test
    void pushesLargeFramesDeflatedToWhomItAgreedWithOnly() throws IOException, DataFormatException {
        var text = "{\"push\":\"inbox\",\"events\":[]}".repeat(100);
        await().until(() -> server.open.isEmpty());
        try (var deflating = client();
                var plain = RawClient.upgraded(server.port(), RawClient.headers())) {
            await().until(() -> server.open.size() == 2);
            var large = Frame.text(text.getBytes(UTF_8));
            var small = Frame.text("small".getBytes(UTF_8));
            for (var connection : server.connections()) {
                connection.loop().execute(() -> {
                    connection.push(large, NOWHERE);
                    connection.push(small, NOWHERE);
                });
            }

            var frame = deflating.hear();
            assertThat(frame.deflated()).isTrue();
            assertThat(frame.payload()).hasSizeLessThan(text.length() / 5);
            assertThat(new String(inflate(frame.payload(), text.length()), UTF_8))
                    .isEqualTo(text);
            assertThat(deflating.hear().text()).isEqualTo("small");
            assertThat(plain.hear().text()).isEqualTo(text);
        }
    }

    private static RawClient client() throws IOException {
        var headers = RawClient.headers();
        headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
        return RawClient.upgraded(server.port(), headers);
    }

    private static byte[] deflate(byte[] bytes) {
        var deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        var out = new byte[bytes.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static byte[] inflate(byte[] bytes, int length) throws DataFormatException {
        var inflater = new Inflater(true);
        inflater.setInput(bytes);
        var out = new byte[length];
        inflater.inflate(out);
        inflater.end();
        return out;
    }
}
