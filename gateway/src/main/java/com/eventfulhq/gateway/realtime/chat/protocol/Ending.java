package com.eventfulhq.gateway.realtime.chat.protocol;

import com.eventfulhq.common.problem.ErrorCode;

/** Why a subscription ends that the client has not ended. */
public enum Ending {
    /** The token that is valid now does not allow it. */
    NOT_ALLOWED(ErrorCode.INSUFFICIENT_SCOPE.slug()),
    /** It can be had again, from the last position or anew. */
    RESYNC("resync");

    private final String code;

    Ending(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
