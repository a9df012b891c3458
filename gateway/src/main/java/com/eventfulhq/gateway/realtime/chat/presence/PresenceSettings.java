package com.eventfulhq.gateway.realtime.chat.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is online.
 *
 * @param lease   how long somebody is online after a node has last said so; who is back before is not noticed to have been away
 * @param renew   pause between two times a node says so of everybody connected to it; at most half of the lease, so that one may
 *                fail
 * @param gather  pause between two times it says so of those who have just come
 * @param look    pause between two looks at those whom a node's clients watch
 * @param recheck how long it is taken for granted that somebody may know of those they watch; then the hub is asked again
 * @param kept    how long it is known when somebody was last online
 * @param chunk   people in one command, at most 3,000
 * @param timeout longest time for one command
 */
@ConfigurationProperties("eventful.realtime.presence")
public record PresenceSettings(
        @DefaultValue("60s") Duration lease,
        @DefaultValue("20s") Duration renew,
        @DefaultValue("500ms") Duration gather,
        @DefaultValue("5s") Duration look,
        @DefaultValue("30m") Duration recheck,
        @DefaultValue("30d") Duration kept,
        @DefaultValue("1000") int chunk,
        @DefaultValue("1s") Duration timeout) {

    /** Redis unfolds two values for each, and has room for eight thousand. */
    private static final int MOST_CHUNK = 3_000;

    public PresenceSettings {
        if (chunk < 1 || chunk > MOST_CHUNK) {
            throw new IllegalArgumentException(
                    "eventful.realtime.presence.chunk: found " + chunk + " (expected: 1 to " + MOST_CHUNK + ")");
        }
        if (renew.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("eventful.realtime.presence.renew: found " + renew
                    + " (expected: at most half of the lease, " + lease + ")");
        }
    }
}
