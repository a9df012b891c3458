package com.eventfulhq.hub.whatsapp.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaIdCandidatesTest {

    @ParameterizedTest
    @CsvSource({
        "5511987654321, 551187654321",
        "551187654321, 5511987654321",
        "5215512345678, 525512345678",
        "525512345678, 5215512345678",
        "5491123456789, 541123456789",
        "541123456789, 5491123456789",
        "54111523456789, 5491123456789"
    })
    void knowsTheOtherSpelling(String number, String other) {
        assertThat(WaIdCandidates.of(number)).startsWith(number).contains(other);
    }

    @ParameterizedTest
    @CsvSource({"34600111222", "551133334444", "15550001111"})
    void leavesOtherNumbersAlone(String number) {
        assertThat(WaIdCandidates.of(number)).containsExactly(number);
    }
}
