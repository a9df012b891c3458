package com.eventfulhq.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.problem.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @Test
    void readsEveryCommand() {
        assertThat(Command.read("{\"id\":\"1\",\"op\":\"connect\",\"token\":\"t\"}"))
                .isEqualTo(new Command.Connect("1", "t"));
        assertThat(Command.read("{\"id\":\"1\",\"op\":\"subscribe\",\"channel\":\"inbox\"}"))
                .isEqualTo(new Command.Subscribe("1", Channel.INBOX));
        assertThat(Command.read("{\"id\":\"1\",\"op\":\"unsubscribe\",\"channel\":\"notifications\"}"))
                .isEqualTo(new Command.Unsubscribe("1", Channel.NOTIFICATIONS));
        assertThat(Command.read("{\"op\":\"ping\"}")).isEqualTo(new Command.Ping(null));
        assertThat(Command.read("{\"op\":\"ping\",\"id\":\"p\"}")).isEqualTo(new Command.Ping("p"));
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
        assertThat(Command.read(frame))
                .isInstanceOfSatisfying(Command.Malformed.class, malformed -> assertThat(malformed.code())
                        .isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(Command.read("[".repeat(10_000))).isInstanceOf(Command.Malformed.class);
    }
}
