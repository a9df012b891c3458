package com.eventfulhq.infra.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The source document as tables, one file per kind of statement in {@code erd/}. */
record DocumentedModel(
        List<DocumentedTable> tables,
        List<NamedIndex> indexes,
        Set<TableName> baseEntities,
        Map<Finding, String> deviations) {

    /** An index the document recommends by name; {@code living}: only of rows that are not deleted. */
    record NamedIndex(String name, TableName table, String columns, boolean living) {}

    private static final String COLUMN_SEPARATOR = "\t";
    private static final int COLUMN_FIELDS = 8;

    static DocumentedModel read() {
        return new DocumentedModel(readTables(), readIndexes(), readBaseEntities(), readDeviations());
    }

    private static List<DocumentedTable> readTables() {
        var values = new LinkedHashMap<String, List<String>>();
        for (var line : lines("values.tsv", 4)) {
            values.computeIfAbsent(line[0] + "." + line[1] + "." + line[2], column -> new ArrayList<>())
                    .add(line[3]);
        }
        var tables = new LinkedHashMap<TableName, List<DocumentedColumn>>();
        for (var line : lines("columns.tsv", COLUMN_FIELDS)) {
            var listed = values.getOrDefault(line[0] + "." + line[1] + "." + line[2], List.of());
            tables.computeIfAbsent(new TableName(line[0], line[1]), table -> new ArrayList<>())
                    .add(new DocumentedColumn(line[2], line[3], line[4], line[5], keys(line[6]), listed));
        }
        return tables.entrySet().stream()
                .map(table -> new DocumentedTable(table.getKey(), table.getValue()))
                .toList();
    }

    private static List<String> keys(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split("; "));
    }

    private static List<NamedIndex> readIndexes() {
        return lines("indexes.tsv", 5).stream()
                .map(line -> new NamedIndex(line[0], new TableName(line[1], line[2]), line[3], "*".equals(line[4])))
                .toList();
    }

    private static Set<TableName> readBaseEntities() {
        var names = new LinkedHashSet<TableName>();
        lines("base_entities.tsv", 2).forEach(line -> names.add(new TableName(line[0], line[1])));
        return names;
    }

    private static Map<Finding, String> readDeviations() {
        var deviations = new LinkedHashMap<Finding, String>();
        for (var line : lines("deviations.tsv", 5)) {
            deviations.put(new Finding(new TableName(line[0], line[1]), line[2], line[3], ""), line[4]);
        }
        return deviations;
    }

    /** Fields that are empty at the end of a line need not be written. */
    private static List<String[]> lines(String file, int fields) {
        try (var stream = Objects.requireNonNull(DocumentedModel.class.getResourceAsStream("/erd/" + file), file);
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> fieldsOf(line, fields))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String[] fieldsOf(String line, int fields) {
        var found = line.split(COLUMN_SEPARATOR, -1);
        var all = new String[fields];
        for (int i = 0; i < fields; i++) {
            all[i] = i < found.length ? found[i] : "";
        }
        return all;
    }
}
