package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.account.Accounts;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.account.MessageTemplate;
import com.eventfulhq.infra.simulator.callback.EndUser;
import com.eventfulhq.infra.simulator.callback.Wamids;
import com.eventfulhq.infra.simulator.handset.Handsets;
import com.eventfulhq.infra.simulator.handset.MessageStatus;
import com.eventfulhq.infra.simulator.handset.OutboundMessage;
import com.eventfulhq.infra.simulator.handset.StatusPlayer;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.world.Ring;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One send: decide its fate, keep it, set its statuses in motion. How it is answered is the route's business. */
public final class Sends {
    private final Accounts accounts;
    private final Handsets handsets;
    private final StatusPlayer player;
    private final KnobBoard knobs;
    private final SimulatorClock clock;
    private final Wamids wamids;
    private final RateLimits limits = new RateLimits();
    private final Ring<SendAttempt> attempts;

    public Sends(
            Accounts accounts,
            Handsets handsets,
            StatusPlayer player,
            KnobBoard knobs,
            SimulatorClock clock,
            Wamids wamids,
            int remembered) {
        this.accounts = accounts;
        this.handsets = handsets;
        this.player = player;
        this.knobs = knobs;
        this.clock = clock;
        this.wamids = wamids;
        this.attempts = new Ring<>(remembered);
    }

    /** What a send came to; the message is there when it was accepted. */
    record Outcome(Fate fate, @Nullable OutboundMessage message) {}

    Mono<Outcome> send(BusinessNumber number, SendRequest request) {
        return Mono.defer(() -> {
            var now = clock.instant();
            var fate = decide(number, request, now);
            return switch (fate) {
                case Fate.Accepted accepted -> {
                    var message = keep(number, request, fate, now);
                    yield played(message).thenReturn(new Outcome(fate, message));
                }
                case Fate.FailsLater later -> {
                    var message = keep(number, request, fate, now);
                    player.fail(message, later.error().asStatus());
                    yield Mono.just(new Outcome(fate, message));
                }
                case Fate.Refused refused -> unsent(number, request, fate, now);
                case Fate.Broken broken -> unsent(number, request, fate, now);
                case Fate.Hangs hangs -> unsent(number, request, fate, now);
            };
        });
    }

    private Fate decide(BusinessNumber number, SendRequest request, Instant now) {
        var refused = BodyRules.check(request)
                .or(() -> Rule.require(
                        !request.address().equals(WaIds.of(number.displayPhoneNumber())),
                        GraphCode.RECIPIENT_IS_SENDER,
                        "The sender and the recipient are the same number"))
                .or(() -> limits.take(
                        number.phoneNumberId(), request.address(), knobs.now().sends(), now))
                .or(() -> request.isTemplate() ? TemplateRules.check(template(request), request) : Optional.empty());
        return refused.<Fate>map(Fate.Refused::new)
                .or(() -> knobs.now().sends().magicSuffixes() ? Fate.ofSuffix(request.address()) : Optional.empty())
                .or(() -> windowed(number, request, now))
                .orElseGet(Fate.Accepted::new);
    }

    private Optional<Fate> windowed(BusinessNumber number, SendRequest request, Instant now) {
        if (request.isTemplate() || handsets.windowOpen(number, handsets.person(request.address()), now)) {
            return Optional.empty();
        }
        var error = GraphError.of(
                GraphCode.WINDOW_CLOSED,
                "Message failed to send because more than 24 hours have passed since the customer last replied.");
        return Optional.of(
                knobs.now().sends().windowRefusedAtOnce() ? new Fate.Refused(error) : new Fate.FailsLater(error));
    }

    private Optional<MessageTemplate> template(SendRequest request) {
        return accounts.template(TemplateRules.name(request), TemplateRules.language(request));
    }

    private OutboundMessage keep(BusinessNumber number, SendRequest request, Fate fate, Instant now) {
        EndUser user = handsets.person(request.address());
        var category = request.isTemplate()
                ? template(request)
                        .map(MessageTemplate::category)
                        .orElse("UTILITY")
                        .toLowerCase(Locale.ROOT)
                : "service";
        var message = new OutboundMessage(
                wamids.next(user.id()),
                number,
                user,
                request.type(),
                category,
                handsets.windowOpen(number, user, now),
                request.json(),
                request.opaque(),
                now,
                MessageStatus.ACCEPTED);
        handsets.receive(message);
        remember(number, request, fate, now, message.wamid());
        return message;
    }

    private Mono<Void> played(OutboundMessage message) {
        var statuses = knobs.now().statuses();
        return statuses.enabled() && statuses.beforeResponse()
                ? player.playBeforeResponse(message)
                : Mono.fromRunnable(() -> player.play(message));
    }

    private Mono<Outcome> unsent(BusinessNumber number, SendRequest request, Fate fate, Instant now) {
        remember(number, request, fate, now, null);
        return Mono.just(new Outcome(fate, null));
    }

    private void remember(BusinessNumber number, SendRequest request, Fate fate, Instant now, @Nullable String wamid) {
        int code =
                switch (fate) {
                    case Fate.Refused refused -> refused.error().code().code;
                    case Fate.FailsLater later -> later.error().code().code;
                    case Fate.Accepted accepted -> 0;
                    case Fate.Broken broken -> GraphCode.SOMETHING_WENT_WRONG.code;
                    case Fate.Hangs hangs -> 0;
                };
        var attempt = new SendAttempt(
                now,
                number.phoneNumberId(),
                request.address(),
                request.type(),
                name(fate),
                code,
                wamid,
                request.opaque(),
                request.json());
        attempts.add(attempt);
    }

    private static String name(Fate fate) {
        return switch (fate) {
            case Fate.Refused refused -> "refused";
            case Fate.Accepted accepted -> "accepted";
            case Fate.FailsLater later -> "fails_later";
            case Fate.Broken broken -> "broken";
            case Fate.Hangs hangs -> "hangs";
        };
    }

    /** All calls still remembered, oldest first. */
    public List<SendAttempt> attempts() {
        return attempts.list();
    }

    public long total() {
        return attempts.total();
    }

    public void clear() {
        attempts.clear();
        limits.clear();
    }
}
