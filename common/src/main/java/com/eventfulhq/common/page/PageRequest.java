package com.eventfulhq.common.page;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which page is asked for: so many rows, older than a place.
 *
 * @param after the place of the last row of the page before; {@link Place#TOP} for the first page
 */
public record PageRequest(int limit, Place after) {

    /**
     * Reads {@code limit} and {@code cursor} of a query.
     *
     * @param usual rows of a page, if the reader does not say
     * @param most  rows of a page a reader may ask for
     * @throws ProblemException {@link ErrorCode#INVALID_VALUE} naming the parameter that is not as it should be
     */
    public static PageRequest of(ServerRequest request, int usual, int most) {
        int limit = request.queryParam("limit").map(text -> limit(text, most)).orElse(usual);
        return new PageRequest(
                limit, request.queryParam("cursor").map(Place::of).orElse(Place.TOP));
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

    /** How many rows to read: one more than asked for says whether there is another page. */
    public int rows() {
        return limit + 1;
    }

    /** The page of the rows that were read. */
    public <T> Page<T> page(List<T> rows, Function<T, Place> place) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        var items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, place.apply(items.getLast()).cursor());
    }

    /**
     * One page, as clients see it.
     *
     * @param nextCursor asks for the next one; null if this is the last
     */
    public record Page<T>(
            List<T> items,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}
}
