package com.eventfulhq.gateway.realtime.chat.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.socket.Frame;
import java.util.UUID;

/** What becomes of the question how many are online in a conversation: made once for all who have asked. */
public sealed interface Tally {

    /** What to answer. */
    Reply reply();

    /**
     * It was counted.
     *
     * @param push what those who watch are told
     */
    record Counted(int participants, int online, Reply reply, Frame push) implements Tally {

        static Counted of(UUID conversation, int participants, int online) {
            var members = "\"participants\":" + participants + ",\"online\":" + online;
            var answer = ("{" + members + "}").getBytes(UTF_8);
            var push = "{\"push\":\"occupancy\",\"conversation_id\":\"" + conversation + "\"," + members + "}";
            return new Counted(
                    participants,
                    online,
                    new Reply(answer, 1, answer.length - 1, -1, Reply.Kind.GIVEN),
                    Frame.text(push.getBytes(UTF_8)));
        }

        /** Whether whoever was told that one has nothing to learn from this one. */
        boolean says(Counted other) {
            return participants == other.participants && online == other.online;
        }
    }

    /** It cannot be counted, or must not be. */
    record Refused(Reply reply) implements Tally {}
}
