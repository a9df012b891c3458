package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackSplitterTest {

    private static final String METADATA =
            "\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"1555\",\"phone_number_id\":\"106\"}";
    private static final String ANA =
            "{\"profile\":{\"name\":\"Ana \\u00e9\"},\"wa_id\":\"34600\",\"user_id\":\"ES.88\"}";
    private static final String BEN = "{\"profile\":{\"name\":\"Ben\"},\"wa_id\":\"34700\"}";
    private static final String FROM_ANA =
            "{\"from\":\"34600\",\"from_user_id\":\"ES.88\",\"id\":\"wamid.A\",\"timestamp\":\"1789034399\",\"text\":{\"body\":\"\\ud83d\\ude00 \\/\"}}";
    private static final String FROM_BEN = "{ \"from\" : \"34700\", \"id\":\"wamid.B\" }";
    private static final String READ =
            "{\"id\":\"wamid.C\",\"status\":\"read\",\"timestamp\":\"1789034405\",\"recipient_id\":\"34600\"}";

    @Test
    void keepsTheBytesOfAMessageAndOnlyItsOwnContact() {
        var pieces = split(
                change("\"contacts\":[" + BEN + "," + ANA + "],\"messages\":[" + FROM_ANA + "," + FROM_BEN + "]"));

        assertThat(pieces).extracting(Piece::type).containsOnly(CallbackType.MESSAGE);
        assertThat(text(pieces.get(0)))
                .isEqualTo("{\"waba_id\":\"104\",\"time\":1789000000,\"field\":\"messages\",\"value\":{" + METADATA
                        + ",\"contacts\":[" + ANA + "],\"messages\":[" + FROM_ANA + "]}}");
        assertThat(text(pieces.get(1))).contains("\"contacts\":[" + BEN + "],\"messages\":[" + FROM_BEN + "]}}");
    }

    @Test
    void keysByNumberAndBusinessScopedIdElseByNumberAndNumber() {
        var pieces = split(change("\"messages\":[" + FROM_ANA + "," + FROM_BEN + "],\"statuses\":[" + READ + "]"));

        assertThat(pieces).extracting(Piece::key).containsExactly("106:ES.88", "106:34700", "106:34600");
    }

    @Test
    void takesTheTimeOfTheItemElseOfTheEntry() {
        var pieces = split(change("\"messages\":[" + FROM_ANA + "," + FROM_BEN + "]"));

        assertThat(pieces).extracting(Piece::seconds).containsExactly(1789034399L, 1789000000L);
    }

    @Test
    void aStatusFindsItsContactByRecipient() {
        var pieces = split(change("\"contacts\":[" + ANA + "],\"statuses\":[" + READ + "]"));

        assertThat(pieces).singleElement().satisfies(piece -> {
            assertThat(piece.type()).isEqualTo(CallbackType.STATUS);
            assertThat(text(piece)).contains("\"contacts\":[" + ANA + "],\"statuses\":[" + READ + "]}}");
        });
    }

    @Test
    void messagesStatusesAndErrorsOfOneValueAreAllHandled() {
        var errors = "\"errors\":[{\"code\":130429}]";
        var pieces = split(change("\"messages\":[" + FROM_ANA + "],\"statuses\":[" + READ + "]," + errors));

        assertThat(pieces)
                .extracting(Piece::type)
                .containsExactly(CallbackType.MESSAGE, CallbackType.STATUS, CallbackType.CHANGE);
        assertThat(text(pieces.get(2))).endsWith(METADATA + "," + errors + "}}");
        assertThat(pieces.get(2).key()).isEqualTo("106");
    }

    @Test
    void membersMayComeInAnyOrder() {
        var body = "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[" + FROM_ANA + "],\"contacts\":[" + ANA + "],"
                + METADATA
                + "},\"field\":\"messages\"}],\"time\":5,\"id\":\"104\"}],\"object\":\"whatsapp_business_account\"}";

        assertThat(split(body)).singleElement().satisfies(piece -> {
            assertThat(piece.key()).isEqualTo("106:ES.88");
            assertThat(item(piece).wabaId()).isEqualTo("104");
            assertThat(item(piece).time()).isEqualTo(5);
        });
    }

    @Test
    void threeEntriesOfThreeChangesOfFiveMessagesAreFortyFiveRecords() {
        var messages = String.join(",", java.util.Collections.nCopies(5, FROM_ANA));
        var change = "{\"value\":{" + METADATA + ",\"messages\":[" + messages + "]},\"field\":\"messages\"}";
        var entry = "{\"id\":\"104\",\"changes\":[" + change + "," + change + "," + change + "]}";

        assertThat(split(envelope(entry + "," + entry + "," + entry))).hasSize(45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"x\"", "[]", "{}", "{\"from\":\"34600\"}", "{\"id\":7}", "{\"id\":\"\"}"})
    void anOddElementIsKeptAndItsSiblingsProceed(String odd) {
        var pieces = split(change("\"messages\":[" + FROM_ANA + "," + odd + "," + FROM_BEN + "]"));

        assertThat(pieces)
                .extracting(Piece::type)
                .containsExactly(CallbackType.MESSAGE, CallbackType.CHANGE, CallbackType.MESSAGE);
        assertThat(text(pieces.get(1))).endsWith("\"messages\":[" + odd + "]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"errors\":[{\"code\":1}]",
                "\"messages\":[]",
                "\"messages\":null",
                "\"messages\":{\"id\":\"wamid.A\"}",
                "\"something_new\":{\"a\":[1]}"
            })
    void aChangeWithoutItemsIsKeptWhole(String members) {
        var pieces = split(change(members));

        assertThat(pieces).singleElement().satisfies(piece -> {
            assertThat(piece.type()).isEqualTo(CallbackType.CHANGE);
            assertThat(text(piece)).endsWith("\"field\":\"messages\",\"value\":{" + METADATA + "," + members + "}}");
        });
    }

    @Test
    void anUnknownFieldIsKeptWholeWithItsNumberOrAccountAsKey() {
        var calls = "{\"field\":\"calls\",\"value\":{" + METADATA + ",\"statuses\":[" + READ + "]}}";
        var template = "{\"field\":\"message_template_status_update\",\"value\":{\"event\":\"APPROVED\"}}";
        var pieces = split(envelope("{\"id\":104,\"time\":7,\"changes\":[" + calls + "," + template + ",5]}"));

        assertThat(pieces).extracting(Piece::type).containsOnly(CallbackType.CHANGE);
        assertThat(pieces).extracting(Piece::key).containsExactly("106", "104", "104");
        assertThat(item(pieces.get(1)).field()).isEqualTo("message_template_status_update");
        assertThat(item(pieces.get(1)).wabaId()).isEqualTo("104");
        assertThat(text(pieces.get(2))).endsWith("\"field\":\"\",\"value\":5}");
    }

    @Test
    void anUnknownObjectAndAnEntryOfAnotherShapeAreKept() {
        var page = change("\"messages\":[" + FROM_ANA + "]").replace("whatsapp_business_account", "page");
        assertThat(split(page)).extracting(Piece::type).containsExactly(CallbackType.CHANGE);

        var entry = "{\"id\":\"9\",\"messaging\":[{}]}";
        assertThat(split(envelope(entry + ",7")))
                .satisfiesExactly(
                        piece -> assertThat(text(piece))
                                .isEqualTo("{\"waba_id\":\"9\",\"field\":\"\",\"value\":" + entry + "}"),
                        piece -> assertThat(text(piece)).isEqualTo("{\"field\":\"\",\"value\":7}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{}",
                "{\"entry\":5}",
                "{\"entry\":[]}",
                "{\"entry\":[{}]} x",
                "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{\"id\":\"a\"}]}}]}"
            })
    void whatIsNotACallbackIsKeptByteForByte(String body) {
        assertThat(split(body)).singleElement().satisfies(piece -> {
            assertThat(piece.type()).isEqualTo(CallbackType.MALFORMED);
            assertThat(text(piece)).isEqualTo(body);
            assertThat(piece.reason()).isNotNull();
        });
    }

    @Test
    void anotherEncodingIsNotACallback() {
        var pieces =
                CallbackSplitter.split(envelope("{\"id\":\"1\",\"changes\":[]}").getBytes(UTF_16LE));

        assertThat(pieces).extracting(Piece::type).containsExactly(CallbackType.MALFORMED);
    }

    @Test
    void whatWouldMultiplyIntoFarMoreThanItWasIsNotSplit() {
        var metadata = "\"metadata\":{\"phone_number_id\":\"106\",\"x\":\"" + "x".repeat(20_000) + "\"}";
        var large = change("\"messages\":[" + FROM_ANA + "," + FROM_BEN + "]").replace(METADATA, metadata);
        assertThat(split(large)).extracting(Piece::type).containsExactly(CallbackType.CHANGE);

        var many = change("\"messages\":[" + "1,".repeat(20_000) + "1]");
        assertThat(split(many)).extracting(Piece::type).containsExactly(CallbackType.MALFORMED);
    }

    private static String change(String members) {
        return envelope("{\"id\":\"104\",\"time\":1789000000,\"changes\":[{\"value\":{" + METADATA + "," + members
                + "},\"field\":\"messages\"}]}");
    }

    private static String envelope(String entries) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[" + entries + "]}";
    }

    private static List<Piece> split(String body) {
        return CallbackSplitter.split(body.getBytes(UTF_8));
    }

    private static String text(Piece piece) {
        return new String(piece.data(), UTF_8);
    }

    private static CallbackItem item(Piece piece) {
        return Json.read(piece.data(), CallbackItem.class);
    }
}
