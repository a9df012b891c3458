package com.eventfulhq.hub.whatsapp.graph;

/** What an error code means for the message that met it. */
enum ErrorClass {
    /** Transient: again after a backoff. */
    RETRY,
    /** Transient, but only after a long pause. */
    LATER,
    /** The number or account is stopped until somebody acts; the message waits. */
    PAUSE,
    /** Never for this message and user. */
    TERMINAL,
    /** Never: our data or code is wrong. */
    FIX,
    /** Never as it is; a template or another channel may reach the user. */
    OTHER_WAY,
    /** The server failed while it may have been sending. */
    AMBIGUOUS
}
