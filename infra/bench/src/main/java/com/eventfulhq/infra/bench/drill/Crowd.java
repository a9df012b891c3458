package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.EndUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Composes what people write: each numbers their messages, some write far more than others. */
final class Crowd {

    /** What a text of a drill begins with, so that its rows are told from others. */
    static final String MARK = "drill: ";

    /** Of so many messages one comes again after it was answered. */
    private static final int AGAIN_EVERY = 25;

    /** The first twentieth comes at a quarter of the rate. */
    private static final int SLOW_SHARE = 20;

    private static final int SLOWNESS = 4;
    private static final long SEED = 20;

    private final CallbackBodies bodies;
    private final CallbackSigner signer;
    private final SplittableRandom random = new SplittableRandom(SEED);

    Crowd(BusinessNumber number, String appSecret) {
        this.bodies = new CallbackBodies(number, SEED);
        this.signer = new CallbackSigner(appSecret);
    }

    /** A lane for each person who writes, in their order; a repeat stands behind a later message of the same lane. */
    List<List<Callback>> lanes(Size size, Instant start) {
        var lanes = new ArrayList<List<Callback>>();
        for (int user = 0; user < size.users(); user++) {
            lanes.add(new ArrayList<>());
        }
        for (int i = 0; i < size.callbacks(); i++) {
            int user = writer(size.users());
            var lane = lanes.get(user);
            lane.add(compose(user, lane.size() + 1, start, due(i, size)));
        }
        lanes.removeIf(List::isEmpty);
        lanes.forEach(this::repeatSome);
        return lanes;
    }

    /** Begins slowly: JVMs that have just been started do not know their work yet. */
    private static Duration due(int i, Size size) {
        int slow = Math.min(i, size.callbacks() / SLOW_SHARE);
        long steps = (long) slow * SLOWNESS + (i - slow);
        return Duration.ofNanos(steps * 1_000_000_000L / size.perSecond());
    }

    /** The square of an even chance: a few write hundreds of messages, most write some. */
    private int writer(int users) {
        double chance = random.nextDouble();
        return (int) (users * chance * chance);
    }

    private Callback compose(int user, int number, Instant start, Duration due) {
        // Meta's timestamps are whole seconds.
        var at = Instant.ofEpochSecond(start.plus(due).getEpochSecond());
        var message = bodies.text(EndUser.nth(user), MARK + "no. " + number + " of user " + user + ", Grüße 🎉", at);
        var body = CallbackBodies.body(message);
        return new Callback(new Facts.Sent(message.id(), user, number, at), due, body, signer.sign(body));
    }

    private void repeatSome(List<Callback> lane) {
        for (int i = lane.size() - 1; i >= 0; i--) {
            if (random.nextInt(AGAIN_EVERY) == 0) {
                int behind = Math.min(i + 1, lane.size() - 1);
                lane.add(behind + 1, lane.get(i).again(lane.get(behind).due()));
            }
        }
    }
}
