package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.log.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells what was committed: the bus and the waiting nodes, who may miss it, and the log, which must take it. */
final class FanOut {

    private final Bus bus;
    private final Receipts receipts;
    private final Tops tops;
    private final EventLog log;

    FanOut(Bus bus, Receipts receipts, Tops tops, EventLog log) {
        this.bus = bus;
        this.receipts = receipts;
        this.tops = tops;
        this.log = log;
    }

    /** @return completes when the log has acknowledged and the bus was tried; fails only if the log does */
    Mono<Void> tell(Draft draft) {
        tops.changed(draft.events());
        tops.changed(draft.repeated());
        return Mono.when(
                bus.publish(entries(draft)),
                receipts.tell(draft.telling().receipts()),
                log.append(draft.telling().published()));
    }

    private static Map<LiveChannel, List<BusEntry>> entries(Draft draft) {
        Map<LiveChannel, List<BusEntry>> byChannel = new LinkedHashMap<>();
        var left = left(draft);
        draft.repeated().forEach(event -> event(byChannel, event, left));
        draft.events().forEach(event -> event(byChannel, event, left));
        for (var entry : draft.telling().people()) {
            Bus.add(byChannel, partition(entry.key()), entry);
        }
        for (var command : draft.commands()) {
            answer(byChannel, command, draft.answerTo(command));
        }
        return byChannel;
    }

    private record Place(UUID conversationId, long ev) {}

    private static Map<Place, UUID> left(Draft draft) {
        Map<Place, UUID> left = new HashMap<>();
        draft.telling().left().forEach(gone -> left.put(new Place(gone.conversationId(), gone.ev()), gone.userId()));
        return left;
    }

    private static void event(Map<LiveChannel, List<BusEntry>> byChannel, ThreadEvent event, Map<Place, UUID> left) {
        var conversation = event.conversationId();
        var channel = partition(conversation);
        Bus.add(byChannel, channel, BusEntry.event(conversation, event.ev(), utf8(event.frame())));
        var gone = left.get(new Place(conversation, event.ev()));
        if (gone != null) {
            Bus.add(byChannel, channel, BusEntry.left(gone, conversation));
        }
    }

    private static void answer(Map<LiveChannel, List<BusEntry>> byChannel, Command command, String answer) {
        var node = command.submission().node();
        if (node != null && !answer.isEmpty()) {
            var entry = BusEntry.answer(command.submission().reply(), utf8(answer));
            Bus.add(byChannel, new LiveChannel.Node(node), entry);
        }
    }

    private static LiveChannel partition(UUID key) {
        return new LiveChannel.Chat(BusEntry.partitionOf(key));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
