package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.InternalSettings;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.token.Tokens;
import com.eventfulhq.gateway.group.GroupAppend;
import com.eventfulhq.gateway.realtime.chat.ask.HubAsks;
import com.eventfulhq.gateway.realtime.chat.ask.HubCall;
import com.eventfulhq.gateway.realtime.chat.presence.HeadcountSettings;
import com.eventfulhq.gateway.realtime.chat.presence.Presence;
import com.eventfulhq.gateway.realtime.chat.room.RoomSettings;
import com.eventfulhq.gateway.realtime.chat.room.Rooms;
import com.eventfulhq.gateway.route.RouteSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Wires the protocol onto the sockets. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ChatSettings.class, SessionSettings.class, InternalSettings.class, RouteSettings.class})
class ChatConfiguration {

    /** Calls of all event loops together; each is bounded in itself. */
    private static final int MAX_CALLS = 256;

    /** Each may bring a hundred kilobytes. */
    private static final HubAsks.Bounds CROWDS = new HubAsks.Bounds(1, 2_000, 4);

    /** Each takes as long as dozens of others, and none is urgent. */
    private static final HubAsks.Bounds ACQUAINTANCES = new HubAsks.Bounds(1, 2_000, 32);

    @Bean
    Bays bays() {
        return new Bays();
    }

    /** Which of all nodes this is, anew with every start: nobody waits for the answers of the one before. */
    @Bean
    AnswerWatch answerWatch(LiveChannels live, Bays bays, SessionSettings sessions) {
        var node = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX);
        return new AnswerWatch(live, node, bays, sessions.watchTimeout());
    }

    @Bean
    TypingBus typingBus(LiveChannels live) {
        return new TypingBus(live);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider hubConnections(ChatSettings settings) {
        return ConnectionProvider.builder("hub")
                .maxConnections(MAX_CALLS)
                .maxIdleTime(settings.asks().maxIdle())
                .build();
    }

    @Bean
    HubCall hubCall(
            ChatSettings settings,
            RouteSettings routes,
            InternalSettings internal,
            ConnectionProvider hubConnections,
            WebClient.Builder clients) {
        var asks = settings.asks();
        var http = HttpClient.create(hubConnections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        asks.connectTimeout().toMillis())
                .disableRetry(true);
        var client = clients.clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs()
                        .maxInMemorySize((int) asks.maxAnswer().toBytes()))
                .build();
        return new HubCall(client, routes.hub(), internal.secret(), asks.timeout());
    }

    @Bean
    HubAsks hubAsks(HubCall call, ChatSettings settings) {
        var asks = settings.asks();
        return new HubAsks(call, new HubAsks.Bounds(asks.underWay(), asks.waiting()));
    }

    @Bean
    ChatDoor chatDoor(
            ChatSettings settings,
            SessionSettings sessions,
            Tokens tokens,
            LiveChannels live,
            EventLog log,
            HubCall call,
            HubAsks asks,
            Bays bays,
            AnswerWatch answers,
            TypingBus typing,
            Presence presence,
            HeadcountSettings counts,
            MeterRegistry registry,
            Clock clock,
            Environment environment) {
        var meters = new ChatMeters(registry);
        var feeds = new Feeds(live);
        meters.show(feeds::size);
        var gather = settings.gather();
        var group = new GroupAppend(
                log::appendPacked, new GroupAppend.Bounds(gather.underWay(), gather.items(), gather.size()));
        var node = new Node(
                tokens,
                new Rooms(live, asks, rooms(settings, sessions), meters),
                asks,
                new HubAsks(call, ACQUAINTANCES),
                new Submissions(group, answers.node(), answers::isListening, meters, clock),
                feeds,
                typing,
                presence,
                presence.headcounts(new HubAsks(call, CROWDS), counts, registry),
                settings,
                sessions,
                meters,
                greeting(environment),
                clock);
        return new ChatDoor(bays, node);
    }

    private static RoomSettings rooms(ChatSettings settings, SessionSettings sessions) {
        return new RoomSettings(
                (int) settings.remembered().toBytes(),
                (int) settings.held().toBytes(),
                settings.slice(),
                sessions.watchTimeout(),
                settings.linger(),
                settings.retry(),
                settings.tries());
    }

    private static Node.Greeting greeting(Environment environment) {
        return new Node.Greeting(
                environment
                        .getProperty("eventful.realtime.heartbeat", Duration.class, Duration.ofSeconds(25))
                        .toMillis(),
                environment
                        .getProperty("eventful.realtime.max-frame", DataSize.class, DataSize.ofKilobytes(64))
                        .toBytes());
    }
}
