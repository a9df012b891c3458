package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Scopes;

/** What can be subscribed to. A channel is the caller's own: nobody can name another team's or user's. */
enum Channel {
    INBOX("inbox") {
        @Override
        LiveChannel of(Caller caller) {
            if (!caller.may(Scopes.WHATSAPP_READ)) {
                throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: lacks scope " + Scopes.WHATSAPP_READ);
            }
            var team = caller.teamId();
            if (team == null) {
                throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: is not for a team");
            }
            return new LiveChannel.Inbox(team);
        }
    },
    NOTIFICATIONS("notifications") {
        @Override
        LiveChannel of(Caller caller) {
            var user = caller.userId();
            if (user == null) {
                throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: is not of a person");
            }
            return new LiveChannel.Notifications(user);
        }
    };

    private final String word;

    Channel(String word) {
        this.word = word;
    }

    /** Its name in frames. */
    String word() {
        return word;
    }

    /**
     * The live channel behind it.
     *
     * @throws ProblemException {@link ErrorCode#INSUFFICIENT_SCOPE} if this caller may not watch it
     */
    abstract LiveChannel of(Caller caller);
}
