package com.eventfulhq.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, by Linux's own account (proc(5)).
 *
 * @param cpuSeconds user and system time so far, of the process and of children it has waited for
 * @param rssMegabytes resident memory now
 */
record ProcessUsage(double cpuSeconds, double rssMegabytes) {

    private static final double TICKS_PER_SECOND = 100;
    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    static ProcessUsage of(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // Fields are counted after the command's closing bracket: utime is the 12th, stime the 13th.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new ProcessUsage(ticks / TICKS_PER_SECOND, rss(pid));
    }

    private static double rss(long pid) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE;
            }
        }
        return 0;
    }
}
