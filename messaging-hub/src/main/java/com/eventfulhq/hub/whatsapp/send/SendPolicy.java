package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.hub.whatsapp.template.Template;
import com.eventfulhq.hub.whatsapp.template.TemplateCheck;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a message may be sent: asked when it is accepted, and again when it is about to leave. */
final class SendPolicy {

    private SendPolicy() {}

    /**
     * What the decision needs to know.
     *
     * @param windowEnd end of the customer-service window; null if it never opened
     * @param template  the template of the name and language asked for; null if there is none, or none was asked for
     */
    record State(
            boolean blocked,
            @Nullable Instant windowEnd,
            @Nullable Template template) {}

    /** The decision. */
    sealed interface Decision {

        record Allowed(Composed message) implements Decision {}

        /** The reason's name is stable: it becomes the error title of a message that failed here. */
        sealed interface Refused extends Decision {
            String reason();

            String detail();
        }

        record Blocked() implements Refused {
            @Override
            public String reason() {
                return "conversation-blocked";
            }

            @Override
            public String detail() {
                return "conversation: blocked (expected: any other state)";
            }
        }

        record WindowClosed(@Nullable Instant since) implements Refused {
            @Override
            public String reason() {
                return "window-closed";
            }

            @Override
            public String detail() {
                return since == null
                        ? "window: never opened (expected: open, or an approved template)"
                        : "window: closed since %s (expected: open, or an approved template)".formatted(since);
            }
        }

        record TemplateRefused(String pointer, String detail) implements Refused {
            @Override
            public String reason() {
                return "template-not-sendable";
            }
        }
    }

    /** @param at the moment that counts: now plus the margin we keep from a window's end */
    static Decision decide(State state, Content content, Instant at) {
        if (state.blocked()) {
            return new Decision.Blocked();
        }
        return switch (content) {
            case Content.Text text -> freeText(state, text, at);
            case Content.FromTemplate use -> template(state, use);
        };
    }

    private static Decision freeText(State state, Content.Text text, Instant at) {
        var end = state.windowEnd();
        return end != null && at.isBefore(end)
                ? new Decision.Allowed(Composed.of(text))
                : new Decision.WindowClosed(end);
    }

    private static Decision template(State state, Content.FromTemplate use) {
        return switch (TemplateCheck.check(state.template(), use.parameters())) {
            case TemplateCheck.Result.Fits fits -> new Decision.Allowed(Composed.of(fits));
            case TemplateCheck.Result.Refused refused ->
                new Decision.TemplateRefused("/template" + refused.pointer(), refused.reason());
        };
    }
}
