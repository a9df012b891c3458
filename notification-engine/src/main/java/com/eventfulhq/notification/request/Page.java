package com.eventfulhq.notification.request;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.notification.ledger.Notifications.NotificationView;
import com.eventfulhq.notification.ledger.Notifications.Place;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which page of a feed is asked for: so many notifications, older than a place.
 *
 * @param after the place of the last of the page before; the newest of all for the first page
 */
record Page(int limit, Place after) {

    /** Later than any row; what PostgreSQL cannot read as a time is no cursor of ours either. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private static final Place NEWEST = new Place(LATEST, new UUID(-1, -1));

    static Page of(ServerRequest request, RequestSettings.Feed feed) {
        int limit = request.queryParam("limit")
                .map(text -> limit(text, feed.maxPage()))
                .orElse(feed.page());
        return new Page(limit, request.queryParam("cursor").map(Page::place).orElse(NEWEST));
    }

    /** Where the next page begins; null if this is the last. */
    @Nullable
    String next(List<NotificationView> items) {
        if (items.size() < limit) {
            return null;
        }
        var last = items.getLast();
        var text = last.createdAt().getEpochSecond() + "." + last.createdAt().getNano() + "." + last.notificationId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Place place(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var parts = text.split("\\.", 3);
            if (parts.length == 3) {
                var at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                if (at.isAfter(Instant.EPOCH) && at.isBefore(LATEST)) {
                    return new Place(at, UUID.fromString(parts[2]));
                }
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.field(
                ErrorCode.INVALID_VALUE, "/cursor", "not a cursor of ours (expected: next_cursor of the page before)");
    }

    private static int limit(String text, int most) {
        if (text.matches("\\d{1,6}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        }
        throw ProblemException.field(
                ErrorCode.INVALID_VALUE, "/limit", "found " + text + " (expected: 1 to " + most + ")");
    }
}
