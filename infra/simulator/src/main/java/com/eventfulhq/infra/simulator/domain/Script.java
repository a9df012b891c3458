package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.infra.simulator.domain.Cast.Person;
import com.eventfulhq.infra.simulator.domain.Cast.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A story while it is written: its steps in their order. */
final class Script {

    private final List<Step> steps = new ArrayList<>();
    private final @Nullable Team team;

    /** @param team on whose behalf all of it happens */
    Script(@Nullable Team team) {
        this.team = team;
    }

    void happens(String type, UUID about, @Nullable Person actor, Consumer<ObjectNode> data) {
        happensAt(type, about, actor, (node, now) -> data.accept(node));
    }

    void happensAt(String type, UUID about, @Nullable Person actor, BiConsumer<ObjectNode, Instant> data) {
        steps.add(new Step(
                type, about, actor == null ? null : actor.userId(), team == null ? null : team.teamId(), data));
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    static void money(ObjectNode data, String field, int amount, String unit) {
        data.putObject(field).put("amount", amount + ".00").put("unit", unit);
    }

    static void id(ObjectNode data, String field, UUID id) {
        data.put(field, id.toString());
    }
}
