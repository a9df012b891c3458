package com.eventfulhq.infra.simulator.knob;

import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where the knobs are turned: holds the current value and applies partial changes written as JSON. */
public final class KnobBoard {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Knobs initial;
    private final AtomicReference<Knobs> current;

    public KnobBoard(Knobs initial) {
        this.initial = initial;
        this.current = new AtomicReference<>(initial);
    }

    public Knobs now() {
        return current.get();
    }

    public void reset() {
        current.set(initial);
    }

    /**
     * Applies a partial document such as {@code {"callbacks":{"batch_size":100}}}; what is not named stays.
     *
     * @throws tools.jackson.core.JacksonException for an unknown knob or a value outside its bounds
     */
    public Knobs turn(JsonNode patch) {
        return current.updateAndGet(knobs -> patched(knobs, patch));
    }

    public Knobs turn(String patch) {
        return turn(JSON.readTree(patch));
    }

    /** The knobs a partial document makes of these. */
    public static Knobs patched(Knobs knobs, JsonNode patch) {
        ObjectNode tree = JSON.valueToTree(knobs);
        merge(tree, patch);
        return JSON.treeToValue(tree, Knobs.class);
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        for (var property : patch.properties()) {
            if (property.getValue().isObject() && target.get(property.getKey()) instanceof ObjectNode inner) {
                merge(inner, property.getValue());
            } else {
                target.set(property.getKey(), property.getValue());
            }
        }
    }
}
