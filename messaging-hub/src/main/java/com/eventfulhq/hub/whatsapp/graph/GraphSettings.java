package com.eventfulhq.hub.whatsapp.graph;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the Graph API is and how long it may take.
 *
 * @param baseUrl        its root, without the version
 * @param version        the version in the path; the callbacks' version is another thing
 * @param token          the system user's access token; never logged
 * @param connectTimeout longest time to open a connection
 * @param responseTimeout longest time to wait for an answer once the request is written; then its outcome is unknown
 * @param maxConnections connections of this process
 * @param maxPending     calls that may wait for a connection; more are told to come again
 * @param pendingTimeout longest wait for a connection
 * @param maxIdle        how long an idle connection is kept: shorter than Meta keeps it, so that we never write to a dead one
 */
@ConfigurationProperties("eventful.graph")
public record GraphSettings(
        @DefaultValue("https://graph.facebook.com") URI baseUrl,
        @DefaultValue("v25.0") String version,
        @DefaultValue("") String token,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration responseTimeout,
        @DefaultValue("100") int maxConnections,
        @DefaultValue("200") int maxPending,
        @DefaultValue("2s") Duration pendingTimeout,
        @DefaultValue("20s") Duration maxIdle) {

    /** Without the token: settings end up in logs. */
    @Override
    public String toString() {
        return "GraphSettings[%s/%s]".formatted(baseUrl, version);
    }
}
