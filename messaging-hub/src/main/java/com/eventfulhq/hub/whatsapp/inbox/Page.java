package com.eventfulhq.hub.whatsapp.inbox;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which page is asked for: so many rows, older than a place.
 *
 * @param after the place of the last row of the page before; null for the first page
 */
record Page(int limit, @Nullable Place after) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    /** Later than any row; what PostgreSQL cannot read as a time is no cursor of ours either. */
    static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** Where a row is in the order of its list; opaque to clients. */
    record Place(Instant at, UUID id) {

        String cursor() {
            var text = at.getEpochSecond() + "." + at.getNano() + "." + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        }

        private static Place of(String cursor) {
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
                    ErrorCode.INVALID_VALUE,
                    "/cursor",
                    "not a cursor of ours (expected: next_cursor of the page before)");
        }
    }

    static Page of(ServerRequest request) {
        int limit = request.queryParam("limit").map(Page::limit).orElse(DEFAULT_LIMIT);
        return new Page(limit, request.queryParam("cursor").map(Place::of).orElse(null));
    }

    private static int limit(String text) {
        if (text.matches("\\d{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw ProblemException.field(
                ErrorCode.INVALID_VALUE, "/limit", "found " + text + " (expected: 1 to " + MAX_LIMIT + ")");
    }
}
