package com.eventfulhq.common.log;

/** Makes the readers of a service; each becomes a bean, and so starts and stops with the service. */
@FunctionalInterface
public interface LogReaders {

    LogReader read(String topic, String group, BatchHandler handler);
}
