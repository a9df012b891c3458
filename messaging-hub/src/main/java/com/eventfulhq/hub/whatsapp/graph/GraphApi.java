package com.eventfulhq.hub.whatsapp.graph;

import com.eventfulhq.common.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.ChannelOption;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.node.ObjectNode;

/** The Graph API. Its own bounded pool, no retries: a repeated POST is a second message. */
@Component
public final class GraphApi implements DisposableBean {

    private static final int MAX_ANSWER = 64 * 1024;

    private final WebClient client;
    private final ConnectionProvider connections;
    private final Map<Class<? extends SendOutcome>, Timer> timers;

    public GraphApi(GraphSettings settings, MeterRegistry registry) {
        this.connections = ConnectionProvider.builder("graph")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxPending())
                .pendingAcquireTimeout(settings.pendingTimeout())
                .maxIdleTime(settings.maxIdle())
                .evictInBackground(settings.maxIdle())
                .build();
        this.client = client(settings, connections);
        this.timers = Map.of(
                SendOutcome.Accepted.class, timer(registry, "accepted"),
                SendOutcome.Rejected.class, timer(registry, "rejected"),
                SendOutcome.Retry.class, timer(registry, "retry"),
                SendOutcome.Paused.class, timer(registry, "paused"),
                SendOutcome.Unknown.class, timer(registry, "unknown"));
    }

    private static WebClient client(GraphSettings settings, ConnectionProvider connections) {
        var http = HttpClient.create(connections)
                // Reactor Netty would repeat a request on a connection that was reset.
                .disableRetry(true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .responseTimeout(settings.responseTimeout());
        return WebClient.builder()
                .baseUrl(settings.baseUrl() + "/" + settings.version())
                .defaultHeaders(headers -> headers.setBearerAuth(settings.token()))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER))
                .clientConnector(new ReactorClientHttpConnector(http))
                .build();
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("eventful.graph.send")
                .description("Time of one call to the Graph API, by how it ended")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }

    /** Posts a message once. Never fails: how it ended is the value. */
    public Mono<SendOutcome> send(GraphMessage message) {
        return Mono.defer(() -> {
            long started = System.nanoTime();
            return client.post()
                    .uri("/{number}/messages", message.from().value())
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Json.bytes(body(message)))
                    .exchangeToMono(response -> response.bodyToMono(byte[].class)
                            .defaultIfEmpty(new byte[0])
                            .map(answer -> GraphAnswer.of(response.statusCode().value(), answer)))
                    .onErrorResume(e -> Mono.just(GraphAnswer.of(e)))
                    .doOnNext(outcome -> record(outcome, started));
        });
    }

    private void record(SendOutcome outcome, long started) {
        var timer = timers.get(outcome.getClass());
        if (timer != null) {
            timer.record(System.nanoTime() - started, java.util.concurrent.TimeUnit.NANOSECONDS);
        }
    }

    static ObjectNode body(GraphMessage message) {
        var body = Json.MAPPER.createObjectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        if (message.to() != null) {
            // Without the plus sign Meta puts the business number's own country code in front.
            body.put("to", "+" + message.to());
        } else {
            body.put("recipient", message.recipient());
        }
        body.put("type", message.type());
        body.set(message.type(), message.content());
        body.put("biz_opaque_callback_data", message.attempt().toString());
        return body;
    }

    @Override
    public void destroy() {
        connections.dispose();
    }
}
