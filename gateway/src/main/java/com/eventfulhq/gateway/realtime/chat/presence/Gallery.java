package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.id.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The clients of one event loop that ask, or watch, how many are online. Touched on it only, unless it is said otherwise. */
public final class Gallery {

    /** Clients told in one go. */
    private static final int SLICE = 200;

    private final Executor loop;
    private final Census census;
    private final Map<UUID, Set<Viewer>> viewers = new HashMap<>();
    private final Queue<Viewer> telling = new ArrayDeque<>();
    private List<Viewer> behind = new ArrayList<>();

    Gallery(Executor loop, Census census) {
        this.loop = loop;
        this.census = census;
    }

    /**
     * Asks once.
     *
     * @param asker somebody who takes part, as far as is known here
     * @param then  told on the event loop, later than this returns
     */
    public void ask(UUID conversation, UserId asker, Consumer<Tally> then) {
        census.ask(conversation, asker, tally -> loop.execute(() -> then.accept(tally)));
    }

    /** Asks, and tells the viewer of what changes after that. If it is refused there is nothing to end. */
    public void watch(Viewer viewer, Consumer<Tally> then) {
        census.watch(
                viewer,
                tally -> loop.execute(() -> {
                    if (tally instanceof Tally.Counted counted && !viewer.ended()) {
                        viewer.begin(counted);
                        viewers.computeIfAbsent(viewer.conversation(), key -> new LinkedHashSet<>())
                                .add(viewer);
                    }
                    then.accept(tally);
                }));
    }

    void left(Viewer viewer) {
        var others = viewers.get(viewer.conversation());
        if (others != null && others.remove(viewer) && others.isEmpty()) {
            viewers.remove(viewer.conversation());
        }
        census.leave(viewer);
    }

    /** From the census: one task, whoever watches. */
    void changed(UUID conversation, Tally.Counted next) {
        loop.execute(() -> {
            viewers.getOrDefault(conversation, Set.of()).forEach(viewer -> {
                viewer.changed(next);
                tellLater(viewer);
            });
            tellSome();
        });
    }

    /** From the census. */
    void over(UUID conversation) {
        loop.execute(() -> {
            var all = viewers.remove(conversation);
            if (all != null) {
                all.forEach(Viewer::over);
            }
        });
    }

    private void tellLater(Viewer viewer) {
        if (!viewer.waits) {
            viewer.waits = true;
            telling.add(viewer);
        }
    }

    /** Others want the event loop, too. */
    private void tellSome() {
        for (int i = 0; i < SLICE; i++) {
            var viewer = telling.poll();
            if (viewer == null) {
                return;
            }
            viewer.waits = false;
            if (!viewer.tell()) {
                behind.add(viewer);
            }
        }
        loop.execute(this::tellSome);
    }

    /** Once a second: who had too much to read may have read it. */
    public void tick() {
        if (!behind.isEmpty()) {
            var all = behind;
            behind = new ArrayList<>();
            all.forEach(this::tellLater);
            tellSome();
        }
    }
}
