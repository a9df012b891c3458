package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;

/** Hears the answers to this node's commands, for as long as it runs. */
final class AnswerWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWatch.class);

    private final LiveChannels live;
    private final String node;
    private final LiveChannel channel;
    private final Bays bays;
    private final Duration patience;
    private final CountDownLatch listening = new CountDownLatch(1);
    private @Nullable Disposable watching;

    /** @param patience how long a start waits for Redis; without it the node starts too, and refuses commands until it is there */
    AnswerWatch(LiveChannels live, String node, Bays bays, Duration patience) {
        this.live = live;
        this.node = node;
        this.channel = new LiveChannel.Node(node);
        this.bays = bays;
        this.patience = patience;
    }

    /** What the hub knows this node by. */
    String node() {
        return node;
    }

    /** Whether an answer would be heard; once true it stays so, for what is lost meanwhile is repeated. */
    boolean isListening() {
        return listening.getCount() == 0;
    }

    @Override
    public void start() {
        watching = live.watch(channel, this::watched).subscribe(this::published);
        awaitRedis();
    }

    /** For the first time, or again after an interruption, in which answers may have been lost. */
    private void watched() {
        if (isListening()) {
            bays.each(Bay::answersInterrupted);
        }
        listening.countDown();
    }

    /** The doors open after this: the first client's first command is not refused for being early. */
    private void awaitRedis() {
        try {
            if (!listening.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "bus: no answers can be heard yet, for Redis does not answer; commands are refused until it does");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One task per event loop, however many answers there are. */
    private void published(byte[] publication) {
        try {
            Map<Bay, List<BusEntry>> answers = new LinkedHashMap<>();
            for (var entry : BusEntry.read(publication)) {
                if (entry.kind() == BusEntry.Kind.ANSWER) {
                    bays.at(Replies.indexOf(entry.number()))
                            .ifPresent(bay -> answers.computeIfAbsent(bay, key -> new ArrayList<>())
                                    .add(entry));
                }
            }
            answers.forEach((bay, entries) -> bay.loop().execute(() -> bay.answered(entries)));
        } catch (IOException e) {
            LOG.warn("bus: an answer that cannot be read: {}", e.getMessage());
        }
    }

    /** After the way to Redis (100), before the sockets, which so hear their answers to the end. */
    @Override
    public int getPhase() {
        return 200;
    }

    @Override
    public void stop() {
        if (watching != null) {
            watching.dispose();
            watching = null;
        }
    }

    @Override
    public boolean isRunning() {
        return watching != null;
    }
}
