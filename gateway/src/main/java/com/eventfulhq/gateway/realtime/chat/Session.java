package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import com.eventfulhq.gateway.realtime.chat.room.Guest;
import com.eventfulhq.gateway.realtime.chat.room.Listing;
import com.eventfulhq.gateway.realtime.chat.room.Notice;
import com.eventfulhq.gateway.realtime.chat.room.Seat;
import com.eventfulhq.gateway.realtime.socket.Connection;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Goodbye;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: takes its requests, answers them, and holds what it watches. On its event loop only.
 *
 * <pre>
 * opened ──token is being verified: requests wait──▶ connected ──▶ closed
 *    └──────────────(a token with the handshake)───────┘
 * </pre>
 */
final class Session implements Guest {

    /** Ticks between two looks whose token ends soon. */
    static final int WARNING_TICKS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration WARNING = Duration.ofSeconds(60L + WARNING_TICKS);
    private static final Frame LAG = Frame.text(Answers.LAG);
    private static final Frame PONG = Frame.text(Answers.PONG);

    /** Of everything that has no numbers: one notice for all of it. */
    private static final Origin UNNUMBERED = () -> LAG;

    private final Bay bay;
    private final Connection connection;
    private final long number = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    private final Watching watching;
    private final Budget budget;
    private final Patience patience = new Patience();
    private @Nullable Queue<Request> held;
    private @Nullable Instant warnedOf;
    private @Nullable UUID user;
    private @Nullable UUID present;
    private int unanswered;
    private boolean isDue;
    private boolean closed;

    Session(Bay bay, Connection connection) {
        this.bay = bay;
        this.connection = connection;
        this.watching = new Watching(bay, this);
        this.budget = new Budget(bay.node().sessions().maxErrors());
    }

    // Who it is.

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public long number() {
        return number;
    }

    /** Also after the connection is closed: somebody has to be told who has left. */
    @Override
    public UUID user() {
        return Objects.requireNonNull(user, "watches nothing of a person's");
    }

    Bay bay() {
        return bay;
    }

    Watching watching() {
        return watching;
    }

    boolean closed() {
        return closed;
    }

    @Nullable
    Caller caller() {
        return connection.caller();
    }

