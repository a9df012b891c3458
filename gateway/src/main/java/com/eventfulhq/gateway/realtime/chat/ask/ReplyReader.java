package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Cuts the hub's array into its objects without building them: they are handed on as they are. */
final class ReplyReader {

    private final byte[] body;

    private ReplyReader(byte[] body) {
        this.body = body;
    }

    /**
     * The answers to so many questions.
     *
     * @throws JacksonException         if it is not JSON
     * @throws IllegalArgumentException if it is not an array of so many objects
     */
    static List<Reply> read(byte[] body, int count) {
        try (var parser = Json.MAPPER.createParser(body)) {
            return new ReplyReader(body).array(parser, count);
        }
    }

    private List<Reply> array(JsonParser parser, int count) {
        expect(parser.nextToken(), JsonToken.START_ARRAY);
        var replies = new ArrayList<Reply>(count);
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(token, JsonToken.START_OBJECT);
            replies.add(object(parser));
        }
        if (replies.size() != count) {
            throw new IllegalArgumentException(replies.size() + " answers (expected: " + count + ")");
        }
        return replies;
    }

    private Reply object(JsonParser parser) {
        int start = after(parser);
        long ev = -1;
        var kind = Reply.Kind.GIVEN;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (name.equals("ev") && value == JsonToken.VALUE_NUMBER_INT) {
                ev = parser.getLongValue();
            } else if (name.equals("error")) {
                kind = error(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new Reply(body, start, after(parser) - 1, ev, kind);
    }

    private static Reply.Kind error(JsonParser parser) {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        boolean retryable = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            retryable |= parser.nextToken() == JsonToken.VALUE_TRUE && name.equals("retryable");
            parser.skipChildren();
        }
        return retryable ? Reply.Kind.NOT_NOW : Reply.Kind.REFUSED;
    }

    private static int after(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    private static void expect(JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new IllegalArgumentException("found " + found + " (expected: " + expected + ")");
        }
    }
}
