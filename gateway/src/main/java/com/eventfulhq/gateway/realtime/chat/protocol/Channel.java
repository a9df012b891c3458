package com.eventfulhq.gateway.realtime.chat.protocol;

/** What can be watched beside conversations. A channel is the caller's own: nobody can name another's. */
public enum Channel {
    INBOX("inbox"),
    NOTIFICATIONS("notifications"),
    LIST("list");

    private final String word;

    Channel(String word) {
        this.word = word;
    }

    /** Its name in frames. */
    public String word() {
        return word;
    }
}
