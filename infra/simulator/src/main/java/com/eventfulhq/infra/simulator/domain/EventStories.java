package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.common.event.catalogue.DomainEvent;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A stream of domain events without end: a dozen stories are told at once, a step of one and a step of another; one that is
 * over makes room for a new one. For one thread.
 */
public final class EventStories {

    private static final int AT_ONCE = 12;

    private final EventCatalogue catalogue;
    private final Cast cast;
    private final Chance chance;
    private final List<Deque<Step>> stories = new ArrayList<>();

    /** @param seed the same seed, cast and times tell the same stories under the same ids */
    public EventStories(EventCatalogue catalogue, Cast cast, long seed) {
        this.catalogue = catalogue;
        this.cast = cast;
        this.chance = new Chance(seed);
    }

    /** What happens next. */
    public DomainEvent next(Instant now) {
        while (stories.size() < AT_ONCE) {
            stories.add(new ArrayDeque<>(begin(now)));
        }
        var story = chance.of(stories);
        var step = story.removeFirst();
        if (story.isEmpty()) {
            stories.removeIf(Deque::isEmpty);
        }
        return happen(step, now);
    }

    private List<Step> begin(Instant now) {
        var own = new Chance(chance.seed());
        return switch (chance.between(1, 10)) {
            case 1, 2, 3, 4 -> Evening.write(own, cast, now);
            case 5, 6, 7 -> Booking.write(own, cast, now);
            case 8, 9 -> Subscription.write(own, cast, now);
            default -> Newcomer.write(own, cast);
        };
    }

    private DomainEvent happen(Step step, Instant now) {
        var terms = catalogue.contract(step.type()).orElseThrow().terms();
        var data = JsonNodeFactory.instance.objectNode();
        step.data().accept(data, now);
        return new DomainEvent(
                chance.id(),
                step.type(),
                now,
                terms.producers().getFirst(),
                null,
                step.actorUserId() == null ? null : new UserId(step.actorUserId()),
                step.teamId() == null ? null : new TeamId(step.teamId()),
                terms.about(),
                step.about(),
                terms.version(),
                data);
    }
}
