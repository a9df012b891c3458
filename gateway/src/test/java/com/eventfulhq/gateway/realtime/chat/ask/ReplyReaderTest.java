package com.eventfulhq.gateway.realtime.chat.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.gateway.realtime.chat.ask.Reply.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {

    @Test
    void eachObjectIsHandedOnAsItIs() {
        var replies = read("[ {\"a\":{\"ev\":1},\"ev\":7} , {} ,{\"x\":[\"caf\u00e9 }\"]}]", 3);

        assertThat(replies)
                .extracting(reply -> new String(reply.answer("1"), UTF_8))
                .containsExactly(
                        "{\"re\":\"1\",\"ok\":true,\"a\":{\"ev\":1},\"ev\":7}",
                        "{\"re\":\"1\",\"ok\":true}",
                        "{\"re\":\"1\",\"ok\":true,\"x\":[\"caf\u00e9 }\"]}");
    }

    @Test
    void itsOwnNumberIsFoundNotOneInside() {
        assertThat(read("[{\"a\":{\"ev\":1},\"ev\":7},{\"a\":{\"ev\":1}}]", 2))
                .extracting(Reply::ev)
                .containsExactly(7L, -1L);
    }

    @Test
    void aRefusalIsToldFromOneThatMayPass() {
        var replies = read(
                "[{\"error\":{\"code\":\"not-found\",\"retryable\":false}},{\"error\":{\"retryable\":true,\"x\":{\"y\":1}}}]",
                2);

        assertThat(replies).extracting(Reply::kind).containsExactly(Kind.REFUSED, Kind.NOT_NOW);
        assertThat(new String(replies.getFirst().answer("1"), UTF_8))
                .isEqualTo("{\"re\":\"1\",\"error\":{\"code\":\"not-found\",\"retryable\":false}}");
    }

    @Test
    void tooFewAnswersAreNone() {
        assertThatThrownBy(() -> read("[{}]", 2)).hasMessageContaining("1 answers (expected: 2)");
    }

    @Test
    void eventsAreTakenByteForByte() {
        var reply = read("[{}, {\"events\":[{\"ev\":2,\"frame\":{\"a\": \"\u00e9\"}},{\"ev\":3,\"frame\":{}}]}]", 2)
                .get(1);

        assertThat(Range.read(reply))
                .extracting(event -> event.ev() + new String(event.frame(), UTF_8))
                .containsExactly("2{\"a\": \"\u00e9\"}", "3{}");
    }

    @Test
    void topsAreTakenInTheirOrder() {
        assertThat(Range.tops(read("[{\"tops\":[3,0,9]}]", 1).getFirst())).containsExactly(3, 0, 9);
    }

    private static List<Reply> read(String body, int count) {
        return ReplyReader.read(body.getBytes(UTF_8), count);
    }
}
