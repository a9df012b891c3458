package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.bench.load.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How far behind the acknowledgements the rows are, looked at while the load runs. The hub's own counter says how many messages are
 * committed; the lag is how long ago so many had been acknowledged. Counting rows instead would load the database that is measured.
 */
final class Lag implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final String STORED = "eventful_whatsapp_messages_total{outcome=\"new\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final Progress progress;
    private final long before;
    private final Deque<Acknowledged> acknowledged = new ArrayDeque<>();
    private final List<Long> lags = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean over;
    private volatile long stored;

    /** So many messages were acknowledged by then. */
    private record Acknowledged(long messages, long nanos) {}

    Lag(int hubPort, Progress progress) throws IOException, InterruptedException {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hubPort + "/actuator/prometheus"))
                .build();
        this.progress = progress;
        this.before = read();
        this.thread = new Thread(this::watch, "lag");
        thread.start();
    }

    private void watch() {
        try {
            while (!over) {
                sample();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            System.out.println("    lag: the hub does not say how much it has stored: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() throws IOException, InterruptedException {
        acknowledged.addLast(new Acknowledged(progress.messages(), System.nanoTime()));
        stored = read() - before;
        long now = System.nanoTime();
        while (acknowledged.size() > 1 && acknowledged.getFirst().messages() <= stored) {
            acknowledged.removeFirst();
        }
        var oldest = acknowledged.getFirst();
        lags.add(oldest.messages() <= stored ? 0 : TimeUnit.NANOSECONDS.toMillis(now - oldest.nanos()));
    }

    private long read() throws IOException, InterruptedException {
        var page = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        for (var line : page.lines().toList()) {
            if (line.startsWith(STORED)) {
                return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return 0;
    }

    /** Messages committed since this was made, a moment ago. */
    long stored() {
        return stored;
    }

    /** The middle and the worst of the samples, from the first request until the last message is stored. */
    String line() {
        var sorted = lags.stream().sorted().toList();
        return sorted.isEmpty()
                ? "lag unknown"
                : "lag median %.2f s, worst %.2f s"
                        .formatted(sorted.get(sorted.size() / 2) / 1000.0, sorted.getLast() / 1000.0);
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
