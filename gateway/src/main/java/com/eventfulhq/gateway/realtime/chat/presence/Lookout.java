package com.eventfulhq.gateway.realtime.chat.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the clients of one event loop see of others. Touched on it only, unless it is said otherwise. */
public final class Lookout {

    /** People who may wait to be looked at because somebody asked; who asks about more is refused for now. */
    private static final int MOST_WANTED = 100_000;

    /** Clients told in one go. */
    private static final int SLICE = 200;

    private final Executor loop;
    private final Sightings sightings;
    private final Map<UUID, Followers> followed = new HashMap<>();
    private final Queue<Onlooker> telling = new ArrayDeque<>();
    private List<Onlooker> comparing = new ArrayList<>();

    private Set<UUID> wanted = new HashSet<>();
    private List<Question> questions = new ArrayList<>();
    private boolean underWay;

    Lookout(Executor loop, Sightings sightings) {
        this.loop = loop;
        this.sightings = sightings;
    }

    /** Somebody's question that cannot be answered without looking. */
    private record Question(List<UUID> asked, Set<UUID> visible, Consumer<@Nullable View> then) {}

    /**
     * Looks at people; those whom nobody knows of here are looked at together with those of all who ask meanwhile.
     *
     * @param visible those of them who may be known of
     * @param then    told on the event loop; null if it cannot be seen now
     */
    public void look(List<UUID> asked, Set<UUID> visible, Consumer<@Nullable View> then) {
        var unknown = visible.stream()
                .filter(person -> sightings.known(person) == null)
                .toList();
        if (unknown.isEmpty()) {
            then.accept(view(asked, visible, Map.of()));
        } else if (wanted.size() + unknown.size() > MOST_WANTED) {
            then.accept(null);
        } else {
            wanted.addAll(unknown);
            questions.add(new Question(asked, visible, then));
            if (!underWay) {
                underWay = true;
                // At the end of the turn: who asks until then comes along.
                loop.execute(this::lookAtWanted);
            }
        }
    }

    private void lookAtWanted() {
        var people = wanted;
        var asking = questions;
        wanted = new HashSet<>();
        questions = new ArrayList<>();
        var unused = sightings
                .ask(people)
                .subscribe(
                        seen -> loop.execute(() -> answer(asking, seen)),
                        error -> loop.execute(() -> answer(asking, null)));
    }

    private void answer(List<Question> asking, @Nullable Map<UUID, Standing> seen) {
        underWay = !questions.isEmpty();
        if (underWay) {
            lookAtWanted();
        }
        for (var question : asking) {
            question.then.accept(seen == null ? null : view(question.asked, question.visible, seen));
        }
    }

    /** What is known by now is newer than what was asked for. */
    private View view(List<UUID> asked, Set<UUID> visible, Map<UUID, Standing> seen) {
        return new View(asked, visible, person -> {
            var known = sightings.known(person);
            return known == null ? seen.getOrDefault(person, Standing.unknown(person)) : known;
        });
    }

    // Those who watch.

    Followers follow(UUID person) {
        return followed.computeIfAbsent(
                person, key -> new Followers(key, sightings.follow(key).standing()));
    }

    /** Somebody does not follow any more. */
    void left(Followers followers) {
        if (followers.isEmpty() && followed.remove(followers.person(), followers)) {
            sightings.unfollow(followers.person());
        }
    }

    /** What it was told is compared after the next look that saw everybody, whatever has changed by then. */
    void compareLater(Onlooker onlooker) {
        if (!onlooker.waits) {
            onlooker.waits = true;
            comparing.add(onlooker);
        }
    }

    /**
     * A look is over. From any thread.
     *
     * @param isWhole whether it saw everybody; otherwise what was told may be newer than what is known
     */
    void looked(List<Standing> changes, boolean isWhole) {
        loop.execute(() -> take(changes, isWhole));
    }

    private void take(List<Standing> changes, boolean isWhole) {
        if (isWhole) {
            telling.addAll(comparing);
            comparing = new ArrayList<>();
        }
        for (var change : changes) {
            var followers = followed.get(change.person());
            if (followers != null) {
                followers.changed(change, this::tell);
            }
        }
        tellSome();
    }

    private void tell(Onlooker onlooker) {
        if (!onlooker.waits) {
            onlooker.waits = true;
            telling.add(onlooker);
        }
    }

    /** Others want the event loop, too. */
    private void tellSome() {
        for (int i = 0; i < SLICE; i++) {
            var onlooker = telling.poll();
            if (onlooker == null) {
                return;
            }
            onlooker.waits = false;
            onlooker.tell();
        }
        loop.execute(this::tellSome);
    }
}
