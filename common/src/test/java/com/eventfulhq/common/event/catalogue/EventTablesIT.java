package com.eventfulhq.common.event.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What events are about, held against the migrated database. */
@RealServers
class EventTablesIT {

    private static Set<String> tables;

    @BeforeAll
    static void readsTheDatabase(TestServers servers) {
        tables = Sql.rows(servers.newDatabase(), """
                        SELECT relname AS name FROM pg_class JOIN pg_namespace AS home ON home.oid = relnamespace
                        WHERE relkind IN ('r', 'p') AND NOT relispartition AND obj_description(home.oid, 'pg_namespace') IS NOT NULL
                            AND nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')""").stream()
                .map(row -> row.getOrDefault("name", ""))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "{0} is about {1}")
    @MethodSource("contracts")
    @DisplayName("every event is about a table that is there")
    void isAboutATable(String type, String about) {
        assertThat(tables).as(type).contains(about);
    }

    private static Stream<Arguments> contracts() {
        return EventCatalogue.load().contracts().stream()
                .filter(contract -> !contract.terms().about().equals(EventContract.ANY))
                .map(contract -> Arguments.of(contract.type(), contract.terms().about()));
    }
}
