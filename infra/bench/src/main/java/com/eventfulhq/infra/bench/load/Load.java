package com.eventfulhq.infra.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sends a {@link Plan} and waits for its end. All state belongs to the one event loop, so nothing is locked. */
public final class Load {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Plan plan;
    private final Progress progress;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);
    private final Map<Integer, Long> refused = new TreeMap<>();
    private final CountDownLatch finished;

    private long start;
    private long lastAnswer;
    private int next;
    private long accepted;
    private long items;
    private long messages;

    private Load(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.finished = new CountDownLatch(plan.connections());
    }

    /** Runs a plan; blocks until its last answer, or a minute past its duration. */
    public static LoadResult run(Plan plan) throws InterruptedException {
        return run(plan, new Progress());
    }

    /** The same, and tells how far it has come. */
    public static LoadResult run(Plan plan, Progress progress) throws InterruptedException {
        return new Load(plan, progress).run();
    }

    private LoadResult run() throws InterruptedException {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Conversation(Load.this));
                    }
                });
        start = System.nanoTime();
        lastAnswer = start;
        try {
            for (int i = 0; i < plan.connections(); i++) {
                bootstrap.connect("127.0.0.1", plan.port()).sync();
            }
            var unused = finished.await(plan.duration().toSeconds() + 60, TimeUnit.SECONDS);
            return new LoadResult(
                    accepted,
                    items,
                    messages,
                    Map.copyOf(refused),
                    Duration.ofNanos(Math.max(lastAnswer - start, 1)),
                    latencies.copy());
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
    }

    /** The next request and when it is due, or null when there is none any more. */
    @Nullable
    Due take() {
        int index = next;
        if (index >= plan.requests().size() && !plan.repeat()) {
            return null;
        }
        long now = System.nanoTime();
        long due = plan.perSecond() == 0 ? now : start + index * 1_000_000_000L / plan.perSecond();
        if (due - start > plan.duration().toNanos()) {
            return null;
        }
        next++;
        return new Due(plan.requests().get(index % plan.requests().size()), due);
    }

    void answered(Due due, int status) {
        lastAnswer = System.nanoTime();
        if (status == 200) {
            accepted++;
            items += due.request().items();
            messages += due.request().messages();
            progress.accepted(messages);
            latencies.recordValue(Math.clamp((lastAnswer - due.nanos()) / 1000, 0, LONGEST_MICROS));
        } else {
            refused.merge(status, 1L, Long::sum);
        }
    }

    void closed() {
        finished.countDown();
    }

    /** A request and the moment it should be sent, by {@link System#nanoTime()}. */
    record Due(Request request, long nanos) {}
}
