package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The sockets in a server of their own, with a layer above that says everything back; what is no socket is answered "http". */
final class EchoServer implements Door, AutoCloseable {

    final Queue<Connection> open = new ConcurrentLinkedQueue<>();
    final Deque<Channel> channels = new ConcurrentLinkedDeque<>();
    final Queue<Integer> lengths = new ConcurrentLinkedQueue<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Sockets sockets;
    private final DisposableServer server;
    private volatile boolean answering = true;
    private volatile int answerBytes;

    EchoServer(Map<String, String> properties) {
        var settings = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("eventful.realtime", SocketSettings.class);
        var admission = new Admission(settings.maxConnections(), settings.handshakes(), System::nanoTime);
        this.sockets = new Sockets(settings, Clock.systemUTC(), admission, new SocketMeters(registry), this);
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnChannelInit((observer, channel, address) -> {
                    channels.add(channel);
                    channel.pipeline()
                            .addAfter(
                                    NettyPipeline.HttpCodec,
                                    Entrance.NAME,
                                    new Entrance(settings, EchoServer::verify, sockets));
                })
                .handle((request, response) -> response.sendString(Mono.just("http")))
                .bindNow();
        sockets.start();
    }

    /** Knows one token; of another one nothing is heard. */
    private static Mono<Caller> verify(String authorization) {
        return switch (authorization) {
            case "Bearer good" -> Mono.just(new Caller("ana", "client", null, null, Set.of(), null));
            case "Bearer slow" -> Mono.never();
            default -> Mono.error(ProblemException.of(ErrorCode.UNAUTHENTICATED, "token: not valid"));
        };
    }

    int port() {
        return server.port();
    }

    /** From now on commands stay unanswered. */
    void holdAnswers() {
        answering = false;
    }

    /** From now on commands are questions, answered a little later with so many bytes. */
    void answerLater(int bytes) {
        answerBytes = bytes;
    }

    /** Answers so many. */
    void release(Connection connection, int count) {
        connection.loop().execute(() -> {
            for (int i = 0; i < count; i++) {
                connection.done();
            }
        });
    }

    @Override
    public void opened(Connection connection) {
        open.add(connection);
    }

    @Override
    public void message(Connection connection, ByteBuf message, boolean binary) {
        lengths.add(message.readableBytes());
        if (!answering) {
            connection.busy();
            return;
        }
        int bytes = answerBytes;
        if (bytes > 0) {
            connection.busy(bytes);
            connection.loop().execute(() -> {
                connection.done(bytes);
                connection.answer(Frame.text(new byte[bytes]));
            });
            return;
        }
        connection.answer(Frame.text(ByteBufUtil.getBytes(message)));
    }

    @Override
    public void tooLarge(Connection connection) {
        connection.answer(Frame.text("too-large".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Override
    public void closed(Connection connection) {
        open.remove(connection);
    }

    List<Connection> connections() {
        return List.copyOf(open);
    }

    @Override
    public void close() {
        sockets.stop();
        server.disposeNow();
    }
}
