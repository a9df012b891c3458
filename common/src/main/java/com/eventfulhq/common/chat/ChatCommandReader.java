package com.eventfulhq.common.chat;

import static com.eventfulhq.common.problem.ErrorCode.INVALID_REQUEST;
import static com.eventfulhq.common.problem.ErrorCode.INVALID_VALUE;
import static com.eventfulhq.common.problem.ErrorCode.TOO_LARGE;
import static com.eventfulhq.common.problem.ErrorCode.UNKNOWN_FIELD;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads commands from frames, bodies and the log, which all have the form {@code docs/realtime.md} gives them. */
public final class ChatCommandReader {

    public static final int MAX_CONTENT = 16_384;
    public static final int MAX_ATTACHMENTS = 10;
    public static final int MAX_MENTIONS = 50;
    public static final int MAX_FIRST_PARTICIPANTS = 500;
    public static final int MAX_ADDED = 100;
    public static final int MAX_TITLE = 255;
    public static final int MAX_REACTION = 32;
    public static final int MAX_OFFER_BYTES = 16_384;

    private static final int MAX_ENTITY_TYPE = 50;
    private static final Set<String> ROLES = Set.of("owner", "admin", "member");
    private static final Set<String> MESSAGE_TYPES = Set.of("text", "system");
    private static final Set<String> STEPS =
            Set.of("text", "offer", "counter_offer", "acceptance", "rejection", "withdrawal");
    private static final Set<String> OFFERS = Set.of("offer", "counter_offer");

    private final ObjectNode frame;
    private final Set<String> read = new HashSet<>(Set.of("id", "op"));

    private ChatCommandReader(ObjectNode frame) {
        this.frame = frame;
    }

    /** Whether an op is one of the commands read here. */
    public static boolean knows(String op) {
        return switch (op) {
            case "create", "send", "edit", "delete", "react", "unreact", "rename", "archive", "restore" -> true;
            case "add", "remove", "set_role", "pin", "unpin", "negotiate", "read", "delivered", "mute" -> true;
            default -> false;
        };
    }

    /**
     * Reads a command.
     *
     * @throws ProblemException naming the member that is wrong
     */
    public static ChatCommand read(ObjectNode frame) {
        var reader = new ChatCommandReader(frame);
        var command = reader.command(reader.text("op"));
        for (var name : frame.propertyNames()) {
            if (!reader.read.contains(name)) {
                throw refused(UNKNOWN_FIELD, name, "unknown");
            }
        }
        return command;
    }

    private ChatCommand command(String op) {
        return switch (op) {
            case "create" -> create();
            case "send" -> send();
            case "edit" -> new ChatCommand.Edit(conversation(), clientEventId(), message(), content(), version());
            case "delete" -> new ChatCommand.Delete(conversation(), clientEventId(), message());
            case "react" -> new ChatCommand.React(conversation(), clientEventId(), message(), reaction(), true);
            case "unreact" -> new ChatCommand.React(conversation(), clientEventId(), message(), reaction(), false);
            case "rename" -> new ChatCommand.Rename(conversation(), clientEventId(), title());
            case "archive" -> new ChatCommand.Archive(conversation(), clientEventId(), true);
            case "restore" -> new ChatCommand.Archive(conversation(), clientEventId(), false);
            case "add" ->
                new ChatCommand.Add(
                        conversation(), clientEventId(), required("user_ids", users("user_ids", MAX_ADDED)));
            case "remove" -> new ChatCommand.Remove(conversation(), clientEventId(), user("user_id"));
            case "set_role" ->
                new ChatCommand.SetRole(conversation(), clientEventId(), user("user_id"), oneOf("role", ROLES));
            case "pin" -> new ChatCommand.Pin(conversation(), clientEventId(), message(), true);
            case "unpin" -> new ChatCommand.Pin(conversation(), clientEventId(), message(), false);
            case "negotiate" -> negotiate();
            case "read" -> new ChatCommand.Seen(conversation(), number("ev"), true);
            case "delivered" -> new ChatCommand.Seen(conversation(), number("ev"), false);
            case "mute" -> new ChatCommand.Mute(conversation(), time("until"));
            default -> throw refused(INVALID_VALUE, "op", "unknown");
        };
    }

