package com.eventfulhq.infra.simulator.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of {@code POST /messages} as the simulator saw it.
 *
 * @param outcome accepted, refused, fails_later, broken or hangs
 * @param code Meta's error code; 0 if there is none
 * @param wamid null unless the message was accepted
 */
public record SendAttempt(
        Instant at,
        String phoneNumberId,
        String to,
        String type,
        String outcome,
        int code,
        @Nullable String wamid,
        @Nullable String bizOpaqueCallbackData,
        JsonNode body) {}
