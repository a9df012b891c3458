package com.eventfulhq.gateway.realtime.socket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The settings as connections need them: sizes in bytes, times in ticks. */
record Limits(
        int outbox,
        int answers,
        int hints,
        int message,
        int commands,
        int connect,
        int heartbeat,
        int stall,
        int silence,
        Clock clock) {

    static Limits of(SocketSettings settings, Clock clock) {
        return new Limits(
                Math.toIntExact(settings.outbox().toBytes()),
                Math.toIntExact(settings.answers().toBytes()),
                Math.toIntExact(settings.hints().toBytes()),
                Math.toIntExact(settings.maxFrame().toBytes()),
                settings.commands(),
                Shard.ticks(settings.connectTimeout()),
                Shard.ticks(settings.heartbeat()),
                Shard.ticks(settings.stall()),
                Shard.ticks(settings.silence()),
                clock);
    }

    int until(Instant instant) {
        return Shard.ticks(Duration.between(clock.instant(), instant));
    }
}