    private ChatCommand create() {
        @Nullable
        String type = optional("related_entity_type", node -> limited("related_entity_type", node, MAX_ENTITY_TYPE));
        @Nullable UUID entity = optional("related_entity_id", node -> uuid("related_entity_id", node));
        if ((type == null) != (entity == null)) {
            throw refused(INVALID_REQUEST, "related_entity_id", "goes with related_entity_type, both or neither");
        }
        return new ChatCommand.Create(
                conversation(), clientEventId(), title(), users("participants", MAX_FIRST_PARTICIPANTS), type, entity);
    }

    private ChatCommand send() {
        @Nullable String type = optional("message_type", node -> oneOf("message_type", MESSAGE_TYPES));
        @Nullable String content = frame.hasNonNull("content") ? content() : null;
        ChatCommand.@Nullable Forward forward = optional("forward_of", this::forward);
        var attachments = attachments();
        read.add("content");
        if (forward != null && (content != null || !attachments.isEmpty())) {
            throw refused(INVALID_REQUEST, "forward_of", "goes without content and attachments");
        }
        if (forward == null && content == null && attachments.isEmpty()) {
            throw refused(INVALID_REQUEST, "content", "missing, expected content, attachments or forward_of");
        }
        return new ChatCommand.Send(
                conversation(),
                clientEventId(),
                type == null ? "text" : type,
                content,
                attachments,
                optional("reply_to", node -> uuid("reply_to", node)),
                users("mentions", MAX_MENTIONS),
                forward,
                optional("after", node -> uuid("after", node)));
    }

    private ChatCommand.Forward forward(JsonNode node) {
        return new ChatCommand.Forward(
                uuid("forward_of/conversation_id", node.path("conversation_id")),
                uuid("forward_of/message_id", node.path("message_id")));
    }

    private List<UUID> attachments() {
        return list("attachments", MAX_ATTACHMENTS, (name, node) -> uuid(name + "/media_id", node.path("media_id")));
    }

    private ChatCommand negotiate() {
        var type = oneOf("message_type", STEPS);
        boolean offers = OFFERS.contains(type);
        @Nullable OfferTerms terms = optional("offer_data", this::terms);
        if (offers != (terms != null)) {
            throw refused(
                    INVALID_REQUEST, "offer_data", offers ? "missing, expected an object" : "belongs to offers only");
        }
        @Nullable Long expected = frame.hasNonNull("expected_ev") ? (Long) number("expected_ev") : null;
        read.add("expected_ev");
        if (expected == null && !type.equals("text")) {
            throw refused(INVALID_REQUEST, "expected_ev", "missing, expected a number");
        }
        return new ChatCommand.Negotiate(
                uuid("booking_id", member("booking_id")),
                clientEventId(),
                type,
                limited("message_text", member("message_text"), MAX_CONTENT),
                terms,
                expected);
    }

    private OfferTerms terms(JsonNode node) {
        if (Json.bytes(node).length > MAX_OFFER_BYTES) {
            throw refused(TOO_LARGE, "offer_data", "more than " + MAX_OFFER_BYTES + " bytes");
        }
        return OfferTermsReader.read(node);
    }

    // Members many commands have.

    private UUID conversation() {
        return uuid("conversation_id", member("conversation_id"));
    }

    private UUID clientEventId() {
        return uuid("client_event_id", member("client_event_id"));
    }

    private UUID message() {
        return uuid("message_id", member("message_id"));
    }

    private String content() {
        return limited("content", member("content"), MAX_CONTENT);
    }

    private String reaction() {
        return limited("reaction", member("reaction"), MAX_REACTION);
    }

