package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.hub.whatsapp.send.Target.Address;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** A record of {@code whatsapp.sends} that could be read. */
record Incoming(LogRecord record, SendRequested request, Content content, Address address) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{7,15}");

    /** @throws RecordRejected if it asks for nothing, or of nobody */
    static Incoming of(LogRecord record) {
        try {
            var request = Json.read(record.data(), SendRequested.class);
            var content = Content.of(request);
            if (content == null) {
                throw new IllegalArgumentException("found neither text nor template");
            }
            var to = request.to();
            if (to != null && !DIGITS.matcher(to).matches()) {
                throw new IllegalArgumentException("to: not digits of a number");
            }
            Objects.requireNonNull(request.messageId(), "no message id");
            Objects.requireNonNull(request.teamId(), "no team");
            return new Incoming(record, request, content, new Address(to, request.recipient()));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new RecordRejected(record, "send request: " + e.getMessage(), e);
        }
    }

    MessageId id() {
        return request.messageId();
    }

    /** What keeps its order. */
    String key() {
        var key = record.key();
        return key == null ? id().toString() : key;
    }
}
