package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.token.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** Wires the sockets into the server. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SocketSettings.class)
class SocketConfiguration {

    @Bean
    Sockets sockets(SocketSettings settings, Door door, MeterRegistry registry, Clock clock) {
        var admission = new Admission(settings.maxConnections(), settings.handshakes(), System::nanoTime);
        return new Sockets(settings, clock, admission, new SocketMeters(registry), door);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> entrance(
            SocketSettings settings, Tokens tokens, Sockets sockets) {
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addAfter(
                                NettyPipeline.HttpCodec,
                                Entrance.NAME,
                                new Entrance(settings, tokens::verifyHeader, sockets))));
    }
}
