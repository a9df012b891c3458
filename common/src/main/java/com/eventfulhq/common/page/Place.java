package com.eventfulhq.common.page;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where a row is in the order of its list: by time, then by id. Opaque to clients. */
public record Place(Instant at, UUID id) {

    /** Later than any row; what PostgreSQL cannot read as a time is no cursor of ours either. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** Before every row of a list that begins with the newest: the first page starts here. */
    public static final Place TOP = new Place(LATEST, new UUID(-1L, -1L));

    /** As a client carries it from one page to the next. */
    public String cursor() {
        var text = at.getEpochSecond() + "." + at.getNano() + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a cursor.
     *
     * @throws ProblemException {@link ErrorCode#INVALID_VALUE} naming {@code /cursor} if it is none of ours
     */
    public static Place of(String cursor) {
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
}
