package com.eventfulhq.notification.request;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.notification.ledger.Claims.Claim;
import tools.jackson.core.JacksonException;

/** A record of {@code notification.requests} that could be read and keeps the rules. */
record Incoming(LogRecord record, NotificationRequested asked, Claim claim) {

    /** @throws RecordRejected if it cannot */
    static Incoming of(LogRecord record, RequestCheck check, RequestMeters meters) {
        var asked = decode(record, meters);
        var fault = check.fault(asked);
        if (fault != null) {
            meters.took(RequestMeters.Taken.INVALID);
            throw rejected(record, "notification request: " + fault.pointer() + ": " + fault.detail());
        }
        return new Incoming(record, asked, RequestKey.of(asked));
    }

    private static NotificationRequested decode(LogRecord record, RequestMeters meters) {
        try {
            var asked = Json.read(record.data(), NotificationRequested.class);
            if (asked != null) {
                return asked;
            }
        } catch (JacksonException e) {
            meters.took(RequestMeters.Taken.UNREADABLE);
            throw new RecordRejected(record, "notification request: " + e.getMessage(), e);
        }
        meters.took(RequestMeters.Taken.UNREADABLE);
        throw rejected(record, "notification request: null");
    }

    private static RecordRejected rejected(LogRecord record, String reason) {
        return new RecordRejected(record, reason, new IllegalArgumentException(reason));
    }

    RecordRejected rejected(String reason) {
        return rejected(record, reason);
    }

    NotificationId id() {
        return claim.notification();
    }
}
