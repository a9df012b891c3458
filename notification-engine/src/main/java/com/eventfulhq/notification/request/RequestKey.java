package com.eventfulhq.notification.request;

import com.eventfulhq.common.id.NotificationId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes the id of a notification from who asks and their key: the answer can name it before it is written, and a repeat names the same. */
final class RequestKey {

    private RequestKey() {}

    static NotificationId id(String producer, String idempotencyKey) {
        // Producers contain no line feed, so two pairs never make one name.
        var name = producer + "\n" + idempotencyKey;
        return new NotificationId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
