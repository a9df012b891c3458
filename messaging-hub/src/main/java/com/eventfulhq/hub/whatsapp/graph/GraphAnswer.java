package com.eventfulhq.hub.whatsapp.graph;

import com.eventfulhq.common.id.WaId;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.json.Json;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads an answer, or the lack of one, into an outcome. Edge servers answer with HTML or nothing: never trusted to be JSON. */
final class GraphAnswer {

    private static final int OK = 200;
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_CAUSES = 10;
    private static final int MAX_TRACE_ID = 64;
    private static final Pattern CODE_PREFIX = Pattern.compile("^\\(#\\d+\\)\\s*");

    private GraphAnswer() {}

    static SendOutcome of(int status, byte[] body) {
        var json = parse(body);
        if (status == OK) {
            return accepted(json);
        }
        var error = json.path("error");
        if (!error.isObject()) {
            return ErrorTable.outcome(GraphError.unanswered(status, "HTTP " + status + " without a Graph error"));
        }
        return ErrorTable.outcome(error(status, error));
    }

    private static SendOutcome accepted(JsonNode json) {
        var wamid = text(json.path("messages").path(0).path("id"));
        if (wamid == null) {
            return new SendOutcome.Unknown(GraphError.unanswered(OK, "HTTP 200 without a message id"));
        }
        var waId = text(json.path("contacts").path(0).path("wa_id"));
        return new SendOutcome.Accepted(new Wamid(wamid), waId == null ? null : new WaId(waId));
    }

    private static GraphError error(int status, JsonNode error) {
        var message = text(error.path("message"));
        var trace = text(error.path("fbtrace_id"));
        return new GraphError(
                status,
                error.path("code").isIntegralNumber() ? error.path("code").intValue() : null,
                message == null
                        ? "HTTP " + status
                        : CODE_PREFIX.matcher(message).replaceFirst(""),
                text(error.path("error_data").path("details")),
                trace == null || trace.length() > MAX_TRACE_ID ? null : trace);
    }

    private static @Nullable String text(JsonNode node) {
        if (!node.isString() || node.stringValue().isBlank()) {
            return null;
        }
        var text = node.stringValue();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static JsonNode parse(byte[] body) {
        try {
            var json = body.length == 0 ? null : Json.MAPPER.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** The outcome of a call that got no answer: was anything written? */
    static SendOutcome of(Throwable failure) {
        var error = GraphError.unanswered(0, root(failure).getClass().getSimpleName());
        return neverLeft(failure)
                ? new SendOutcome.Retry(error, SendOutcome.Scope.MESSAGE, null, Integer.MAX_VALUE)
                : new SendOutcome.Unknown(error);
    }

    private static boolean neverLeft(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException
                    // The pool's two refusals: no connection in time, and too many waiting for one.
                    || cause instanceof TimeoutException
                    || cause instanceof RejectedExecutionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        var cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < MAX_CAUSES; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }
}
