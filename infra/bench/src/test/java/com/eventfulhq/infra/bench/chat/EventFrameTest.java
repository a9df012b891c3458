package com.eventfulhq.infra.bench.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("an event's frame")
class EventFrameTest {

    private static final String EVENT = "{\"push\":\"event\",\"conversation_id\":\"c\",";

    private final EventFrame frame = new EventFrame();

    @Test
    @DisplayName("tells its number")
    void number() {
        read(EVENT + "\"ev\":1207,\"kind\":\"left\"}");

        assertThat(frame.ev()).isEqualTo(1207);
    }

    @Test
    @DisplayName("tells which message it is about, by the end of its id")
    void identity() {
        read(
                EVENT
                        + "\"ev\":1,\"message\":{\"message_id\":\"01930000-0000-7000-8000-0000000000ff\",\"content\":\"hello\"}}");

        assertThat(frame.identity()).isEqualTo(255);
    }

    @Test
    @DisplayName("is about no message unless it says so, whatever the one before was about")
    void none() {
        read(EVENT + "\"ev\":1,\"message\":{\"message_id\":\"01930000-0000-7000-8000-0000000000ff\"}}");
        read(EVENT + "\"ev\":2,\"kind\":\"left\"}");

        assertThat(frame.identity()).isZero();
    }

    @Test
    @DisplayName("tells when its message was due")
    void stamp() {
        read(EVENT + "\"ev\":1,\"message\":{\"content\":\"t=987654321012 xxx\"}}");

        assertThat(frame.stamp()).isEqualTo(987_654_321_012L);
    }

    @Test
    @DisplayName("is read in any order of its members")
    void anyOrder() {
        read(
                "{\"push\":\"event\",\"message\":{\"content\":\"t=5 x\",\"message_id\":\"01930000-0000-7000-8000-00000000000a\"},\"ev\":3}");

        assertThat(new long[] {frame.ev(), frame.identity(), frame.stamp()}).containsExactly(3, 10, 5);
    }

    @Test
    @DisplayName("may be longer than any before")
    void longFrame() {
        read(EVENT + "\"ev\":4,\"text\":\"" + "y".repeat(5_000) + "\",\"content\":\"t=6 \"}");

        assertThat(frame.stamp()).isEqualTo(6);
    }

    @Test
    @DisplayName("is not what begins otherwise, or is shorter than its beginning")
    void others() {
        assertThat(read("{\"push\":\"typing\",\"ev\":1}")).isFalse();
        assertThat(read("{\"push\"")).isFalse();
    }

    private boolean read(String text) {
        return frame.read(Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
    }
}
