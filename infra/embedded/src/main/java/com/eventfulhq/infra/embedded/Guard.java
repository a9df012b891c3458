package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cleans up after this JVM when it is killed.
 *
 * <p>A shell that reads from a pipe only we hold: one word says that all is well, a pipe that closes without it says that we
 * are gone. It has a session of its own, so that Ctrl-C at the terminal does not reach it.
 */
final class Guard {

    /** $1: signal, $2: process. After 10 s it is killed; not waited for, as nobody may ever collect it. */
    private static final String STOP = """
            if read -r word; then exit 0; fi
            kill -$1 $2
            waited=0
            while kill -0 $2 && [ $waited -lt 100 ]; do
              waited=$((waited + 1))
              sleep 0.1
            done
            kill -KILL $2
            """;

    /** $1: directory. At a word its servers have stopped; without one they have guards of their own, which need a moment. */
    private static final String DELETE = """
            read -r word || sleep 12
            rm -rf -- "$1"
            """;

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    /** Stops the process when this JVM is gone. */
    static Guard stops(long pid, Signal signal) throws IOException {
        return start(STOP, signal.name(), Long.toString(pid));
    }

    /** Deletes the directory when it is dismissed, or when this JVM is gone. */
    static Guard deletes(Path directory) throws IOException {
        return start(DELETE, directory.toAbsolutePath().toString());
    }

    private static Guard start(String script, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("setsid", "sh", "-c", "trap '' INT TERM HUP\n" + script, "guard"));
        command.addAll(List.of(arguments));
        return new Guard(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** All is well: it goes, without stopping anything. */
    void dismiss() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException alreadyGone) {
            shell.destroyForcibly();
        }
    }
}
