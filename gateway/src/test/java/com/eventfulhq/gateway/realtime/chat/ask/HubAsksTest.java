package com.eventfulhq.gateway.realtime.chat.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.json.Json;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class HubAsksTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final List<Integer> calls = new ArrayList<>();
    private final List<Sinks.One<byte[]>> answers = new ArrayList<>();
    private final List<Reply.Kind> replies = new ArrayList<>();
    private int number;
    private final HubAsks asks = new HubAsks(this::call, new HubAsks.Bounds(1, 600));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Mono<byte[]> call(byte[] body) {
        calls.add(Json.read(body, ChatAsk[].class).length);
        var answer = Sinks.<byte[]>one();
        answers.add(answer);
        return answer.asMono();
    }

    private void ask(int times) {
        turn(() -> {
            for (int i = 0; i < times; i++) {
                ask(new UUID(0, number++));
            }
        });
    }

    private void ask(UUID conversation) {
        asks.ask(loop, new ChatAsk.Range(conversation, 1, 2), reply -> replies.add(reply.kind()));
    }

    private void answer(int call) {
        var body = IntStream.range(0, calls.get(call)).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
        answers.get(call).tryEmitValue(body.getBytes(UTF_8));
        turn(() -> {});
    }

    private void turn(Runnable what) {
        loop.submit(what).syncUninterruptibly();
        loop.submit(() -> {}).syncUninterruptibly();
    }

    @Test
    void whatIsAskedInOneTurnIsOneCall() {
        ask(3);

        assertThat(calls).containsExactly(3);
    }

    @Test
    void whatIsAskedMeanwhileGoesTogetherAfterIt() {
        ask(1);
        ask(1);
        ask(1);
        answer(0);

        assertThat(calls).containsExactly(1, 2);
    }

    @Test
    void whatWaitsAlreadyIsNotAskedTwiceAndAnsweredToAll() {
        var same = new UUID(1, 1);
        ask(1);
        turn(() -> {
            ask(same);
            ask(new UUID(1, 2));
            ask(same);
        });
        answer(0);
        answer(1);

        assertThat(calls).containsExactly(1, 2);
        assertThat(replies).hasSize(4).containsOnly(Reply.Kind.GIVEN);
    }

    @Test
    void whatIsUnderWayIsAskedOnceMore() {
        var same = new UUID(1, 1);
        turn(() -> ask(same));
        turn(() -> ask(same));
        answer(0);

        assertThat(calls).containsExactly(1, 1);
    }

    @Test
    void aCallIsNoLargerThanTheHubTakes() {
        ask(300);
        answer(0);
        answer(1);

        assertThat(calls).containsExactly(256, 44);
        assertThat(replies).hasSize(300).containsOnly(Reply.Kind.GIVEN);
    }

    @Test
    void whatFailsIsAnsweredAndTheNextIsTried() {
        ask(2);
        answers.getFirst().tryEmitError(new IOException("away"));
        turn(() -> {});
        ask(1);
        answer(1);

        assertThat(replies).containsExactly(Reply.Kind.NOT_NOW, Reply.Kind.NOT_NOW, Reply.Kind.GIVEN);
    }

    @Test
    void moreThanMayWaitIsRefused() {
        ask(1);
        ask(700);

        assertThat(replies).hasSize(100).containsOnly(Reply.Kind.NOT_NOW);
    }
}
