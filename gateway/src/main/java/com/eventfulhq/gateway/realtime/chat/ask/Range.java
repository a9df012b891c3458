package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the answer to a {@link com.eventfulhq.common.chat.ChatAsk.Range}, and that to {@code Tops}. */
public final class Range {

    /** A finished push. */
    public record Event(long ev, byte[] frame) {}

    private Range() {}

    /** In the order given; none if it is a refusal, or cannot be read. */
    public static List<Event> read(Reply reply) {
        var events = new ArrayList<Event>();
        if (reply.given()) {
            try (var parser = Json.MAPPER.createParser(reply.source(), reply.start() - 1, reply.length() + 2)) {
                enter(parser, "events");
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    events.add(event(parser, reply));
                }
            } catch (JacksonException e) {
                // What was read so far is right; the rest is fetched again.
                return events;
            }
        }
        return events;
    }

    /** One number for each conversation asked; none if it is a refusal, or cannot be read. */
    public static long[] tops(Reply reply) {
        if (!reply.given()) {
            return new long[0];
        }
        try (var parser = Json.MAPPER.createParser(reply.source(), reply.start() - 1, reply.length() + 2)) {
            enter(parser, "tops");
            var tops = new ArrayList<Long>();
            while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                tops.add(parser.getLongValue());
            }
            return tops.stream().mapToLong(Long::longValue).toArray();
        } catch (JacksonException e) {
            return new long[0];
        }
    }

    /** Up to the beginning of that array. */
    private static void enter(JsonParser parser, String member) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            if (name.equals(member)) {
                return;
            }
            parser.skipChildren();
        }
    }

    private static Event event(JsonParser parser, Reply reply) {
        long ev = 0;
        byte[] frame = {};
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (name.equals("ev")) {
                ev = parser.getLongValue();
            } else if (name.equals("frame") && value == JsonToken.START_OBJECT) {
                // Counted from where the parser began.
                int origin = reply.start() - 1;
                int from = origin + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = origin + (int) parser.currentLocation().getByteOffset();
                frame = Arrays.copyOfRange(reply.source(), from, to);
            } else if (name.equals("frame") && value == JsonToken.VALUE_STRING) {
                frame = parser.getString().getBytes(StandardCharsets.UTF_8);
            } else {
                parser.skipChildren();
            }
        }
        return new Event(ev, frame);
    }
}
