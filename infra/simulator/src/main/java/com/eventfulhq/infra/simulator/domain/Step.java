package com.eventfulhq.infra.simulator.domain;

import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that happens in a story, before it is known when.
 *
 * @param about  the row it is about
 * @param data   fills the data, given the time at which it happens
 */
record Step(
        String type,
        UUID about,
        @Nullable UUID actorUserId,
        @Nullable UUID teamId,
        BiConsumer<ObjectNode, Instant> data) {}
