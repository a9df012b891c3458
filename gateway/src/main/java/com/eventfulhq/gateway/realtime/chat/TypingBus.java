package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tells all nodes who types. Gathered for a moment, one publication per partition; what does not fit is not told. */
final class TypingBus implements SmartLifecycle {

    private static final Duration GATHERED = Duration.ofMillis(50);
    private static final int MOST = 4_096;

    private final LiveChannels live;
    private final BlockingQueue<BusEntry> untold = new ArrayBlockingQueue<>(MOST);
    private @Nullable Disposable telling;

    TypingBus(LiveChannels live) {
        this.live = live;
    }

    /** @param connection the number of the one it comes from, which is not told */
    void tell(UUID conversation, UUID user, boolean typing, long connection) {
        var frame = "{\"push\":\"typing\",\"conversation_id\":\"" + conversation + "\",\"user_id\":\"" + user
                + "\",\"typing\":" + typing + "}";
        var unused = untold.offer(new BusEntry(BusEntry.Kind.TYPING, conversation, connection, frame.getBytes(UTF_8)));
    }

    private Mono<Void> tellAll() {
        List<BusEntry> entries = new ArrayList<>();
        untold.drainTo(entries);
        Map<Integer, List<BusEntry>> parts = new LinkedHashMap<>();
        entries.forEach(entry -> parts.computeIfAbsent(BusEntry.partitionOf(entry.key()), key -> new ArrayList<>())
                .add(entry));
        return Flux.fromIterable(parts.entrySet())
                .concatMap(part -> live.publish(new LiveChannel.Chat(part.getKey()), BusEntry.write(part.getValue()))
                        .onErrorComplete())
                .then();
    }

    @Override
    public void start() {
        telling = Mono.delay(GATHERED, Schedulers.boundedElastic())
                .then(Mono.defer(this::tellAll))
                .repeat()
                .subscribe();
    }

    @Override
    public void stop() {
        if (telling != null) {
            telling.dispose();
            telling = null;
        }
    }

    @Override
    public boolean isRunning() {
        return telling != null;
    }
}
