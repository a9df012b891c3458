package com.eventfulhq.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What processes have used, by Linux's own account (proc(5)).
 *
 * @param cpuSeconds user and system time so far, of the process and of children it has waited for
 * @param rssMegabytes resident memory now; of several processes only what is not shared between them
 */
record ProcessUsage(double cpuSeconds, double rssMegabytes) {

    private static final double TICKS_PER_SECOND = 100;
    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    static ProcessUsage of(long pid) throws IOException {
        return new ProcessUsage(cpu(pid), rss(pid, "VmRSS:"));
    }

    /** Of a process and its descendants; those that end in between count through the parent that has waited for them. */
    static ProcessUsage ofTree(long pid) throws IOException {
        var below = ProcessHandle.of(pid)
                .map(process -> process.descendants().map(ProcessHandle::pid).toList())
                .orElseThrow(() -> new IOException("no process " + pid));
        double cpu = cpu(pid);
        double rss = rss(pid, "VmRSS:");
        for (long child : below) {
            try {
                double used = cpu(child);
                rss += rss(child, "RssAnon:");
                cpu += used;
            } catch (NoSuchFileException ended) {
                // Its parent has its time by now.
            }
        }
        return new ProcessUsage(cpu, rss);
    }

    private static double cpu(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // Fields are counted after the command's closing bracket: utime is the 12th, then stime, cutime, cstime.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double rss(long pid, String field) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE;
            }
        }
        return 0;
    }
}
