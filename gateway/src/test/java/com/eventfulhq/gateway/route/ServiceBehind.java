package com.eventfulhq.gateway.route;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service that remembers what it was asked and answers as the test says. */
final class ServiceBehind implements AutoCloseable {

    /** A request as it arrived. */
    record Seen(String method, String uri, HttpHeaders headers, String body) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer = this::remember;
    private DisposableServer server = bind(0);

    private DisposableServer bind(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .channelGroup(connections)
                .handle((request, response) -> {
                    calls.incrementAndGet();
                    return answer.apply(request, response);
                })
                .bindNow();
    }

    private Publisher<Void> remember(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .doOnNext(body -> seen.add(new Seen(
                        request.method().name(),
                        request.uri(),
                        request.requestHeaders().copy(),
                        body)))
                .then(Mono.defer(() -> response.status(202)
                        .header("X-Answer", "yes")
                        .header("Keep-Alive", "timeout=5")
                        .header("Proxy-Authenticate", "Basic")
                        .header("Location", uri() + "/v1/whatsapp/messages/1")
                        .sendString(Mono.just("{\"answered\":true}"))
                        .then()));
    }

    void answers(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> other) {
        answer = other;
    }

    void reset() {
        answer = this::remember;
        seen.clear();
        calls.set(0);
    }

    String uri() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Also hangs up on those who keep a connection for later. */
    void stop() {
        connections.close().awaitUninterruptibly();
        server.disposeNow();
    }

    void startAgain() {
        server = bind(server.port());
    }

    @Override
    public void close() {
        stop();
    }
}
