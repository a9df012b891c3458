package com.eventfulhq.infra.bench.chat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Everybody who is connected, and what they have lived through. Clients and figures belong to one event loop; whoever asks from
 * elsewhere waits for it.
 */
public final class Crowd implements AutoCloseable {

    private static final long LONGEST_MICROS = 120_000_000;
    private static final int SOURCES = 8;
    private static final int MAX_SURPRISES = 20;
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int ANSWER_SECONDS = 60;

    private final Rooms rooms;
    private final int[] ports;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Bootstrap bootstrap;
    private final List<Client> clients = new ArrayList<>();
    private final Witness witness;
    private final EventFrame event = new EventFrame();
    private final int run = ThreadLocalRandom.current().nextInt();
    private final String filler;
    private final Histogram acknowledgements = new Histogram(LONGEST_MICROS, 3);
    private final Map<Integer, Integer> closes = new TreeMap<>();
    private final Map<String, Integer> repeats = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();

    private long number;
    private int here;
    private long acknowledged;
    private long sent;
    private long answeredTwice;
    private long lags;
    private long caughtUp;
    private boolean measuring;

    /**
     * @param ports   of the gateway nodes; people are spread over them
     * @param padding bytes added to every message
     */
    public Crowd(Rooms rooms, int padding, int... ports) {
        this.rooms = rooms;
        this.ports = ports.clone();
        this.witness = new Witness(rooms.rooms());
        this.filler = "x".repeat(padding);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }

    // From elsewhere.

    /** Lets everybody come, so many a second; returns at once. */
    public void come(int perSecond, IntFunction<String> tokens) {
        var people = new Client[rooms.people()];
        Arrays.setAll(people, person -> new Client(this, person, tokens.apply(person)));
        on(() -> {
            for (var client : people) {
                long wait = TimeUnit.SECONDS.toMicros(clients.size()) / perSecond;
                clients.add(client);
                var unused = loop.schedule(() -> connect(client), wait, TimeUnit.MICROSECONDS);
            }
            return people.length;
        });
    }

    /** How many are connected and subscribed. */
    public int here() {
        return on(() -> here);
    }

