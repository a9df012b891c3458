package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.log.RecordRejected;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackDecoderTest {

    private static final String MESSAGE = """
            {"waba_id":"waba","field":"messages","value":{"metadata":{"phone_number_id":"pn","display_phone_number":"1555"},
            "contacts":[{"profile":{"name":"Ana","username":"ana.b"},"wa_id":"34600","user_id":"ES.1"}],"messages":[%s]}}""";

    private static Callback.Written written(String message) {
        return (Callback.Written)
                CallbackDecoder.decode(RecordFixtures.record(CallbackType.MESSAGE, MESSAGE.formatted(message)));
    }

    private static Callback.Written ofType(String type, String body) {
        return written("""
                {"from":"34600","id":"wamid.1","timestamp":"1789034399","type":"%s","%s":%s}""".formatted(type, type, body));
    }

    @Test
    void readsATextWithItsSenderAndItsOwnTime() {
        var written = ofType("text", "{\"body\":\"Hello\"}");

        assertThat(written.message().text()).isEqualTo("Hello");
        assertThat(written.message().content()).isNull();
        assertThat(written.message().writtenAt()).isEqualTo(Instant.ofEpochSecond(1_789_034_399L));
        assertThat(written.person().value(Identity.Type.BSUID)).isEqualTo("ES.1");
        assertThat(written.person().value(Identity.Type.WA_ID)).isEqualTo("34600");
        assertThat(written.opensWindow()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image|{\"id\":\"1\",\"caption\":\"our hall\"}|our hall",
                "button|{\"payload\":\"P\",\"text\":\"Yes\"}|Yes",
                "reaction|{\"message_id\":\"wamid.0\",\"emoji\":\"👍\"}|👍",
                "interactive|{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"b\",\"title\":\"Hall B\"}}|Hall B",
                "interactive|{\"type\":\"nfm_reply\",\"nfm_reply\":{\"name\":\"flow\",\"body\":\"Sent\"}}|Sent",
                "reaction|{\"message_id\":\"wamid.0\"}|",
                "location|{\"latitude\":41.38,\"longitude\":2.17}|"
            })
    void keepsWhatAPersonWouldReadBesideTheTypedPart(String type, String body, String text) {
        var message = ofType(type, body).message();

        assertThat(message.text()).isEqualTo(text);
        assertThat(message.content()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1789034399\"", "1789034399", "\"1789034399000\"", "1789034399000"})
    void readsTimesHoweverMetaWritesThem(String timestamp) {
        var written = written("{\"from\":\"34600\",\"id\":\"w\",\"type\":\"text\",\"timestamp\":" + timestamp + "}");

        assertThat(written.message().writtenAt()).isEqualTo(Instant.ofEpochSecond(1_789_034_399L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "-5", "{}", "\"99999999999999999999\"", "4102444800"})
    void takesTheTimeOfReceiptForATimeThatCannotBe(String timestamp) {
        var written = written("{\"from\":\"34600\",\"id\":\"w\",\"type\":\"text\",\"timestamp\":" + timestamp + "}");

        assertThat(written.message().writtenAt()).isEqualTo(RecordFixtures.RECEIVED);
    }

    @Test
    void believesAClockThatIsALittleAhead() {
        var ahead = RecordFixtures.RECEIVED.plus(Duration.ofMinutes(4));

        var written = written("{\"from\":\"34600\",\"id\":\"w\",\"timestamp\":\"" + ahead.getEpochSecond() + "\"}");

        assertThat(written.message().writtenAt()).isEqualTo(ahead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit", "revoke"})
    void opensNoWindowForWhatIsNotWrittenAnew(String type) {
        assertThat(ofType(type, "{\"original_message_id\":\"wamid.0\"}").opensWindow())
                .isFalse();
    }

    @Test
    void leavesOutWhatNoColumnCanHold() {
        var message = ofType("text", "{\"body\":\"a\\u0000b \\ud83d c \\ud83d\\ude00\"}")
                .message();
        var odd = ofType("hologram", "{\"note\":\"a\\u0000b\",\"path\":\"C:\\\\u0000\"}")
                .message();

        assertThat(message.text()).isEqualTo("ab \uFFFD c 😀");
        assertThat(odd.content()).isEqualTo("{\"note\":\"ab\",\"path\":\"C:\\\\u0000\"}");
    }

    @Test
    void shortensWhatIsLongerThanItsColumn() {
        var long300 = "x".repeat(300);

        var message = written("{\"from\":\"34600\",\"id\":\"w\",\"type\":\"" + long300 + "\",\"context\":{\"id\":\""
                        + long300 + "\"}}")
                .message();

        assertThat(message.type()).hasSize(64);
        assertThat(message.replyTo()).hasSize(255);
    }

    @Test
    void keepsAMessageWithoutAnIdAsItIs() {
        var record = RecordFixtures.record(CallbackType.MESSAGE, MESSAGE.formatted("{\"from\":\"34600\"}"));

        assertThat(CallbackDecoder.decode(record)).isInstanceOf(Callback.Changed.class);
    }

    @Test
    void tellsTwoChangesInTheSameWordsApartByTheirTime() {
        var record = RecordFixtures.record(
                CallbackType.CHANGE,
                "{\"waba_id\":\"w\",\"time\":1789034400,\"field\":\"message_template_status_update\",\"value\":{}}");

        assertThat(((Callback.Changed) CallbackDecoder.decode(record)).sentAt()).isEqualTo(1_789_034_400L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{", "null", "{\"field\":\"messages\"}"})
    void rejectsWhatIsNoItem(String json) {
        var record = RecordFixtures.record(CallbackType.MESSAGE, json);

        assertThatThrownBy(() -> CallbackDecoder.decode(record)).isInstanceOf(RecordRejected.class);
    }

    /** Whatever is damaged, it is decoded or rejected; nothing else escapes and stops the batch. */
    @Test
    void decodesOrRejectsDamagedItemsAndDoesNothingElse() {
        var random = new Random(20260910);
        var whole = MESSAGE.formatted(
                "{\"from\":\"34600\",\"id\":\"wamid.1\",\"timestamp\":\"1789034399\",\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}");
        var types = new String[] {CallbackType.MESSAGE, CallbackType.STATUS, CallbackType.CHANGE, "unheard.of"};
        for (int i = 0; i < 20_000; i++) {
            var damaged = new StringBuilder(whole);
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                int at = random.nextInt(damaged.length() - 12);
                damaged.replace(at, at + random.nextInt(12), "\"{}[],:0x".substring(random.nextInt(9)));
            }
            var record = RecordFixtures.record(types[i % types.length], damaged.toString());
            try {
                assertThat(CallbackDecoder.decode(record)).isNotNull();
            } catch (RecordRejected expected) {
                assertThat(expected).hasMessageContaining("callback");
            }
        }
    }
}
