package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.gateway.realtime.chat.presence.Gallery;
import com.eventfulhq.gateway.realtime.chat.presence.Lookout;
import com.eventfulhq.gateway.realtime.chat.room.Floor;
import com.eventfulhq.gateway.realtime.socket.Frame;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What the sessions of one event loop share. Touched on it only. */
final class Bay {

    private static final long TICK_MILLIS = 1_000;

    private final int index;
    private final EventLoop loop;
    private final Node node;
    private final Floor floor;
    private final Lookout lookout;
    private final Gallery gallery;
    private final Replies replies;
    private final Set<Session> sessions = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<LiveChannel, List<Session>> feeds = new HashMap<>();
    private List<Session> due = new ArrayList<>();
    private long ticks;

    Bay(int index, EventLoop loop, Node node) {
        this.index = index;
        this.loop = loop;
        this.node = node;
        this.floor = node.rooms().floor(loop);
        this.lookout = node.presence().lookout(loop);
        this.gallery = node.headcounts().gallery(loop);
        this.replies = new Replies(index, node.settings().answerTimeout().toNanos(), node.meters());
    }

    void start() {
        // Not all loops in the same instant.
        var unused = loop.scheduleAtFixedRate(
                this::tick, ThreadLocalRandom.current().nextLong(TICK_MILLIS), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    Node node() {
        return node;
    }

    Floor floor() {
        return floor;
    }

    Lookout lookout() {
        return lookout;
    }

    Gallery gallery() {
        return gallery;
    }

    Replies replies() {
        return replies;
    }

    void add(Session session) {
        sessions.add(session);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    void answered(List<BusEntry> answers) {
        answers.forEach(answer -> replies.answer(answer.number(), answer.frame()));
    }

    void answersInterrupted() {
        replies.interrupted();
    }

    // Once a second.

    /** Has something to do with the next tick; to be said once per tick. */
    void due(Session session) {
        due.add(session);
    }

    private void tick() {
        ticks++;
        replies.expire();
        gallery.tick();
        var now = due;
        due = new ArrayList<>();
        now.forEach(Session::tick);
        if (ticks % Session.WARNING_TICKS == 0) {
            var instant = node.clock().instant();
            sessions.forEach(session -> session.lookAfter(instant));
        }
    }

    // Inboxes and notifications.

    /** Whether it is the first of this bay. */
    boolean listen(LiveChannel channel, Session session) {
        var listening = feeds.computeIfAbsent(channel, key -> new ArrayList<>(1));
        listening.add(session);
        return listening.size() == 1;
    }

    /** Whether it was the last of this bay. */
    boolean unlisten(LiveChannel channel, Session session) {
        var listening = feeds.get(channel);
        if (listening != null && listening.remove(session) && listening.isEmpty()) {
            feeds.remove(channel);
            return true;
        }
        return false;
    }

    void published(LiveChannel channel, Frame frame) {
        feeds.getOrDefault(channel, List.of()).forEach(session -> session.push(frame));
    }

    void missed(LiveChannel channel) {
        feeds.getOrDefault(channel, List.of()).forEach(Session::missed);
    }

    @Override
    public String toString() {
        return "bay " + index;
    }
}
