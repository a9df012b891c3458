package com.eventfulhq.infra.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One command to Redis on a connection of its own: enough to look at it and to make it forget, without a client library. */
final class RedisCall {

    private static final int TIMEOUT_MILLIS = 5_000;

    private RedisCall() {}

    /** The answer as texts: one for a simple or bulk string or a number, several for an array. */
    static List<String> to(int port, String... words) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(command(words).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            var answer = new ArrayList<String>();
            read(new BufferedInputStream(socket.getInputStream()), answer);
            return answer;
        }
    }

    private static String command(String... words) {
        var command = new StringBuilder("*" + words.length + "\r\n");
        for (var word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return command.toString();
    }

    private static void read(InputStream in, List<String> answer) throws IOException {
        var line = line(in);
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '-' -> throw new IOException("Redis: " + rest);
            case '$' -> answer.add(bulk(in, Integer.parseInt(rest)));
            case '*' -> {
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    read(in, answer);
                }
            }
            default -> answer.add(rest);
        }
    }

    private static String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var bytes = in.readNBytes(length + 2);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis: closed the connection");
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }
}
