package com.eventfulhq.infra.simulator.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaIdsTest {
    @ParameterizedTest
    @CsvSource({
        "+34 600-111-222, 34600111222",
        "+55 31 91234-5678, 553112345678",
        "+55 11 91234-5678, 5511912345678",
        "+52 55 1234 5678, 5215512345678",
        "+52 1 55 1234 5678, 5215512345678",
        "+54 11 2345 6789, 5491123456789",
        "+54 9 11 2345 6789, 5491123456789"
    })
    void followTheHabitsOfOlderAccounts(String written, String waId) {
        assertThat(WaIds.of(written)).isEqualTo(waId);
    }
}
