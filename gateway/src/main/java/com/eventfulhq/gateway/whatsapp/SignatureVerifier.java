package com.eventfulhq.gateway.whatsapp;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code X-Hub-Signature-256}: {@code sha256=} and the hexadecimal HMAC-SHA256 of the raw body, keyed with one of the app
 * secrets. Compared in constant time. A {@code Mac} is neither cheap to make nor safe to share, so every event loop has its own.
 */
final class SignatureVerifier {

    static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_LENGTH = PREFIX.length() + 2 * DIGEST_BYTES;

    private final FastThreadLocal<Macs> macs;

    SignatureVerifier(List<String> appSecrets) {
        var secrets = List.copyOf(appSecrets);
        this.macs = new FastThreadLocal<>() {
            @Override
            protected Macs initialValue() {
                return new Macs(secrets);
            }
        };
    }

    /** Whether a signature has the right form; without it the body need not even be read. */
    static boolean wellFormed(@Nullable String signature) {
        return signature != null && signature.length() == HEADER_LENGTH && signature.startsWith(PREFIX);
    }

    /** Whether the signature is of exactly these bytes and made with one of our secrets. */
    boolean verifies(String signature, byte[] body) {
        return wellFormed(signature) && macs.get().anyMatches(signature, body);
    }

    /** The scratch space of one thread. */
    private static final class Macs {
        private final Mac[] bySecret;
        private final byte[] given = new byte[DIGEST_BYTES];
        private final byte[] computed = new byte[DIGEST_BYTES];

        Macs(List<String> secrets) {
            this.bySecret = secrets.stream().map(Macs::keyed).toArray(Mac[]::new);
        }

        private static Mac keyed(String secret) {
            try {
                var mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean anyMatches(String signature, byte[] body) {
            if (!decode(signature)) {
                return false;
            }
            for (var mac : bySecret) {
                if (matches(mac, body)) {
                    return true;
                }
            }
            return false;
        }

        private boolean matches(Mac mac, byte[] body) {
            try {
                mac.update(body);
                mac.doFinal(computed, 0);
                return MessageDigest.isEqual(given, computed);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The hexadecimal part into {@link #given}; false if it is not hexadecimal. */
        private boolean decode(String signature) {
            int invalid = 0;
            for (int i = 0; i < DIGEST_BYTES; i++) {
                int at = PREFIX.length() + 2 * i;
                int high = Character.digit(signature.charAt(at), 16);
                int low = Character.digit(signature.charAt(at + 1), 16);
                invalid |= high | low;
                given[i] = (byte) (high << 4 | low);
            }
            return invalid >= 0;
        }
    }
}
