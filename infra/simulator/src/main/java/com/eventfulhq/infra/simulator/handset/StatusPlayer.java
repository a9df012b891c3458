package com.eventfulhq.infra.simulator.handset;

import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.CallbackItem.StatusUpdate;
import com.eventfulhq.infra.simulator.callback.StatusError;
import com.eventfulhq.infra.simulator.callback.Wamids;
import com.eventfulhq.infra.simulator.delivery.Courier;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.knob.StatusKnobs;
import com.eventfulhq.infra.simulator.knob.StatusKnobs.Shape;
import com.eventfulhq.infra.simulator.world.Dice;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import com.eventfulhq.infra.simulator.world.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Lets accepted messages go their way: sent, delivered, read, or failed, each told by a callback after its delay. */
public final class StatusPlayer {
    private static final int TIMERS_AT_MOST = 200_000;
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(5);

    private final Handsets handsets;
    private final Courier courier;
    private final KnobBoard knobs;
    private final SimulatorClock clock;
    private final Dice dice;
    private final Timers scheduled;
    private final AtomicInteger timers = new AtomicInteger();

    public StatusPlayer(
            Handsets handsets, Courier courier, KnobBoard knobs, SimulatorClock clock, Dice dice, Timers scheduled) {
        this.handsets = handsets;
        this.courier = courier;
        this.knobs = knobs;
        this.clock = clock;
        this.dice = dice;
        this.scheduled = scheduled;
    }

    /** Plays the statuses of a message that goes well. */
    public void play(OutboundMessage message) {
        if (statuses().enabled()) {
            later(statuses().sentAfter(), () -> {
                tell(message, MessageStatus.SENT);
                deliver(message);
            });
        }
    }

    /** Tells {@code sent}, waits until the subscriber has it, and plays the rest. */
    public Mono<Void> playBeforeResponse(OutboundMessage message) {
        return Mono.defer(() -> {
            handsets.reached(message.wamid(), MessageStatus.SENT);
            return courier.deliver(List.<CallbackItem>of(status(message, MessageStatus.SENT)))
                    .timeout(ACKNOWLEDGED_WITHIN, scheduled.scheduler())
                    .onErrorComplete()
                    .then(Mono.fromRunnable(() -> deliver(message)));
        });
    }

    /** Plays a message that is accepted and then fails. */
    public void fail(OutboundMessage message, StatusError error) {
        handsets.reached(message.wamid(), MessageStatus.FAILED);
        if (statuses().enabled()) {
            later(
                    statuses().sentAfter(),
                    () -> courier.offer(bodies(message)
                            .statusOf(message.user(), message.wamid(), MessageStatus.FAILED.wireName(), clock.instant())
                            .opaque(message.opaque())
                            .error(error)
                            .build()));
        }
    }

    /** The user opens the chat: everything not yet read is read now. */
    public List<String> readAll(String user) {
        var unread = handsets.inbox(user).stream()
                .filter(message -> message.status() != MessageStatus.READ)
                .toList();
        unread.forEach(message -> tell(message, MessageStatus.READ));
        return unread.stream().map(OutboundMessage::wamid).toList();
    }

    private void deliver(OutboundMessage message) {
        // A reaction sits on another message: nothing of its own is delivered or read.
        boolean reaches = !message.type().equals("reaction")
                && dice.hits(statuses().deliveredProbability(), "delivered/" + message.wamid());
        if (!reaches) {
            return;
        }
        later(statuses().deliveredAfter(), () -> {
            if (!statuses().skipDelivered()) {
                tell(message, MessageStatus.DELIVERED);
            }
            read(message);
        });
    }

    private void read(OutboundMessage message) {
        if (dice.hits(statuses().readProbability(), "read/" + message.wamid())) {
            later(statuses().readAfter(), () -> readOnce(message));
        }
    }

    private void readOnce(OutboundMessage message) {
        boolean unread = handsets.message(message.wamid())
                .filter(current -> current.status() != MessageStatus.READ)
                .isPresent();
        if (unread) {
            tell(message, MessageStatus.READ);
        }
    }

    private void tell(OutboundMessage message, MessageStatus status) {
        handsets.reached(message.wamid(), status);
        courier.offer(status(message, status));
    }

    private StatusUpdate status(OutboundMessage message, MessageStatus status) {
        var builder = bodies(message)
                .statusOf(message.user(), message.wamid(), status.wireName(), clock.instant())
                .opaque(message.opaque());
        if (statuses().shape() == Shape.V23 && status != MessageStatus.READ) {
            boolean expires = status == MessageStatus.SENT;
            builder.conversation(Integer.toHexString(message.wamid().hashCode()), message.category(), expires);
        }
        // Pricing stands on sent and on one of delivered and read.
        boolean priced = status != MessageStatus.READ || statuses().skipDelivered();
        return (priced ? builder.pricing(Pricing.type(message), message.category()) : builder).build();
    }

    private static CallbackBodies bodies(OutboundMessage message) {
        return new CallbackBodies(message.number(), new Wamids(0));
    }

    private StatusKnobs statuses() {
        return knobs.now().statuses();
    }

    /** Beyond the bound a step is taken at once: early, but not lost. */
    private void later(Duration delay, Runnable step) {
        var wait = knobs.now().compressed(delay);
        if (!wait.isPositive() || timers.get() >= TIMERS_AT_MOST) {
            step.run();
            return;
        }
        timers.incrementAndGet();
        scheduled.after(wait, () -> {
            timers.decrementAndGet();
            step.run();
        });
    }
}
