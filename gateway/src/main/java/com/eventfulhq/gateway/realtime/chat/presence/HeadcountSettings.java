package com.eventfulhq.gateway.realtime.chat.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many are online in large conversations.
 *
 * @param look             pause between two counts of a conversation that is watched; its changes are pushed no more often. Together
 *                         with {@code eventful.realtime.presence.renew} at most {@code eventful.realtime.presence.lease}
 * @param renew            how long it is taken for granted who takes part; then the hub is asked again
 * @param maxConversations conversations counted at a time by one node; one more is answered {@code unavailable}
 * @param maxPeople        people in all of them together that one node keeps in mind; more are answered {@code unavailable}
 */
@ConfigurationProperties("eventful.realtime.occupancy")
public record HeadcountSettings(
        @DefaultValue("15s") Duration look,
        @DefaultValue("1m") Duration renew,
        @DefaultValue("1000") int maxConversations,
        @DefaultValue("200000") int maxPeople) {

    /** Redis may have been away unnoticed for as long as nobody looked: by then no lease of those who are there must have ended. */
    void check(PresenceSettings presence) {
        if (look.plus(presence.renew()).compareTo(presence.lease()) > 0) {
            throw new IllegalArgumentException(
                    "eventful.realtime.occupancy.look: found " + look + " (expected: at most "
                            + presence.lease().minus(presence.renew()) + ", what is left of the lease)");
        }
    }
}
