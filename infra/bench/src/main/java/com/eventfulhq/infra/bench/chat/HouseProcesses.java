package com.eventfulhq.infra.bench.chat;

import com.eventfulhq.infra.bench.UsageMeter;
import com.eventfulhq.infra.standalone.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the processes of a house take, the gateway above all. */
final class HouseProcesses {

    private final Place place;

    HouseProcesses(Place place) {
        this.place = place;
    }

    /** Megabytes. */
    double resident() throws IOException {
        return UsageMeter.residentMegabytes(gatewayPid());
    }

    /** Kilobytes alive after a collection. */
    double heap() throws IOException, InterruptedException {
        var said = jcmd("GC.heap_info");
        double used = 0;
        for (var line : said.lines().toList()) {
            var text = line.trim().toLowerCase(Locale.ROOT);
            if (text.startsWith("psyounggen") || text.startsWith("paroldgen")) {
                used += Double.parseDouble(text.replaceAll(".*used (\\d+)k.*", "$1"));
            }
        }
        return used;
    }

    void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(gatewayPid()), what)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    long gatewayPid() throws IOException {
        return pid("gateway");
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(
                Files.readString(place.pids().resolve(name + ".pid")).trim());
    }

    UsageMeter gateway() throws IOException {
        return new UsageMeter("gateway", gatewayPid());
    }

    List<UsageMeter> meters() throws IOException {
        var meters = new ArrayList<UsageMeter>();
        for (var name : List.of("gateway", "messaging-hub", "kafka")) {
            meters.add(new UsageMeter(name, pid(name)));
        }
        return meters;
    }
}
