package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;

/**
 * Something to append to the log.
 *
 * @param topic where
 * @param key   what must stay in order with it
 * @param event its CloudEvents attributes
 * @param data  its value: JSON, UTF-8. Not copied: the caller gives it away
 */
public record LogEntry(String topic, String key, CloudEvent event, byte[] data) {}
