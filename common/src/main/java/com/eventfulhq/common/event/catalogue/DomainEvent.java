package com.eventfulhq.common.event.catalogue;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened on the platform: the envelope of every record on {@code domain.events}.
 *
 * <p>The record's headers repeat id, type, producer and time as CloudEvents attributes, so that it can be routed unread; the value
 * has all of it, so that it can be stored, replayed and passed on without its headers.
 *
 * @param eventId           of this message; one published twice has the same. Not to be taken for the {@code eventId} within
 *                          data, which is an event people go to
 * @param type              what happened
 * @param occurredAt        when, not when it was published
 * @param producer          the service or domain that says so
 * @param requestId         of the request that led to it
 * @param actorUserId       whose doing it was
 * @param teamId            on whose behalf
 * @param relatedEntityType what it is about: a table, snake_case and plural; with its id, both or neither
 * @param schemaVersion     of data
 * @param data              by the type's contract; not copied: the caller gives it away
 */
public record DomainEvent(
        UUID eventId,
        String type,
        Instant occurredAt,
        String producer,
        @Nullable String requestId,
        @Nullable UserId actorUserId,
        @Nullable TeamId teamId,
        @Nullable String relatedEntityType,
        @Nullable UUID relatedEntityId,
        int schemaVersion,
        ObjectNode data) {}
