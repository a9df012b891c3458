package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.log.LogUnavailable;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.gateway.group.GroupAppend;
import com.eventfulhq.gateway.whatsapp.CallbackMeters.Rejection;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Meta's two calls, taken before WebFlux: on this path there is no filter, no codec and no observation, only what the story
 * needs.
 *
 * <pre>too large?  → 413, the rest is not read
 * signature?  → 401, nothing is kept
 * split → append → acknowledged: 200; not within a second: 503, Meta sends it again</pre>
 */
final class WebhookRoutes implements NettyRouteProvider {

    private static final AsciiString PLAIN_TEXT = AsciiString.cached("text/plain; charset=utf-8");
    private static final AsciiString NO_SNIFF_HEADER = AsciiString.cached("X-Content-Type-Options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");
    private static final AsciiString ONE_SECOND = AsciiString.cached("1");

    private final String path;
    private final int maxBody;
    private final Duration linger;
    private final Handshake handshake;
    private final SignatureVerifier signatures;
    private final Records records;
    private final GroupAppend log;
    private final CallbackMeters meters;

    WebhookRoutes(WhatsAppSettings settings, Records records, GroupAppend log, CallbackMeters meters) {
        this.path = settings.path();
        this.maxBody = Math.toIntExact(settings.maxBody().toBytes());
        this.linger = settings.linger();
        this.handshake = new Handshake(settings.verifyToken());
        this.signatures = new SignatureVerifier(settings.appSecrets());
        this.records = records;
        this.log = log;
        this.meters = meters;
    }

    @Override
    public HttpServerRoutes apply(HttpServerRoutes routes) {
        return routes.route(request -> is(HttpMethod.POST, request), this::callback)
                .route(request -> is(HttpMethod.GET, request), this::handshake);
    }

    private boolean is(HttpMethod method, HttpServerRequest request) {
        var uri = request.uri();
        return request.method().equals(method)
                && uri.startsWith(path)
                && (uri.length() == path.length() || uri.charAt(path.length()) == '?');
    }

    private Publisher<Void> handshake(HttpServerRequest request, HttpServerResponse response) {
        var challenge = handshake.answer(request.uri());
        if (challenge.isEmpty()) {
            return reject(response, Rejection.VERIFY_TOKEN);
        }
        return response.header(HttpHeaderNames.CONTENT_TYPE, PLAIN_TEXT)
                .header(NO_SNIFF_HEADER, NO_SNIFF)
                .sendString(Mono.just(challenge.get()));
    }

    private Publisher<Void> callback(HttpServerRequest request, HttpServerResponse response) {
        var headers = request.requestHeaders();
        long announced = announced(headers.get(HttpHeaderNames.CONTENT_LENGTH));
        if (announced > maxBody) {
            return tooLarge(request, response);
        }
        @Nullable String signature = headers.get(SignatureVerifier.HEADER);
        if (signature == null || !SignatureVerifier.wellFormed(signature)) {
            return reject(response, Rejection.SIGNATURE);
        }
        long started = System.nanoTime();
        var loop = ((ChannelOperations<?, ?>) request).channel().eventLoop();
        var traceparent = headers.get(TraceContext.HEADER);
        return request.receive()
                .collect(() -> new Body(announced, maxBody), Body::add)
                .flatMap(body -> take(loop, body.take(), signature, traceparent, started, response))
                .onErrorResume(Body.TooLarge.class, e -> tooLarge(request, response));
    }

    private Mono<Void> take(
            EventLoop loop,
            byte[] body,
            String signature,
            @Nullable String traceparent,
            long started,
            HttpServerResponse response) {
        if (!signatures.verifies(signature, body)) {
            return reject(response, Rejection.SIGNATURE);
        }
        var pieces = CallbackSplitter.split(body);
        return log.append(loop, records.of(pieces, TraceContext.continued(traceparent)))
                .then(Mono.defer(() -> {
                    meters.accepted(pieces, body.length, started);
                    return response.send().then();
                }))
                .onErrorResume(LogUnavailable.class, e -> reject(response, Rejection.LOG_UNAVAILABLE));
    }

    private Mono<Void> reject(HttpServerResponse response, Rejection reason) {
        meters.rejected(reason);
        var refusal =
                switch (reason) {
                    case SIGNATURE -> response.status(HttpResponseStatus.UNAUTHORIZED);
                    case VERIFY_TOKEN -> response.status(HttpResponseStatus.FORBIDDEN);
                    case TOO_LARGE -> response.status(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
                    case LOG_UNAVAILABLE ->
                        response.status(HttpResponseStatus.SERVICE_UNAVAILABLE)
                                .header(HttpHeaderNames.RETRY_AFTER, ONE_SECOND);
                };
        return refusal.send().then();
    }

    /**
     * Answers before the body has come, and then reads on for a moment what nobody keeps: a connection that is closed on a
     * sender who still sends is reset, and the answer is lost with it (RFC 9112, section 9.6).
     */
    private Mono<Void> tooLarge(HttpServerRequest request, HttpServerResponse response) {
        meters.rejected(Rejection.TOO_LARGE);
        return response.status(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)
                .keepAlive(false)
                // Of no announced length, or the answer would be complete, and the connection closed, right after its
                // head.
                .chunkedTransfer(true)
                .sendHeaders()
                .then()
                .then(Mono.defer(() -> request.receive().take(linger).then()))
                .onErrorComplete();
    }

    private static long announced(@Nullable String contentLength) {
        if (contentLength == null) {
            return -1;
        }
        try {
            return Long.parseLong(contentLength);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
