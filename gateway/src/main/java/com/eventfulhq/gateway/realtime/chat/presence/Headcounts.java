package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.gateway.realtime.chat.ask.HubAsks;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** How many are online in large conversations, counted once for all clients of this node. */
public final class Headcounts {

    private final HubAsks asks;
    private final Function<BiConsumer<ChatAsk.Crowd, Consumer<Reply>>, Census.Means> means;
    private volatile @Nullable Census census;

    /** @param means what is counted with, given the way to the hub */
    Headcounts(
            HubAsks asks,
            Function<BiConsumer<ChatAsk.Crowd, Consumer<Reply>>, Census.Means> means,
            MeterRegistry registry) {
        this.asks = asks;
        this.means = means;
        show(
                registry,
                "conversations",
                "Large conversations of which it is counted who is online",
                Census::conversations);
        show(registry, "people", "Participants of them this node keeps in mind", Census::people);
    }

    private void show(MeterRegistry registry, String name, String description, ToIntFunction<Census> number) {
        Gauge.builder("eventful.realtime.occupancy." + name, this, counts -> {
                    var known = counts.census;
                    return known == null ? 0 : number.applyAsInt(known);
                })
                .description(description)
                .register(registry);
    }

    /** For the clients of an event loop; once for each. */
    public Gallery gallery(EventLoop loop) {
        return new Gallery(loop, census(loop));
    }

    /** Who needs it first gives it a loop of its group; which one is left to the group. */
    private synchronized Census census(EventLoop first) {
        var known = census;
        if (known == null) {
            var group = first.parent();
            var owner = group == null ? first : group.next();
            known = new Census(owner, means.apply((ask, then) -> asks.ask(owner, ask, then)));
            census = known;
        }
        return known;
    }
}
