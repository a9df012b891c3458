package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Tokens;
import com.eventfulhq.gateway.realtime.socket.Connection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Answers one session's commands: who the client is, and what it is subscribed to. Used on the connection's event loop only. */
final class Desk {

    /** Opens a desk for each session; what all of them share is in here. */
    record Opener(Tokens tokens, Watches watches, Duration watchTimeout) {
        Desk open(Connection connection) {
            return new Desk(this, connection);
        }
    }

    private final Opener shared;
    private final Connection connection;
    private final Map<Channel, Watches.Part> subscriptions = new EnumMap<>(Channel.class);
    private boolean closed;

    private Desk(Opener shared, Connection connection) {
        this.shared = shared;
        this.connection = connection;
    }

    /** The answer; fails with a {@link ProblemException} if there is a reason to refuse. */
    Mono<byte[]> answer(Command command) {
        return switch (command) {
            case Command.Connect connect -> connect(connect);
            case Command.Subscribe subscribe -> Mono.defer(() -> subscribe(subscribe));
            case Command.Unsubscribe unsubscribe -> Mono.fromSupplier(() -> unsubscribe(unsubscribe));
            case Command.Ping ping -> Mono.just(pong(ping.id()));
            case Command.Malformed malformed -> Mono.error(ProblemException.of(malformed.code(), malformed.detail()));
        };
    }

    private Scheduler loop() {
        return Schedulers.fromExecutor(connection.loop());
    }

    private static byte[] pong(@Nullable String id) {
        return id == null ? Frames.PONG : Frames.ok(id);
    }

    private Mono<byte[]> connect(Command.Connect command) {
        return shared.tokens().verify(command.token()).publishOn(loop()).map(verified -> {
            connected(verified);
            return Frames.ok(command.id(), welcome(verified));
        });
    }

    private static Map<String, Object> welcome(Caller caller) {
        var welcome = new LinkedHashMap<String, Object>();
        var expiresAt = caller.expiresAt();
        if (expiresAt != null) {
            welcome.put("expires_at", expiresAt.toString());
        }
        return welcome;
    }

    /**
     * A verified token came: the first, or the next of the same caller, which prolongs the connection.
     *
     * @throws ProblemException {@link ErrorCode#CONFLICT} if it is another caller's
     */
    private void connected(Caller next) {
        var caller = connection.caller();
        if (caller != null
                && !(caller.subject().equals(next.subject()) && Objects.equals(caller.teamId(), next.teamId()))) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "token: of another caller (expected: a new token of the same)");
        }
        connection.connected(next);
        subscriptions.keySet().stream()
                .filter(channel -> !mayStill(channel, next))
                .toList()
                .forEach(this::leave);
    }

    private static boolean mayStill(Channel channel, Caller caller) {
        try {
            channel.of(caller);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private Mono<byte[]> subscribe(Command.Subscribe command) {
        var live = command.channel().of(known());
        var part = subscriptions.computeIfAbsent(
                command.channel(), channel -> shared.watches().join(live, connection));
        return part.ready()
                .timeout(shared.watchTimeout())
                .publishOn(loop())
                .onErrorMap(TimeoutException.class, e -> unavailable(command.channel(), e))
                .thenReturn(Frames.ok(command.id()))
                .doOnError(error -> leave(command.channel()));
    }

    private static ProblemException unavailable(Channel channel, Throwable cause) {
        return ProblemException.unavailable(channel.word() + ": cannot be watched now", 1, cause);
    }

    private byte[] unsubscribe(Command.Unsubscribe command) {
        known();
        leave(command.channel());
        return Frames.ok(command.id());
    }

    private Caller known() {
        var caller = connection.caller();
        if (caller == null || closed) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "not connected (expected: connect first)");
        }
        return caller;
    }

    private void leave(Channel channel) {
        var part = subscriptions.remove(channel);
        if (part != null) {
            part.leave().dispose();
        }
    }

    /** The socket is gone: nothing is watched for it any more, and nothing will be. */
    void close() {
        closed = true;
        subscriptions.values().forEach(part -> part.leave().dispose());
        subscriptions.clear();
    }
}
