package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.token.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One socket, from the handshake to the goodbye. It belongs to its event loop: every method is called there, unless it says
 * otherwise.
 *
 * <pre>
 * opened ──token──▶ connected ──────────────▶ closed
 *     │ 4401            │ 4301 when the token ends, unless a new one came
 *     └─────────────────┴──▶ said goodbye (any other code) ──▶ closed, by the client or after a second</pre>
 *
 * Three lanes lead out. Answers are never dropped. Pushes are, all that wait, once more waits than is allowed, and each of
 * their origins is told of. Hints are dropped first and nobody is told. While the reader keeps up, all go straight through.
 */
public final class Connection {

    private static final Frame PING = Frame.ping();
    private static final int NEVER = Integer.MAX_VALUE;

    /** How long a client may take to answer a goodbye; one that is stalled will not take it either. */
    private static final int LAST_WORD = Shard.ticks(Duration.ofSeconds(1));

    /** How many times per stall time progress is looked for. */
    private static final int LOOKS = 5;

    private final Shard shard;
    private final Wire wire;
    private @Nullable Caller caller;
    private @Nullable Object attachment;
    private @Nullable Backlog backlog;
    private @Nullable Goodbye said;
    private @Nullable Goodbye planned;

    /** The wheel's. */
    @Nullable
    Connection previous;

    @Nullable
    Connection next;

    int due;
    boolean waits;

    private int heardAt;
    private int pingAt;
    private int tokenEnds;
    private int plannedAt = NEVER;
    private int unanswered;
    private boolean dirty;
    private boolean paused;
    private boolean gone;

    Connection(Shard shard, Wire wire) {
        this.shard = shard;
        this.wire = wire;
    }

    void begin() {
        var limits = shard.limits();
        int now = shard.wheel().now();
        heardAt = now;
        tokenEnds = now + limits.connect();
        // Connections that came together must not be pinged together for ever.
        pingAt = now + limits.heartbeat() / 2 + ThreadLocalRandom.current().nextInt(limits.heartbeat() / 2 + 1);
        lookAgain();
    }

    /** Where it lives. */
    public EventLoop loop() {
        return shard.loop();
    }

    /** Who it is; null until {@link #connected}. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** A verified token came: the connection lives as long as it does, however long the one before did. */
    public void connected(Caller verified) {
        caller = verified;
        var expiresAt = verified.expiresAt();
        tokenEnds =
                expiresAt == null ? NEVER : shard.wheel().now() + shard.limits().until(expiresAt);
        lookAgain();
    }

    /** One object of the layer above. */
    public void attach(Object object) {
        attachment = object;
    }

    /** What was attached last; something must have been. */
    public <T> T attached(Class<T> type) {
        return type.cast(Objects.requireNonNull(attachment));
    }

    /** The names of what handles its bytes. */
    List<String> handlers() {
        return wire.handlers();
    }

    // In.

    /** A command was taken that is answered later. */
    public void busy() {
        if (++unanswered > shard.limits().commands() && !paused) {
            paused = true;
            wire.pause();
        }
    }

    /** It is answered. */
    public void done() {
        if (--unanswered <= shard.limits().commands() / 2 && paused) {
            paused = false;
            heardAt = shard.wheel().now();
            wire.resume();
        }
    }

    boolean paused() {
        return paused || gone;
    }

    void heard() {
        heardAt = shard.wheel().now();
    }

    // Out.

    /** Says something to this client alone; never dropped. A client that does not even read answers is given up. */
    public void answer(Frame frame) {
        if (over()) {
            return;
        }
        if (hasRoom() && (backlog == null || !backlog.answersWait())) {
            write(wire.own(frame));
            return;
        }
        var waiting = backlog();
        if (waiting() + frame.size() > shard.limits().outbox()) {
            discard(waiting);
        }
        if (waiting() + frame.size() > shard.limits().outbox()) {
            finish(Goodbye.STALLED);
        } else {
            waiting.addAnswer(frame);
        }
    }

    /**
     * Says something that must not be missed.
     *
     * @return whether it was; if not, the client will be told by the origin's notice
     */
    public boolean push(Frame frame, Origin origin) {
        if (over()) {
            return false;
        }
        if (backlog == null || backlog.isEmpty()) {
            if (hasRoom()) {
                write(wire.shared(frame));
                shard.countPush();
                return true;
            }
        } else if (backlog.lagging()) {
            backlog.miss(origin);
            shard.countDropped();
            return false;
        }
        return queue(frame, origin, backlog());
    }

    private boolean queue(Frame frame, Origin origin, Backlog waiting) {
        if (waiting() + frame.size() <= shard.limits().outbox()) {
            waiting.addPush(frame, origin);
            shard.countPush();
            return true;
        }
        discard(waiting);
        if (!waiting.lagging()) {
            shard.countLag();
        }
        waiting.miss(origin);
        shard.countDropped();
        return false;
    }

    /** Says something that is worth nothing later. */
    public void hint(Frame frame) {
        if (over()) {
            return;
        }
        if ((backlog == null || backlog.isEmpty()) && hasRoom()) {
            write(wire.shared(frame));
        } else if (waiting() + frame.size() <= shard.limits().hints()) {
            backlog().addHint(frame);
        }
    }

    /** Whether so much waits for it that what can be said later should be. */
    public boolean crowded() {
        return waiting() > shard.limits().hints();
    }

