package com.eventfulhq.notification.render;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.template.Template;
import java.util.Objects;

/** What came of rendering one step of a plan. */
public sealed interface Rendering {

    /** It can go out. */
    record Ready(Content content) implements Rendering {}

    /**
     * It never can, with these words.
     *
     * @param code   a stable name
     * @param reason for the story
     */
    record Unsendable(String code, String reason) implements Rendering {}

    static Rendering of(Plan.Step step, NotificationRequested request, Template template, Rendered words) {
        return switch (step) {
            case Plan.InApp inApp -> new Ready(new Content.InApp(words.title(), words.message()));
            case Plan.WhatsApp whatsApp -> whatsApp(whatsApp, request, template, words);
        };
    }

    private static Rendering whatsApp(
            Plan.WhatsApp step, NotificationRequested request, Template template, Rendered words) {
        var empty = words.whatsappParameters().indexOf("");
        if (empty >= 0) {
            return new Unsendable(
                    "empty-value",
                    "variable %s: empty (expected: some text)"
                            .formatted(template.whatsappVariables().get(empty)));
        }
        return new Ready(new Content.WhatsApp(
                Objects.requireNonNull(request.teamId(), "a number is a team's"),
                step.number(),
                Objects.requireNonNull(template.whatsappTemplate(), "planned with a WhatsApp template only"),
                template.whatsappLanguage(),
                words.whatsappParameters()));
    }
}
