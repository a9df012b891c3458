package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A client that may break every rule: bytes out, frames in. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    /** One frame of the server's; of payloads only their bytes. */
    record Heard(int first, byte[] payload) {
        int opcode() {
            return first & 0x0F;
        }

        boolean deflated() {
            return (first & 0x40) != 0;
        }

        String text() {
            return new String(payload, UTF_8);
        }

        /** A close frame's code. */
        int code() {
            return payload.length < 2 ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }
    }

    RawClient(int port) throws IOException {
        this.socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    /** The headers of a handshake as it should be. */
    static Map<String, String> headers() {
        var headers = new java.util.LinkedHashMap<String, String>();
        headers.put("Host", "localhost");
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "keep-alive, Upgrade");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("Sec-WebSocket-Protocol", "eventful.v1");
        return headers;
    }

    static RawClient upgraded(int port, Map<String, String> headers) throws IOException {
        var client = new RawClient(port);
        client.request("GET", "/v1/realtime", headers);
        var head = client.head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        return client;
    }

    static byte[] request(String method, String path, Map<String, String> headers, String body) {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").append(body).toString().getBytes(ISO_8859_1);
    }

    void request(String method, String path, Map<String, String> headers) throws IOException {
        bytes(request(method, path, headers, ""));
    }

    /** The head of an answer. */
    String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(ISO_8859_1);
    }

    String body(int length) throws IOException {
        return new String(in.readNBytes(length), UTF_8);
    }

    /** Everything until the server closes. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    RawClient bytes(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The server has had enough; what it said before is still read.
        }
        return this;
    }

    /** So many bytes at a time. */
    RawClient bytes(byte[] bytes, int chop) throws IOException {
        for (int i = 0; i < bytes.length; i += chop) {
            bytes(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + chop)));
        }
        return this;
    }

    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, payload.length);
    }

    /** A masked frame that announces another length than it has. */
    static byte[] frame(int first, byte[] payload, long announced) {
        int header = announced < 126 ? 2 : announced <= 0xFFFF ? 4 : 10;
        var frame = new byte[header + 4 + payload.length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | (header == 2 ? (int) announced : header == 4 ? 126 : 127));
        for (int i = 2; i < header; i++) {
            frame[i] = (byte) (announced >> (8 * (header - 1 - i)));
        }
        var mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        System.arraycopy(mask, 0, frame, header, 4);
        for (int i = 0; i < payload.length; i++) {
            frame[header + 4 + i] = (byte) (payload[i] ^ mask[i & 3]);
        }
        return frame;
    }

    static byte[] text(String text) {
        return frame(0x81, text.getBytes(UTF_8));
    }

    static byte[] close(int code, byte[] reason) {
        var payload = new byte[2 + reason.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(reason, 0, payload, 2, reason.length);
        return frame(0x88, payload);
    }

    Heard hear() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length > 127) {
            throw new IOException("masked by the server");
        }
        long full = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        return new Heard(first, in.readNBytes((int) full));
    }

    /** Whether the server has closed its side. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