    /** Something of this origin has been missed, for a reason of its own: the client is told as soon as it has room. */
    public void missed(Origin origin) {
        if (over()) {
            return;
        }
        backlog().miss(origin);
        shard.countLag();
        drain();
    }

    /** What was said is sent at the end of the loop's turn, together with what is said until then. */
    public void flushLater() {
        if (!dirty) {
            dirty = true;
            shard.flushLater(this);
        }
    }

    void flush() {
        if (!dirty || gone) {
            return;
        }
        dirty = false;
        wire.flush();
        if (backlog == null && !gone && wire.pending() > 0) {
            // Whether this moves on is looked at from now on.
            var unused = backlog();
        }
    }

    /** Says what waits, as far as there is room. */
    void drain() {
        var waiting = backlog;
        if (waiting == null || over()) {
            return;
        }
        while (hasRoom()) {
            var answer = waiting.nextAnswer();
            if (answer != null) {
                write(wire.own(answer));
            } else if (!drainPush(waiting)) {
                break;
            }
        }
        if (waiting.isEmpty() && wire.pending() == 0) {
            backlog = null;
        }
    }

    private boolean drainPush(Backlog waiting) {
        var frame = waiting.nextPush();
        frame = frame == null ? waiting.nextNotice() : frame;
        frame = frame == null ? waiting.nextHint() : frame;
        if (frame == null) {
            return false;
        }
        write(wire.shared(frame));
        return true;
    }

    private void write(ByteBuf buffer) {
        wire.write(buffer);
        flushLater();
    }

    private boolean hasRoom() {
        if (wire.isWritable()) {
            return true;
        }
        if (!dirty) {
            return false;
        }
        // What fills the channel may only be waiting for the end of the turn.
        flush();
        return wire.isWritable();
    }

    private Backlog backlog() {
        var known = backlog;
        if (known == null) {
            known = new Backlog();
            backlog = known;
            lookAgain();
        }
        return known;
    }

    private void discard(Backlog waiting) {
        boolean before = waiting.lagging();
        waiting.discard();
        if (waiting.lagging() && !before) {
            shard.countLag();
        }
    }

    /** Bytes that wait for this reader, in the channel and here. */
    long waiting() {
        return wire.pending() + (backlog == null ? 0 : backlog.bytes());
    }

    // Time.

    private void lookAgain() {
        if (gone || said != null) {
            return;
        }
        int now = shard.wheel().now();
        int at = Math.min(
                Math.min(tokenEnds, plannedAt),
                Math.min(pingAt, heardAt + shard.limits().silence()));
        if (backlog != null) {
            at = Math.min(at, now + Math.max(1, shard.limits().stall() / LOOKS));
        }
        shard.wheel().put(this, at);
    }

    void look() {
        int now = shard.wheel().now();
        if (said != null) {
            cut();
        } else if (planned != null && now >= plannedAt) {
            finish(planned);
        } else if (now >= tokenEnds) {
            finish(caller == null ? Goodbye.NOT_CONNECTED : Goodbye.TOKEN_EXPIRED);
        } else if (silent(now) || stalled(now)) {
            finish(Goodbye.STALLED);
        } else {
            beat(now);
            lookAgain();
        }
    }

    private void beat(int now) {
        if (now >= pingAt) {
            pingAt = now + shard.limits().heartbeat();
            answer(PING);
        }
    }

    /** Whom we do not listen to cannot be heard. */
    private boolean silent(int now) {
        if (paused) {
            heardAt = now;
        }
        return now - heardAt >= shard.limits().silence();
    }

    private boolean stalled(int now) {
        drain();
        return backlog != null && wire.stuckFor(backlog, now) >= shard.limits().stall();
    }

    // The end.

    /** Ends it, from any thread. */
    public void end(Goodbye why) {
        if (loop().inEventLoop()) {
            finish(why);
        } else {
            loop().execute(() -> finish(why));
        }
    }

    /** Ends it after a while, from any thread; of several such ends the first that is due. */
    public void end(Goodbye why, Duration delay) {
        int ticks = Shard.ticks(delay);
        if (loop().inEventLoop()) {
            endIn(why, ticks);
        } else {
            loop().execute(() -> endIn(why, ticks));
        }
    }

    void endIn(Goodbye why, int ticks) {
        int at = shard.wheel().now() + ticks;
        if (at < plannedAt) {
            planned = why;
            plannedAt = at;
            lookAgain();
        }
    }

    private boolean over() {
        return said != null || gone;
    }

    boolean saidGoodbye() {
        return said != null;
    }

    private void finish(Goodbye why) {
        if (over()) {
            return;
        }
        said = why;
        lastWords();
        wire.write(wire.own(Frame.close(why.code(), why.reason())));
        wire.flush();
        if (!gone) {
            wire.goodbye(why);
            shard.wheel().put(this, shard.wheel().now() + LAST_WORD);
        }
    }

    private void lastWords() {
        var waiting = backlog;
        backlog = null;
        if (waiting != null) {
            for (var answer = waiting.nextAnswer(); answer != null; answer = waiting.nextAnswer()) {
                wire.write(wire.own(answer));
            }
        }
    }

    /** Closes it without a word. */
    void cut() {
        wire.close();
    }

    /** The socket is closed. */
    void gone() {
        gone = true;
        backlog = null;
        shard.wheel().remove(this);
        shard.meters().closed(said);
    }
}
