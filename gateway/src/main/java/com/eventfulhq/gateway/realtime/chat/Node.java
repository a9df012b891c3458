package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.token.Tokens;
import com.eventfulhq.gateway.realtime.chat.ask.HubAsks;
import com.eventfulhq.gateway.realtime.chat.presence.Headcounts;
import com.eventfulhq.gateway.realtime.chat.presence.Presence;
import com.eventfulhq.gateway.realtime.chat.room.Rooms;
import java.time.Clock;

/**
 * What all sessions of this process share.
 *
 * @param acquaintances questions about who may know of whom, which take longer and so go by themselves
 * @param greeting      members every {@code connect} is answered with
 */
record Node(
        Tokens tokens,
        Rooms rooms,
        HubAsks asks,
        HubAsks acquaintances,
        Submissions submissions,
        Feeds feeds,
        TypingBus typing,
        Presence presence,
        Headcounts headcounts,
        ChatSettings settings,
        SessionSettings sessions,
        ChatMeters meters,
        Greeting greeting,
        Clock clock) {

    /**
     * What the socket layer expects of a client, told to it.
     *
     * @param pingMillis time between two pings of this node
     * @param maxFrame   bytes of the largest frame taken
     */
    record Greeting(long pingMillis, long maxFrame) {}
}
