package com.eventfulhq.gateway.route;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where REST goes, and within which bounds.
 *
 * @param hub             base address of the messaging hub
 * @param engine          base address of the notification engine
 * @param connectTimeout  time to open a connection
 * @param responseTimeout time for the request's body to arrive here, and then time between two reads of the answer
 * @param maxConnections  connections open to one service
 * @param maxPending      requests waiting for a connection to one service
 * @param pendingTimeout  time a request waits for a connection
 * @param maxIdle         time a connection is kept unused; below the idle timeout of the services, so that none is used that is
 *                        about to be closed
 * @param maxBody         bytes of the largest request body sent on
 */
@ConfigurationProperties("eventful.route")
public record RouteSettings(
        @DefaultValue("http://127.0.0.1:8081") URI hub,
        @DefaultValue("http://127.0.0.1:8082") URI engine,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("15s") Duration responseTimeout,
        @DefaultValue("200") int maxConnections,
        @DefaultValue("500") int maxPending,
        @DefaultValue("1s") Duration pendingTimeout,
        @DefaultValue("30s") Duration maxIdle,
        @DefaultValue("1MB") DataSize maxBody) {}
