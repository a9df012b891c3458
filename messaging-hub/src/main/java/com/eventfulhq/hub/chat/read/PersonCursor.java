package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where somebody who pages through people in the order of their ids has come. */
final class PersonCursor {

    private static final UUID FIRST = new UUID(0, 0);

    private PersonCursor() {}

    static String after(UUID person) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(person.getMostSignificantBits())
                .putLong(person.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * The person after whom the page begins.
     *
     * @throws ProblemException if it is no cursor of ours
     */
    static UUID read(@Nullable String cursor) {
        if (cursor == null) {
            return FIRST;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == 16) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.field(ErrorCode.INVALID_VALUE, "/cursor", "not a cursor of ours");
    }
}
