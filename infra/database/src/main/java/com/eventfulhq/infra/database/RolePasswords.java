package com.eventfulhq.infra.database;

import java.util.LinkedHashMap;
import java.util.Map;

/** The password of each service's role. */
public record RolePasswords(String gateway, String messagingHub, String notificationEngine) {

    public RolePasswords {
        if (gateway.isBlank() || messagingHub.isBlank() || notificationEngine.isBlank()) {
            throw new IllegalArgumentException("every role needs a password");
        }
    }

    /** One password for all three: for tests and a single machine, where the roles guard against mistakes only. */
    public static RolePasswords same(String password) {
        return new RolePasswords(password, password, password);
    }

    /** Role name → password, in the order of the design's table of modules. */
    Map<String, String> byRole() {
        var passwords = new LinkedHashMap<String, String>();
        passwords.put("gateway", gateway);
        passwords.put("messaging_hub", messagingHub);
        passwords.put("notification_engine", notificationEngine);
        return passwords;
    }

    /** The password of one role, by the name the database knows it by. */
    public String of(String role) {
        var password = byRole().get(role);
        if (password == null) {
            throw new IllegalArgumentException(
                    "role: " + role + " (expected: gateway, messaging_hub or notification_engine)");
        }
        return password;
    }

    @Override
    public String toString() {
        return "RolePasswords of " + byRole().keySet();
    }
}
