package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.gateway.realtime.chat.ask.HubAsks;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Who is online: what this node says of those connected to it, and what it sees of others. */
public final class Presence implements SmartLifecycle {

    private static final Duration FORGETTING = Duration.ofHours(1);

    private final Leases leases;
    private final PresenceSettings settings;
    private final Scheduler scheduler;
    private final Attendance attendance;
    private final Sightings sightings;
    private @Nullable Disposable clocks;

    Presence(Leases leases, PresenceSettings settings, MeterRegistry registry, Scheduler scheduler) {
        this.leases = leases;
        this.settings = settings;
        this.scheduler = scheduler;
        var failed = Counter.builder("eventful.realtime.presence.unsaid")
                .description("Times it could not be said who is online; it is tried again at once")
                .register(registry);
        this.attendance = new Attendance(leases, settings.chunk(), failed::increment);
        this.sightings = new Sightings(leases, attendance, settings, scheduler);
        Gauge.builder("eventful.realtime.presence.online", attendance, Attendance::size)
                .description("People connected to this node")
                .register(registry);
        Gauge.builder("eventful.realtime.presence.watched", sightings, Sightings::size)
                .description("People whose presence clients of this node watch")
                .register(registry);
    }

    /** One more connection of a person. From any thread. */
    public void came(UUID person) {
        attendance.came(person);
    }

    /** One less. From any thread. */
    public void went(UUID person) {
        attendance.went(person);
    }

    /** What the clients of an event loop see; once for each. */
    public Lookout lookout(EventLoop loop) {
        return lookout((Executor) loop);
    }

    Lookout lookout(Executor loop) {
        var lookout = new Lookout(loop, sightings);
        sightings.add(lookout);
        return lookout;
    }

    /** How many are online in large conversations. */
    public Headcounts headcounts(HubAsks asks, HeadcountSettings counts, MeterRegistry registry) {
        return new Headcounts(asks, hub -> means(counts.within(settings), hub), registry);
    }

    Census.Means means(HeadcountSettings counts, BiConsumer<ChatAsk.Crowd, Consumer<Reply>> hub) {
        return new Census.Means(leases, attendance, settings, counts, scheduler, hub);
    }

    public PresenceSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        clocks = Disposables.composite(
                every(settings.gather(), attendance::welcome),
                every(settings.renew(), attendance::renew),
                every(settings.look(), sightings::look),
                // By every node: after the first there is nothing left to do.
                every(FORGETTING, () -> leases.forget(settings.kept())));
    }

    private Disposable every(Duration pause, Supplier<Mono<Void>> work) {
        return Mono.delay(pause, scheduler)
                .then(Mono.defer(work).onErrorComplete())
                .repeat()
                .subscribe();
    }

    /** After the way to Redis, as everything that needs it. */
    @Override
    public int getPhase() {
        return 200;
    }

    @Override
    public void stop() {
        if (clocks != null) {
            clocks.dispose();
            clocks = null;
        }
    }

    @Override
    public boolean isRunning() {
        return clocks != null;
    }
}
