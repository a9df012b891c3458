package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.presence.Tally;
import com.eventfulhq.gateway.realtime.chat.presence.Viewer;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The conversations of which one session watches how many are online; each for as long as it is subscribed. */
final class OccupancyWatch implements Viewer.Reader {

    private static final Reply LEFT = Reply.refused(ErrorCode.CONFLICT, "/conversation_id: is not subscribed");

    private final Bay bay;
    private final Session session;
    private final Map<UUID, Viewer> viewers = new HashMap<>(2);

    OccupancyWatch(Bay bay, Session session) {
        this.bay = bay;
        this.session = session;
    }

    /** Of a conversation that is subscribed. */
    void ask(Request.Occupancy request, UserId user) {
        var conversation = request.conversationId();
        boolean watches = Boolean.TRUE.equals(request.watch());
        if (request.watch() != null) {
            leave(conversation);
        }
        session.connection().busy(ChatAsk.MOST_BYTES);
        if (watches) {
            var viewer = new Viewer(bay.gallery(), conversation, user, this);
            viewers.put(conversation, viewer);
            bay.gallery().watch(viewer, tally -> {
                if (tally instanceof Tally.Refused) {
                    viewers.remove(conversation, viewer);
                }
                answer(request, tally);
            });
        } else {
            bay.gallery().ask(conversation, user, tally -> answer(request, tally));
        }
    }

    /** Whoever has left in the meantime may not know any more. */
    private void answer(Request.Occupancy request, Tally tally) {
        boolean mayKnow = session.sitsIn(request.conversationId());
        session.answer(request.id(), mayKnow ? tally.reply() : LEFT);
    }

    void leave(UUID conversation) {
        var viewer = viewers.remove(conversation);
        if (viewer != null) {
            viewer.end();
        }
    }

    @Override
    public boolean isCrowded() {
        return session.connection().crowded();
    }

    @Override
    public void push(Frame frame, Origin origin) {
        var unused = session.connection().push(frame, origin);
    }

    @Override
    public void over(Viewer viewer) {
        viewers.remove(viewer.conversation(), viewer);
        session.ended(Answers.uncounted(viewer.conversation()));
    }
}
