package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.World;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run on one house: callbacks, a trouble, and the ledger. */
final class Drill {

    /** How long a message opens the window: Meta's rule, and what the hub is set to. */
    private static final Duration WINDOW = Duration.ofHours(24);

    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final int LOOK_EVERY_MILLIS = 100;
    private static final BusinessNumber NUMBER =
            new BusinessNumber(World.TEAM.phoneNumberId(), World.TEAM.displayPhoneNumber(), World.WABA_ID);

    private final House house;
    private final Size size;
    private final Trouble trouble;

    Drill(House house, Size size, Trouble trouble) {
        this.house = house;
        this.size = size;
        this.trouble = trouble;
    }

    /** @return whether the ledger balances */
    boolean run() throws IOException, InterruptedException, DrillFailed {
        var answers = new Answers();
        try (var log = new LogContents("127.0.0.1:" + house.ports().kafka());
                var meta = new Meta(
                        URI.create("http://127.0.0.1:" + house.ports().gateway() + "/webhooks/whatsapp"), answers)) {
            var scene = new Scene(house, log, answers, size.callbacks());
            trouble.before(scene);
            var lanes = new Crowd(NUMBER, house.appSecret()).lanes(size, Instant.now());
            Scene.say("%,d callbacks of %,d users, %,d a second", size.callbacks(), lanes.size(), size.perSecond());
            play(scene, meta, lanes);
            return judge(scene, lanes);
        }
    }

    private void play(Scene scene, Meta meta, List<List<Callback>> lanes)
            throws IOException, InterruptedException, DrillFailed {
        long start = System.nanoTime();
        var playing = meta.play(lanes);
        try {
            trouble.during(scene);
            scene.awaitAccepted(1);
            playing.get(DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DrillFailed("callbacks: not all were answered (" + e + ")");
        } finally {
            playing.cancel(true);
        }
        long accepted = System.nanoTime();
        drain(scene);
        Scene.say(
                "all accepted after %.1f s, worked off %.1f s later",
                (accepted - start) / 1e9, (System.nanoTime() - accepted) / 1e9);
        trouble.after(scene);
        scene.checkProcesses();
    }

    private static void drain(Scene scene) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long backlog = scene.log().backlog();
        while (backlog > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            backlog = scene.log().backlog();
        }
        scene.check("backlogs not worked off", backlog == 0 ? List.of() : List.of(backlog + " records wait"));
    }

    private boolean judge(Scene scene, List<List<Callback>> lanes) throws IOException, InterruptedException {
        var stored = new Stored(house.database());
        var rows = stored.rows();
        var conversations =
                rows.stream().map(Facts.Row::conversationId).distinct().toList();
        var facts = new Facts(
                lanes.stream()
                        .flatMap(List::stream)
                        .map(Callback::message)
                        .distinct()
                        .toList(),
                scene.answers().times(),
                scene.log().callbacks(),
                rows,
                scene.log().published(),
                stored.windows(conversations, house.redis()),
                scene.log().deadLetters(),
                WINDOW,
                trouble.forgetful());
        return new Report(facts, scene).print();
    }
}
