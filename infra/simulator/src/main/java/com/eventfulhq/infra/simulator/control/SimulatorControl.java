package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.account.Accounts;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.account.MessageTemplate;
import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.CallbackItem.InboundMessage;
import com.eventfulhq.infra.simulator.callback.EndUser;
import com.eventfulhq.infra.simulator.callback.Wamids;
import com.eventfulhq.infra.simulator.delivery.Courier;
import com.eventfulhq.infra.simulator.delivery.Delivery;
import com.eventfulhq.infra.simulator.delivery.DeliveryLog;
import com.eventfulhq.infra.simulator.delivery.DeliveryReport;
import com.eventfulhq.infra.simulator.graph.SendAttempt;
import com.eventfulhq.infra.simulator.graph.Sends;
import com.eventfulhq.infra.simulator.handset.Handsets;
import com.eventfulhq.infra.simulator.handset.ReceivedMessage;
import com.eventfulhq.infra.simulator.handset.StatusPlayer;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.knob.Knobs;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a person or a test can do to the simulated world. The REST face under {@code /simulator} offers the same. */
public final class SimulatorControl {
    private static final int NEWEST = 100;

    private final Parts parts;
    private final LoadRun load;

    /** What the control face acts upon. */
    public record Parts(
            Accounts accounts,
            Handsets handsets,
            StatusPlayer player,
            Sends sends,
            Courier courier,
            DeliveryLog deliveries,
            KnobBoard knobs,
            SimulatorClock clock,
            Wamids wamids,
            String verifyToken) {}

    public SimulatorControl(Parts parts) {
        this.parts = parts;
        this.load = new LoadRun(parts.courier(), parts.handsets(), parts.clock());
    }

    /** An end user writes a text to the first business number; the callback is on its way when this returns. */
    public InboundMessage write(String user, String text) {
        return write(user, Draft.text(text));
    }

    /**
     * An end user writes to the business.
     *
     * @param user a wa_id in digits, or a BSUID for somebody whose phone number is hidden
     */
    public InboundMessage write(String user, Draft draft) {
        var message = Drafts.compose(person(user, draft), draft, bodies(draft.phoneNumberId()), now());
        return write(message);
    }

    /** An end user sends any message that {@link #bodies} can compose. */
    public InboundMessage write(InboundMessage message) {
        var sender = message.user();
        if (sender != null) {
            var seconds = Long.parseLong(message.message().path("timestamp").asString("0"));
            parts.handsets().wrote(message.number(), sender, Instant.ofEpochSecond(seconds));
        }
        parts.courier().offer(message);
        return message;
    }

    /** Puts these items into one callback; completes when it is acknowledged or lost. */
    public Mono<Delivery> deliver(List<? extends CallbackItem> items) {
        return parts.courier().deliver(items);
    }

    /** Composes for the first business number, or for the given one, with ids this simulator has not used yet. */
    public CallbackBodies bodies(@Nullable String phoneNumberId) {
        return new CallbackBodies(number(phoneNumberId), parts.wamids());
    }

    /** What this user received from the business, oldest first. */
    public List<ReceivedMessage> received(String user) {
        return parts.handsets().received(user);
    }

    /** The user reads everything; returns what had not been read before. */
    public List<String> read(String user) {
        return parts.player().readAll(user);
    }

    /** When the user's service window with a number ends or ended; empty if they never wrote. */
    public Optional<Instant> windowEnd(String user, @Nullable String phoneNumberId) {
        return parts.handsets()
                .windowEnd(number(phoneNumberId), parts.handsets().person(user));
    }

    public List<SendAttempt> sends() {
        return parts.sends().attempts();
    }

    public long totalSends() {
        return parts.sends().total();
    }

    public DeliveryReport deliveries() {
        return deliveries(NEWEST);
    }

    public DeliveryReport deliveries(int newest) {
        return parts.deliveries().report(newest);
    }

    public Knobs knobs() {
        return parts.knobs().now();
    }

    /** Turns some knobs: {@code {"callbacks":{"batch_size":100}}}. */
    public Knobs turn(String patch) {
        return parts.knobs().turn(patch);
    }

    public Instant now() {
        return parts.clock().instant();
    }

    public Instant advance(Duration by) {
        return parts.clock().advance(by);
    }

    public List<MessageTemplate> templates() {
        return parts.accounts().templates();
    }

    /** Adds or replaces a template and tells the subscriber its status. */
    public void template(MessageTemplate template) {
        parts.accounts().put(template);
        parts.courier()
                .offer(bodies(null)
                        .templateStatus(template.id(), template.name(), template.language(), template.status(), now()));
    }

    /** Where callbacks go from now on, without asking for the challenge; null stops them. */
    public void callback(@Nullable URI callbackUrl) {
        parts.courier().target(callbackUrl);
    }

    public Optional<URI> callback() {
        return parts.courier().target();
    }

    /** Asks for the challenge first, as Meta does, and subscribes only if it comes back. */
    public Mono<Boolean> subscribe(URI callbackUrl, @Nullable String verifyToken) {
        return parts.courier()
                .handshake(callbackUrl, verifyToken == null ? parts.verifyToken() : verifyToken)
                .doOnNext(verified -> {
                    if (verified) {
                        callback(callbackUrl);
                    }
                });
    }

    public Mono<LoadLedger> load(LoadPlan plan) {
        return load.run(plan, bodies(plan.phoneNumberId()));
    }

    /** Forgets users, messages, counters and moved time, and turns the knobs back. Ids are never used again. */
    public void reset() {
        parts.handsets().clear();
        parts.sends().clear();
        parts.deliveries().clear();
        parts.knobs().reset();
        parts.clock().reset();
    }

    private BusinessNumber number(@Nullable String phoneNumberId) {
        if (phoneNumberId == null) {
            return parts.accounts().first();
        }
        return parts.accounts()
                .number(phoneNumberId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "phone_number_id: " + phoneNumberId + " (expected: one of the simulated numbers)"));
    }

    private EndUser person(String id, Draft draft) {
        if (!EndUser.isUserId(id) && !id.matches("[0-9]{6,18}")) {
            throw new IllegalArgumentException("user: " + id + " (expected: 6 to 18 digits, or a BSUID like ES.123)");
        }
        var known = parts.handsets().person(id);
        return new EndUser(
                known.waId(),
                known.userId(),
                draft.name() == null ? known.name() : draft.name(),
                draft.username() == null ? known.username() : draft.username());
    }
}
