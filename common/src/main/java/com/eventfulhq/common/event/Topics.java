package com.eventfulhq.common.event;

/** Names of the topics. Keys are written beside each: one key, one order, one writer. */
public final class Topics {

    /** Key {@code phone_number_id:user}; one message, status or other change as Meta sent it. Gateway → hub. */
    public static final String WHATSAPP_CALLBACKS = "whatsapp.callbacks";

    /** Key {@code phone_number_id:user}; an accepted outbound message. Hub, engine → hub's sender. */
    public static final String WHATSAPP_SENDS = "whatsapp.sends";

    /** Key {@code conversation_id}; what the hub decided. Hub → engine, gateway. */
    public static final String WHATSAPP_EVENTS = "whatsapp.events";

    /** Key {@code recipient_user_id}; a request to notify. Any service, gateway → engine. */
    public static final String NOTIFICATION_REQUESTS = "notification.requests";

    /** Key {@code recipient_user_id}; one per channel attempt. Engine → engine. */
    public static final String NOTIFICATION_DELIVERIES = "notification.deliveries";

    /** Key {@code notification_id}; lifecycle. Engine → subscribers. */
    public static final String NOTIFICATION_EVENTS = "notification.events";

    /** Key {@code conversation_id}; what somebody wants done in a chat. Gateway → hub. */
    public static final String CHAT_COMMANDS = "chat.commands";

    /** Key {@code conversation_id}; what was decided about chats. Hub → engine, subscribers. */
    public static final String CHAT_EVENTS = "chat.events";

    /** Key: what it is about; events of all domains, see {@code catalogue}. Any service → engine, subscribers. */
    public static final String DOMAIN_EVENTS = "domain.events";

    private static final String DEAD_LETTER_SUFFIX = ".dlt";

    private Topics() {}

    /** Where records of a topic go that cannot be processed. */
    public static String deadLettersOf(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }
}
