package com.eventfulhq.notification.request;

import com.eventfulhq.common.json.Json;
import java.util.List;
import java.util.Objects;
import org.springframework.core.codec.DecodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads the body of a request strictly. */
final class RequestReader {

    private static final List<CoercionInputShape> NOT_TEXT =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

    /** A field nobody knows is more likely a typing error than a wish. */
    private static final JsonMapper STRICT = Json.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (var other : NOT_TEXT) {
                    texts.setCoercion(other, CoercionAction.Fail);
                }
            })
            .build();

    private RequestReader() {}

    /** @throws DecodingException if it is not JSON of this shape */
    static NotificationBody parse(byte[] json) {
        try {
            return Objects.requireNonNull(STRICT.readValue(json, NotificationBody.class));
        } catch (JacksonException | NullPointerException e) {
            throw new DecodingException("body", e);
        }
    }
}
