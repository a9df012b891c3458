package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome.Refused;

/** The ways a command is refused here, in the words clients see. */
final class Refusals {

    static final Refused NO_CONVERSATION = of(ErrorCode.NOT_FOUND, "conversation_id: no such conversation here");
    static final Refused NO_MESSAGE = of(ErrorCode.NOT_FOUND, "message_id: no such message in this conversation");
    static final Refused NO_REPLIED = of(ErrorCode.NOT_FOUND, "reply_to: no such message in this conversation");
    static final Refused NO_FORWARDED = of(ErrorCode.NOT_FOUND, "forward_of: no such message for you to forward");
    static final Refused NO_SUCH_USER = of(ErrorCode.NOT_FOUND, "user_id: does not take part");
    static final Refused NO_ENTITY = of(ErrorCode.NOT_FOUND, "related_entity_id: no such thing of this type");
    static final Refused ARCHIVED = of(ErrorCode.CONFLICT, "conversation_id: archived (expected: open)");
    static final Refused THERE_ALREADY = of(ErrorCode.CONFLICT, "conversation_id: there already (expected: a new one)");
    static final Refused DELETED = of(ErrorCode.CONFLICT, "message_id: deleted");
    static final Refused FORWARD_EDITED = of(ErrorCode.CONFLICT, "message_id: a forwarded message stays as it is");
    static final Refused TOO_LATE = of(ErrorCode.CONFLICT, "message_id: sent more than 24 hours ago");
    static final Refused LAST_OWNER =
            of(ErrorCode.CONFLICT, "user_id: the last owner (expected: another owner first, while others are there)");
    static final Refused FULL = of(ErrorCode.CONFLICT, "user_ids: more than the conversation takes");
    static final Refused BLOCKED = of(ErrorCode.NOT_ENTITLED, "conversation_id: one of the two has blocked the other");
    static final Refused NOT_ADMINISTRATOR = of(ErrorCode.NOT_ENTITLED, "role: member (expected: admin or owner)");
    static final Refused NOT_OWNER = of(ErrorCode.NOT_ENTITLED, "role: not an owner");
    static final Refused NOT_SENDER = of(ErrorCode.NOT_ENTITLED, "message_id: somebody else's");
    static final Refused AFTER_NOTHING = of(ErrorCode.OUT_OF_ORDER, "after: not stored yet (expected: sent first)");

    private Refusals() {}

    static Refused invalid(String detail) {
        return of(ErrorCode.INVALID_VALUE, detail);
    }

    static Refused stale(long current) {
        return new Refused(
                ErrorCode.STALE_VERSION,
                "version: " + current + " is current",
                Members.none().add("current", current));
    }

    private static Refused of(ErrorCode code, String detail) {
        return Refused.because(code, detail);
    }
}
