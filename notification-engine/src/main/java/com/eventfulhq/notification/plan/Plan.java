package com.eventfulhq.notification.plan;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.notification.template.Recipient;
import com.eventfulhq.notification.template.Template;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels a notification takes, in order, with the address on each; and the channels it does not take, with the reason.
 * Nothing is left out in silence.
 *
 * @param suppressed why nothing is sent at all; null if something is
 */
public record Plan(
        List<Step> steps,
        Map<String, String> skipped,
        @Nullable String suppressed) {

    public static final String IN_APP = "in_app";
    public static final String WHATSAPP = "whatsapp";

    /** One delivery to make. */
    public sealed interface Step {

        String channel();

        String address();
    }

    /** To the recipient's live channel and feed. */
    public record InApp(String address) implements Step {
        @Override
        public String channel() {
            return IN_APP;
        }
    }

    /**
     * To a handset.
     *
     * @param address E.164 digits
     * @param number  the business number it is sent from
     */
    public record WhatsApp(String address, PhoneNumberId number) implements Step {
        @Override
        public String channel() {
            return WHATSAPP;
        }
    }

    /**
     * Decides.
     *
     * @param number the business number of the asking team; null if it has none
     */
    public static Plan of(
            NotificationRequested request,
            Template template,
            Recipient recipient,
            @Nullable PhoneNumberId number,
            Instant now) {
        if (isExpired(request.expiresAt(), now)) {
            return new Plan(List.of(), Map.of(), "expired at " + request.expiresAt());
        }
        List<Step> steps = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        var wanted = request.channels() == null ? template.channels() : request.channels();
        for (var channel : wanted.stream().distinct().toList()) {
            var obstacle = obstacle(channel, template, recipient, number);
            if (obstacle == null) {
                steps.add(step(channel, recipient, number));
            } else {
                skipped.put(channel, obstacle);
            }
        }
        return new Plan(List.copyOf(steps), skipped, steps.isEmpty() ? "no channel is left" : null);
    }

    /** The moment itself is too late. */
    public static boolean isExpired(@Nullable Instant expiresAt, Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    private static @Nullable String obstacle(
            String channel, Template template, Recipient recipient, @Nullable PhoneNumberId number) {
        if (!template.channels().contains(channel)) {
            return "template " + template.name() + " is not made for this channel";
        }
        return switch (channel) {
            case IN_APP -> null;
            case WHATSAPP -> whatsAppObstacle(template, recipient, number);
            default -> "channel is not offered yet";
        };
    }

    private static @Nullable String whatsAppObstacle(
            Template template, Recipient recipient, @Nullable PhoneNumberId number) {
        if (template.whatsappTemplate() == null) {
            return "template has no WhatsApp template";
        }
        if (recipient.whatsappNumber() == null) {
            return "recipient has no verified WhatsApp number";
        }
        return number == null ? "team has no active business number" : null;
    }

    private static Step step(String channel, Recipient recipient, @Nullable PhoneNumberId number) {
        var address = recipient.whatsappNumber();
        return channel.equals(WHATSAPP) && address != null && number != null
                ? new WhatsApp(address, number)
                : new InApp(recipient.userId().toString());
    }
}
