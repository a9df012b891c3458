package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.notification.ledger.Claims.Claim;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What makes a request happen once: who asks with which key is its id, and what is asked is its hash. */
final class RequestKey {

    private RequestKey() {}

    static Claim of(NotificationRequested request) {
        return new Claim(id(request.producer(), request.idempotencyKey()), sha256(request));
    }

    /** The answer can name it before it is written, and a repeat names the same. */
    static NotificationId id(String producer, String idempotencyKey) {
        // Producers contain no line feed, so two pairs never make one name.
        var name = producer + "\n" + idempotencyKey;
        return new NotificationId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Who asks with this token, as notifications keep it: a person has keys of their own whatever client they use. */
    static String producer(TeamId team, Caller caller) {
        var user = caller.userId();
        return team + (user == null ? "/client:" + caller.clientId() : "/person:" + user);
    }

    /** Meaning, not spelling: variables have no order, and a channel named twice is named. */
    private record Canonical(
            @Nullable TeamId team,
            UserId recipient,
            String template,
            Map<String, String> variables,
            @Nullable List<String> channels,
            @Nullable UUID entity,
            @Nullable String entityType,
            @Nullable Instant expiresAt) {}

    private static byte[] sha256(NotificationRequested request) {
        var channels = request.channels();
        var canonical = new Canonical(
                request.teamId(),
                request.recipientUserId(),
                request.templateName(),
                new TreeMap<>(request.variables()),
                channels == null ? null : channels.stream().distinct().toList(),
                request.relatedEntityId(),
                request.relatedEntityType(),
                request.expiresAt());
        try {
            return MessageDigest.getInstance("SHA-256").digest(Json.bytes(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
