package com.eventfulhq.infra.bench;

import java.io.IOException;

/** What a process and everything below it use from one mark to the next. */
public final class UsageMeter {

    private final String name;
    private final long pid;
    private ProcessUsage since;

    public UsageMeter(String name, long pid) throws IOException {
        this.name = name;
        this.pid = pid;
        this.since = ProcessUsage.ofTree(pid);
    }

    /** Starts counting from here. */
    public void mark() throws IOException {
        since = ProcessUsage.ofTree(pid);
    }

    /** Cores used since the mark, over so many seconds; and resident memory now. */
    public String usage(double seconds) throws IOException {
        var now = ProcessUsage.ofTree(pid);
        return "%s %.2f cores, %.0f MB"
                .formatted(name, (now.cpuSeconds() - since.cpuSeconds()) / seconds, now.rssMegabytes());
    }

    /** Resident memory of a process now. */
    public static double residentMegabytes(long pid) throws IOException {
        return ProcessUsage.of(pid).rssMegabytes();
    }
}
