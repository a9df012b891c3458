package com.eventfulhq.common.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.infra.embedded.TestServers;
import io.lettuce.core.ClientListArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import reactor.core.Disposable;

/** Any number of channels over one connection, which may break, and whose watchers come and go. */
class LiveChannelsIT {

    private static AnnotationConfigApplicationContext context;
    private static LiveChannels live;
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private final List<Ear> ears = new ArrayList<>();

    /** One watcher. */
    private static final class Ear {
        private final AtomicInteger told = new AtomicInteger();
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final Disposable watching;

        Ear(LiveChannel channel) {
            this.watching = live.watch(channel, told::incrementAndGet)
                    .subscribe(message -> heard.add(new String(message, UTF_8)));
        }
    }

    @BeforeAll
    static void start() {
        client = RedisClient.create(TestServers.get().redisUri());
        redis = client.connect().sync();
        context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(Map.of(
                        "spring.data.redis.port",
                        Integer.toString(TestServers.get().redis().port()),
                        "spring.data.redis.host",
                        "127.0.0.1",
                        "eventful.redis.retry-max",
                        "200ms",
                        "eventful.live.waiting",
                        "1KB"))
                .applyTo(context);
        context.registerBean(SimpleMeterRegistry.class);
        context.register(DataRedisAutoConfiguration.class, LiveConfiguration.class);
        context.refresh();
        live = context.getBean(LiveChannels.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        client.shutdown();
    }

    @AfterEach
    void leave() {
        ears.forEach(ear -> ear.watching.dispose());
        await().until(() -> redis.pubsubChannels().isEmpty());
    }

    @Test
    void allChannelsShareOneConnection() {
        var channels = IntStream.range(0, 300).mapToObj(i -> somewhere()).toList();
        var all = channels.stream().map(this::watch).toList();
        await().until(() -> all.stream().allMatch(ear -> ear.told.get() == 1));

        assertThat(redis.clientList(ClientListArgs.Builder.typePubsub()).lines())
                .hasSize(1);
        channels.forEach(channel -> say(channel, channel.name()));
        await().untilAsserted(() -> {
            for (int i = 0; i < channels.size(); i++) {
                assertThat(all.get(i).heard).containsExactly(channels.get(i).name());
            }
        });
    }

    @Test
    void everyWatcherOfAChannelHearsItAndIsToldThatItDoes() {
        var channel = somewhere();
        var first = watch(channel);
        await().until(() -> first.told.get() == 1);
        var second = watch(channel);
        await().until(() -> second.told.get() == 1);
        say(channel, "hello");

        await().untilAsserted(() -> assertThat(List.of(first, second))
                .allSatisfy(ear -> assertThat(ear.heard).containsExactly("hello")));
        assertThat(first.told).hasValue(1);
    }

    @Test
    void severalChannelsAreToldTogetherEachInItsOrder() {
        var one = somewhere();
        var other = somewhere();
        var first = watch(one);
        var second = watch(other);
        await().until(() -> first.told.get() == 1 && second.told.get() == 1);
        live.publish(List.of(publication(one, "1"), publication(other, "2"), publication(one, "3")))
                .block();

        await().untilAsserted(() -> {
            assertThat(first.heard).containsExactly("1", "3");
            assertThat(second.heard).containsExactly("2");
        });
    }

    private static LiveChannels.Publication publication(LiveChannel channel, String text) {
        return new LiveChannels.Publication(channel, text.getBytes(UTF_8));
    }

    @Test
    void aBrokenConnectionIsMendedAndEveryWatcherIsToldAgain() {
        var channels = IntStream.range(0, 50).mapToObj(i -> somewhere()).toList();
        var all = channels.stream().map(this::watch).toList();
        await().until(() -> all.stream().allMatch(ear -> ear.told.get() == 1));

        redis.clientKill(KillArgs.Builder.typePubsub());

        await().until(() -> all.stream().allMatch(ear -> ear.told.get() == 2));
        channels.forEach(channel -> say(channel, "again"));
        await().untilAsserted(() ->
                assertThat(all).allSatisfy(ear -> assertThat(ear.heard).containsExactly("again")));
    }

    @Test
    void whoComesWhileTheConnectionIsBrokenIsHeardOnceItIsMended() {
        var before = watch(somewhere());
        await().until(() -> before.told.get() == 1);
        redis.clientKill(KillArgs.Builder.typePubsub());
        var channel = somewhere();
        var during = watch(channel);

        await().until(() -> during.told.get() > 0 && before.told.get() == 2);
        say(channel, "hello");
        await().untilAsserted(() -> assertThat(during.heard).containsExactly("hello"));
    }

    @Test
    void theLastWatchersLeavingUnsubscribes() {
        var channel = somewhere();
        var first = watch(channel);
        var second = watch(channel);
        await().until(() -> first.told.get() == 1 && second.told.get() == 1);

        first.watching.dispose();
        say(channel, "for one");
        await().until(() -> second.heard.contains("for one"));
        assertThat(redis.pubsubChannels()).containsExactly(channel.name());
        second.watching.dispose();

        await().until(() -> redis.pubsubChannels().isEmpty());
        assertThat(first.heard).isEmpty();
    }

    @Test
    void comingAndGoingAtOnceNeverLosesTheSubscription() throws InterruptedException {
        var channel = somewhere();
        for (int round = 0; round < 300; round++) {
            var leaves = new Ear(channel);
            var start = new CountDownLatch(1);
            var goes = Thread.startVirtualThread(() -> {
                awaitQuietly(start);
                leaves.watching.dispose();
            });
            start.countDown();
            var stays = new Ear(channel);
            goes.join();

            await().pollInterval(Duration.ofMillis(1)).until(() -> stays.told.get() > 0);
            var message = "round " + round;
            say(channel, message);
            await().pollInterval(Duration.ofMillis(1)).until(() -> stays.heard.contains(message));
            stays.watching.dispose();
        }
    }

    @Test
    void comingAndGoingWhileTheConnectionBreaksNeverLosesTheSubscription() {
        var channel = somewhere();
        for (int round = 0; round < 10; round++) {
            var leaves = new Ear(channel);
            await().pollInterval(Duration.ofMillis(1)).until(() -> leaves.told.get() > 0);
            redis.clientKill(KillArgs.Builder.typePubsub());
            leaves.watching.dispose();
            var stays = watch(channel);

            var message = "round " + round;
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                say(channel, message);
                return stays.heard.contains(message);
            });
            assertThat(stays.told).hasPositiveValue();
            stays.watching.dispose();
        }
    }

    @Test
    void aSlowWatcherHoldsUpNobodyIsBoundedAndToldThatItWasInterrupted() {
        var channel = somewhere();
        var slow = new CountDownLatch(1);
        var told = new AtomicInteger();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        var watching = live.watch(channel, told::incrementAndGet).subscribe(message -> {
            awaitQuietly(slow);
            heard.add(new String(message, UTF_8));
        });
        var quick = watch(channel);
        await().until(() -> told.get() == 1 && quick.told.get() == 1);
        for (int i = 0; i < 100; i++) {
            var message = Integer.toString(i);
            say(channel, message);
            await().pollInterval(Duration.ofMillis(1)).until(() -> quick.heard.contains(message));
        }

        slow.countDown();

        await().until(() -> told.get() == 2);
        assertThat(heard.size()).isBetween(2, 20);
        say(channel, "from then on");
        await().until(() -> heard.contains("from then on"));
        assertThat(quick.heard).hasSize(101);
        watching.dispose();
    }

    private Ear watch(LiveChannel channel) {
        var ear = new Ear(channel);
        ears.add(ear);
        return ear;
    }

    private static LiveChannel somewhere() {
        return new LiveChannel.Inbox(new TeamId(UUID.randomUUID()));
    }

    private static void say(LiveChannel channel, String message) {
        redis.publish(channel.name(), message);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
