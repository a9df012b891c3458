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

    /** What happens in the conversations, and to the people, of one partition: {@code BusEntry}s, not JSON. */
    record Chat(int partition) implements LiveChannel {
        @Override
        public String name() {
            return "live:chat:" + partition;
        }
    }

    /** What is said to one gateway node alone: {@code BusEntry}s, not JSON. */
    record Node(String node) implements LiveChannel {
        @Override
        public String name() {
            return "live:node:" + node;
        }
    }
}