    /** Waits until so many are. */
    public boolean awaitHere(int people, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (here() < people) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    /**
     * Waits until all are here, and tells after how long the first, half of them, nine of ten and all were.
     *
     * @param start   {@link System#nanoTime()}
     * @param seconds for each of these
     */
    public String arrivals(int people, long start, long seconds) throws InterruptedException {
        var times = new ArrayList<String>();
        for (int some : new int[] {1, people / 2, people * 9 / 10, people}) {
            boolean here = awaitHere(some, seconds);
            times.add(here ? "%.1f s".formatted((System.nanoTime() - start) / 1e9) : "never");
        }
        return "the first after %s, half %s, nine of ten %s, the last %s".formatted(times.toArray());
    }

    /**
     * Sends on a schedule, whether answers come or not; blocks until its end.
     *
     * @param senders people who speak, in turn; the first of them is number 0
     */
    public void talk(int perSecond, double seconds, int senders) throws InterruptedException {
        long messages = Math.round(perSecond * seconds);
        long start = System.nanoTime();
        var done = new CompletableFuture<Void>();
        loop.execute(() -> tick(perSecond, start, 0, messages, senders, done));
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void tick(int perSecond, long start, long said, long messages, int senders, CompletableFuture<Void> done) {
        long due = said;
        long now = System.nanoTime();
        while (due < messages && start + due * 1_000_000_000L / perSecond <= now) {
            // A stride that meets every sender before it meets one again, and spreads neighbours over the rooms.
            var client = clients.get((int) (due * 7919 % senders * (clients.size() / senders)));
            client.send(number++, start + due * 1_000_000_000L / perSecond);
            sent++;
            due++;
        }
        if (due >= messages) {
            done.complete(null);
            return;
        }
        long next = due;
        long wait = start + due * 1_000_000_000L / perSecond - System.nanoTime();
        var unused = loop.schedule(
                () -> tick(perSecond, start, next, messages, senders, done),
                Math.max(wait, 200_000),
                TimeUnit.NANOSECONDS);
    }

    /** Waits until every message is answered and everybody has what anybody has. */
    public boolean settle(long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (behind() > 0 || unanswered() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /** People who lack an event that somebody has. */
    public int behind() {
        return on(() -> (int) clients.stream()
                .filter(client -> client.last() < witness.newest(client.room()))
                .count());
    }

    /** Messages without an answer. */
    public int unanswered() {
        return on(() -> clients.stream().mapToInt(Client::unanswered).sum());
    }

    /** The newest number each receiver of a room has: the smallest of them. */
    public long least(int room) {
        return on(() -> clients.stream()
                .filter(client -> client.room() == room)
                .mapToLong(Client::last)
                .min()
                .orElse(0));
    }

    /** Does something to the first so many. */
    public void each(int people, Act act) {
        on(() -> {
            for (int i = 0; i < people; i++) {
                var client = clients.get(i);
                switch (act) {
                    case CUT -> client.cut();
                    case READ_NOTHING -> client.readNothing();
                    case READ_ON -> client.readOn();
                    case LEAVE -> client.leave();
                }
            }
            return people;
        });
    }

    /** What can happen to a client. */
    public enum Act {
        CUT,
        READ_NOTHING,
        READ_ON,
        LEAVE
    }

    /** Figures begin here. */
    public void mark() {
        on(() -> {
            measuring = true;
            witness.mark();
            acknowledgements.reset();
            acknowledged = 0;
            sent = 0;
            return 0;
        });
    }

    /** Figures since the mark. */
    public Figures figures() {
        return on(() -> new Figures(
                sent,
                acknowledged,
                witness.deliveries(),
                acknowledgements.getValueAtPercentile(50) / 1000.0,
                acknowledgements.getValueAtPercentile(99) / 1000.0,
                witness.millis(50),
                witness.millis(99),
                witness.holes(),
                witness.repeats(),
                witness.disagreements(),
                Map.copyOf(repeats),
                answeredTwice,
                lags,
                caughtUp,
                Map.copyOf(closes),
                List.copyOf(surprises)));
    }

    @Override
    public void close() {
        each(clients.size(), Act.LEAVE);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private <T> T on(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, loop).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load's event loop does not answer", e);
        }
    }

    // From the clients.

    Rooms rooms() {
        return rooms;
    }

    Witness witness() {
        return witness;
    }

    /** Where events are read, one at a time. */
    EventFrame event() {
        return event;
    }

    int run() {
        return run;
    }

    String filler() {
        return filler;
    }

    private void connect(Client client) {
        var source = new InetSocketAddress("127.0.0." + (2 + client.person() % SOURCES), 0);
        var target = new InetSocketAddress("127.0.0.1", ports[client.person() % ports.length]);
        var unused = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Wire(client));
                    }
                })
                .connect(target, source)
                .addListener(attempt -> {
                    if (!attempt.isSuccess()) {
                        client.closed(0);
                    }
                });
    }

    void again(Client client, long millis) {
        var unused = loop.schedule(() -> connect(client), millis, TimeUnit.MILLISECONDS);
    }

    void later(long millis, Runnable work) {
        var unused = loop.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    void arrived() {
        here++;
    }

    void away(int code) {
        closes.merge(code, 1, Integer::sum);
    }

    void gone() {
        here--;
    }

    void refused(Client client, int code) {
        surprised("person " + client.person() + " was told to stop: " + code);
    }

    void delivered(long due) {
        if (measuring && due > 0) {
            witness.took(System.nanoTime() - due);
        }
    }

    void caughtUp() {
        caughtUp++;
    }

    void acknowledged(int room, long ev, long due) {
        acknowledged++;
        acknowledgements.recordValue(Math.clamp((System.nanoTime() - due) / 1000, 0, LONGEST_MICROS));
    }

    void repeated(String why) {
        repeats.merge(why, 1, Integer::sum);
    }

    void answeredTwice() {
        answeredTwice++;
    }

    void lagged() {
        lags++;
    }

    void surprised(String what) {
        if (surprises.size() < MAX_SURPRISES) {
            surprises.add(what);
        }
    }
}
