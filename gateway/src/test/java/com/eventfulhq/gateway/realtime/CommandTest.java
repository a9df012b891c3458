package com.eventfulhq.gateway.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.problem.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    private static Command read(String frame) {
        return Command.read(frame.getBytes(UTF_8));
    }

    @Test
    void readsEveryCommand() {
        assertThat(read("{\"id\":\"1\",\"op\":\"connect\",\"token\":\"t\"}")).isEqualTo(new Command.Connect("1", "t"));
        assertThat(read("{\"id\":\"1\",\"op\":\"subscribe\",\"channel\":\"inbox\"}"))
                .isEqualTo(new Command.Subscribe("1", Channel.INBOX));
        assertThat(read("{\"id\":\"1\",\"op\":\"unsubscribe\",\"channel\":\"notifications\"}"))
                .isEqualTo(new Command.Unsubscribe("1", Channel.NOTIFICATIONS));
        assertThat(read("{\"op\":\"ping\"}")).isEqualTo(new Command.Ping(null));
        assertThat(read("{\"op\":\"ping\",\"id\":\"p\"}")).isEqualTo(new Command.Ping("p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "[]",
                "null",
                "1",
                "{}",
                "{\"id\":\"1\"}",
                "{\"id\":\"1\",\"op\":7}",
                "{\"id\":7,\"op\":\"ping\"}",
                "{\"id\":\"\",\"op\":\"ping\"}",
                "{\"op\":\"subscribe\",\"channel\":\"inbox\"}",
                "{\"id\":\"1\",\"op\":\"connect\"}",
                "{\"id\":\"1\",\"op\":\"connect\",\"token\":{}}",
                "{\"id\":\"1\",\"op\":\"subscribe\",\"channel\":[\"inbox\"]}"
            })
    void whatIsNoCommandIsSaidToBeNone(String frame) {
        assertThat(read(frame))
                .isInstanceOfSatisfying(Command.Malformed.class, malformed -> assertThat(malformed.code())
                        .isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(read("[".repeat(10_000))).isInstanceOf(Command.Malformed.class);
    }
}
