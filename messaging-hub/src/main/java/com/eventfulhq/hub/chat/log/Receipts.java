package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.work.RegularWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Receipts on their way: the first of a person and conversation is told at once, further ones wait for the next tick and only the last of
 * them is told. So there is at least one interval between any two.
 */
final class Receipts extends RegularWork {

    private final Function<Collection<Receipt>, Mono<Void>> bus;
    private final Map<Receipt.Key, Receipt> waiting = new HashMap<>();
    private Set<Receipt.Key> sinceTick = new HashSet<>();
    private Set<Receipt.Key> theTickBefore = new HashSet<>();

    /** @param bus where they are told */
    Receipts(Function<Collection<Receipt>, Mono<Void>> bus, ChatSettings settings) {
        this.bus = bus;
        repeat("receipts that waited", settings.receiptEvery(), () -> bus.apply(due()));
    }

    /** Those of these that may be told now; the others are kept. */
    synchronized List<Receipt> now(Collection<Receipt> receipts) {
        List<Receipt> now = new ArrayList<>();
        Map<Receipt.Key, Receipt> last = new HashMap<>();
        receipts.forEach(receipt -> last.put(receipt.key(), receipt));
        last.forEach((key, receipt) -> {
            if (theTickBefore.contains(key) || sinceTick.contains(key)) {
                waiting.put(key, receipt);
            } else {
                sinceTick.add(key);
                now.add(receipt);
            }
        });
        return now;
    }

    /** What has waited for this tick. */
    synchronized List<Receipt> due() {
        var due = List.copyOf(waiting.values());
        theTickBefore = sinceTick;
        sinceTick = new HashSet<>(waiting.keySet());
        waiting.clear();
        return due;
    }

    /** Tells what may be told now. */
    Mono<Void> tell(Collection<Receipt> receipts) {
        return receipts.isEmpty() ? Mono.empty() : bus.apply(now(receipts));
    }
}
