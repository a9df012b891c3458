package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.eventfulhq.common.problem.ErrorCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handshake asks for (RFC 6455, section 4.2), decided from its head alone. */
sealed interface Handshake {

    /** The subprotocol all our frames are of. */
    String PROTOCOL = "eventful.v1";

    /**
     * It may become a socket.
     *
     * @param accept        the value of {@code Sec-WebSocket-Accept}
     * @param authorization the token to verify first; null if it comes with the first frame
     * @param deflate       whether compression was offered in a way we agree to
     */
    record Valid(String accept, @Nullable String authorization, boolean deflate) implements Handshake {}

    record Refused(Refusal refusal) implements Handshake {}

    /** Reads a request for our path. */
    static Handshake read(HttpRequest request, SocketSettings settings) {
        var headers = request.headers();
        var refusal = refusal(request, headers, settings.origins());
        if (refusal != null) {
            return new Refused(refusal);
        }
        var key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY).trim();
        return new Valid(
                accept(key),
                headers.get(HttpHeaderNames.AUTHORIZATION),
                settings.deflate() && DeflateOffer.isAgreeable(headers));
    }

    private static @Nullable Refusal refusal(HttpRequest request, HttpHeaders headers, List<String> origins) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "method: expected GET")
                    .with(HttpHeaderNames.ALLOW, "GET");
        }
        if (!headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PROTOCOL, false)) {
            return invalid("Sec-WebSocket-Protocol: lacks " + PROTOCOL);
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return invalid("Upgrade: expected websocket");
        }
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "Sec-WebSocket-Version: expected 13")
                    .with(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return invalid("Sec-WebSocket-Key: expected 16 bytes in Base64");
        }
        if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0) {
            return invalid("body: expected none");
        }
        var origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !origins.isEmpty() && !origins.contains(origin)) {
            return new Refusal(HttpResponseStatus.FORBIDDEN, "Origin: not one that may connect");
        }
        return null;
    }

    private static Refusal invalid(String detail) {
        return Refusal.of(ErrorCode.INVALID_REQUEST, detail);
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.trim()).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            var bytes = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
            return Base64.getEncoder().encodeToString(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
