package com.eventfulhq.infra.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param name        of its log and its pid file
 * @param command     the whole command line
 * @param environment beside this process's own
 * @param port        where it listens
 * @param ready       where it says that it is ready: a path on its port, or empty if an open port is enough
 * @param patience    how long it may take to end when it is asked to
 */
public record Program(
        String name, List<String> command, Map<String, String> environment, int port, String ready, Duration patience) {

    /** The same beside another of its kind. */
    Program named(String another) {
        return new Program(another, command, environment, port, ready, patience);
    }

    Program with(Map<String, String> more, String readyPath) {
        return new Program(name, command, more, port, readyPath, patience);
    }
}
