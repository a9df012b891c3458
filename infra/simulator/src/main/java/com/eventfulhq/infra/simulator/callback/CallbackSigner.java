package com.eventfulhq.infra.simulator.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs callback bodies as Meta does: HMAC-SHA256 with the app secret over the raw bytes, as {@code sha256=<hex>}. */
public final class CallbackSigner {
    public static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";

    /** Never fed itself: each signature works on a copy, so that any thread may sign. */
    private final Mac keyed;

    public CallbackSigner(String appSecret) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("app secret: unusable as a key (expected: not empty)", e);
        }
    }

    /** The value of the signature header for exactly these bytes. */
    public String sign(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(fresh().doFinal(body));
    }

    private Mac fresh() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the HMAC provider cannot copy a keyed Mac", e);
        }
    }
}
