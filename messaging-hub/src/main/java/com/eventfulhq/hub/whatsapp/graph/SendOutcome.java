package com.eventfulhq.hub.whatsapp.graph;

import com.eventfulhq.common.id.WaId;
import com.eventfulhq.common.id.Wamid;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one call ended. */
public sealed interface SendOutcome {

    /**
     * Meta took it; delivery comes by status.
     *
     * @param waId how Meta spells the number we sent to; null for a business-scoped user id
     */
    record Accepted(Wamid wamid, @Nullable WaId waId) implements SendOutcome {}

    /** It will never be sent like this. */
    record Rejected(GraphError error) implements SendOutcome {}

    /**
     * It was not sent, and may be later.
     *
     * @param scope  who else has to wait
     * @param atLeast how long at the least; null: the ordinary backoff
     * @param tries  how many attempts ending with this error are worth making
     */
    record Retry(GraphError error, Scope scope, @Nullable Duration atLeast, int tries) implements SendOutcome {}

    /** The number or the account cannot send now; a person has to look. */
    record Paused(GraphError error) implements SendOutcome {}

    /** It may have been sent: the request left and no usable answer came. */
    record Unknown(GraphError error) implements SendOutcome {}

    /** Who has to wait before a retry. */
    enum Scope {
        MESSAGE,
        PAIR,
        NUMBER
    }
}
