package com.eventfulhq.infra.simulator.graph;

import java.util.Optional;

/** What becomes of a send. */
sealed interface Fate {
    /** Refused in the answer. */
    record Refused(GraphError error) implements Fate {}

    /** Accepted; goes well. */
    record Accepted() implements Fate {}

    /** Accepted; fails by a status. */
    record FailsLater(GraphError error) implements Fate {}

    /** HTTP 500, and the message is not sent. */
    record Broken() implements Fate {}

    /** Never answered, and the message is not sent. */
    record Hangs() implements Fate {}

    /** The outcome fixed by the last digits of the recipient's number. */
    static Optional<Fate> ofSuffix(String address) {
        if (address.length() < 8) {
            return Optional.empty();
        }
        return switch (address.substring(address.length() - 4)) {
            case "0026" -> fails(GraphCode.UNDELIVERABLE, "Message Undeliverable.");
            case "0049" -> fails(GraphCode.ECOSYSTEM, "Not delivered to maintain healthy ecosystem engagement.");
            case "0050" -> fails(GraphCode.MARKETING_STOPPED, "The user does not want marketing messages.");
            case "5000" -> Optional.of(new Broken());
            case "5999" -> Optional.of(new Hangs());
            default -> Optional.empty();
        };
    }

    private static Optional<Fate> fails(GraphCode code, String details) {
        return Optional.of(new FailsLater(GraphError.of(code, details)));
    }
}
