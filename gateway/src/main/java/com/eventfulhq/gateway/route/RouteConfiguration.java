package com.eventfulhq.gateway.route;

import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.common.token.Tokens;
import io.netty.channel.ChannelOption;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Wires the way from a verified token to the service behind. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RouteSettings.class)
class RouteConfiguration {

    /** Clients of the socket show their token inside of it. */
    private static final String HANDSHAKE = "/v1/realtime";

    @Bean
    TokenFilter tokenFilter(Tokens tokens) {
        return new TokenFilter(tokens, HANDSHAKE);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider routeConnections(RouteSettings settings) {
        return ConnectionProvider.builder("route")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxPending())
                .pendingAcquireTimeout(settings.pendingTimeout())
                .maxIdleTime(settings.maxIdle())
                .build();
    }

    @Bean
    RouteFilter routeFilter(RouteSettings settings, ConnectionProvider routeConnections, WebClient.Builder clients) {
        var routes = new RouteTable(List.of(
                new Route("hub", "/v1/whatsapp", settings.hub()),
                new Route("hub", "/v1/chat", settings.hub()),
                new Route("hub", "/v1/bookings", settings.hub()),
                new Route("engine", "/v1/notifications", settings.engine())));
        var body = new RequestBody(settings.maxBody().toBytes(), settings.responseTimeout());
        var connector = new ReactorClientHttpConnector(http(settings, routeConnections));
        return new RouteFilter(
                routes, HANDSHAKE, body, clients.clientConnector(connector).build());
    }

    /** Never tries again by itself: a body that streams cannot be sent twice, and neither should a message. */
    private static HttpClient http(RouteSettings settings, ConnectionProvider connections) {
        return HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .responseTimeout(settings.responseTimeout())
                .disableRetry(true);
    }
}
