package com.eventfulhq.infra.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What the gateway is measured against: a bare Reactor Netty handler that reads the same body, checks the HMAC and answers
 * 200 without storing anything. A process of its own, as the gateway is.
 */
public final class BareHandler {

    private static final String ALGORITHM = "HmacSHA256";

    private final ThreadLocalMac macs;

    private BareHandler(String secret) {
        this.macs = new ThreadLocalMac(secret);
    }

    /** Arguments: port, app secret. Prints one line when it listens. */
    public static void main(String[] arguments) {
        var handler = new BareHandler(arguments[1]);
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .route(routes -> routes.post("/webhooks/whatsapp", handler::answer))
                .bindNow();
        System.out.println("bare handler ready on 127.0.0.1:" + server.port());
        server.onDispose().block();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        var signature = request.requestHeaders().get("X-Hub-Signature-256", "");
        return request.receive()
                .aggregate()
                .map(body -> signed(body, signature))
                .flatMap(valid -> response.status(valid ? 200 : 401)
                        .header("Content-Length", "0")
                        .send());
    }

    private boolean signed(ByteBuf body, String signature) {
        var bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        var expected = "sha256=" + HexFormat.of().formatHex(macs.get().doFinal(bytes));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
    }

    /** One keyed Mac per event loop: it is not safe to share. */
    private static final class ThreadLocalMac extends io.netty.util.concurrent.FastThreadLocal<Mac> {
        private final SecretKeySpec key;

        ThreadLocalMac(String secret) {
            this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        }

        @Override
        protected Mac initialValue() throws GeneralSecurityException {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        }
    }
}
