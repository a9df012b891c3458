package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads asks, each by itself: one that is wrong is answered so, and the others are answered. */
final class AskReader {

    static final int MOST_TOPS = 10_000;
    static final int MOST_SEARCHED = 200;

    /** Clients count in doubles, and so no further. */
    private static final long LARGEST = 1L << 53;

    private AskReader() {}

    /** One element of the array: an ask, or what is wrong with it. */
    record Element(@Nullable ChatAsk ask, @Nullable ProblemException wrong) {}

    /** @throws ProblemException if it is no array, or one of too many */
    static List<Element> read(byte[] body) {
        JsonNode array;
        try {
            array = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST, "body: not JSON");
        }
        if (!array.isArray()) {
            throw ProblemException.of(ErrorCode.INVALID_REQUEST, "body: not an array");
        }
        if (array.size() > ChatAsk.MOST) {
            throw ProblemException.of(
                    ErrorCode.TOO_LARGE,
                    "body: found " + array.size() + " asks (expected: at most " + ChatAsk.MOST + ")");
        }
        var elements = new ArrayList<Element>(array.size());
        array.forEach(node -> elements.add(element(node)));
        return elements;
    }

    private static Element element(JsonNode node) {
        try {
            return new Element(checked(Json.MAPPER.treeToValue(node, ChatAsk.class)), null);
        } catch (JacksonException e) {
            return new Element(
                    null, ProblemException.of(ErrorCode.INVALID_REQUEST, "ask: not one of the known shapes"));
        } catch (ProblemException e) {
            return new Element(null, e);
        }
    }

    /**
     * The ask, if its values are within bounds.
     *
     * @throws ProblemException naming the member that is wrong
     */
    static ChatAsk checked(@Nullable ChatAsk ask) {
        switch (ask) {
            case null -> throw ProblemException.of(ErrorCode.INVALID_REQUEST, "ask: null");
            case ChatAsk.Open open -> {
                present("user", open.user());
                present("conversation_id", open.conversationId());
                number("ev", open.ev());
            }
            case ChatAsk.Roster roster -> present("user", roster.user());
            case ChatAsk.Heads heads -> present("user", heads.user());
            case ChatAsk.Range range -> {
                present("conversation_id", range.conversationId());
                number("from", range.from());
                number("to", range.to());
            }
            case ChatAsk.Tops tops -> {
                present("conversation_ids", tops.conversationIds());
                if (tops.conversationIds().size() > MOST_TOPS
                        || tops.conversationIds().stream().anyMatch(Objects::isNull)) {
                    throw wrong("conversation_ids", "more than " + MOST_TOPS + ", or null among them");
                }
            }
            case ChatAsk.History history -> history(history);
            case ChatAsk.Search search -> {
                present("user", search.user());
                present("q", search.q());
                limit(search.limit());
                if (search.q().isBlank()
                        || search.q().length() > MOST_SEARCHED
                        || search.q().indexOf('\0') >= 0) {
                    throw wrong("q", "expected 1 to " + MOST_SEARCHED + " characters");
                }
            }
            case ChatAsk.Participants participants -> {
                present("user", participants.user());
                present("conversation_id", participants.conversationId());
            }
            case ChatAsk.Edits edits -> {
                present("user", edits.user());
                present("conversation_id", edits.conversationId());
                present("message_id", edits.messageId());
            }
            case ChatAsk.Visible visible -> {
                present("user", visible.user());
                present("people", visible.people());
                if (visible.people().size() > ChatAsk.MOST_PEOPLE
                        || visible.people().stream().anyMatch(Objects::isNull)) {
                    throw wrong("people", "more than " + ChatAsk.MOST_PEOPLE + ", or null among them");
                }
            }
            case ChatAsk.Crowd crowd -> {
                present("user", crowd.user());
                present("conversation_id", crowd.conversationId());
            }
        }
        return ask;
    }

    private static void history(ChatAsk.History history) {
        present("user", history.user());
        present("conversation_id", history.conversationId());
        limit(history.limit());
        number("before_message_no", history.beforeMessageNo());
        number("after_message_no", history.afterMessageNo());
        number("around_message_no", history.aroundMessageNo());
        number("after_ev", history.afterEv());
        long places = java.util.stream.Stream.of(
                        history.beforeMessageNo(),
                        history.afterMessageNo(),
                        history.aroundMessageNo(),
                        history.afterEv())
                .filter(Objects::nonNull)
                .count();
        if (places > 1) {
            throw ProblemException.field(
                    ErrorCode.INVALID_REQUEST,
                    "/after_ev",
                    "found " + places + " places (expected: one of before_message_no, after_message_no,"
                            + " around_message_no and after_ev, or none)");
        }
    }

    /** What a node left out is null, whatever the type says. */
    private static void present(String name, @Nullable Object value) {
        if (value == null) {
            throw ProblemException.field(ErrorCode.INVALID_REQUEST, "/" + name, "missing");
        }
    }

    private static void number(String name, @Nullable Long number) {
        if (number != null && (number < 0 || number > LARGEST)) {
            throw wrong(name, "found " + number + " (expected: 0 to 2^53)");
        }
    }

    private static void limit(int limit) {
        if (limit < 1 || limit > ChatAsk.MOST_EVENTS) {
            throw wrong("limit", "found " + limit + " (expected: 1 to " + ChatAsk.MOST_EVENTS + ")");
        }
    }

    private static ProblemException wrong(String name, String detail) {
        return ProblemException.field(ErrorCode.INVALID_VALUE, "/" + name, detail);
    }
}
