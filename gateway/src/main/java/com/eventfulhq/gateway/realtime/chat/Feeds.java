package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import com.eventfulhq.gateway.realtime.socket.Frame;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The inboxes and notifications this node watches: each once, for as long as somebody listens, however many do. */
final class Feeds {

    private static final byte[] INBOX = "{\"push\":\"inbox\",\"events\":".getBytes(UTF_8);
    private static final byte[] NOTIFICATIONS = "{\"push\":\"notifications\",\"events\":".getBytes(UTF_8);

    private final LiveChannels live;
    private final ConcurrentMap<LiveChannel, Feed> open = new ConcurrentHashMap<>();

    Feeds(LiveChannels live) {
        this.live = live;
    }

    /** A session listens from now on; completes when nothing is missed any more. On its event loop. */
    Mono<Void> join(LiveChannel channel, Bay bay, Session session) {
        if (bay.listen(channel, session)) {
            open.compute(channel, (key, current) -> (current == null ? new Feed(key) : current).with(bay));
        }
        return ready(channel);
    }

    /** The same for one that listens already. */
    Mono<Void> ready(LiveChannel channel) {
        var feed = open.get(channel);
        return feed == null ? Mono.never() : feed.ready.asMono();
    }

    void leave(LiveChannel channel, Bay bay, Session session) {
        if (bay.unlisten(channel, session)) {
            open.computeIfPresent(channel, (key, feed) -> feed.without(bay));
        }
    }

    int size() {
        return open.size();
    }

    /** The events are put in as they were published: who wrote them has encoded them once for everybody. */
    private static Frame push(LiveChannel channel, byte[] events) {
        var head = channel instanceof LiveChannel.Inbox ? INBOX : NOTIFICATIONS;
        return Frame.text(new Bytes(head.length + events.length + 1)
                .add(head)
                .add(events)
                .add('}')
                .take());
    }

    private final class Feed {

        private final LiveChannel channel;
        private final Set<Bay> bays = ConcurrentHashMap.newKeySet();
        private final Sinks.Empty<Void> ready = Sinks.empty();
        private final Disposable watching;

        Feed(LiveChannel channel) {
            this.channel = channel;
            this.watching = live.watch(channel, this::confirmed).subscribe(this::published);
        }

        private void confirmed() {
            if (ready.tryEmitEmpty().isFailure()) {
                bays.forEach(bay -> bay.loop().execute(() -> bay.missed(channel)));
            }
        }

        private void published(byte[] events) {
            var frame = push(channel, events);
            bays.forEach(bay -> bay.loop().execute(() -> bay.published(channel, frame)));
        }

        Feed with(Bay bay) {
            bays.add(bay);
            return this;
        }

        @Nullable
        Feed without(Bay bay) {
            bays.remove(bay);
            if (!bays.isEmpty()) {
                return this;
            }
            watching.dispose();
            return null;
        }
    }
}
