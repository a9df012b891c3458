package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.token.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Objects;
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
 * Three lanes lead out. Answers are never dropped: who does not read them is not asked for more, and given up once it reads
 * nothing at all. Pushes are dropped, all that wait, once more of them wait than is allowed, and each of their origins is told
 * of. Hints are dropped first and nobody is told. While the reader keeps up, all go straight through.
 */
public final class Connection {

    private static final Frame PING = Frame.ping();

    /** How long a client may take to answer a goodbye; one that is stalled will not take it either. */
    private static final int LAST_WORD = Shard.ticks(Duration.ofSeconds(1));

    /** How many times per stall time progress is looked for. */
    private static final int LOOKS = 5;

    private final Shard shard;
    private final Wire wire;
    private final Limits limits;
    private final Life life;
    private final Debt debt;
    private @Nullable Caller caller;
    private @Nullable Object attachment;
    private @Nullable Backlog backlog;
    private @Nullable Goodbye said;

    /** The wheel's. */
    @Nullable
    Connection previous;

    @Nullable
    Connection next;

    int due;
    boolean waits;

    private boolean dirty;
    private boolean gone;

    Connection(Shard shard, Wire wire) {
        this.shard = shard;
        this.wire = wire;
        this.limits = shard.limits();
        this.life = new Life(limits, now());
        this.debt = new Debt(limits);
    }

    private int now() {
        return shard.wheel().now();
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
        life.tokenEnds(now(), expiresAt == null ? null : limits.until(expiresAt));
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

    // In.

    /** A command was taken that is answered later, with few bytes. */
    public void busy() {
        busy(0);
    }

    /** A question was taken that is answered later, with up to so many bytes. */
    public void busy(int bytes) {
        debt.add(bytes);
        weigh();
    }

    /** It is answered. */
    public void done() {
        done(0);
    }

    /** It is answered; the number is that of {@link #busy(int)}. */
    public void done(int bytes) {
        debt.settle(bytes);
        weigh();
    }

    private void weigh() {
        if (over() || !debt.turns(wire.pending() + (backlog == null ? 0 : backlog.answers()))) {
            return;
        }
        if (debt.isTooMuch()) {
            wire.pause();
        } else {
            heard();
            // Later: whoever is about to say something says it before what is read then is answered.
            loop().execute(this::resume);
        }
    }

    private void resume() {
        if (!paused()) {
            wire.resume();
        }
    }

    boolean paused() {
        return debt.isTooMuch() || gone;
    }

    void heard() {
        life.heard(now());
    }

    // Out.

    /** Says something to this client alone; never dropped. Whoever is owed much of it is not asked what more it wants. */
    public void answer(Frame frame) {
        if (over()) {
            return;
        }
        if (hasRoom() && (backlog == null || !backlog.answersWait())) {
            write(wire.own(frame));
        } else {
            backlog().addAnswer(frame);
        }
        weigh();
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
        if (waiting.pushes() + frame.size() <= limits.outbox()) {
            waiting.addPush(frame, origin);
            shard.countPush();
            return true;
        }
        var unused = waiting.discard();
        waiting.miss(origin);
        shard.countLags(true);
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
        } else if (waiting() + frame.size() <= limits.hints()) {
            backlog().addHint(frame);
        }
    }

    /** Whether so much waits for it that what can be said later should be. */
    public boolean crowded() {
        return waiting() > limits.hints();
    }

    /** Something of this origin has been missed, for a reason of its own: the client is told as soon as it has room. */
    public void missed(Origin origin) {
        if (over()) {
            return;
        }
        backlog().miss(origin);
        shard.countLags(true);
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
            @Nullable ByteBuf next = wire.next(waiting);
            if (next == null) {
                break;
            }
            write(next);
        }
        if (waiting.isEmpty() && wire.pending() == 0) {
            backlog = null;
        }
        weigh();
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

    /** Bytes that wait for this reader, in the channel and here. */
    long waiting() {
        return wire.pending() + (backlog == null ? 0 : backlog.answers() + backlog.pushes());
    }

    // Time.

    void lookAgain() {
        if (over()) {
            return;
        }
        int at = life.next(limits);
        if (backlog != null) {
            at = Math.min(at, now() + Math.max(1, limits.stall() / LOOKS));
        }
        shard.wheel().put(this, at);
    }

    void look() {
        if (said != null) {
            cut();
            return;
        }
        int now = now();
        drain();
        boolean waits = backlog != null;
        int stuck = backlog == null ? 0 : wire.stuckFor(backlog, now);
        if (debt.isTooMuch() || (waits && stuck < limits.stall() / LOOKS)) {
            // Whom we do not listen to cannot be heard; and who still takes what we say is there.
            heard();
        }
        var end = waits && stuck >= limits.stall() ? Goodbye.STALLED : life.end(limits, now, caller != null);
        if (end != null) {
            finish(end);
            return;
        }
        if (life.beats(limits, now)) {
            answer(PING);
        }
        lookAgain();
    }

    // The end.

    /** Ends it, from any thread. */
    public void end(Goodbye why) {
        onLoop(() -> finish(why));
    }

    /** Ends it after a while, from any thread; of several such ends the first that is due. */
    public void end(Goodbye why, Duration delay) {
        onLoop(() -> endIn(why, Shard.ticks(delay)));
    }

    private void onLoop(Runnable what) {
        if (loop().inEventLoop()) {
            what.run();
        } else {
            loop().execute(what);
        }
    }

    void endIn(Goodbye why, int ticks) {
        life.plan(why, now() + ticks);
        lookAgain();
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
        debt.forgive();
        if (backlog != null && why != Goodbye.STALLED) {
            wire.lastWords(backlog);
        }
        backlog = null;
        wire.write(wire.own(Frame.close(why.code(), why.reason())));
        wire.flush();
        if (!gone) {
            wire.goodbye(why);
            shard.wheel().put(this, now() + LAST_WORD);
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
