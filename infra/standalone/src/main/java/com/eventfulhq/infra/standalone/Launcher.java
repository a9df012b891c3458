package com.eventfulhq.infra.standalone;

import com.eventfulhq.infra.embedded.KafkaFlush;
import com.eventfulhq.infra.embedded.KafkaNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Knows how each kind of process of the house is started; measurements start theirs in the same way. */
public final class Launcher {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of each process. The whole house shares the machine: more loops would not take in more, only wake each other. */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int KAFKA_HEAP = 256;
    /** Where it is not, nobody gives way. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private static final String READINESS = "/actuator/health/readiness";

    private final Place place;
    private final Aot aot;

    /** Starts from AOT caches where there are any. */
    public Launcher(Place place) {
        this(place, Aot.USE);
    }

    Launcher(Place place, Aot aot) {
        this.place = place;
        this.aot = aot;
    }

    /** One of our services, from its extracted jar. */
    public Program service(Service service, int port, Map<String, String> properties) {
        var name = service.module();
        var command = java(name, service.heapMegabytes());
        command.addAll(List.of("-jar", place.program(name).resolve("app.jar").toString()));
        if (service.givesWay() && Files.isExecutable(NICE)) {
            // A moment of lag costs nothing; a late acknowledgement makes Meta send again.
            command.addAll(0, List.of(NICE.toString(), "-n", "2"));
        }
        // In the environment, because everybody on a machine can read command lines, and there are secrets among them.
        var settings = JSON.createObjectNode().put("server.port", port);
        properties.forEach(settings::put);
        return new Program(
                name, command, Map.of("SPRING_APPLICATION_JSON", settings.toString()), port, READINESS, aot.patience());
    }

    /** The broker. */
    public Program kafka(int port, KafkaFlush flush) throws IOException {
        return main(
                "kafka",
                port,
                KAFKA_HEAP,
                place.classPath(),
                KafkaNode.class,
                place.data().toString(),
                Integer.toString(port),
                flush.name());
    }

    /** A class of ours. */
    public Program main(
            String name, int port, int heapMegabytes, String classPath, Class<?> main, String... arguments) {
        var command = java(name, heapMegabytes);
        command.addAll(List.of("-Dlogback.configurationFile=servers-logback.xml", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Program(name, command, Map.of(), port, "", aot.patience());
    }

    /** The flags every JVM of the house gets; an AOT cache is only valid under the flags it was trained with. */
    private List<String> java(String name, int heapMegabytes) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(place.mark());
        command.addAll(aot.flags(place.cache(name)));
        command.addAll(List.of("-Xms" + heapMegabytes + "m", "-Xmx" + heapMegabytes + "m"));
        // Hardly anything outlives its batch: a large young generation is collected seldom, and survivor spaces that
        // hold
        // all that is under way keep it out of the old one, whose collections are the ones that are felt.
        command.addAll(List.of(
                "-XX:+UseParallelGC",
                "-XX:-UseAdaptiveSizePolicy",
                "-XX:NewRatio=1",
                "-XX:SurvivorRatio=2",
                "-XX:MetaspaceSize=96m"));
        // The second compiler takes a core for minutes after a start, in a storm of clients from them. So the more
        // waits for it, the hotter is what it compiles; what has to wait is compiled without profiling.
        command.addAll(List.of("-XX:Tier4LoadFeedback=30", "-XX:Tier3DelayOn=1"));
        // The code cache has its usual size: each time a seventh of it has been compiled, everything is collected.
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.netty.ioWorkerCount=" + EVENT_LOOPS,
                "-Dio.netty.leakDetection.level=disabled"));
        return command;
    }
}
