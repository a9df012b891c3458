package com.eventfulhq.hub.chat.log;

import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import com.eventfulhq.infra.embedded.RedisServer;
import com.eventfulhq.infra.embedded.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis is away: nobody is told at once, and everything else goes on. */
class ChatWithoutRedisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisServer redis = TestServers.get().redis();
    private ChatsUnderTest chats;

    @BeforeEach
    void startWithoutRedis() throws IOException {
        redis.stop();
        chats = new ChatsUnderTest();
    }

    @AfterEach
    void stop() throws IOException {
        redis.start();
        chats.close();
    }

    private void submit(Asked asked) {
        var event = new CloudEvent(
                UUID.randomUUID().toString(), Submission.TYPE, "/gateway", Instant.now(), TraceContext.start());
        var value = Submission.bytes(new UserId(asked.by()), "node-that-waits", 1, asked.frame());
        var key = asked.frame().path("conversation_id").asString();
        chats.hub
                .bean(EventLog.class)
                .appendPacked(List.of(new LogEntry(Topics.CHAT_COMMANDS, key, event, value)))
                .block(PATIENCE);
    }

    @Test
    void commandsAreCommittedAndOtherServicesHear() {
        var ana = chats.person();
        var conversation = UUID.randomUUID();
        try (var published = new PublishedEvents(chats.hub, Topics.CHAT_EVENTS)) {
            submit(ChatsUnderTest.ask(ana, "create", conversation));
            for (int i = 0; i < 3; i++) {
                submit(ChatsUnderTest.ask(ana, "send", conversation, "content", "to nobody"));
            }

            await().atMost(PATIENCE).until(() -> published.records().stream()
                    .anyMatch(heard -> heard.id().equals(conversation + "/4")));
            await().atMost(PATIENCE)
                    .until(() -> chats.hub
                                    .bean(MeterRegistry.class)
                                    .get("eventful.chat.bus.failed")
                                    .counter()
                                    .count()
                            > 0);
        }
    }
}
