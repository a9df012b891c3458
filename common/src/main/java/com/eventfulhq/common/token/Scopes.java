package com.eventfulhq.common.token;

/** The scopes a token can carry. */
public final class Scopes {

    /** Read WhatsApp conversations and messages. */
    public static final String WHATSAPP_READ = "whatsapp:read";

    /** Send WhatsApp messages. */
    public static final String WHATSAPP_SEND = "whatsapp:send";

    /** Ask for notifications to be sent. */
    public static final String NOTIFICATIONS_WRITE = "notifications:write";

    /** Read notifications and where they stand. */
    public static final String NOTIFICATIONS_READ = "notifications:read";

    /** Take part in chats and negotiations. */
    public static final String CHAT = "chat";

    private Scopes() {}
}
