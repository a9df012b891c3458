package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** All conversations whose people are counted on this node. On its owner only, unless it is said otherwise. */
final class Census {

    static final Reply NOT_NOW = Reply.refused(ErrorCode.UNAVAILABLE, "occupancy: cannot be told now");
    static final Reply FULL = Reply.refused(ErrorCode.UNAVAILABLE, "occupancy: too many are counted by this node");

    /** Commands under way at a time, for one conversation. */
    private static final int UNDER_WAY = 2;

    /**
     * What it counts with.
     *
     * @param hub who takes part; answers on the owner
     */
    record Means(
            Leases leases,
            Attendance attendance,
            PresenceSettings presence,
            HeadcountSettings settings,
            Scheduler scheduler,
            BiConsumer<ChatAsk.Crowd, Consumer<Reply>> hub) {}

    private final Executor owner;
    private final Means means;
    private final Map<UUID, Headcount> counted = new HashMap<>();
    private volatile int conversations;
    private final AtomicInteger people = new AtomicInteger();

    Census(Executor owner, Means means) {
        this.owner = owner;
        this.means = means;
    }

    // For the galleries, from any thread.

    /**
     * Asks once.
     *
     * @param then told on the owner
     */
    void ask(UUID conversation, UserId asker, Consumer<Tally> then) {
        owner.execute(() -> {
            var headcount = headcount(conversation);
            if (headcount == null) {
                then.accept(new Tally.Refused(FULL));
            } else {
                headcount.ask(asker, then);
            }
        });
    }

    /** Asks, and tells the viewer's gallery of every change after that. */
    void watch(Viewer viewer, Consumer<Tally> then) {
        ask(viewer.conversation(), viewer.user(), tally -> {
            var headcount = counted.get(viewer.conversation());
            if (tally instanceof Tally.Counted && headcount != null && !viewer.hasLeft) {
                headcount.add(viewer);
            }
            then.accept(tally);
        });
    }

    void leave(Viewer viewer) {
        owner.execute(() -> {
            viewer.hasLeft = true;
            var headcount = counted.get(viewer.conversation());
            if (headcount != null) {
                headcount.remove(viewer);
            }
        });
    }

    int conversations() {
        return conversations;
    }

    int people() {
        return people.get();
    }

    // For the headcounts.

    private @Nullable Headcount headcount(UUID conversation) {
        var known = counted.get(conversation);
        if (known == null && counted.size() < means.settings.maxConversations()) {
            known = new Headcount(conversation, this);
            counted.put(conversation, known);
            conversations = counted.size();
            // Not all in the same moment, though those who ask may have come so.
            long look = means.settings.look().toMillis();
            later(known::turn, look - ThreadLocalRandom.current().nextLong(look / 2 + 1));
        }
        return known;
    }

    void forget(Headcount headcount) {
        if (counted.remove(headcount.conversation(), headcount)) {
            conversations = counted.size();
            holds(-headcount.size());
        }
    }

    /** Whether so many people more can be kept in mind. */
    boolean hasRoomFor(int more) {
        return more <= 0 || people.get() + more <= means.settings.maxPeople();
    }

    void holds(int more) {
        people.addAndGet(more);
    }

    void later(Runnable turn) {
        later(turn, means.settings.look().toMillis());
    }

    private void later(Runnable turn, long millis) {
        var unused = means.scheduler.schedule(() -> owner.execute(turn), millis, TimeUnit.MILLISECONDS);
    }

    void call(ChatAsk.Crowd ask, Consumer<Reply> then) {
        means.hub.accept(ask, then);
    }

    /** Some people and what was seen of them. */
    record Sight(Crowd.Section section, Leases.Glance glance) {}

    /** Looks at all of them; tells null if that cannot be done now. */
    void look(Crowd crowd, Consumer<@Nullable List<Sight>> then) {
        var unused = Flux.fromIterable(crowd.sections())
                .flatMap(
                        section -> means.leases.look(section.part()).map(glance -> new Sight(section, glance)),
                        UNDER_WAY)
                .collectList()
                .subscribe(
                        seen -> owner.execute(() -> then.accept(seen)),
                        error -> owner.execute(() -> then.accept(null)));
    }

    int count(Sight sight, boolean stay) {
        long lease = means.presence.lease().toMillis();
        return sight.section.count(sight.glance, lease, stay, means.attendance::isHere);
    }

    int chunk() {
        return means.presence.chunk();
    }

    long renew() {
        return means.settings.renew().toMillis();
    }

    /** How long after Redis was away those stay online who were. */
    long believed() {
        return 2 * means.presence.renew().toMillis();
    }

    long now() {
        return means.scheduler.now(TimeUnit.MILLISECONDS);
    }
}
