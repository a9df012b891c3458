package com.eventfulhq.gateway.realtime.socket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/** What a client offers of permessage-deflate (RFC 7692, section 7.1), and the one thing we agree to. */
final class DeflateOffer {

    /** Without contexts neither side keeps a dictionary, and one compressed frame serves all readers. */
    static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private DeflateOffer() {}

    /** Whether one of the offers can be answered so. */
    static boolean isAgreeable(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(DeflateOffer::fits);
    }

    private static boolean fits(String offer) {
        var parts = Arrays.stream(offer.split(";")).map(String::trim).toList();
        return parts.getFirst().equals("permessage-deflate")
                && parts.stream().skip(1).distinct().count() == parts.size() - 1
                && parts.stream().skip(1).allMatch(DeflateOffer::isParameter);
    }

    /** Our deflater uses the full window, so one who can only take a smaller one gets no compression. */
    private static boolean isParameter(String parameter) {
        return switch (parameter.replace(" ", "").replace("\"", "")) {
            case "server_no_context_takeover",
                    "client_no_context_takeover",
                    "client_max_window_bits",
                    "server_max_window_bits=15" -> true;
            default -> parameter.matches("client_max_window_bits *= *\"?(8|9|1[0-5])\"?");
        };
    }
}
