package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.token.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.server.WebsocketServerSpec;

/** Wires the clients' sockets. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RealtimeSettings.class)
class RealtimeConfiguration {

    /** Before every other mapping: whatever is routed on, this path is not. */
    private static final int FIRST = -10;

    @Bean
    OpenSessions openSessions(RealtimeSettings settings) {
        return new OpenSessions(settings.maxConnections(), settings.drain());
    }

    @Bean
    SimpleUrlHandlerMapping realtimeMapping(
            RealtimeSettings settings,
            Tokens tokens,
            LiveChannels live,
            OpenSessions sessions,
            MeterRegistry registry,
            Clock clock) {
        var watches = new Watches(live);
        var meters = new RealtimeMeters(registry);
        meters.show(sessions::size, watches::size);
        var desk = new Desk.Opener(tokens, watches, clock, settings.watchTimeout());
        var handler = new SocketHandler(
                upgrade(settings),
                tokens,
                sessions,
                (socket, connection) -> new Session(socket, connection, settings, meters, desk));
        return new SimpleUrlHandlerMapping(Map.of(settings.path(), handler), FIRST);
    }

    private static WebSocketService upgrade(RealtimeSettings settings) {
        var maxFrame = Math.toIntExact(settings.maxFrame().toBytes());
        return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
                () -> WebsocketServerSpec.builder().maxFramePayloadLength(maxFrame)));
    }
}
