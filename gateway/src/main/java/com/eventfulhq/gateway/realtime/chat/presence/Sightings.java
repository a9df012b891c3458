package com.eventfulhq.gateway.realtime.chat.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * How it stands with everybody who is watched on this node: looked at once for all who watch, every few seconds.
 *
 * <p>Redis may forget, and then knows nothing of anybody until they are renewed; what was seen before holds on meanwhile. It may be
 * away, and when it is back knows only what was before: nobody goes offline until everybody has had the time to be renewed.
 */
final class Sightings {

    /** Commands under way at a time. */
    private static final int UNDER_WAY = 2;

    /** Looks without an answer after which Redis has been away. */
    private static final int AWAY = 3;

    private final Leases leases;
    private final Attendance attendance;
    private final PresenceSettings settings;
    private final Scheduler scheduler;
    private final long lease;
    private final ConcurrentMap<UUID, Watched> watched = new ConcurrentHashMap<>();
    private final List<Lookout> lookouts = new CopyOnWriteArrayList<>();

    // Of the look, one at a time.
    private long answeredAt;
    private long believedFrom = Long.MIN_VALUE;

    Sightings(Leases leases, Attendance attendance, PresenceSettings settings, Scheduler scheduler) {
        this.leases = leases;
        this.attendance = attendance;
        this.settings = settings;
        this.scheduler = scheduler;
        this.lease = settings.lease().toMillis();
        this.answeredAt = now();
    }

    /** One of those who are watched. */
    static final class Watched {
        private volatile @Nullable Standing standing;
        private volatile long lookedAt;

        /** How many event loops; changed by the map, one at a time. */
        private int followers;

        /** When they were last said to be online. Of the look. */
        private long seen;

        @Nullable
        Standing standing() {
            return standing;
        }
    }

    /** Is told of what changes from now on. */
    void add(Lookout lookout) {
        lookouts.add(lookout);
    }

    /** Somebody on one more event loop watches. */
    Watched follow(UUID person) {
        return watched.compute(person, (key, current) -> {
            var one = current == null ? new Watched() : current;
            one.followers++;
            return one;
        });
    }

    void unfollow(UUID person) {
        watched.computeIfPresent(person, (key, one) -> --one.followers == 0 ? null : one);
    }

    int size() {
        return watched.size();
    }

    /** What is known without looking; null if nothing is, or what is known is old. */
    @Nullable
    Standing known(UUID person) {
        if (attendance.isHere(person)) {
            return Standing.online(person);
        }
        var one = watched.get(person);
        return one != null && now() - one.lookedAt < 2 * settings.look().toMillis() ? one.standing : null;
    }

    /** How it stands with others; fails if that cannot be seen now. */
    Mono<Map<UUID, Standing>> ask(Collection<UUID> people) {
        return Flux.fromIterable(Part.of(people, settings.chunk()))
                .flatMap(leases::look, UNDER_WAY)
                .collect(HashMap::new, this::note);
    }

    private void note(Map<UUID, Standing> standings, Leases.Glance glance) {
        for (int i = 0; i < glance.seen().length; i++) {
            var person = glance.part().people().get(i);
            long seen = glance.seen()[i];
            standings.put(
                    person,
                    attendance.isHere(person) || isOnline(seen, glance.now())
                            ? Standing.online(person)
                            : Standing.offline(person, seen));
        }
    }

    private boolean isOnline(long seen, long now) {
        return seen != 0 && now - seen < lease;
    }

    /** Looks at all who are watched, and tells every event loop what has changed. */
    Mono<Void> look() {
        var parts = Part.of(watched.keySet(), settings.chunk());
        if (parts.isEmpty()) {
            answeredAt = now();
        }
        return Flux.fromIterable(parts)
                .flatMap(part -> leases.look(part).map(Optional::of).onErrorReturn(Optional.empty()), UNDER_WAY)
                .collect(Round::new, this::compare)
                .doOnNext(round -> lookouts.forEach(lookout -> lookout.looked(round.changes, round.isWhole)))
                .then();
    }

    /** One look at all. */
    private static final class Round {
        private final List<Standing> changes = new ArrayList<>();
        private boolean isWhole = true;
    }

    /** Whom it fails for stays what they were. */
    private void compare(Round round, Optional<Leases.Glance> glance) {
        round.isWhole &= glance.isPresent();
        glance.ifPresent(seen -> compare(round.changes, seen));
    }

    private void compare(List<Standing> changes, Leases.Glance glance) {
        long now = now();
        if (now - answeredAt > AWAY * settings.look().toMillis()) {
            believedFrom = now + 2 * settings.renew().toMillis();
        }
        answeredAt = now;
        for (int i = 0; i < glance.seen().length; i++) {
            var one = watched.get(glance.part().people().get(i));
            if (one != null) {
                one.lookedAt = now;
                compare(changes, one, glance, i);
            }
        }
    }

    private void compare(List<Standing> changes, Watched one, Leases.Glance glance, int place) {
        var before = one.standing;
        var next = standing(one, glance, place);
        if (!next.says(before)) {
            one.standing = next;
            changes.add(next);
        }
    }

    private Standing standing(Watched one, Leases.Glance glance, int place) {
        var person = glance.part().people().get(place);
        if (glance.seen()[place] != 0) {
            one.seen = glance.seen()[place];
        }
        var before = one.standing;
        boolean stays = before != null && before.isOnline() && now() < believedFrom;
        return stays || attendance.isHere(person) || isOnline(one.seen, glance.now())
                ? Standing.online(person)
                : Standing.offline(person, one.seen);
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }
}
