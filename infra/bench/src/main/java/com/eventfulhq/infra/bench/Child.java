package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.standalone.Program;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process under measurement. */
public final class Child implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final String name;
    private final Process process;
    private final UsageMeter meter;

    private Child(String name, Process process) throws IOException {
        this.name = name;
        this.process = process;
        this.meter = new UsageMeter(name, process.pid());
    }

    /** Starts it and waits until it listens; what it says goes to a file of its name. */
    public static Child start(Program program, Path logs) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(program.command()).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        builder.redirectOutput(new File(logs.toFile(), program.name() + ".log"));
        var child = new Child(program.name(), builder.start());
        child.awaitPort(program.port());
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

    public String name() {
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
