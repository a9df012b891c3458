package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker that is its own controller (KRaft), on a data directory. In a test it runs inside the JVM; the standalone run
 * starts {@link #main} in a JVM of its own. All use of Kafka's server classes, which are not a public interface, is here.
 */
public final class KafkaNode implements KafkaServer, AutoCloseable {

    private static final int NODE_ID = 1;
    static final String MAX_RECORD = Integer.toString(5 * 1024 * 1024);

    private final Path data;
    private final int port;
    private final int controllerPort;
    private final KafkaFlush flush;
    private @Nullable OwnedDirectory owned;
    private @Nullable KafkaRaftServer running;

    private KafkaNode(Path data, int port, int controllerPort, KafkaFlush flush) {
        this.data = data;
        this.port = port;
        this.controllerPort = controllerPort;
        this.flush = flush;
    }

    /**
     * Starts a broker.
     *
     * @param directory holds the log; formatted the first time
     * @param port      of clients; 0 for any
     */
    public static KafkaNode start(Path directory, int port, KafkaFlush flush) throws IOException {
        var node = new KafkaNode(directory.resolve("kafka"), FreePorts.orAny(port), FreePorts.any(), flush);
        node.start();
        return node;
    }

    /**
     * Arguments: data directory, port, {@link KafkaFlush}. Prints one line when clients may connect; ends with SIGTERM, or when
     * the process that started it has ended in whatever way.
     */
    public static void main(String[] arguments) throws IOException {
        var node = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), KafkaFlush.valueOf(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        ProcessHandle.current().parent().ifPresent(KafkaNode::endWith);
        System.out.println("kafka ready on " + node.bootstrapServers());
        var server = node.running;
        if (server != null) {
            server.awaitShutdown();
        }
    }

    private static void endWith(ProcessHandle parent) {
        var unused = parent.onExit().thenRun(() -> System.exit(0));
    }

    /** Starts again after {@link #stop()}. */
    @Override
    public synchronized void start() throws IOException {
        if (running != null) {
            return;
        }
        owned = OwnedDirectory.take("Kafka", data);
        try {
            FreePorts.requireFree(port, "Kafka");
            format();
            var server = new KafkaRaftServer(new KafkaConfig(settings()), Time.SYSTEM);
            server.startup();
            running = server;
        } finally {
            letGoUnlessRunning();
        }
    }

    private void letGoUnlessRunning() throws IOException {
        var directory = owned;
        if (running == null && directory != null) {
            owned = null;
            directory.close();
        }
    }

    private void format() throws IOException {
        Files.createDirectories(data);
        try (var silence =
                new PrintStream(OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setNodeId(NODE_ID)
                    .setClusterId(clusterId())
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka: cannot format " + data, e);
        }
    }

    private String clusterId() throws IOException {
        var meta = data.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        var properties = new java.util.Properties();
        try (var reader = Files.newBufferedReader(meta)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id");
    }

    private Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", MAX_RECORD);
        settings.put("replica.fetch.max.bytes", MAX_RECORD);
        settings.putAll(shrunk());
        if (flush == KafkaFlush.EVERY_APPEND) {
            settings.put("log.flush.interval.messages", "1");
        }
        return settings;
    }

    /**
     * A broker for one machine: one replica of everything, few threads, small buffers. After a kill it may only register again
     * when its old session has ended, so sessions are short.
     */
    private static Map<String, String> shrunk() {
        return Map.ofEntries(
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("log.segment.bytes", "268435456"),
                Map.entry("metadata.log.segment.bytes", "16777216"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.network.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("group.coordinator.threads", "1"));
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker; the log stays. */
    @Override
    public synchronized void stop() {
        var server = running;
        if (server != null) {
            running = null;
            server.shutdown();
            server.awaitShutdown();
            letGo();
        }
    }

    private void letGo() {
        try {
            letGoUnlessRunning();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
