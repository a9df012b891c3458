package com.eventfulhq.common.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement that changes rows, to be run later.
 *
 * @param sql        with positional parameters, {@code $1} first
 * @param parameters one for each
 */
public record Change(String sql, @Nullable Object[] parameters) {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** There are as many as there are combinations of statements in the code. */
    private static final Map<List<String>, String> TOGETHER = new ConcurrentHashMap<>();

    public static Change of(String sql, @Nullable Object... parameters) {
        return new Change(sql, parameters);
    }

    /** One statement with a data-modifying WITH query for each. */
    static Change together(List<Change> changes) {
        var sql = TOGETHER.computeIfAbsent(changes.stream().map(Change::sql).toList(), Change::with);
        return new Change(
                sql,
                changes.stream()
                        .flatMap(change -> Arrays.stream(change.parameters))
                        .toArray());
    }

    private static String with(List<String> statements) {
        var queries = new ArrayList<String>();
        int before = 0;
        for (var statement : statements) {
            int first = before;
            var numbers = PARAMETER.matcher(statement).results().mapToInt(found -> Integer.parseInt(found.group(1)));
            before += numbers.max().orElse(0);
            queries.add("change_%d AS (%s)"
                    .formatted(
                            queries.size(),
                            PARAMETER
                                    .matcher(statement)
                                    .replaceAll(found -> "\\$" + (first + Integer.parseInt(found.group(1))))));
        }
        return "WITH " + String.join(", ", queries) + " SELECT 1";
    }
}
