package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.live.LiveChannels.Publication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the gateway nodes are told. It may miss anything: nodes compare numbers and fetch what they lack. Never fails. */
final class Bus {

    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

    /** Bytes after which a further publication begins: Redis cuts watchers off who have megabytes waiting. */
    private static final int PUBLICATION_BYTES = 512 * 1024;

    /** Bytes after which a further call of Redis begins. */
    private static final int CALL_BYTES = 2 * PUBLICATION_BYTES;

    private final LiveChannels live;
    private final Counter missed;

    Bus(LiveChannels live, MeterRegistry registry) {
        this.live = live;
        this.missed = registry.counter("eventful.chat.bus.failed");
    }

    /** Entries by their keys' partitions, in their order. */
    Mono<Void> say(Collection<BusEntry> entries) {
        Map<LiveChannel, List<BusEntry>> byChannel = new LinkedHashMap<>();
        for (var entry : entries) {
            add(byChannel, new LiveChannel.Chat(BusEntry.partitionOf(entry.key())), entry);
        }
        return publish(byChannel);
    }

    Mono<Void> receipts(Collection<Receipt> receipts) {
        return say(receipts.stream()
                .map(receipt -> BusEntry.receipt(
                        receipt.conversationId(), receipt.frame().getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    static void add(Map<LiveChannel, List<BusEntry>> byChannel, LiveChannel channel, BusEntry entry) {
        byChannel.computeIfAbsent(channel, unused -> new ArrayList<>()).add(entry);
    }

    /** One publication per channel, or several if there is very much to say; all of a batch go to Redis together. */
    Mono<Void> publish(Map<LiveChannel, List<BusEntry>> byChannel) {
        return Flux.fromIterable(calls(byChannel)).concatMap(this::publish).then();
    }

    private Mono<Void> publish(List<Publication> call) {
        return live.publish(call).onErrorResume(error -> {
            missed.increment(call.size());
            LOG.debug("{} publications were missed: {}", call.size(), error.toString());
            return Mono.empty();
        });
    }

    private static List<List<Publication>> calls(Map<LiveChannel, List<BusEntry>> byChannel) {
        List<List<Publication>> calls = new ArrayList<>();
        List<Publication> call = new ArrayList<>();
        int bytes = 0;
        for (var channel : byChannel.entrySet()) {
            for (var entries : publications(channel.getValue())) {
                var publication = new Publication(channel.getKey(), BusEntry.write(entries));
                bytes += publication.events().length;
                if (bytes > CALL_BYTES && !call.isEmpty()) {
                    calls.add(call);
                    call = new ArrayList<>();
                    bytes = publication.events().length;
                }
                call.add(publication);
            }
        }
        if (!call.isEmpty()) {
            calls.add(call);
        }
        return calls;
    }

    private static List<List<BusEntry>> publications(List<BusEntry> entries) {
        List<List<BusEntry>> publications = new ArrayList<>();
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            bytes += entries.get(i).frame().length;
            if (bytes > PUBLICATION_BYTES && i > from) {
                publications.add(entries.subList(from, i));
                from = i;
                bytes = entries.get(i).frame().length;
            }
        }
        publications.add(entries.subList(from, entries.size()));
        return publications;
    }
}