    Caller known() {
        @Nullable Caller caller = connection.caller();
        if (caller == null || closed) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "not connected (expected: connect first)");
        }
        return caller;
    }

    /**
     * A person who takes part in chats.
     *
     * @throws ProblemException {@link ErrorCode#INSUFFICIENT_SCOPE} if the token does not say so
     */
    UserId person() {
        var caller = known();
        var person = caller.userId();
        if (person == null) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: is not of a person");
        }
        if (!caller.may(Scopes.CHAT)) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: lacks scope " + Scopes.CHAT);
        }
        user = person.value();
        return person;
    }

    // In.

    void take(Request request) {
        if (held != null) {
            hold(held, request);
            return;
        }
        try {
            handle(request);
        } catch (ProblemException problem) {
            refuse(request.id(), problem);
        } catch (RuntimeException e) {
            LOG.error("chat: a request failed", e);
            refuse(request.id(), ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
        }
    }

    private void handle(Request request) {
        switch (request) {
            case Request.Connect connect -> new Connecting(this, connect).begin();
            case Request.Ping ping -> pong(ping.id());
            case Request.Watch watch -> watching.watch(watch);
            case Request.Unwatch unwatch -> watching.unwatch(unwatch);
            case Request.Subscribe subscribe -> watching.subscribe(subscribe);
            case Request.Unsubscribe unsubscribe -> watching.unsubscribe(unsubscribe);
            case Request.Typing typing -> watching.typing(typing);
            case Request.Presence presence -> watching.presence(presence);
            case Request.Occupancy occupancy -> watching.occupancy(occupancy);
            case Request.Read read -> ask(read);
            case Request.Act act -> submit(act);
            case Request.Malformed malformed -> refuse(malformed.id(), malformed.code(), malformed.detail());
        }
    }

    private void pong(@Nullable String id) {
        if (id == null) {
            connection.answer(PONG);
        } else {
            say(Answers.ok(id));
        }
    }

    private void ask(Request.Read read) {
        var ask = read.question().by(person());
        connection.busy(ChatAsk.MOST_BYTES);
        bay.node().asks().ask(bay.loop(), ask, reply -> answer(read.id(), reply));
    }

    private void submit(Request.Act act) {
        var person = person();
        if (unanswered >= bay.node().settings().unanswered()) {
            throw ProblemException.of(ErrorCode.RATE_LIMITED, "more than " + unanswered + " commands are unanswered");
        }
        unanswered++;
        connection.busy();
        bay.node().submissions().submit(bay, this, person, act);
    }

    /** A token is being verified: what comes meanwhile is meant for who it makes the caller. */
    void holdRequests() {
        held = new ArrayDeque<>(2);
    }

    private void hold(Queue<Request> waiting, Request request) {
        if (waiting.size() >= bay.node().settings().unanswered()) {
            refuse(request.id(), ErrorCode.RATE_LIMITED, "too much before the connection is made");
        } else {
            waiting.add(request);
        }
    }

    void takeHeld() {
        var waiting = held;
        held = null;
        while (waiting != null && !waiting.isEmpty()) {
            // One of them may be a connect again.
            take(waiting.remove());
        }
    }

    // Out.

    void say(byte[] answer) {
        connection.answer(Frame.text(answer));
    }

    /** What was asked of the hub is answered. */
    void answer(String id, Reply reply) {
        connection.done(ChatAsk.MOST_BYTES);
        say(reply.answer(id));
        if (reply.kind() == Reply.Kind.REFUSED) {
            spend();
        }
    }

    /** @param takenAt when the command came, in nanoseconds */
    void commandAnswered(String id, byte[] members, long takenAt) {
        unanswered--;
        connection.done();
        say(Answers.of(id, members));
        if (Answers.refuses(members)) {
            spend();
        } else {
            long wait = Answers.wait(members);
            if (wait > 0) {
                toldToWait(wait, takenAt);
            }
        }
    }

    void commandFailed(String id, ErrorCode code, String detail) {
        unanswered--;
        connection.done();
        refuse(id, code, detail);
    }

    void refuse(@Nullable String id, ProblemException problem) {
        @Nullable String detail = problem.getBody().getDetail();
        refuse(id, problem.code(), detail == null ? problem.code().title() : detail);
    }

    void refuse(@Nullable String id, ErrorCode code, String detail) {
        say(Answers.error(id, code, detail));
        if (code == ErrorCode.RATE_LIMITED) {
            toldToWait(Answers.WAIT_MILLIS, System.nanoTime());
        } else if (!code.retryable()) {
            spend();
        }
    }

    /** Asking too much is no error; going on asking in spite of the answer is. */
    private void toldToWait(long millis, long takenAt) {
        if (patience.tell(System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(millis), takenAt)) {
            spend();
        }
    }

    /** What is our fault costs a client nothing. */
    private void spend() {
        if (!budget.spend(System.nanoTime())) {
            connection.end(Goodbye.TOO_MANY_ERRORS);
        }
    }

    void push(Frame frame) {
        var unused = connection.push(frame, UNNUMBERED);
    }

    /** In its place among the pushes, and however slow the reader is. */
    void ended(byte[] notice) {
        var frame = Frame.text(notice);
        var unused = connection.push(frame, () -> frame);
    }

    /** Something without numbers may have been missed. */
    void missed() {
        connection.missed(UNNUMBERED);
    }

    // What the rooms say.

    @Override
    public void dismissed(Seat seat) {
        watching.dismissed(seat);
    }

    @Override
    public void outdated(Seat seat) {
        watching.outdated(seat);
    }

    @Override
    public void outdated(Listing listing) {
        watching.outdated(listing);
    }

    @Override
    public void changed(Listing listing) {
        watching.changed(listing);
    }

    @Override
    public void mine(Notice.Mine mine) {
        watching.mine(mine);
    }

    @Override
    public boolean sitsIn(UUID conversation) {
        return watching.seat(conversation) != null;
    }

    // Time.

    /** Something is to be done with the next tick. */
    void due() {
        if (!isDue) {
            isDue = true;
            bay.due(this);
        }
    }

    void tick() {
        isDue = false;
        if (!closed) {
            watching.tick();
        }
    }

    /** Every few seconds. */
    void lookAfter(Instant now) {
        warn(now);
        watching.lookAfter();
    }

    /** A minute before the token ends; who connects later than that has just been told. */
    private void warn(Instant now) {
        @Nullable Caller caller = connection.caller();
        @Nullable Instant end = caller == null ? null : caller.expiresAt();
        if (end != null && !end.equals(warnedOf) && end.isBefore(now.plus(WARNING))) {
            warnedOf = end;
            long left = Duration.between(now, end).toMillis();
            if (left > 0) {
                say(Answers.expiring(left));
            }
        }
    }

    /** It is somebody from now on, or goes on being so. */
    void tokenCame(Caller caller, Instant now) {
        @Nullable Instant end = caller.expiresAt();
        // A token that is about to end when it comes needs no warning.
        warnedOf = end != null && end.isBefore(now.plus(WARNING)) ? end : null;
        var person = caller.userId();
        if (present == null && person != null) {
            present = person.value();
            bay.node().presence().came(present);
        }
    }

    void close() {
        closed = true;
        if (present != null) {
            bay.node().presence().went(present);
        }
        held = null;
        watching.end();
        bay.remove(this);
    }
}
