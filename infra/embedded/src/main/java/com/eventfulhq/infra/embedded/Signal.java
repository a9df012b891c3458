package com.eventfulhq.infra.embedded;

import java.io.IOException;

/** What a native server is told; Java itself can only say TERM and KILL. */
enum Signal {
    /** PostgreSQL: end now, in order, without waiting for clients. Redis: end in order. */
    INT,

    /** PostgreSQL: end at once, recover at the next start. */
    QUIT;

    void send(long pid) throws IOException {
        try {
            // The shell has kill built in; the program of that name is not installed everywhere.
            new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid + " 2>/dev/null")
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
