package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.embedded.RedisNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything, running. */
public final class House implements AutoCloseable {

    private final Place place;
    private final Ports ports;
    private final Secrets secrets;
    private final Keys keys;
    private final Servers servers;
    private final List<Child> children;
    private final FileLock lock;

    private House(
            Place place,
            Ports ports,
            Secrets secrets,
            Keys keys,
            Servers servers,
            List<Child> children,
            FileLock lock) {
        this.place = place;
        this.ports = ports;
        this.secrets = secrets;
        this.keys = keys;
        this.servers = servers;
        this.children = children;
        this.lock = lock;
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @param environment ports and lengths that differ from the standard
     * @throws IllegalStateException if the data directory is in use, or a port is taken
     */
    public static House start(Place place, Map<String, String> environment) throws IOException, InterruptedException {
        var lock = lock(place);
        var ports = Ports.of(environment);
        var secrets = Secrets.of(place);
        var keys = Keys.of(place);
        var programs = new Programs(place, ports, secrets, environment);
        var servers = Servers.start(place, ports, secrets, programs);
        var children = new ArrayList<Child>();
        var house = new House(place, ports, secrets, keys, servers, children, lock);
        for (var program : List.of(programs.simulator(), programs.hub(), programs.engine(), programs.gateway())) {
            children.add(Child.start(program, place));
        }
        try {
            for (var child : children) {
                child.awaitReady();
            }
        } catch (IOException e) {
            house.close();
            throw e;
        }
        Contract.write(house);
        return house;
    }

    private static FileLock lock(Place place) throws IOException {
        var channel =
                FileChannel.open(place.pids().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IllegalStateException(
                    place.data() + " is in use by another run (expected: ./hub down, or --data elsewhere)");
        }
        return lock;
    }

    /** A token of a person of the demo world. */
    public String token(World.User user, Duration lifetime) {
        return keys.token(user, lifetime);
    }

    /** A token of the client of a team of the demo world. */
    public String token(World.Team team, Duration lifetime) {
        return keys.token(team, lifetime);
    }

    public Place place() {
        return place;
    }

    public Ports ports() {
        return ports;
    }

    Secrets secrets() {
        return secrets;
    }

    public String appSecret() {
        return secrets.appSecret();
    }

    /** As the superuser: for looking at what the services wrote. */
    public DatabaseAddress database() {
        return servers.database();
    }

    public RedisNode redis() {
        return servers.redis();
    }

    /** To stop and start it. */
    public com.eventfulhq.infra.embedded.PostgresNode postgres() {
        return servers.postgres();
    }

    @Override
    public void close() throws IOException {
        for (var child : children.reversed()) {
            child.close();
        }
        servers.close();
        lock.close();
    }
}
