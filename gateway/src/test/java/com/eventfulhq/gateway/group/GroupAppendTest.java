package com.eventfulhq.gateway.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.log.LogUnavailable;
import com.eventfulhq.common.trace.TraceContext;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GroupAppendTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final List<List<String>> appends = new ArrayList<>();
    private final List<Sinks.Empty<Void>> acknowledgements = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final GroupAppend group =
            new GroupAppend(this::append, new GroupAppend.Bounds(1, 5, DataSize.ofBytes(100)));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Mono<Void> append(List<LogEntry> entries) {
        appends.add(entries.stream().map(LogEntry::key).toList());
        var acknowledgement = Sinks.<Void>empty();
        acknowledgements.add(acknowledgement);
        return acknowledgement.asMono();
    }

    private void callback(String... keys) {
        var entries = List.of(keys).stream().map(GroupAppendTest::entry).toList();
        var name = String.join("", keys);
        group.append(loop, entries)
                .subscribe(
                        nothing -> {}, error -> answers.add(name + " refused"), () -> answers.add(name + " answered"));
    }

    private static LogEntry entry(String key) {
        return entry(key, 0);
    }

    private static LogEntry entry(String key, int bytes) {
        return new LogEntry(
                "t", key, new CloudEvent(key, "type", "/test", Instant.EPOCH, TraceContext.start()), new byte[bytes]);
    }

    /** Runs on the loop, and whatever that leaves to do at the end of the turn. */
    private void turn(Runnable reads) {
        loop.submit(reads).syncUninterruptibly();
        loop.submit(() -> {}).syncUninterruptibly();
    }

    private void acknowledge(int append) {
        acknowledgements.get(append).tryEmitEmpty();
        turn(() -> {});
    }

    @Test
    void whatIsReadInOneTurnIsOneAppendInItsOrder() {
        turn(() -> {
            callback("a");
            callback("b", "c");
        });

        assertThat(appends).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void nobodyIsAnsweredBeforeTheLogHasAcknowledged() {
        turn(() -> callback("a"));
        var before = List.copyOf(answers);
        acknowledge(0);

        assertThat(List.of(before, answers)).containsExactly(List.of(), List.of("a answered"));
    }

    @Test
    void whatIsReadWhileAnAppendIsUnderWayGoesTogetherAfterIt() {
        turn(() -> callback("a"));
        turn(() -> callback("b"));
        turn(() -> callback("c"));
        acknowledge(0);

        assertThat(appends).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void aFullGroupWaitsForNoAcknowledgement() {
        turn(() -> callback("a"));
        turn(() -> callback("b", "c", "d", "e", "f"));

        assertThat(appends).containsExactly(List.of("a"), List.of("b", "c", "d", "e", "f"));
    }

    @Test
    void aLargeGroupWaitsForNoAcknowledgement() {
        turn(() -> callback("a"));
        turn(() -> group.append(loop, List.of(entry("b", 100))).subscribe());

        assertThat(appends).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void aFailureIsToldAtOnceToThoseGatheredMeanwhile() {
        turn(() -> callback("a"));
        turn(() -> callback("b"));
        acknowledgements.getFirst().tryEmitError(new LogUnavailable("away"));
        turn(() -> {});

        assertThat(answers).containsExactly("a refused", "b refused");
    }

    @Test
    void afterAFailureTheNextCallbackIsTriedAgain() {
        turn(() -> callback("a"));
        acknowledgements.getFirst().tryEmitError(new LogUnavailable("away"));
        turn(() -> {});
        turn(() -> callback("b"));
        acknowledge(1);

        assertThat(answers).containsExactly("a refused", "b answered");
    }
}