    private @Nullable String title() {
        return optional("title", node -> limited("title", node, MAX_TITLE));
    }

    private int version() {
        long version = number("version");
        if (version > Integer.MAX_VALUE) {
            throw refused(INVALID_VALUE, "version", "too large");
        }
        return (int) version;
    }

    private UserId user(String name) {
        return new UserId(uuid(name, member(name)));
    }

    private List<UserId> users(String name, int most) {
        return list(name, most, (place, node) -> new UserId(uuid(place, node))).stream()
                .distinct()
                .toList();
    }

    private static <T> List<T> required(String name, List<T> values) {
        if (values.isEmpty()) {
            throw refused(INVALID_REQUEST, name, "missing, expected at least one");
        }
        return values;
    }

    // Kinds of values.

    /** Reads an element, which is at that place. */
    private interface Element<T> {
        T read(String place, JsonNode node);
    }

    private <T> List<T> list(String name, int most, Element<T> element) {
        @Nullable JsonNode node = optional(name, value -> value);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw refused(INVALID_REQUEST, name, "expected an array");
        }
        if (node.size() > most) {
            throw refused(INVALID_VALUE, name, "more than " + most);
        }
        var values = new ArrayList<T>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(element.read(name + "/" + i, node.get(i)));
        }
        return List.copyOf(values);
    }

    private JsonNode member(String name) {
        read.add(name);
        var node = frame.get(name);
        if (node == null || node.isNull()) {
            throw refused(INVALID_REQUEST, name, "missing");
        }
        return node;
    }

    private <T> @Nullable T optional(String name, Function<JsonNode, T> value) {
        read.add(name);
        var node = frame.get(name);
        return node == null || node.isNull() ? null : value.apply(node);
    }

    private String text(String name) {
        var node = member(name);
        if (!node.isString()) {
            throw refused(INVALID_REQUEST, name, "expected a string");
        }
        return node.stringValue();
    }

    private String oneOf(String name, Set<String> words) {
        var text = text(name);
        if (!words.contains(text)) {
            throw refused(INVALID_VALUE, name, "unknown");
        }
        return text;
    }

    static String limited(String name, JsonNode node, int most) {
        if (!node.isString()) {
            throw refused(INVALID_REQUEST, name, "expected a string");
        }
        var text = node.stringValue();
        if (text.isBlank()) {
            throw refused(INVALID_VALUE, name, "empty");
        }
        if (text.length() > most) {
            throw refused(TOO_LARGE, name, "more than " + most + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw refused(INVALID_VALUE, name, "contains U+0000");
        }
        return text;
    }

    private long number(String name) {
        var node = member(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw refused(INVALID_REQUEST, name, "expected a whole number");
        }
        if (node.longValue() < 0) {
            throw refused(INVALID_VALUE, name, "negative");
        }
        return node.longValue();
    }

    private @Nullable Instant time(String name) {
        read.add(name);
        var node = frame.get(name);
        if (node == null) {
            throw refused(INVALID_REQUEST, name, "missing, expected a time or null");
        }
        if (node.isNull()) {
            return null;
        }
        try {
            return Instant.parse(node.stringValue(""));
        } catch (DateTimeParseException e) {
            throw refused(INVALID_VALUE, name, "expected a time as of RFC 3339, in UTC");
        }
    }

    /** Only the form of 36 characters: {@link UUID#fromString} alone takes shorter ones too. */
    private static UUID uuid(String name, JsonNode node) {
        if (node.isString() && node.stringValue().length() == 36) {
            try {
                return UUID.fromString(node.stringValue());
            } catch (IllegalArgumentException e) {
                throw refused(INVALID_VALUE, name, "not a UUID");
            }
        }
        throw refused(INVALID_REQUEST, name, "expected a UUID");
    }

    private static ProblemException refused(ErrorCode code, String name, String detail) {
        return ProblemException.field(code, "/" + name, detail);
    }
}
