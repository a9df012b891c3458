package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Maintenance;
import com.eventfulhq.infra.embedded.PostgresNode;
import com.eventfulhq.infra.embedded.RedisNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything, running. Stopped by {@link #close()} or with the JVM, whichever comes first. */
public final class House implements AutoCloseable {

    private static final String SUPERVISOR = "supervisor.pid";

    /** PostgreSQL, Redis and the daily work: none waits for another. */
    private static final int CHORES = 3;

    private final Place place;
    private final Ports ports;
    private final Secrets secrets;
    private final Keys keys;
    private final FileLock lock;
    private final List<Child> children = new ArrayList<>();
    private final ScheduledExecutorService chores = Executors.newScheduledThreadPool(
            CHORES, Thread.ofPlatform().daemon().name("chores-", 1).factory());
    private @Nullable Servers servers;
    private @Nullable Programs programs;
    private volatile boolean stopping;
    private boolean closed;

    private House(Place place, Ports ports, FileLock lock) throws IOException {
        this.place = place;
        this.ports = ports;
        this.lock = lock;
        this.secrets = Secrets.of(place);
        this.keys = Keys.of(place);
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @param environment ports, lengths and addresses that differ from the standard
     * @throws IllegalStateException if the data directory is in use, or a port is taken
     */
    public static House start(Place place, Map<String, String> environment) throws IOException, InterruptedException {
        return start(place, environment, Aot.USE);
    }

    static House start(Place place, Map<String, String> environment, Aot aot) throws IOException, InterruptedException {
        var ports = Ports.of(environment);
        var outside = Outside.of(environment);
        var house = new House(place, ports, lock(place));
        Runtime.getRuntime().addShutdownHook(new Thread(house::stop, "house-shutdown"));
        try {
            house.open(
                    new Programs(place, ports, Addresses.of(ports, outside), house.secrets, environment, aot), outside);
            return house;
        } catch (IOException | InterruptedException | RuntimeException e) {
            house.close();
            throw e;
        }
    }

    /** Holds the monitor, so that whoever closes waits until it is known what there is to close. */
    private synchronized void open(Programs programs, Outside outside) throws IOException, InterruptedException {
        this.programs = programs;
        LeftBehind.end(place);
        Files.writeString(
                place.pids().resolve(SUPERVISOR),
                Long.toString(ProcessHandle.current().pid()));
        ports.requireFree(outside);
        servers = Servers.start(place, ports, outside, programs.addresses(), programs);
        goOn();
        servers.revive(chores);
        children.add(Child.start(programs.simulator(), place));
        for (var program : List.of(programs.hub(), programs.engine(), programs.gateway())) {
            startWhenThereIsRoom(program);
        }
        for (var child : children) {
            child.awaitReady();
            goOn();
        }
        Contract.write(this);
        var unused = chores.scheduleWithFixedDelay(this::maintain, 1, TimeUnit.DAYS.toMinutes(1), TimeUnit.MINUTES);
    }

    /**
     * A starting JVM keeps two cores busy: its own work and its compilers'. More at a time than there are cores for are ready no
     * sooner, and each of them takes a multiple of its time.
     */
    private void startWhenThereIsRoom(Program program) throws IOException, InterruptedException {
        int together = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        int services = children.size() - 1;
        if (services >= together) {
            children.get(children.size() - together).awaitReady();
        }
        goOn();
        children.add(Child.start(program, place));
    }

    /**
     * A further gateway node, ready; it ends with the house.
     *
     * @return its port
     */
    public synchronized int anotherGateway() throws IOException, InterruptedException {
        goOn();
        int port = Ports.spareOne();
        var child = Child.start(ours(programs, "the house").gateway(port).named("gateway-" + port), place);
        children.addFirst(child);
        child.awaitReady();
        return port;
    }

    /** Not during the start, which has enough to do. */
    private void maintain() {
        try {
            Maintenance.run(database());
        } catch (RuntimeException e) {
            System.err.println("the database is maintained tomorrow instead: " + e.getMessage());
        }
    }

    private void goOn() {
        if (stopping) {
            throw new IllegalStateException("stopped while it was starting");
        }
    }

    private void stop() {
        stopping = true;
        close();
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

    /** As the administrator: for looking at what the services wrote. */
    public DatabaseAddress database() {
        return running().addresses().postgres();
    }

    /** Where the log is, as clients of Kafka want it: {@code host:port,…}. */
    String kafka() {
        return running().addresses().kafka();
    }

    /** To look into, or to make it forget. */
    public RedisNode redis() {
        return ours(running().redis(), "Redis");
    }

    /** To stop and start it. */
    public PostgresNode postgres() {
        return ours(running().postgres(), "PostgreSQL");
    }

    private Servers running() {
        return ours(servers, "the house");
    }

    private static <T> T ours(@Nullable T server, String name) {
        if (server == null) {
            throw new IllegalStateException(name + " is not run by this house (expected: one that it started)");
        }
        return server;
    }

    /** Whoever takes in goes first, then those who work it off, then what they work on. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        chores.shutdownNow();
        if (!children.isEmpty()) {
            children.getLast().close();
            children.parallelStream().limit(children.size() - 1L).forEach(Child::close);
        }
        if (servers != null) {
            servers.close();
        }
        try {
            Files.deleteIfExists(place.pids().resolve(SUPERVISOR));
            lock.channel().close();
        } catch (IOException e) {
            System.err.println("not everything was put away: " + e.getMessage());
        }
    }
}
