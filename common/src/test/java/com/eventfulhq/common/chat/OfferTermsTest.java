package com.eventfulhq.common.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The terms of an offer, as {@code negotiate} has them. */
class OfferTermsTest {

    private static ChatCommand.Negotiate read(String type, String further) {
        var frame = (ObjectNode) Json.MAPPER.readTree("""
                {"id":"1","op":"negotiate","booking_id":"0198f9a0-0000-7000-8000-000000000001",
                "client_event_id":"0198f9a0-0000-7000-8000-000000000002","message_text":"x","message_type":"%s"%s}""".formatted(type, further));
        return (ChatCommand.Negotiate) ChatCommandReader.read(frame);
    }

    private static OfferTerms terms(String json) {
        var terms = read("offer", ",\"expected_ev\":0,\"offer_data\":" + json).offerData();
        assertThat(terms).isNotNull();
        return java.util.Objects.requireNonNull(terms);
    }

    @Test
    void everythingAnOfferCanSayIsKept() {
        var all = """
                {"fee_credits":"1200.50","allowances":{"accommodation":"90","travel":"0.01"},"starts_at":"2030-01-01T20:00:00Z",
                "ends_at":"2030-01-01T22:00:00.500Z","deliverables":["Two sets","Own lights"],"terms":"No smoke.",
                "expires_at":"2029-12-01T00:00:00Z"}""";

        assertThat(terms(all).json()).isEqualTo(Json.MAPPER.readTree(all));
    }

    @Test
    void aFeeIsEnough() {
        assertThat(terms("{\"fee_credits\":\"0\"}").json().toString()).isEqualTo("{\"fee_credits\":\"0\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/offer_data/fee_credits",
                "{\"fee_credits\":1200}|/offer_data/fee_credits",
                "{\"fee_credits\":\"-1\"}|/offer_data/fee_credits",
                "{\"fee_credits\":\"1e3\"}|/offer_data/fee_credits",
                "{\"fee_credits\":\"01\"}|/offer_data/fee_credits",
                "{\"fee_credits\":\"1.005\"}|/offer_data/fee_credits",
                "{\"fee_credits\":\"12345678901234\"}|/offer_data/fee_credits",
                "{\"fee_credits\":\"1\",\"currency\":\"EUR\"}|/offer_data/currency",
                "{\"fee_credits\":\"1\",\"allowances\":{\"tips\":\"1\"}}|/offer_data/allowances/tips",
                "{\"fee_credits\":\"1\",\"allowances\":{\"travel\":1}}|/offer_data/allowances/travel",
                "{\"fee_credits\":\"1\",\"starts_at\":\"tomorrow\"}|/offer_data/starts_at",
                "{\"fee_credits\":\"1\",\"ends_at\":\"2030-01-01T20:00:00Z\"}|/offer_data/ends_at",
                "{\"fee_credits\":\"1\",\"starts_at\":\"2030-01-01T20:00:00Z\",\"ends_at\":\"2030-01-01T20:00:00Z\"}|/offer_data/ends_at",
                "{\"fee_credits\":\"1\",\"deliverables\":\"all\"}|/offer_data/deliverables",
                "{\"fee_credits\":\"1\",\"deliverables\":[\"\"]}|/offer_data/deliverables/0",
                "{\"fee_credits\":\"1\",\"terms\":\" \"}|/offer_data/terms"
            })
    void saysWhichMemberIsWrong(String json, String pointer) {
        assertThatThrownBy(() -> terms(json)).isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(
                        Json.MAPPER.valueToTree(problem.getBody()).toString())
                .contains("\"" + pointer + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "acceptance", "rejection", "withdrawal"})
    void onlyOffersHaveTerms(String type) {
        assertThatThrownBy(() -> read(type, ",\"expected_ev\":1,\"offer_data\":{\"fee_credits\":\"1\"}"))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"offer", "counter_offer"})
    void offersNeedThem(String type) {
        assertThatThrownBy(() -> read(type, ",\"expected_ev\":1")).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatBindsSaysWhatItsSenderHasSeen() {
        assertThatThrownBy(() -> read("acceptance", "")).isInstanceOf(ProblemException.class);
        assertThat(read("text", "").expectedEv()).isNull();
    }
}
