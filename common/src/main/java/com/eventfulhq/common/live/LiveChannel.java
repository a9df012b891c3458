package com.eventfulhq.common.live;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;

/** A live channel: who watches it sees what was just committed for that team or user. */
public sealed interface LiveChannel {

    /** The channel's name in Redis. */
    String name();

    /** The WhatsApp inbox of a team: {@link com.eventfulhq.common.event.WhatsAppEvent}s. */
    record Inbox(TeamId team) implements LiveChannel {
        @Override
        public String name() {
            return "live:inbox:" + team;
        }
    }

    /** The notifications of a user. */
    record Notifications(UserId user) implements LiveChannel {
        @Override
        public String name() {
            return "live:notifications:" + user;
        }
    }
}
