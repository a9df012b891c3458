package com.eventfulhq.infra.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param name        of its log and its pid file
 * @param command     the whole command line
 * @param environment beside this process's own
 * @param ready       where it says that it is ready: a path on its port, or empty if an open port is enough
 */
record Program(String name, List<String> command, Map<String, String> environment, int port, String ready) {

    private static final String READINESS = "/actuator/health/readiness";

    /** One of our services, from its extracted jar, with its AOT cache if it has been trained. */
    static Program service(Place place, String name, int port, int heapMegabytes, Map<String, String> properties) {
        var program = place.program(name);
        var command = java(heapMegabytes);
        var cache = program.resolve("app.aot");
        if (System.getProperty(Training.PROPERTY) != null) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Xlog:aot*=off,cds*=off");
        }
        command.addAll(List.of("-jar", program.resolve("app.jar").toString()));
        properties.forEach((key, value) -> command.add("--" + key + "=" + value));
        command.add("--server.port=" + port);
        return new Program(name, command, Map.of(), port, READINESS);
    }

    /** A class on this program's own class path. */
    static Program ofClass(
            String name,
            String main,
            int port,
            int heapMegabytes,
            Map<String, String> environment,
            String ready,
            String... arguments) {
        var command = java(heapMegabytes);
        command.addAll(List.of(
                "-Dlogback.configurationFile=servers-logback.xml", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return new Program(name, command, environment, port, ready);
    }

    /** The flags every JVM of the house gets; the AOT cache is only valid under the flags it was trained with. */
    static List<String> java(int heapMegabytes) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms" + heapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.netty.ioWorkerCount=2",
                "-Dio.netty.leakDetection.level=disabled"));
        return command;
    }
}
