package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** How it stands with those somebody has asked about, in the order asked. */
public final class View {

    private final List<UUID> asked;
    private final Set<UUID> visible;
    private final Standing[] standings;

    /** @param visible those of them who may be known of */
    View(List<UUID> asked, Set<UUID> visible, Function<UUID, Standing> standing) {
        this.asked = asked;
        this.visible = visible;
        this.standings = asked.stream()
                .map(person -> visible.contains(person) ? standing.apply(person) : Standing.unknown(person))
                .toArray(Standing[]::new);
    }

    List<UUID> asked() {
        return asked;
    }

    Set<UUID> visible() {
        return visible;
    }

    Standing[] standings() {
        return standings.clone();
    }

    /** The member {@code users} of an answer. */
    public byte[] users() {
        var bytes = new Bytes(128 * standings.length + 16).add("\"users\":[");
        for (int i = 0; i < standings.length; i++) {
            standings[i].write(i == 0 ? bytes : bytes.add(','));
        }
        return bytes.add(']').take();
    }
}
