package com.eventfulhq.infra.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process under measurement. */
final class Child implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    /** As in the standalone run; the same for what is measured and for what it is measured against. */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final String name;
    private final Process process;
    private final UsageMeter meter;

    private Child(String name, Process process) throws IOException {
        this.name = name;
        this.process = process;
        this.meter = new UsageMeter(name, process.pid());
    }

    /** A class of ours, on this program's own class path. */
    static Child ofClass(String name, Class<?> main, List<String> flags, int port, Path logs, String... arguments)
            throws IOException, InterruptedException {
        var command = java(flags);
        command.addAll(List.of(
                "-Dlogback.configurationFile=servers-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return start(name, command, Map.of(), port, logs);
    }

    /** A service's executable jar. */
    static Child ofJar(String name, Path jar, List<String> flags, Map<String, String> properties, int port, Path logs)
            throws IOException, InterruptedException {
        var command = java(flags);
        command.addAll(List.of("-jar", jar.toString()));
        properties.forEach((key, value) -> command.add("--" + key + "=" + value));
        return start(name, command, Map.of(), port, logs);
    }

    private static List<String> java(List<String> flags) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.netty.ioWorkerCount=" + EVENT_LOOPS,
                "-Dio.netty.leakDetection.level=disabled"));
        command.addAll(flags);
        return command;
    }

    private static Child start(String name, List<String> command, Map<String, String> environment, int port, Path logs)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectOutput(new File(logs.toFile(), name + ".log"));
        var child = new Child(name, builder.start());
        child.awaitPort(port);
        return child;
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        process.destroyForcibly();
        throw new IOException(name + ": does not listen on port " + port + " (see its log)");
    }

    UsageMeter meter() {
        return meter;
    }

    /** Starts counting from here. */
    void mark() throws IOException {
        meter.mark();
    }

    /** Cores used since the mark, over so many seconds; and resident memory now. */
    String usage(double seconds) throws IOException {
        return meter.usage(seconds);
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
