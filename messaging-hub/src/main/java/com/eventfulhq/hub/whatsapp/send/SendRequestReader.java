package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.hub.whatsapp.send.Target.Address;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.codec.DecodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads a request and refuses what is not allowed, naming the field. */
final class SendRequestReader {

    private static final int MAX_BODY = 4_096;
    private static final int MAX_NAME = 512;
    private static final int MAX_LANGUAGE = 35;
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_REFERENCE = 128;
    private static final int MAX_NUMBER_ID = 64;

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern BSUID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    private static final List<CoercionInputShape> NOT_TEXT =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

    /** A misspelt field would otherwise be a message that says something else. */
    private static final JsonMapper STRICT = Json.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (var other : NOT_TEXT) {
                    texts.setCoercion(other, CoercionAction.Fail);
                }
            })
            .build();

    private SendRequestReader() {}

    /** @throws DecodingException if it is not JSON of this shape */
    static SendBody parse(byte[] json) {
        try {
            return Objects.requireNonNull(STRICT.readValue(json, SendBody.class));
        } catch (JacksonException | NullPointerException e) {
            throw new DecodingException("body", e);
        }
    }

    /** What makes two bodies the same: their meaning, not their spelling. */
    static byte[] sha256(SendBody body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Json.bytes(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ProblemException naming the field that is not allowed */
    static SendRequest check(SendBody body) {
        var number = body.phoneNumberId();
        if (number != null && (number.isBlank() || number.length() > MAX_NUMBER_ID)) {
            throw wrong("/phone_number_id", "not the id of a business number");
        }
        return new SendRequest(
                to(body),
                number == null ? null : new PhoneNumberId(number),
                content(body),
                reference(body.reference()));
    }

    private static SendRequest.To to(SendBody body) {
        long given = Stream.of(body.to(), body.recipient(), body.conversationId())
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw wrong(
                    "/to", "found %d of to, recipient and conversation_id (expected: exactly one)".formatted(given));
        }
        if (body.to() != null) {
            return new SendRequest.To.User(new Address(e164(body.to()), null));
        }
        return body.recipient() != null
                ? new SendRequest.To.User(new Address(null, bsuid(body.recipient())))
                : new SendRequest.To.Conversation(conversation(Objects.requireNonNull(body.conversationId())));
    }

    private static String e164(String to) {
        if (!E164.matcher(to).matches()) {
            throw wrong("/to", "not a number in E.164 (expected for example +34600111222)");
        }
        return to.substring(1);
    }

    private static String bsuid(String recipient) {
        if (!BSUID.matcher(recipient).matches()) {
            throw wrong("/recipient", "not a business-scoped user id (expected for example US.13491208655302741918)");
        }
        return recipient;
    }

    private static ConversationId conversation(String id) {
        try {
            return ConversationId.parse(id);
        } catch (IllegalArgumentException e) {
            throw wrong("/conversation_id", "not a UUID");
        }
    }

    private static Content content(SendBody body) {
        return switch (body.type()) {
            case Composed.TEXT -> text(body);
            case Composed.TEMPLATE -> template(body);
            case null -> throw wrong("/type", "missing (expected: text or template)");
            default -> throw wrong("/type", "not supported (expected: text or template)");
        };
    }

    private static Content text(SendBody body) {
        var text = body.text();
        if (body.template() != null) {
            throw wrong("/template", "found beside type text (expected: none)");
        }
        if (text == null || text.body() == null || text.body().isBlank()) {
            throw wrong("/text/body", "missing (expected: 1 to %d characters)".formatted(MAX_BODY));
        }
        int length = text.body().codePointCount(0, text.body().length());
        if (length > MAX_BODY) {
            throw wrong("/text/body", "found %d characters (expected: 1 to %d)".formatted(length, MAX_BODY));
        }
        return new Content.Text(text.body(), Boolean.TRUE.equals(text.previewUrl()));
    }

    private static Content template(SendBody body) {
        var template = body.template();
        if (body.text() != null) {
            throw wrong("/text", "found beside type template (expected: none)");
        }
        if (template == null) {
            throw wrong("/template", "missing (expected: name, language and parameters)");
        }
        return new Content.FromTemplate(
                named("/template/name", template.name(), MAX_NAME),
                named("/template/language", template.language(), MAX_LANGUAGE),
                parameters(template.parameters()));
    }

    private static List<String> parameters(@Nullable List<@Nullable String> given) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > MAX_PARAMETERS) {
            throw wrong(
                    "/template/parameters", "found %d (expected: at most %d)".formatted(given.size(), MAX_PARAMETERS));
        }
        var parameters = new ArrayList<String>(given.size());
        for (int i = 0; i < given.size(); i++) {
            var parameter = given.get(i);
            if (parameter == null) {
                throw wrong("/template/parameters/" + i, "null (expected: text)");
            }
            parameters.add(parameter);
        }
        return List.copyOf(parameters);
    }

    private static @Nullable String reference(@Nullable String reference) {
        return reference == null ? null : named("/reference", reference, MAX_REFERENCE);
    }

    private static String named(String pointer, @Nullable String value, int max) {
        if (value == null || value.isBlank() || value.length() > max) {
            throw wrong(pointer, "missing or too long (expected: 1 to %d characters)".formatted(max));
        }
        return value;
    }

    static ProblemException wrong(String pointer, String detail) {
        return ProblemException.field(ErrorCode.INVALID_VALUE, pointer, detail);
    }
}
