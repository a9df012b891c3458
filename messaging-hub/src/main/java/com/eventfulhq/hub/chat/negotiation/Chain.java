package com.eventfulhq.hub.chat.negotiation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What seals messages: each hash is over the one before and the message. */
final class Chain {

    /** What stands before the first message. */
    static final String BEGIN = "00".repeat(32);

    private Chain() {}

    /** The hash of a message, hexadecimal. */
    static String seal(String previous, Message message) {
        var digest = sha256();
        digest.update(HexFormat.of().parseHex(previous));
        digest.update(CanonicalJson.of(message.json()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
