package com.eventfulhq.notification.plan;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.notification.template.Recipient;
import com.eventfulhq.notification.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels a notification takes, in order, with the address on each; and the channels it does not take, with the reason.
 * Nothing is left out in silence.
 */
public record Plan(List<Step> steps, Map<String, String> skipped) {

    public static final String IN_APP = "in_app";
    public static final String WHATSAPP = "whatsapp";

    /** One delivery to make. */
    public record Step(String channel, String address) {}

    /**
     * Decides.
     *
     * @param number the business number of the asking team; null if it has none
     */
    public static Plan of(
            NotificationRequested request, Template template, Recipient recipient, @Nullable PhoneNumberId number) {
        var wanted = request.channels() == null ? template.channels() : request.channels();
        var plan = new Plan(new ArrayList<>(), new LinkedHashMap<>());
        for (var channel : wanted) {
            switch (channel) {
                case IN_APP ->
                    plan.steps.add(new Step(IN_APP, recipient.userId().toString()));
                case WHATSAPP -> plan.whatsapp(template, recipient, number);
                default -> plan.skipped.put(channel, "channel is not offered yet");
            }
        }
        return plan;
    }

    private void whatsapp(Template template, Recipient recipient, @Nullable PhoneNumberId number) {
        var address = recipient.whatsappNumber();
        if (template.whatsappTemplate() == null) {
            skipped.put(WHATSAPP, "template has no WhatsApp template");
        } else if (address == null) {
            skipped.put(WHATSAPP, "recipient has no verified WhatsApp number");
        } else if (number == null) {
            skipped.put(WHATSAPP, "team has no active business number");
        } else {
            steps.add(new Step(WHATSAPP, address));
        }
    }
}
