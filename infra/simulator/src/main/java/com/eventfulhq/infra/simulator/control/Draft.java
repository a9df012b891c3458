package com.eventfulhq.infra.simulator.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an end user writes.
 *
 * @param phoneNumberId the business number written to; the first one if not given
 * @param text the message
 * @param name profile name of the user
 * @param username shown beside the name when the user has one
 * @param timestamp when the user wrote; now if not given, and may lie in the past as after a long outage
 * @param buttonId makes the message a tap on the reply button with this id; {@code text} is its title
 * @param replyTo wamid of the message that is quoted, tapped on or reacted to
 * @param emoji makes the message a reaction to {@code replyTo}
 */
public record Draft(
        @Nullable String phoneNumberId,
        @Nullable String text,
        @Nullable String name,
        @Nullable String username,
        @Nullable Instant timestamp,
        @Nullable String buttonId,
        @Nullable String replyTo,
        @Nullable String emoji) {
    public static Draft text(String text) {
        return new Draft(null, text, null, null, null, null, null, null);
    }

    public Draft at(Instant when) {
        return new Draft(phoneNumberId, text, name, username, when, buttonId, replyTo, emoji);
    }

    public Draft from(String profileName) {
        return new Draft(phoneNumberId, text, profileName, username, timestamp, buttonId, replyTo, emoji);
    }

    public Draft to(String otherPhoneNumberId) {
        return new Draft(otherPhoneNumberId, text, name, username, timestamp, buttonId, replyTo, emoji);
    }
}
