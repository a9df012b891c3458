package com.eventfulhq.infra.embedded;

/** The images of {@code -Ptestcontainers}: the same major versions as the embedded servers. */
final class ContainerImages {

    static final String POSTGRES = "postgres:18";
    static final String REDIS = "redis:6.2";
    static final String KAFKA = "apache/kafka:4.2.1";

    private ContainerImages() {}
}
