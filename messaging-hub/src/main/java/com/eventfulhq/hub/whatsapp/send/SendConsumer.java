package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.log.BatchHandler;
import com.eventfulhq.common.log.LogRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends a batch: keys side by side, one key in its order. Within a time of its own, so that no call is cut off half way. */
@Component
final class SendConsumer implements BatchHandler {

    private final Admission admission;
    private final Sender sender;
    private final SendSettings settings;
    private final Clock clock;

    SendConsumer(Admission admission, Sender sender, SendSettings settings, Clock clock) {
        this.admission = admission;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Mono<Void> handle(List<LogRecord> batch) {
        var until = clock.instant().plus(settings.batchBudget());
        var incoming = batch.stream().map(Incoming::of).toList();
        return admission.admit(incoming).then(Mono.defer(() -> send(byKey(incoming), until)));
    }

    /** Every key is finished before an error is told: giving up beside a call would make its outcome unknown. */
    private Mono<Void> send(Map<String, List<Incoming>> byKey, Instant until) {
        return Flux.fromIterable(byKey.values())
                .flatMap(
                        oneKey -> sender.send(oneKey, until)
                                .thenReturn(Optional.<Throwable>empty())
                                .onErrorResume(error -> Mono.just(Optional.of(error))),
                        settings.concurrency())
                .collectList()
                .flatMap(ends -> ends.stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(Mono::<Void>error)
                        .orElse(Mono.empty()));
    }

    private static Map<String, List<Incoming>> byKey(List<Incoming> incoming) {
        Map<String, List<Incoming>> byKey = new LinkedHashMap<>();
        incoming.forEach(one ->
                byKey.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one));
        return byKey;
    }
}
