package com.eventfulhq.common.log;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * Whether the log answers now. Asks the brokers instead of looking at recent appends: a node that is taken out because the log
 * was down gets no appends, and must come back when the log does.
 */
final class LogHealth implements ReactiveHealthIndicator, DisposableBean {

    private static final int TIMEOUT_MILLIS = 1_000;

    private final Admin admin;

    LogHealth(LogSettings settings) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500));
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromCompletionStage(
                        () -> admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                                .nodes()
                                .toCompletionStage())
                .map(nodes -> nodes.isEmpty()
                        ? Health.down().build()
                        : Health.up().withDetail("nodes", nodes.size()).build())
                .timeout(Duration.ofMillis(2 * TIMEOUT_MILLIS))
                .onErrorResume(e -> Mono.just(Health.down().build()));
    }

    @Override
    public void destroy() {
        admin.close(Duration.ofSeconds(1));
    }
}
