package com.eventfulhq.hub.chat.log;

import java.time.Instant;

/** What the log says: answers and pushes as {@code docs/realtime.md} has them. */
final class Answers {

    private static final String DONE = Members.none().add("ok", true).toString();

    private Answers() {}

    static String done() {
        return DONE;
    }

    static String done(long ev, Instant at, Members further) {
        return Members.none()
                .add("ok", true)
                .add("ev", ev)
                .add("at", at)
                .and(further)
                .toString();
    }

    static String refused(Outcome.Refused refused) {
        var error = Members.none()
                .add("code", refused.code().slug())
                .add("detail", refused.detail())
                .add("retryable", refused.code().retryable())
                .and(refused.members());
        return Members.none().raw("error", error.object()).toString();
    }

    static String frame(Command command, long ev, Instant at, Outcome.Happened happened) {
        return Members.none()
                .add("push", "event")
                .add("conversation_id", command.conversationId())
                .add("ev", ev)
                .add("kind", happened.kind())
                .add("at", at)
                .add("by", command.by())
                .and(happened.frame())
                .object();
    }
}
