package com.eventfulhq.gateway.realtime.chat.presence;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who is connected to this node, and that it is said. Nothing is said of those who go: they may only have lost their connection. */
final class Attendance {

    private final Leases leases;
    private final int chunk;
    private final Runnable failed;

    /** By person, how many connections they have here. */
    private final ConcurrentMap<UUID, Integer> here = new ConcurrentHashMap<>();

    /** Those of whom it is to be said soon. */
    private final Set<UUID> unsaid = ConcurrentHashMap.newKeySet();

    /** @param failed told once for each time it could not be said */
    Attendance(Leases leases, int chunk, Runnable failed) {
        this.leases = leases;
        this.chunk = chunk;
        this.failed = failed;
    }

    void came(UUID person) {
        if (here.merge(person, 1, Integer::sum) == 1) {
            unsaid.add(person);
        }
    }

    void went(UUID person) {
        here.computeIfPresent(person, (key, connections) -> connections == 1 ? null : connections - 1);
    }

    boolean isHere(UUID person) {
        return here.containsKey(person);
    }

    int size() {
        return here.size();
    }

    /** Says it of those who have come since, also if they have gone meanwhile, and of whom it could not be said before. */
    Mono<Void> welcome() {
        var people = List.copyOf(unsaid);
        people.forEach(unsaid::remove);
        return say(people);
    }

    /** Says it of all. */
    Mono<Void> renew() {
        return say(List.copyOf(here.keySet()));
    }

    /** One after another; after one that fails the others are not tried, but all are soon. */
    private Mono<Void> say(Collection<UUID> people) {
        Queue<Part> left = new ArrayDeque<>(Part.of(people, chunk));
        return Flux.fromIterable(List.copyOf(left))
                .concatMap(part -> leases.renew(part).doOnSuccess(done -> left.remove()))
                .then()
                .onErrorResume(error -> {
                    failed.run();
                    left.forEach(this::remember);
                    return Mono.empty();
                });
    }

    private void remember(Part part) {
        part.people().stream().filter(here::containsKey).forEach(unsaid::add);
    }
}
