package com.eventfulhq.hub.chat.log;

import java.util.UUID;

/** Per conversation and person, because the ids of commands are their clients' choice: nobody can use up another's. */
record Once(UUID conversationId, UUID actor, UUID clientEventId) {}
