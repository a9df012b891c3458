package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.database.DatabaseAddress;

/**
 * Where the servers are, whoever runs them.
 *
 * @param postgres the database, entered as its administrator
 */
record Addresses(DatabaseAddress postgres, String redisHost, int redisPort, String kafka) {

    private static final String HOST = "127.0.0.1";
    private static final String DATABASE = "eventful";
    private static final String SUPERUSER = "postgres";

    static Addresses of(Ports ports, Outside outside) {
        var postgres = outside.postgres();
        var redis = outside.redis();
        var kafka = outside.kafka();
        return new Addresses(
                postgres == null
                        ? new DatabaseAddress(HOST, ports.postgres(), DATABASE, SUPERUSER, SUPERUSER)
                        : postgres,
                redis == null ? HOST : redis.getHost(),
                redis == null ? ports.redis() : redis.getPort(),
                kafka == null ? HOST + ":" + ports.kafka() : kafka);
    }
}
