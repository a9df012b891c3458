package com.eventfulhq.gateway.realtime.chat;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The bays of this node, one per event loop that has a socket. */
final class Bays {

    private final ConcurrentMap<EventLoop, Bay> byLoop = new ConcurrentHashMap<>();
    private final List<Bay> byIndex = new CopyOnWriteArrayList<>();

    /** To be called on the loop. */
    Bay of(EventLoop loop, Node node) {
        var bay = byLoop.get(loop);
        return bay == null ? add(loop, node) : bay;
    }

    private synchronized Bay add(EventLoop loop, Node node) {
        var bay = new Bay(byIndex.size(), loop, node);
        byIndex.add(bay);
        byLoop.put(loop, bay);
        bay.start();
        return bay;
    }

    /** A number that came from outside may name none. */
    Optional<Bay> at(int index) {
        return index >= 0 && index < byIndex.size() ? Optional.of(byIndex.get(index)) : Optional.empty();
    }

    /** Does something with each, on its loop. */
    void each(Consumer<Bay> what) {
        byIndex.forEach(bay -> bay.loop().execute(() -> what.accept(bay)));
    }
}
