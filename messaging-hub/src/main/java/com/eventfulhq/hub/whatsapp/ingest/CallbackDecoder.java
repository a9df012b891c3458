package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.hub.whatsapp.conversation.BusinessNumber;
import com.eventfulhq.hub.whatsapp.message.InboundMessage;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import com.eventfulhq.hub.whatsapp.message.StatusUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads records of {@code whatsapp.callbacks}. Lenient about everything but what the rows need: an id and somebody it is from. */
final class CallbackDecoder {

    /** Meta's clock and ours may differ by this much; a time further ahead counts as the time of receipt. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final int MAX_TYPE = 64;
    private static final int MAX_STATUS = 32;
    private static final int MAX_ID = 64;
    private static final int MAX_DISPLAY = 32;
    private static final int MAX_WAMID = 255;
    private static final int MAX_RECIPIENT = 160;

    /** Times in milliseconds begin here; read as seconds it would be the year 5138. */
    private static final long MILLISECONDS = 100_000_000_000L;

    /** Not written by the user, or not anew: they are kept but open no window (facts of Meta's window rule). */
    private static final Set<String> OPEN_NO_WINDOW = Set.of("system", "edit", "revoke");

    private CallbackDecoder() {}

    /**
     * What a record is.
     *
     * @throws RecordRejected if it can be nothing at all
     */
    static Callback decode(LogRecord record) {
        if (record.type().equals(CallbackType.MALFORMED)) {
            return new Callback.Unreadable(record.data(), record.appendedAt());
        }
        try {
            var item = Json.read(record.data(), CallbackItem.class);
            return switch (record.type()) {
                case CallbackType.MESSAGE -> message(record, item);
                case CallbackType.STATUS -> status(record, item);
                default -> changed(record, item);
            };
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new RecordRejected(record, "callback: " + e.getMessage(), e);
        }
    }

    private static Callback message(LogRecord record, CallbackItem item) {
        var message = item.value().path("messages").path(0);
        var people = People.of(item, message);
        var id = text(message, "id");
        var type = lower(text(message, "type"), "unknown", MAX_TYPE);
        if (id == null || people.isEmpty() || type.equals("system")) {
            return changed(record, item);
        }
        var inbound = new InboundMessage(
                new Wamid(id),
                type,
                MessageText.readable(type, message),
                MessageText.content(type, message),
                text(message.path("context"), "id", MAX_WAMID),
                time(message.path("timestamp"), record.appendedAt()),
                new LogPlace(record.partition(), record.position()),
                record.trace());
        var referral = message.path("referral");
        return new Callback.Written(
                Objects.requireNonNull(number(item), "no metadata.phone_number_id"),
                people.getFirst(),
                inbound,
                !OPEN_NO_WINDOW.contains(type),
                referral.isObject() ? MessageText.json(referral) : null);
    }

    private static Callback status(LogRecord record, CallbackItem item) {
        var status = item.value().path("statuses").path(0);
        var id = text(status, "id");
        var name = lower(text(status, "status"), "", MAX_STATUS);
        if (id == null || name.isEmpty()) {
            return changed(record, item);
        }
        var participant = text(status, "recipient_participant_id", MAX_RECIPIENT);
        var error = status.path("errors").path(0);
        var pricing = status.path("pricing");
        return new Callback.StatusTold(new StatusUpdate(
                new Wamid(id),
                name,
                participant == null ? "" : participant,
                time(status.path("timestamp"), record.appendedAt()),
                error.isObject() ? failure(error) : null,
                text(pricing, "category", MAX_ID),
                text(pricing, "type", MAX_ID),
                attempt(text(status, "biz_opaque_callback_data")),
                new LogPlace(record.partition(), record.position()),
                record.trace().traceparent()));
    }

    private static StatusUpdate.Failure failure(JsonNode error) {
        var details = text(error.path("error_data"), "details");
        return new StatusUpdate.Failure(
                error.path("code").canConvertToInt() ? error.path("code").asInt() : null,
                text(error, "title"),
                details == null ? text(error, "details") : details);
    }

    private static Callback changed(LogRecord record, CallbackItem item) {
        return new Callback.Changed(
                item.wabaId(),
                text(item.value().path("metadata"), "phone_number_id"),
                Objects.requireNonNullElse(item.field(), "unknown"),
                MessageText.json(item.value()),
                item.time(),
                Renamings.of(item),
                Calls.of(record, item),
                record.appendedAt());
    }

    /** The number the item is for; null if it does not say. */
    static @Nullable BusinessNumber number(CallbackItem item) {
        var metadata = item.value().path("metadata");
        var id = text(metadata, "phone_number_id");
        return id == null
                ? null
                : new BusinessNumber(
                        new PhoneNumberId(id), wabaId(item), text(metadata, "display_phone_number", MAX_DISPLAY));
    }

    static String wabaId(CallbackItem item) {
        var id = item.wabaId();
        return id == null || id.isBlank() ? "0" : shortened(id, MAX_ID);
    }

    static Instant time(JsonNode seconds, Instant received) {
        long number = number(seconds);
        if (number <= 0) {
            return received;
        }
        var time = number < MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        return time.isAfter(received.plus(CLOCK_DIFFERENCE)) ? received : time;
    }

    /** Meta writes some times as strings and some as numbers; 0 if it is neither. */
    private static long number(JsonNode node) {
        if (node.isString()) {
            try {
                return Long.parseLong(node.asString());
            } catch (NumberFormatException notANumber) {
                return 0;
            }
        }
        return node.canConvertToLong() ? node.longValue() : 0;
    }

    private static @Nullable UUID attempt(@Nullable String opaque) {
        if (opaque == null || opaque.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(opaque);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static String lower(@Nullable String text, String otherwise, int atMost) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        return shortened(text.toLowerCase(Locale.ROOT), atMost);
    }

    private static String shortened(String text, int atMost) {
        return text.length() <= atMost ? text : text.substring(0, atMost);
    }

    private static @Nullable String text(JsonNode node, String name, int atMost) {
        var text = text(node, name);
        return text == null ? null : shortened(text, atMost);
    }

    static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() && !value.asString().isBlank() ? MessageText.storable(value.asString()) : null;
    }
}
