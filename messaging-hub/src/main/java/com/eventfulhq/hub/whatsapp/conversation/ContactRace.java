package com.eventfulhq.hub.whatsapp.conversation;

/** Another process stored the same new person first: the transaction starts again and finds them. */
public final class ContactRace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ContactRace() {
        super("contacts: another process stored the same person first", null, false, false);
    }
}
