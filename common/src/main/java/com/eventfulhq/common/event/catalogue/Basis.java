package com.eventfulhq.common.event.catalogue;

/** Why an event is in the catalogue. */
public enum Basis {
    /** The data model names the event, or the notice somebody gets of it. */
    NAMED,
    /** It follows from a lifecycle or behaviour the data model states. */
    LIFECYCLE,
    /** Ours. */
    RECOMMENDED
}
