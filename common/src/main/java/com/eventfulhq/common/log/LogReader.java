package com.eventfulhq.common.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverRecord;
import reactor.util.retry.Retry;

/**
 * The reading side of the log: hands batches to a {@link BatchHandler} and acknowledges them when it is done.
 *
 * <pre>
 *  poll ──▶ batch ──▶ handler ──ok──▶ acknowledge
 *                        │
 *                        ├─ unavailable: again, for as long as it takes (the log keeps what waits)
 *                        ├─ RecordRejected: that record to the dead letters, the rest again
 *                        └─ anything else: a few more tries, then in halves, until the culprit stands alone → dead letters
 * </pre>
 *
 * One batch is under way per consumer, and the second step of the one before; what comes meanwhile is the next one. Once that is full
 * its partitions are paused, so a slow database slows reading down and the backlog stays on the log.
 */
public final class LogReader implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final String topic;
    private final String group;
    private final int consumers;
    private final LogSettings settings;
    private final BatchHandler handler;
    private final DeadLetters deadLetters;
    private final ReaderMeters meters;
    private Disposable.@org.jspecify.annotations.Nullable Composite running;

    /**
     * One reader.
     *
     * @param group     the consumer group: one per purpose, shared by all processes that divide the work
     * @param consumers in this process
     */
    LogReader(
            String topic,
            String group,
            int consumers,
            LogSettings settings,
            BatchHandler handler,
            EventLog log,
            MeterRegistry registry,
            Clock clock) {
        this.topic = topic;
        this.group = group;
        this.consumers = consumers;
        this.settings = settings;
        this.handler = handler;
        this.deadLetters = new DeadLetters(log, registry, clock);
        this.meters = new ReaderMeters(registry, topic, group, clock);
    }

    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        var starting = Disposables.composite();
        for (int i = 0; i < consumers; i++) {
            var scheduler = Schedulers.newSingle("log-" + group + "-" + i);
            starting.add(consume(options(i), scheduler).subscribe());
            starting.add(scheduler);
        }
        running = starting;
    }

    /** Everything one consumer does, for ever: an error of the consumer itself makes a new one. */
    private Flux<Void> consume(ReceiverOptions<String, byte[]> options, Scheduler scheduler) {
        return Flux.defer(() -> consume(options, scheduler, new Steps()))
                .doOnError(e -> LOG.warn("reader of {} ({}) starts again: {}", topic, group, e.toString()))
                .retryWhen(backoff().doBeforeRetry(signal -> meters.restarted()));
    }

    private Flux<Void> consume(ReceiverOptions<String, byte[]> options, Scheduler scheduler, Steps steps) {
        int most = settings.read().batch();
        // Nothing is taken before it can be handled (0): what has come by then is one batch, not several small ones.
        return KafkaReceiver.create(options)
                .receiveBatch(1)
                .concatMap(received -> received.collectList(), 1)
                .as(polls -> new Gathered<>(
                        polls, this::size, settings.read().gather().toBytes()))
                .concatMap(
                        received -> Flux.fromIterable(Batch.of(received, most))
                                .concatMap(batch -> steps.begin(batch).subscribeOn(scheduler), 0),
                        0)
                // Asks for one more than is being finished: that one is begun meanwhile.
                .concatMap(steps::finish, 1);
    }

    /** Bytes; many small ones are much, too. */
    private long size(ReceiverRecord<String, byte[]> received) {
        return Math.max(
                received.serializedValueSize(),
                settings.read().gather().toBytes() / settings.read().batch());
    }

    /** A batch whose first step is done. */
    private record Begun(Batch batch, Mono<Void> rest, ReaderMeters.Sample sample, Sinks.Empty<Void> finished) {}

    /** The two steps of one consumer's batches, each in order. */
    private final class Steps {

        /** The last batch that was begun is finished. */
        private Mono<Void> before = Mono.empty();

        Mono<Begun> begin(Batch batch) {
            var sample = meters.started(batch.records());
            var finished = Sinks.<Void>empty();
            var allBefore = before;
            before = finished.asMono();
            return LogReader.this
                    .begin(batch.records(), allBefore)
                    .map(rest -> new Begun(batch, rest, sample, finished));
        }

        Mono<Void> finish(Begun begun) {
            return LogReader.this.finish(begun.batch().records(), begun.rest()).doOnSuccess(done -> {
                begun.batch().acknowledge();
                meters.finished(begun.sample());
                begun.finished().tryEmitEmpty();
            });
        }
    }

    /** @param before what has to be finished before any of the batch can be */
    private Mono<Mono<Void>> begin(List<LogRecord> batch, Mono<Void> before) {
        return Mono.defer(() -> handler.begin(batch)).as(this::stubbornly).onErrorResume(e -> before.then(
                        Mono.defer(() -> isolate(batch, e)))
                .thenReturn(Mono.empty()));
    }

    private Mono<Void> finish(List<LogRecord> batch, Mono<Void> rest) {
        return rest.as(this::stubbornly).onErrorResume(e -> isolate(batch, e));
    }

    private Mono<Void> handle(List<LogRecord> batch) {
        return batch.isEmpty() ? Mono.empty() : begin(batch, Mono.empty()).flatMap(rest -> finish(batch, rest));
    }

    private <T> Mono<T> stubbornly(Mono<T> work) {
        return work.timeout(settings.read().handleTimeout())
                .retryWhen(backoff().filter(Unavailability::is).doBeforeRetry(signal -> waiting(signal.failure())))
                .retryWhen(Retry.backoff(
                                settings.read().attempts() - 1L, settings.read().retryMin())
                        .maxBackoff(settings.read().retryMax())
                        .filter(e -> !(e instanceof RecordRejected))
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    private Mono<Void> isolate(List<LogRecord> batch, Throwable error) {
        if (error instanceof RecordRejected rejected) {
            var rest = new ArrayList<>(batch);
            rest.remove(rejected.record());
            return bury(rejected.record(), rejected).then(Mono.defer(() -> handle(rest)));
        }
        if (batch.size() == 1) {
            return bury(batch.getFirst(), error);
        }
        int half = batch.size() / 2;
        return handle(batch.subList(0, half)).then(Mono.defer(() -> handle(batch.subList(half, batch.size()))));
    }

    private Mono<Void> bury(LogRecord record, Throwable reason) {
        return deadLetters.bury(record, group, reason).retryWhen(backoff());
    }

    private void waiting(Throwable error) {
        meters.waited();
        LOG.warn("reader of {} ({}) waits for something it needs: {}", topic, group, error.toString());
    }

    private reactor.util.retry.RetryBackoffSpec backoff() {
        return Retry.backoff(Long.MAX_VALUE, settings.read().retryMin())
                .maxBackoff(settings.read().retryMax())
                .jitter(0.5);
    }

    private ReceiverOptions<String, byte[]> options(int consumer) {
        var read = settings.read();
        var options = ReceiverOptions.<String, byte[]>create(Map.ofEntries(
                        Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                        Map.entry(ConsumerConfig.GROUP_ID_CONFIG, group),
                        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, read.batch()),
                        Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, (int)
                                read.fetch().toBytes()),
                        Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100),
                        Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                                read.sessionTimeout().toMillis()),
                        Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int)
                                read.sessionTimeout().dividedBy(3).toMillis()),
                        Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000),
                        Map.entry(
                                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                CooperativeStickyAssignor.class.getName())))
                .withKeyDeserializer(new StringDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .commitInterval(read.commitInterval())
                .maxDelayRebalance(Duration.ofSeconds(5))
                .schedulerSupplier(Schedulers::immediate)
                .subscription(List.of(topic));
        return read.member() == null
                ? options
                : options.consumerProperty(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, read.member() + "-" + consumer);
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Readers stop before what they write to closes. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}
