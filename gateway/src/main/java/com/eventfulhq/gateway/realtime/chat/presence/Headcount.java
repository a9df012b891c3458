package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.chat.ask.CrowdPage;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation whose people are counted, for all of this node who want to know. On the owner only.
 *
 * <pre>
 *            ┌──────── every minute ────────┐
 * asked ─▶ called: the hub says who ─▶ seen: the leases say how many ─▶ answered; what differs is told ─▶ again, while somebody
 *              └ refused ─▶ answered so     └ away ─▶ unavailable; nothing is told                         watches
 * </pre>
 */
final class Headcount {

    private final UUID conversation;
    private final Census census;
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private final Map<Gallery, Integer> galleries = new HashMap<>();
    private Queue<Question> questions = new ArrayDeque<>(1);
    private @Nullable Crowd crowd;
    private Tally.@Nullable Counted last;
    private long calledAt;
    private long believedFrom = Long.MIN_VALUE;
    private boolean underWay;
    private boolean failed;
    private boolean over;

    Headcount(UUID conversation, Census census) {
        this.conversation = conversation;
        this.census = census;
    }

    UUID conversation() {
        return conversation;
    }

    /** How many people it keeps in mind. */
    int size() {
        return crowd == null ? 0 : crowd.size();
    }

    private record Question(UserId asker, Consumer<Tally> then) {}

    /** @param asker somebody who takes part, as far as is known here */
    void ask(UserId asker, Consumer<Tally> then) {
        // It is as old as what those who watch have been told.
        if (last != null && !failed) {
            then.accept(last);
            return;
        }
        questions.add(new Question(asker, then));
        if (!underWay) {
            underWay = true;
            begin(crowd == null);
        }
    }

    void add(Viewer viewer) {
        if (viewers.add(viewer)) {
            galleries.merge(viewer.gallery(), 1, Integer::sum);
        }
    }

    void remove(Viewer viewer) {
        if (viewers.remove(viewer)) {
            galleries.computeIfPresent(viewer.gallery(), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Regularly, as long as it is counted at all. */
    void turn() {
        if (over) {
            return;
        }
        if (viewers.isEmpty() && !underWay) {
            end();
            return;
        }
        census.later(this::turn);
        if (!underWay) {
            underWay = true;
            begin(census.now() - calledAt >= census.renew());
        }
    }

    private void begin(boolean calls) {
        if (calls) {
            call(null, new ArrayList<>());
        } else {
            look();
        }
    }

    // Who takes part.

    private UserId spokesperson() {
        return questions.isEmpty() ? viewers.iterator().next().user() : questions.element().asker;
    }

    private void call(@Nullable String cursor, List<UUID> people) {
        // Whoever would have spoken for it may have gone in the meantime.
        if (questions.isEmpty() && viewers.isEmpty()) {
            rest();
            return;
        }
        var asker = spokesperson();
        census.call(new ChatAsk.Crowd(asker, conversation, cursor), reply -> called(reply, asker, people));
    }

    private void called(Reply reply, UserId asker, List<UUID> people) {
        var page = CrowdPage.read(reply);
        if (page == null) {
            notCalled(reply.given() ? Census.NOT_NOW : reply, asker);
            return;
        }
        people.addAll(page.people());
        boolean fits = census.hasRoomFor(people.size() - size());
        if (fits && page.cursor() != null) {
            call(page.cursor(), people);
        } else if (fits) {
            calledAt = census.now();
            census.holds(people.size() - size());
            crowd = new Crowd(people, census.chunk(), crowd);
            look();
        } else {
            notCalled(Census.FULL, asker);
        }
    }

    private void notCalled(Reply reply, UserId asker) {
        if (CrowdPage.isConflict(reply)) {
            // It has become so small that how many says who.
            var told = List.copyOf(galleries.keySet());
            end();
            told.forEach(gallery -> gallery.over(conversation));
            answer(new Tally.Refused(reply));
        } else if (crowd != null) {
            // Those known from before stay; the next time somebody else asks.
            viewers.stream()
                    .filter(viewer -> viewer.user().equals(asker))
                    .findFirst()
                    .ifPresent(viewer -> {
                        viewers.remove(viewer);
                        viewers.add(viewer);
                    });
            look();
        } else if (reply.kind() == Reply.Kind.REFUSED) {
            refuseOnly(asker, reply);
        } else {
            giveUp(reply);
        }
    }

    /** What one may not know others may. */
    private void refuseOnly(UserId asker, Reply reply) {
        var asked = questions;
        questions = new ArrayDeque<>(1);
        var refused = new ArrayList<Question>(1);
        asked.forEach(question -> (question.asker.equals(asker) ? refused : questions).add(question));
        if (questions.isEmpty()) {
            end();
        } else {
            call(null, new ArrayList<>());
        }
        refused.forEach(question -> question.then.accept(new Tally.Refused(reply)));
    }

    private void giveUp(Reply reply) {
        end();
        answer(new Tally.Refused(reply));
    }

    // How many of them are online.

    private void look() {
        var people = crowd;
        if (people != null) {
            census.look(people, this::seen);
        }
    }

    /** @param seen null if it cannot be seen now */
    private void seen(@Nullable List<Census.Sight> seen) {
        var people = crowd;
        if (seen == null || people == null) {
            failed = true;
            rest();
            answer(new Tally.Refused(Census.NOT_NOW));
            return;
        }
        if (failed) {
            // It knows only what was before it went away: everybody needs the time to be renewed.
            failed = false;
            believedFrom = census.now() + census.believed();
        }
        boolean stay = census.now() < believedFrom;
        int online = 0;
        for (var sight : seen) {
            online += census.count(sight, stay);
        }
        counted(Tally.Counted.of(conversation, people.size(), online));
    }

    private void counted(Tally.Counted next) {
        var before = last;
        if (before == null || !next.says(before)) {
            last = next;
            galleries.keySet().forEach(gallery -> gallery.changed(conversation, next));
        }
        rest();
        answer(next);
    }

    /** Nothing is under way. */
    private void rest() {
        underWay = false;
    }

    private void end() {
        over = true;
        underWay = false;
        census.forget(this);
    }

    private void answer(Tally tally) {
        var asked = questions;
        questions = new ArrayDeque<>(1);
        asked.forEach(question -> question.then.accept(tally));
    }
}
