package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.world.Dice;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person who writes to a business.
 *
 * @param waId phone number in digits; null when the person hides it behind a username
 * @param userId business-scoped user id (BSUID)
 * @param name profile name, free text of the person
 * @param username null when the person has none
 */
public record EndUser(
        @Nullable String waId,
        String userId,
        String name,
        @Nullable String username) {
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final String[] NAMES = {"Ana B", "Jörg Müller", "Zoë 🎉", "Íñigo @ Sala/Gran", "李雷", "Max <50%>"};

    /** A person with a visible number; the BSUID follows from the number. */
    public static EndUser of(String waId, String name) {
        return new EndUser(waId, userIdOf(waId), name, null);
    }

    /** A person known by username only: callbacks carry neither {@code wa_id} nor {@code from}. */
    public static EndUser hidden(String userId, String username) {
        return new EndUser(null, userId, username, username);
    }

    /**
     * The n-th of a large crowd; every name is a small trial for whoever reads it. All numbers end in 1, which is the suffix of
     * no fixed outcome.
     */
    public static EndUser nth(int n) {
        return of(Long.toString(34_600_000_001L + 10L * n), NAMES[Math.floorMod(n, NAMES.length)]);
    }

    /** Whoever is meant by a wa_id or a BSUID. */
    public static EndUser addressed(String id, @Nullable String name) {
        return isUserId(id) ? new EndUser(null, id, name == null ? id : name, null) : of(id, name == null ? id : name);
    }

    public static boolean isUserId(String id) {
        return USER_ID.matcher(id).matches();
    }

    public static String userIdOf(String waId) {
        long mixed = Dice.mix(Long.parseUnsignedLong(waId)) >>> 1;
        return "ES." + (1_000_000_000_000_000_000L + mixed % 8_000_000_000_000_000_000L);
    }

    /** What the person is known by: the number if there is one, else the BSUID. */
    public String id() {
        return waId == null ? userId : waId;
    }

    ObjectNode contact() {
        var contact = JsonNodeFactory.instance.objectNode();
        var profile = contact.putObject("profile").put("name", name);
        if (username != null) {
            profile.put("username", username);
        }
        if (waId != null) {
            contact.put("wa_id", waId);
        }
        return contact.put("user_id", userId);
    }
}
