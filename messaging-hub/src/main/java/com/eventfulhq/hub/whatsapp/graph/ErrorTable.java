package com.eventfulhq.hub.whatsapp.graph;

import com.eventfulhq.hub.whatsapp.graph.SendOutcome.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one place that knows what Meta's error codes mean for a send. */
final class ErrorTable {

    /** Attempts a transient error is worth; the sender's own bound applies beside it. */
    private static final int MANY = Integer.MAX_VALUE;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int FIRST_PERMISSION = 200;
    private static final int LAST_PERMISSION = 299;

    private static final Map<Integer, Row> ROWS = rows();

    private ErrorTable() {}

    /** What to do about a code. */
    record Row(ErrorClass meaning, Scope scope, @Nullable Duration atLeast, int tries) {}

    private static Map<Integer, Row> rows() {
        var rows = new HashMap<Integer, Row>();
        add(rows, ErrorClass.AMBIGUOUS, 2, 131000);
        add(rows, ErrorClass.RETRY, 4, 613, 131016);
        add(
                rows,
                ErrorClass.PAUSE,
                0,
                3,
                10,
                33,
                190,
                368,
                131005,
                131031,
                131037,
                131042,
                131044,
                131045,
                134011,
                134102);
        add(rows, ErrorClass.TERMINAL, 130403, 130472, 130497, 131021, 131050, 132016, 132068, 137000);
        add(
                rows,
                ErrorClass.FIX,
                100,
                131008,
                131009,
                131030,
                131051,
                131052,
                131053,
                131055,
                131059,
                131061,
                131062,
                131063,
                132000,
                132001,
                132005,
                132007,
                132008,
                132012,
                132018,
                134100,
                1752041);
        add(rows, ErrorClass.OTHER_WAY, 131026, 131047, 139200);
        // Worth another look once or twice, then it is us.
        rows.put(1, new Row(ErrorClass.RETRY, Scope.MESSAGE, null, 3));
        rows.put(135000, new Row(ErrorClass.RETRY, Scope.MESSAGE, null, 2));
        // Rates: of the pair, of the number, of the account (which we only see through its numbers).
        rows.put(131056, new Row(ErrorClass.RETRY, Scope.PAIR, null, MANY));
        rows.put(130429, new Row(ErrorClass.RETRY, Scope.NUMBER, null, MANY));
        rows.put(80007, new Row(ErrorClass.RETRY, Scope.NUMBER, null, MANY));
        rows.put(131057, new Row(ErrorClass.RETRY, Scope.NUMBER, Duration.ofMinutes(1), MANY));
        later(rows, Duration.ofMinutes(10), 134101);
        later(rows, Duration.ofHours(1), 131048, 131064, 132015, 132069);
        later(rows, Duration.ofHours(24), 131049);
        return Map.copyOf(rows);
    }

    private static void add(Map<Integer, Row> rows, ErrorClass meaning, int... codes) {
        for (int code : codes) {
            rows.put(code, new Row(meaning, Scope.MESSAGE, null, MANY));
        }
    }

    private static void later(Map<Integer, Row> rows, Duration atLeast, int... codes) {
        for (int code : codes) {
            rows.put(code, new Row(ErrorClass.LATER, Scope.MESSAGE, atLeast, MANY));
        }
    }

    /** The row of this error; a code we do not know is judged by its HTTP status. */
    static Row of(GraphError error) {
        var known = error.code() == null ? null : ROWS.get(error.code());
        return known == null ? new Row(unlisted(error), Scope.MESSAGE, null, MANY) : known;
    }

    private static ErrorClass unlisted(GraphError error) {
        var code = error.code();
        if (code != null && code >= FIRST_PERMISSION && code <= LAST_PERMISSION) {
            return ErrorClass.PAUSE;
        }
        return switch (error.httpStatus()) {
            case TOO_MANY_REQUESTS -> ErrorClass.RETRY;
            case 401, 403 -> ErrorClass.PAUSE;
            default -> error.httpStatus() >= FIRST_SERVER_ERROR ? ErrorClass.AMBIGUOUS : ErrorClass.FIX;
        };
    }

    /** The outcome of a call that Meta answered with an error. */
    static SendOutcome outcome(GraphError error) {
        var row = of(error);
        return switch (row.meaning()) {
            case RETRY, LATER -> new SendOutcome.Retry(error, row.scope(), row.atLeast(), row.tries());
            case PAUSE -> new SendOutcome.Paused(error);
            case TERMINAL, FIX, OTHER_WAY -> new SendOutcome.Rejected(error);
            case AMBIGUOUS -> new SendOutcome.Unknown(error);
        };
    }
}
