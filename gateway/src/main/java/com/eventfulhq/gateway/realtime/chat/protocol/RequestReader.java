package com.eventfulhq.gateway.realtime.chat.protocol;

import static com.eventfulhq.common.problem.ErrorCode.INVALID_REQUEST;
import static com.eventfulhq.common.problem.ErrorCode.INVALID_VALUE;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.ChatCommandReader;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a client's frames, strictly: a member an op does not have is refused, not ignored. */
public final class RequestReader {

    /** Longest id a client may give its frames. */
    public static final int MAX_ID = 64;

    public static final int MAX_RESUMED = 50;
    public static final int MAX_QUERY = 200;
    public static final int MAX_PRESENCE = ChatAsk.MOST_PEOPLE;
    public static final int MAX_LIMIT = 200;

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_CURSOR = 1_024;
    private static final int MAX_EPOCH = 64;
    private static final int MAX_TOKEN = 16_384;

    private final String id;
    private final Members frame;

    private RequestReader(String id, ObjectNode frame) {
        this.id = id;
        this.frame = new Members("", frame, "id", "op");
    }

    /** Reads a frame, whatever it holds. */
    public static Request read(byte[] frame) {
        try {
            return Json.MAPPER.readTree(frame) instanceof ObjectNode object
                    ? read(object)
                    : new Request.Malformed(null, INVALID_REQUEST, "frame: not an object");
        } catch (JacksonException e) {
            return new Request.Malformed(null, INVALID_REQUEST, "frame: not JSON");
        }
    }

    private static Request read(ObjectNode frame) {
        @Nullable String id = id(frame.get("id"));
        try {
            var op = new Members("", frame).text("op");
            if (id != null) {
                return request(id, op, frame);
            }
            if (op.equals("ping") && !frame.has("id")) {
                new Members("", frame, "op").noneElse();
                return new Request.Ping(null);
            }
            return new Request.Malformed(
                    null, INVALID_REQUEST, "/id: expected a string of 1 to " + MAX_ID + " characters");
        } catch (ProblemException e) {
            @Nullable String detail = e.getBody().getDetail();
            return new Request.Malformed(id, e.code(), detail == null ? e.code().title() : detail);
        }
    }

    private static @Nullable String id(@Nullable JsonNode node) {
        if (node == null || !node.isString()) {
            return null;
        }
        var id = node.stringValue();
        return id.isEmpty() || id.length() > MAX_ID ? null : id;
    }

    private static Request request(String id, String op, ObjectNode frame) {
        if (ChatCommandReader.knows(op)) {
            return new Request.Act(id, ofPerson(ChatCommandReader.read(frame)), frame);
        }
        var reader = new RequestReader(id, frame);
        var request = reader.request(op);
        reader.frame.noneElse();
        return request;
    }

    /** Everybody who chats over a socket is a person; only a service speaks as the system. */
    private static ChatCommand ofPerson(ChatCommand command) {
        if (command instanceof ChatCommand.Send send && send.messageType().equals("system")) {
            throw ProblemException.field(ErrorCode.NOT_ENTITLED, "/message_type", "system is not for people");
        }
        return command;
    }

    private Request request(String op) {
        return switch (op) {
            case "connect" ->
                new Request.Connect(id, frame.text("token", MAX_TOKEN), frame.object("resume", RequestReader::resume));
            case "ping" -> new Request.Ping(id);
            case "subscribe" ->
                frame.has("channel") ? new Request.Watch(id, channel()) : new Request.Subscribe(id, position(frame));
            case "unsubscribe" ->
                frame.has("channel")
                        ? new Request.Unwatch(id, channel())
                        : new Request.Unsubscribe(id, frame.uuid("conversation_id"));
            case "typing" -> new Request.Typing(id, frame.uuid("conversation_id"), frame.flag("stop"));
            case "presence" -> presence();
            case "occupancy" -> new Request.Occupancy(id, frame.uuid("conversation_id"), frame.optionalFlag("watch"));
            case "list" -> list();
            case "history" -> history();
            case "search" -> search();
            case "participants" -> participants();
            case "edits" -> edits();
            default -> throw ProblemException.field(INVALID_VALUE, "/op", "unknown");
        };
    }

    private Channel channel() {
        var word = frame.text("channel");
        return Stream.of(Channel.values())
                .filter(channel -> channel.word().equals(word))
                .findAny()
                .orElseThrow(() -> ProblemException.field(
                        INVALID_VALUE, "/channel", "unknown, expected inbox, notifications or list"));
    }

    private static Request.Resume resume(Members resume) {
        return new Request.Resume(
                resume.optionalText("cursor", MAX_CURSOR), resume.list("conversations", MAX_RESUMED, (at, node) -> {
                    var members = Members.of(at, node);
                    var position = position(members);
                    members.noneElse();
                    return position;
                }));
    }

    private static Request.Position position(Members members) {
        return new Request.Position(
                members.uuid("conversation_id"),
                members.optionalText("epoch", MAX_EPOCH),
                members.optionalNumber("ev"));
    }

    private Request list() {
        @Nullable String cursor = frame.optionalText("cursor", MAX_CURSOR);
        return new Request.Read(id, user -> new ChatAsk.Roster(user, cursor));
    }

    private Request history() {
        var conversation = frame.uuid("conversation_id");
        @Nullable Long before = frame.optionalNumber("before_message_no");
        @Nullable Long after = frame.optionalNumber("after_message_no");
        @Nullable Long around = frame.optionalNumber("around_message_no");
        @Nullable Long afterEv = frame.optionalNumber("after_ev");
        int limit = limit();
        long places = Stream.of(before != null, after != null, around != null, afterEv != null)
                .filter(given -> given)
                .count();
        if (places > 1) {
            throw ProblemException.of(
                    INVALID_REQUEST,
                    "before_message_no, after_message_no, around_message_no, after_ev: more than one of them");
        }
        return new Request.Read(
                id, user -> new ChatAsk.History(user, conversation, before, after, around, afterEv, limit));
    }

    private Request presence() {
        // None ends what is watched: that must not come of a misspelt name.
        if (!frame.has("user_ids")) {
            throw ProblemException.field(INVALID_REQUEST, "/user_ids", "missing");
        }
        var people = frame.list("user_ids", MAX_PRESENCE, (at, node) -> new UserId(Members.uuid(at, node)));
        return new Request.Presence(id, people, frame.flag("watch"));
    }

    private Request search() {
        var query = frame.text("q", MAX_QUERY);
        @Nullable UUID conversation = frame.optionalUuid("conversation_id");
        int limit = limit();
        @Nullable String cursor = frame.optionalText("cursor", MAX_CURSOR);
        return new Request.Read(id, user -> new ChatAsk.Search(user, query, conversation, limit, cursor));
    }

    private Request participants() {
        var conversation = frame.uuid("conversation_id");
        @Nullable String cursor = frame.optionalText("cursor", MAX_CURSOR);
        return new Request.Read(id, user -> new ChatAsk.Participants(user, conversation, cursor));
    }

    private Request edits() {
        var conversation = frame.uuid("conversation_id");
        var message = frame.uuid("message_id");
        return new Request.Read(id, user -> new ChatAsk.Edits(user, conversation, message));
    }

    private int limit() {
        @Nullable Long limit = frame.optionalNumber("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.field(INVALID_VALUE, "/limit", "expected 1 to " + MAX_LIMIT);
        }
        return limit.intValue();
    }
}
