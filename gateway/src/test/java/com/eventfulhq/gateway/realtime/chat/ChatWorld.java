package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.gateway.realtime.chat.StandInHub.Talk;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** A gateway, a hub that is none, and the bus between them in the test's hand. */
final class ChatWorld implements AutoCloseable {

    final StandInHub hub = new StandInHub();
    final RunningGateway gateway;

    private ChatWorld(Map<String, String> further) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("eventful.route.hub", hub.address());
        properties.put("eventful.internal.secret", StandInHub.SECRET);
        properties.putAll(further);
        gateway = RunningGateway.start(properties);
    }

    static ChatWorld start(Map<String, String> further) {
        return new ChatWorld(further);
    }

    static UserId somebody() {
        return new UserId(UUID.randomUUID());
    }

    static String token(UserId user) {
        return RunningGateway.TOKENS.user(user, null, Scopes.CHAT);
    }

    Client client(UserId user) {
        return Client.connected(uri(), token(user));
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + gateway.port() + "/v1/realtime");
    }

    /** Commits a message and says so on the bus. */
    long say(Talk talk, String content) {
        long ev = talk.commit(content);
        tell(talk, ev);
        return ev;
    }

    /** Says on the bus what was committed, in the order given. */
    void tell(Talk talk, long... evs) {
        publish(
                talk.id,
                LongStream.of(evs)
                        .mapToObj(ev -> BusEntry.event(talk.id, ev, talk.frame(ev)))
                        .toArray(BusEntry[]::new));
    }

    /** On the partition of that conversation or person. */
    void publish(UUID key, BusEntry... entries) {
        publish(new LiveChannel.Chat(BusEntry.partitionOf(key)), entries);
    }

    void publish(LiveChannel channel, BusEntry... entries) {
        gateway.bean(LiveChannels.class)
                .publish(channel, BusEntry.write(List.of(entries)))
                .block(Duration.ofSeconds(5));
    }

    /** Answers a command as the hub would. */
    void answer(Submission submission, String members) {
        publish(
                new LiveChannel.Node(java.util.Objects.requireNonNull(submission.node())),
                BusEntry.answer(submission.reply(), members.getBytes(UTF_8)));
    }

    double counted(String meter) {
        return gateway.bean(MeterRegistry.class).get(meter).counter().count();
    }

    @Override
    public void close() {
        gateway.close();
        hub.close();
    }
}
