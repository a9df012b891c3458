package com.eventfulhq.hub.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.event.ChatEvent;
import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.chat.log.ChatsUnderTest.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;
import reactor.core.Disposables;
import tools.jackson.databind.JsonNode;

/** From the log of commands to what nodes and services are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatPathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NODE = "node-" + UUID.randomUUID();

    private final ChatsUnderTest chats = new ChatsUnderTest();
    private final PublishedEvents published = new PublishedEvents(chats.hub, Topics.CHAT_EVENTS);
    private final PublishedEvents buried = new PublishedEvents(chats.hub, Topics.deadLettersOf(Topics.CHAT_COMMANDS));
    private final List<BusEntry> said = new CopyOnWriteArrayList<>();
    private final Disposable.Composite watching = Disposables.composite();
    private final AtomicLong replies = new AtomicLong();
    private final UUID ana = chats.person();
    private final UUID ben = chats.person();

    @BeforeAll
    void watch() throws InterruptedException {
        var confirmed = new CountDownLatch(BusEntry.PARTITIONS + 1);
        for (int i = 0; i < BusEntry.PARTITIONS; i++) {
            watch(new LiveChannel.Chat(i), confirmed);
        }
        watch(new LiveChannel.Node(NODE), confirmed);
        assertThat(confirmed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void watch(LiveChannel channel, CountDownLatch confirmed) {
        watching.add(chats.hub
                .bean(LiveChannels.class)
                .watch(channel, confirmed::countDown)
                .subscribe(this::hear));
    }

    private void hear(byte[] publication) {
        try {
            said.addAll(BusEntry.read(publication));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() {
        watching.dispose();
        published.close();
        buried.close();
        chats.close();
    }

    private long submit(Asked asked) {
        return submit(asked, TraceContext.start());
    }

    private long submit(Asked asked, TraceContext trace) {
        long reply = replies.incrementAndGet();
        append(List.of(entry(asked, reply, trace)));
        return reply;
    }

    private static LogEntry entry(Asked asked, long reply, TraceContext trace) {
        var value = com.eventfulhq.common.chat.Submission.bytes(
                new com.eventfulhq.common.id.UserId(asked.by()), NODE, reply, asked.frame());
        return entry(asked.frame().path("conversation_id").asString(), value, trace);
    }

    private static LogEntry entry(String key, byte[] value, TraceContext trace) {
        var event = new CloudEvent(
                UUID.randomUUID().toString(),
                com.eventfulhq.common.chat.Submission.TYPE,
                "/gateway",
                Instant.now(),
                trace);
        return new LogEntry(Topics.CHAT_COMMANDS, key, event, value);
    }

    private void append(List<LogEntry> entries) {
        chats.hub.bean(EventLog.class).appendPacked(entries).block(PATIENCE);
    }

    private JsonNode answer(long reply) {
        var answer = await().atMost(PATIENCE)
                .until(
                        () -> said.stream()
                                .filter(entry -> entry.kind() == BusEntry.Kind.ANSWER && entry.number() == reply)
                                .findFirst(),
                        java.util.Optional::isPresent);
        return Json.MAPPER.readTree("{" + new String(answer.orElseThrow().frame(), StandardCharsets.UTF_8) + "}");
    }

    private JsonNode ask(Asked asked) {
        return answer(submit(asked));
    }

    private List<BusEntry> of(BusEntry.Kind kind, UUID key) {
        return said.stream()
                .filter(entry -> entry.kind() == kind && entry.key().equals(key))
                .toList();
    }

    private static Asked by(UUID who, String op, UUID conversation, Object... members) {
        return ChatsUnderTest.ask(who, op, conversation, members);
    }

    private UUID conversation() {
        var id = UUID.randomUUID();
        ask(by(ana, "create", id, "participants", List.of(ben)));
        return id;
    }

    @Test
    void whatIsAnsweredIsStoredAndToldByteForByte() {
        var conversation = conversation();

        var answer = ask(by(ana, "send", conversation, "content", "Grüße 🎉"));

        assertThat(answer.path("ev").asLong()).isEqualTo(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(of(BusEntry.Kind.EVENT, conversation))
                .hasSize(2));
        assertThat(of(BusEntry.Kind.EVENT, conversation))
                .extracting(entry -> new String(entry.frame(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(chats
                        .hub
                        .rows(
                                "SELECT frame FROM communications.conversation_events WHERE conversation_id = ?::uuid ORDER BY ev",
                                conversation.toString())
                        .stream()
                        .map(row -> row.get("frame"))
                        .toList());
    }

    @Test
    void aRepeatIsAnsweredAgainAndToldOnceMore() {
        var conversation = conversation();
        var send = by(ana, "send", conversation, "content", "once");
        var first = ask(send);

        assertThat(ask(send)).isEqualTo(first);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(of(BusEntry.Kind.EVENT, conversation))
                .extracting(BusEntry::number)
                .containsExactly(1L, 2L, 2L));
    }

    @Test
    void otherServicesHearUnderAnIdOfItsPlace() {
        var conversation = conversation();
        ask(by(ana, "send", conversation, "content", "hello"));

        var prefix = conversation + "/";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(published.records().stream()
                        .filter(heard -> heard.id().startsWith(prefix))
                        .map(heard -> heard.id() + " " + heard.type()))
                .containsExactly(prefix + "1 chat.conversation.created", prefix + "2 chat.message.sent"));
        var sent = published.records().stream()
                .filter(heard -> heard.id().equals(prefix + "2"))
                .map(heard -> Json.read(heard.data(), ChatEvent.class))
                .findFirst();
        assertThat(sent).get().isInstanceOfSatisfying(ChatEvent.MessageSent.class, event -> {
            assertThat(event.preview()).isEqualTo("hello");
            assertThat(event.sequence()).isEqualTo(1);
        });
    }

    @Test
    void otherServicesHearWithinTheTraceOfTheCommand() {
        var conversation = conversation();
        var trace = TraceContext.start();
        answer(submit(by(ana, "send", conversation, "content", "hello"), trace));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(published.records())
                .filteredOn(heard -> heard.id().equals(conversation + "/2"))
                .extracting(heard -> heard.trace().traceId())
                .containsExactly(trace.traceId()));
    }

    @Test
    void whoIsAddedOrRemovedHearsIt() {
        var conversation = conversation();
        ask(by(ana, "remove", conversation, "user_id", ben));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(of(BusEntry.Kind.USER, ben))
                    .extracting(entry -> new String(entry.frame(), StandardCharsets.UTF_8))
                    .anySatisfy(frame -> assertThat(frame).contains(conversation.toString(), "\"role\":\"member\""))
                    .anySatisfy(frame -> assertThat(frame).contains(conversation.toString(), "\"left\":true"));
            assertThat(of(BusEntry.Kind.LEFT, ben))
                    .extracting(BusEntry::leftConversation)
                    .contains(conversation);
        });
    }

    @Test
    void receiptsAreToldTheLastOfMany() {
        var conversation = conversation();
        for (int i = 0; i < 5; i++) {
            ask(by(ana, "send", conversation, "content", "m" + i));
        }
        for (int ev = 1; ev <= 6; ev++) {
            ask(by(ben, "read", conversation, "ev", ev));
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(of(BusEntry.Kind.RECEIPT, conversation))
                .last()
                .satisfies(entry -> assertThat(new String(entry.frame(), StandardCharsets.UTF_8))
                        .contains("\"read_ev\":6")));
        assertThat(of(BusEntry.Kind.RECEIPT, conversation)).hasSizeLessThan(6);
    }

    @Test
    void howFarAConversationHasComeIsSaidAgain() {
        var conversation = conversation();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(of(BusEntry.Kind.TOP, conversation))
                .extracting(BusEntry::number)
                .contains(1L));
    }

    @Test
    void whatCannotBeReadIsPutAsideAndTheRestGoesOn() {
        var conversation = UUID.randomUUID();
        append(List.of(
                entry(conversation.toString(), "no command".getBytes(StandardCharsets.UTF_8), TraceContext.start())));

        assertThat(ask(by(ana, "create", conversation)).path("ok").asBoolean()).isTrue();
        await().atMost(PATIENCE).until(() -> buried.records().stream()
                .anyMatch(heard -> new String(heard.data(), StandardCharsets.UTF_8).equals("no command")));
    }

    @Test
    void whoeverIsTooFastIsToldWhenToComeBack() {
        var conversation = conversation();
        var flood = new ArrayList<LogEntry>();
        for (int i = 0; i < 100; i++) {
            var asked = by(ana, "send", conversation, "content", "flood " + i);
            flood.add(entry(asked, replies.incrementAndGet(), TraceContext.start()));
        }
        long last = replies.get();

        append(flood);

        var answer = answer(last);
        assertThat(answer.path("error").path("code").asString()).isEqualTo("rate-limited");
        assertThat(answer.path("error").path("retry_after_ms").asLong()).isPositive();
    }
}
