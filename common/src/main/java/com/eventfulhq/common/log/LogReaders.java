package com.eventfulhq.common.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Makes the readers of a service; each becomes a bean, and so starts and stops with the service. */
public final class LogReaders {

    private final LogSettings settings;
    private final EventLog log;
    private final MeterRegistry registry;
    private final Clock clock;

    LogReaders(LogSettings settings, EventLog log, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.registry = registry;
        this.clock = clock;
    }

    public LogReader read(String topic, String group, BatchHandler handler) {
        return read(topic, group, settings.read().consumers(), handler);
    }

    /** @param consumers of this reader in this process, whatever the settings say of all */
    public LogReader read(String topic, String group, int consumers, BatchHandler handler) {
        return new LogReader(topic, group, consumers, settings, handler, log, registry, clock);
    }
}
