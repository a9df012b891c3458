package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.gateway.realtime.Outbox.Frame;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One socket, from the handshake to the goodbye. Everything here happens on the socket's event loop; only pushes come from
 * elsewhere, and they go no further than the outbox.
 *
 * <pre>
 * handshake ──token──▶ connected ──subscribe──▶ watching
 *     │ 4401              │ 4301 when the token ends, unless a new one came
 *     └───────────────────┴──▶ closed (also: 4003, 4004, 4300, 4408, 4500, or the client leaves)</pre>
 */
final class Session implements Watches.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** How long the last frame may take; a reader who is stalled will not take that one either. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** How many times per shortest period the periods are looked at. */
    private static final int LOOKS = 5;

    private final WebSocketSession socket;
    private final Channel connection;
    private final RealtimeSettings settings;
    private final RealtimeMeters meters;
    private final Desk desk;
    private final Outbox outbox;
    private final Scheduler loop;
    private final Sinks.One<Goodbye> goodbye = Sinks.one();

    private int errors;
    private long heardAt = System.nanoTime();
    private long pingedAt = heardAt;
    private long writingSince;
    private boolean writing;
    private @Nullable Goodbye said;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> watchdog;

    Session(
            WebSocketSession socket,
            Channel connection,
            RealtimeSettings settings,
            RealtimeMeters meters,
            Desk.Opener desk) {
        this.socket = socket;
        this.connection = connection;
        this.settings = settings;
        this.meters = meters;
        this.outbox = new Outbox(settings.outbox().toBytes());
        this.loop = Schedulers.fromExecutor(connection.eventLoop());
        this.desk = desk.open(this, loop);
    }

    /** Lives until either side has had enough. */
    Mono<Void> run(@Nullable Caller caller) {
        return Mono.defer(() -> {
                    begin(caller);
                    return Mono.firstWithSignal(reading(), writing());
                })
                .subscribeOn(loop)
                .onErrorResume(error -> {
                    LOG.debug("socket: broken off", error);
                    return Mono.empty();
                })
                .doFinally(signal -> connection.eventLoop().execute(this::finish));
    }

    private void begin(@Nullable Caller caller) {
        var period = List.of(settings.heartbeat(), settings.stall(), settings.silence()).stream()
                        .mapToLong(Duration::toMillis)
                        .min()
                        .orElseThrow()
                / LOOKS;
        watchdog = connection.eventLoop().scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
        endsIn(Goodbye.NOT_CONNECTED, settings.connectTimeout());
        if (caller != null) {
            desk.connected(caller);
        }
    }

    private void finish() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        desk.close();
        meters.closed(said);
    }

    // In.

    private Mono<Void> reading() {
        // Text is taken out of the buffer before anything is queued: the buffer is only ours for now.
        return socket.receive()
                .doOnNext(message -> heardAt = System.nanoTime())
                .mapNotNull(this::command)
                .concatMap(this::answer)
                .then();
    }

    private @Nullable Command command(WebSocketMessage message) {
        return switch (message.getType()) {
            case TEXT -> Command.read(message.getPayloadAsText());
            case BINARY -> {
                end(Goodbye.BINARY);
                yield null;
            }
            case PING, PONG -> null;
        };
    }

    private Mono<Void> answer(Command command) {
        return desk.answer(command)
                .onErrorResume(error -> Mono.just(refusal(command, error)))
                .doOnNext(answer -> say(new Frame.Answer(answer)))
                .then();
    }

    private byte[] refusal(Command command, Throwable error) {
        if (++errors > settings.maxErrors()) {
            end(Goodbye.TOO_MANY_ERRORS);
        }
        if (error instanceof ProblemException problem) {
            var detail = problem.getBody().getDetail();
            return Frames.error(
                    command.id(),
                    problem.code(),
                    detail == null ? problem.code().title() : detail);
        }
        LOG.error("socket: a command failed", error);
        return Frames.error(command.id(), ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
    }

    // Out.

    @Override
    public void pushed(byte[] frame) {
        meters.offered(outbox.offer(new Frame.Push(frame)));
    }

    @Override
    public void missed() {
        meters.offered(outbox.offer(new Frame.Lag()));
    }

    private void say(Frame frame) {
        if (outbox.offer(frame) == Outbox.Offer.FULL) {
            end(Goodbye.STALLED);
        }
    }

    private Mono<Void> writing() {
        return Mono.defer(outbox::next)
                .publishOn(loop)
                .flatMap(this::write)
                .repeat()
                .takeUntilOther(goodbye.asMono())
                .then(goodbye.asMono())
                .flatMap(this::close);
    }

    private Mono<Void> write(List<Frame> frames) {
        writing = true;
        writingSince = System.nanoTime();
        return socket.send(Flux.fromIterable(frames).map(this::message)).doOnSuccess(done -> {
            writing = false;
            outbox.written();
        });
    }

    private WebSocketMessage message(Frame frame) {
        var type =
                switch (frame) {
                    case Frame.Ping ping -> WebSocketMessage.Type.PING;
                    case Frame.Answer answer -> WebSocketMessage.Type.TEXT;
                    case Frame.Push push -> WebSocketMessage.Type.TEXT;
                    case Frame.Lag lag -> WebSocketMessage.Type.TEXT;
                };
        return new WebSocketMessage(type, socket.bufferFactory().wrap(frame.bytes()));
    }

    // Time.

    private void look() {
        long now = System.nanoTime();
        boolean stalled = writing && now - writingSince > settings.stall().toNanos();
        boolean silent = now - heardAt > settings.silence().toNanos();
        if (stalled || silent) {
            end(Goodbye.STALLED);
        } else if (now - pingedAt >= settings.heartbeat().toNanos()) {
            pingedAt = now;
            say(new Frame.Ping(new byte[0]));
        }
    }

    /** From now on the connection ends in this way at that time, unless another end is set. */
    void endsIn(Goodbye reason, Duration delay) {
        forever();
        deadline = connection.eventLoop().schedule(() -> end(reason), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No end is set any more. */
    void forever() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Ends the connection from any thread. */
    void end(Goodbye reason, Duration delay) {
        var unused = connection.eventLoop().schedule(() -> end(reason), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(Goodbye reason) {
        if (said == null) {
            said = reason;
            goodbye.tryEmitValue(reason);
        }
    }

    private Mono<Void> close(Goodbye reason) {
        return socket.close(reason.status()).timeout(LAST_WORD).onErrorResume(error -> {
            var unused = connection.close();
            return Mono.empty();
        });
    }
}
