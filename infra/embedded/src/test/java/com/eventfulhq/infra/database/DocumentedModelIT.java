package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.database.DocumentedModel.NamedIndex;
import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every table and column of the source document against the migrated database. */
@RealServers
class DocumentedModelIT {

    private static final DocumentedModel MODEL = DocumentedModel.read();

    private static Catalogue catalogue;

    @BeforeAll
    static void readsTheDatabase(TestServers servers) {
        catalogue = Catalogue.of(servers.newDatabase());
    }

    @ParameterizedTest(name = "{0} is as documented, or deviates as listed")
    @MethodSource("tables")
    void isAsDocumented(DocumentedTable table) {
        var findings = findings(table);
        var allowed = MODEL.deviations().keySet().stream()
                .filter(deviation -> deviation.table().equals(table.name()))
                .toList();

        assertThat(findings.stream().filter(finding -> !allowed.contains(finding.bare())))
                .as("differences that erd/deviations.tsv does not explain")
                .isEmpty();
        assertThat(findings.stream().map(Finding::bare))
                .as("listed deviations are real")
                .containsAll(allowed);
    }

    private static Stream<DocumentedTable> tables() {
        return MODEL.tables().stream();
    }

    private static List<Finding> findings(DocumentedTable documented) {
        var table = catalogue.table(documented.name());
        if (table.columns().isEmpty()) {
            return List.of(new Finding(documented.name(), "", "table", "missing"));
        }
        var findings = new ArrayList<>(Comparison.of(documented, table));
        MODEL.indexes().stream()
                .filter(index -> index.table().equals(documented.name()) && !has(table, index))
                .forEach(index -> findings.add(
                        new Finding(index.table(), index.name(), "index", "none of this name and shape: " + index)));
        if (MODEL.baseEntities().contains(documented.name())) {
            findings.addAll(BaseEntityCheck.of(table));
        }
        return findings;
    }

    private static boolean has(CatalogueTable table, NamedIndex named) {
        return table.indexes().stream()
                .anyMatch(index -> index.name().equals(named.name())
                        && Comparison.beginsWith(
                                index, Arrays.asList(named.columns().split(",")))
                        && (!named.living() || index.predicate().contains("NOT is_deleted")));
    }

    @Test
    @DisplayName("every deviation is of a documented table, and says why")
    void deviationsAreExplained() {
        var documented = MODEL.tables().stream().map(DocumentedTable::name).toList();

        assertThat(MODEL.deviations()).allSatisfy((deviation, why) -> {
            assertThat(documented).contains(deviation.table());
            assertThat(why).isNotBlank();
        });
    }

    @Test
    @DisplayName("every table has a comment")
    void tablesAreExplained() {
        assertThat(catalogue.tables().stream()
                        .filter(table -> table.comment().isBlank())
                        .map(CatalogueTable::name))
                .isEmpty();
    }

    @Test
    @DisplayName("every column has a comment")
    void columnsAreExplained() {
        assertThat(catalogue.tables().stream().flatMap(table -> table.columns().values().stream()
                        .filter(column -> column.comment().isBlank())
                        .map(column -> table.name() + "." + column.name())))
                .isEmpty();
    }

    @AfterAll
    @SuppressWarnings("SystemOut")
    static void counts() {
        var counts = new LinkedHashMap<String, int[]>();
        for (var table : catalogue.tables()) {
            var count = counts.computeIfAbsent(table.name().schema(), schema -> new int[2]);
            count[0]++;
            count[1] += table.columns().size();
        }
        System.out.printf("%-18s %7s %8s%n", "schema", "tables", "columns");
        counts.forEach((schema, count) -> System.out.printf("%-18s %7d %8d%n", schema, count[0], count[1]));
        System.out.printf(
                "%-18s %7d %8d%n",
                "together",
                counts.values().stream().mapToInt(count -> count[0]).sum(),
                counts.values().stream().mapToInt(count -> count[1]).sum());
    }
}
