package com.eventfulhq.infra.bench.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code kill -9} of each process on the way in, one after another. */
final class Kills implements Trouble {

    private final List<Victim.Restart> restarts = new ArrayList<>();

    @Override
    public void during(Scene scene) throws IOException, InterruptedException, DrillFailed {
        var victims = Victim.values();
        for (int i = 0; i < victims.length; i++) {
            scene.awaitAccepted((i + 0.5) / victims.length);
            scene.requireUnderWay(victims[i].process() + " killed");
            int accepted = scene.answers().messages();
            var restart = victims[i].kill(scene.house());
            restarts.add(restart);
            scene.restarted(victims[i].process());
            Scene.say(
                    "kill -9 %-13s (pid %d) with %,d accepted: started again after %.2f s, ready after %.2f s",
                    victims[i].process(),
                    restart.killedPid(),
                    accepted,
                    seconds(restart.started()),
                    seconds(restart.ready()));
        }
    }

    @Override
    public void after(Scene scene) {
        for (int i = 0; i < restarts.size(); i++) {
            long from = restarts.get(i).atNanos();
            long to = i + 1 < restarts.size() ? restarts.get(i + 1).atNanos() : Long.MAX_VALUE;
            Scene.say(
                    "longest time without an acceptance after killing %s: %.2f s",
                    Victim.values()[i].process(), scene.answers().longestGapNanos(from, to) / 1e9);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
