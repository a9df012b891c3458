package com.eventfulhq.gateway.realtime.chat.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many are online in large conversations.
 *
 * @param look             pause between two counts of a conversation that is watched; its changes are pushed no more often. It is never
 *                         longer than {@code eventful.realtime.presence.lease} without {@code .renew}
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
    HeadcountSettings within(PresenceSettings presence) {
        var longest = presence.lease().minus(presence.renew());
        return look.compareTo(longest) <= 0 ? this : new HeadcountSettings(longest, renew, maxConversations, maxPeople);
    }
}
