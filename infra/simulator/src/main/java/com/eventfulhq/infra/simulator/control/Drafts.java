package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackItem.InboundMessage;
import com.eventfulhq.infra.simulator.callback.EndUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns what a person wants to say into the message Meta would report. */
final class Drafts {
    private Drafts() {}

    static InboundMessage compose(EndUser user, Draft draft, CallbackBodies bodies, Instant now) {
        var at = draft.timestamp() == null ? now : draft.timestamp();
        @Nullable String target = draft.replyTo();
        if (draft.emoji() != null) {
            return bodies.reaction(user, required(target, "reply_to"), draft.emoji(), at);
        }
        var text = required(draft.text(), "text");
        if (draft.buttonId() != null) {
            return bodies.buttonReply(user, required(target, "reply_to"), draft.buttonId(), text, at);
        }
        return target == null ? bodies.text(user, text, at) : bodies.replyText(user, target, text, at);
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + ": missing (expected: a value)");
        }
        return value;
    }
}
