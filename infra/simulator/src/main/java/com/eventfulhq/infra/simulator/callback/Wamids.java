package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.world.Dice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Message ids in Meta's shape, unique and repeatable for a seed: {@code wamid.} and the Base64 of the user and a number. */
public final class Wamids {
    private final long seed;
    private final AtomicLong sequence = new AtomicLong();

    public Wamids(long seed) {
        this.seed = Dice.mix(seed);
    }

    /** The next id for a message from or to this user; the user is part of the id, as in Meta's. */
    public String next(String user) {
        // mix() is a bijection, so ids of one seed differ as long as the sequence does.
        long unique = Dice.mix(seed + sequence.getAndIncrement());
        return "wamid." + Base64.getEncoder().encodeToString(payload(user, unique));
    }

    private static byte[] payload(String user, long unique) {
        var bytes = new ByteArrayOutputStream(64);
        bytes.write(0x1C);
        bytes.write(0x18);
        bytes.write(user.length());
        bytes.writeBytes(user.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {0x15, 0x02, 0x00, 0x12, 0x18, 0x14});
        bytes.writeBytes(digits(unique).getBytes(StandardCharsets.UTF_8));
        bytes.write(0x00);
        return bytes.toByteArray();
    }

    private static String digits(long unique) {
        var hex = HexFormat.of();
        return (hex.toHexDigits(unique) + hex.toHexDigits((short) Dice.mix(unique))).toUpperCase(Locale.ROOT);
    }
}
