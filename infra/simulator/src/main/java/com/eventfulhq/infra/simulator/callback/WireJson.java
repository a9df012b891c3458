package com.eventfulhq.infra.simulator.callback;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as Meta writes it: ASCII only, everything else as {@code \}{@code uXXXX} in lowercase hex (two of them for an emoji), and
 * {@code /} as {@code \/}. The signature covers these bytes, which is why verifying a re-serialised body fails.
 */
public final class WireJson {
    public static final WireJson META = new WireJson(true);

    /** The same without escaped slashes. */
    public static final WireJson PLAIN_SLASHES = new WireJson(false);

    private final JsonMapper mapper;

    private WireJson(boolean slashesEscaped) {
        mapper = new JsonMapper(JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .configure(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, slashesEscaped)
                .build());
    }

    public byte[] bytes(JsonNode body) {
        return mapper.writeValueAsBytes(body);
    }
}
