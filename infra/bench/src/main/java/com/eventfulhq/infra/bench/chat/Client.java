package com.eventfulhq.infra.bench.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One person's connection, as {@code docs/realtime.md} describes a client: applies every event once, comes back after a break,
 * and sends again what has no answer. On the load's event loop only.
 */
final class Client implements Wire.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CONNECT = "c";
    private static final String SUBSCRIBE = "s";
    private static final String PULL = "h";
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_BEFORE_REPEAT = 200;

    private final Crowd crowd;
    private final int person;
    private final int room;
    private final byte[] connect;
    private final Map<String, Sent> waiting = new LinkedHashMap<>();

    private @Nullable ChannelHandlerContext wire;
    private @Nullable String epoch;
    private long last;
    private boolean ready;
    private boolean over;
    private boolean pulling;
    private long pushedMeanwhile;
    /** Since when it has been away, {@link System#nanoTime()}; 0 while it is not. */
    private long awaySince;

    /** A message without an answer. */
    private record Sent(byte[] frame, long due) {}

    Client(Crowd crowd, int person, String token) {
        this.crowd = crowd;
        this.person = person;
        this.room = crowd.rooms().roomOf(person);
        this.connect = json("{\"id\":\"%s\",\"op\":\"connect\",\"token\":\"%s\"}".formatted(CONNECT, token));
    }

    int room() {
        return room;
    }

    int person() {
        return person;
    }

    long last() {
        return last;
    }

    boolean ready() {
        return ready;
    }

    int unanswered() {
        return waiting.size();
    }

    /** Stops reading from the connection, for good or until {@link #readOn}. */
    void readNothing() {
        if (wire != null) {
            wire.channel().config().setAutoRead(false);
        }
    }

    void readOn() {
        if (wire != null) {
            wire.channel().config().setAutoRead(true);
        }
    }

    /** Cuts the connection; the client comes back by itself. */
    void cut() {
        if (wire != null) {
            var unused = wire.close();
        }
    }

    /** Leaves and stays away. */
    void leave() {
        over = true;
        cut();
    }

    /** Says something; {@code due} is when it should have been said. */
    void send(long number, long due) {
        var id = "m" + number;
        // Not formatted: what interprets a format would be a sixth of the load.
        var frame = json("{\"id\":\"" + id + "\",\"op\":\"send\",\"conversation_id\":\""
                + crowd.rooms().room(room) + "\",\"client_event_id\":\"" + clientEventId(number)
                + "\",\"content\":\"" + EventFrame.STAMP + due + ' ' + crowd.filler() + "\"}");
        waiting.put(id, new Sent(frame, due));
        if (ready) {
            say(frame);
        }
    }

    /** The same for the same message, another in another run. */
    private UUID clientEventId(long number) {
        long version7 = (long) crowd.run() << 32 | (person >> 16 & 0xffffL) << 16 | 0x7000;
        return new UUID(version7, 0x8000L << 48 | (person & 0xffffL) << 32 | (number & 0xffff_ffffL));
    }

    @Override
    public void opened(ChannelHandlerContext context) {
        wire = context;
        say(connect);
    }

    @Override
    public void closed(int code) {
        wire = null;
        away();
        crowd.away(code);
        if (over) {
            return;
        }
        if (code >= 4000 && code < 4300) {
            crowd.refused(this, code);
            return;
        }
        long now = System.nanoTime();
        awaySince = awaySince == 0 ? now : awaySince;
        long most = Math.clamp((now - awaySince) / 2, FIRST_PAUSE, LONGEST_PAUSE);
        crowd.again(
                this, TimeUnit.NANOSECONDS.toMillis(ThreadLocalRandom.current().nextLong(most)) + 1);
    }

    private void away() {
        if (ready) {
            crowd.gone();
        }
        ready = false;
        pulling = false;
    }

    @Override
    public void failed(Throwable cause) {
        if (!(cause instanceof IOException)) {
            crowd.surprised("the load failed: " + cause);
        }
    }

    @Override
    public void text(ByteBuf frame) {
        if (crowd.event().read(frame)) {
            event(crowd.event());
        } else {
            other(JSON.readTree((java.io.InputStream) new ByteBufInputStream(frame.duplicate())));
        }
    }

    private void event(EventFrame frame) {
        long ev = frame.ev();
        if (pulling) {
            // Comes again with what is pulled, or with the pull after that.
            pushedMeanwhile = Math.max(pushedMeanwhile, ev);
            return;
        }
        if (crowd.witness().sees(room, last, ev, frame.identity())) {
            last = ev;
            crowd.delivered(frame.stamp());
        }
    }

    private void other(JsonNode frame) {
        var push = frame.path("push").stringValue("");
        if (push.equals("lag")) {
            crowd.lagged();
            pull();
            return;
        }
        if (push.equals("ended")) {
            crowd.repeated("ended: " + frame.path("code").stringValue(""));
            away();
            subscribe();
            return;
        }
        if (!push.isEmpty()) {
            return;
        }
        var re = frame.path("re").stringValue("");
        boolean ok = frame.path("ok").booleanValue(false);
        switch (re.isEmpty() ? "" : re.substring(0, 1)) {
            case CONNECT -> answeredConnect(frame, ok);
            case SUBSCRIBE -> answeredSubscribe(frame, ok);
            case PULL -> answeredPull(frame, ok);
            case "m" -> answeredSend(re, frame, ok);
            default -> crowd.surprised(frame.toString());
        }
    }

    private void answeredConnect(JsonNode frame, boolean ok) {
        if (!ok) {
            crowd.surprised(frame.toString());
            cut();
            return;
        }
        subscribe();
    }

    private void subscribe() {
        var position = epoch == null ? "" : ",\"epoch\":\"%s\",\"ev\":%d".formatted(epoch, last);
        say(json("{\"id\":\"%s\",\"op\":\"subscribe\",\"conversation_id\":\"%s\"%s}"
                .formatted(SUBSCRIBE, crowd.rooms().room(room), position)));
    }

    private void answeredSubscribe(JsonNode frame, boolean ok) {
        if (!ok) {
            refused(frame, this::subscribeAgain);
            return;
        }
        boolean first = epoch == null;
        epoch = frame.path("conversation").path("epoch").stringValue("");
        if (first) {
            last = frame.path("ev").longValue(0);
        } else if (frame.has("limited")) {
            pull();
        } else {
            apply(frame.path("events"));
        }
        ready = true;
        awaySince = 0;
        crowd.arrived();
        for (var sent : waiting.values()) {
            say(sent.frame);
        }
    }

    private void subscribeAgain() {
        if (wire != null && !ready) {
            subscribe();
        }
    }

    private void pull() {
        pulling = true;
        say(json("{\"id\":\"%s\",\"op\":\"history\",\"conversation_id\":\"%s\",\"after_ev\":%d,\"limit\":200}"
                .formatted(PULL, crowd.rooms().room(room), last)));
    }

    private void answeredPull(JsonNode frame, boolean ok) {
        if (!ok) {
            refused(frame, this::pullAgain);
            return;
        }
        apply(frame.path("events"));
        if (frame.path("more").booleanValue(false) || pushedMeanwhile > last) {
            pull();
        } else {
            pulling = false;
        }
    }

    private void pullAgain() {
        if (wire != null && pulling) {
            pull();
        }
    }

    private void apply(JsonNode events) {
        for (var event : events) {
            long ev = event.path("ev").longValue(0);
            var message = event.path("message").path("message_id").stringValue("");
            long identity = message.isEmpty() ? 0 : Long.parseLong(message.substring(24), 16);
            if (crowd.witness().sees(room, last, ev, identity)) {
                last = ev;
                crowd.caughtUp();
            }
        }
    }

    private void answeredSend(String re, JsonNode frame, boolean ok) {
        var sent = waiting.get(re);
        if (sent == null) {
            crowd.answeredTwice();
            return;
        }
        if (ok) {
            waiting.remove(re);
            crowd.acknowledged(room, frame.path("ev").longValue(0), sent.due);
        } else if (!refused(frame, () -> repeat(sent))) {
            waiting.remove(re);
        }
    }

    /** @return whether it will be repeated */
    private boolean refused(JsonNode frame, Runnable repeat) {
        var error = frame.path("error");
        boolean again = error.path("retryable").booleanValue(false);
        if (again) {
            crowd.repeated(error.path("code").stringValue("") + ": "
                    + error.path("detail").stringValue(""));
            crowd.later(PAUSE_BEFORE_REPEAT, repeat);
        } else {
            crowd.surprised(frame.toString());
        }
        return again;
    }

    private void repeat(Sent sent) {
        if (ready && waiting.containsValue(sent)) {
            say(sent.frame);
        }
    }

    private void say(byte[] frame) {
        if (wire != null) {
            var unused = wire.writeAndFlush(Wire.frame(wire, frame), wire.voidPromise());
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }
}
