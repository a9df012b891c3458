package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.standalone.handbook.DataModel.Column;
import com.eventfulhq.infra.standalone.handbook.DataModel.Constraint;
import com.eventfulhq.infra.standalone.handbook.DataModel.Domain;
import com.eventfulhq.infra.standalone.handbook.DataModel.Hidden;
import com.eventfulhq.infra.standalone.handbook.DataModel.Index;
import com.eventfulhq.infra.standalone.handbook.DataModel.Reference;
import com.eventfulhq.infra.standalone.handbook.DataModel.Rule;
import com.eventfulhq.infra.standalone.handbook.DataModel.Table;
import com.eventfulhq.infra.standalone.handbook.DataModel.Trigger;
import com.eventfulhq.infra.standalone.handbook.DataModel.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the model from {@code pg_catalog}, always in the same order. */
final class DataModelReader {

    private final DatabaseAddress database;

    private DataModelReader(DatabaseAddress database) {
        this.database = database;
    }

    static DataModel read(DatabaseAddress database) {
        var reader = new DataModelReader(database);
        return new DataModel(reader.domains(), reader.rules());
    }

    private List<Domain> domains() {
        var tables = tables().stream().collect(Collectors.groupingBy(Table::schema));
        return Sql.rows(database, CatalogueQueries.DOMAINS).stream()
                .map(row -> new Domain(
                        text(row, "name"), text(row, "comment"), tables.getOrDefault(text(row, "name"), List.of())))
                .toList();
    }

    private List<Table> tables() {
        var columns = perTable(CatalogueQueries.COLUMNS, DataModelReader::column);
        var constraints = perTable(CatalogueQueries.CONSTRAINTS, DataModelReader::constraint);
        var indexes = perTable(CatalogueQueries.INDEXES, DataModelReader::index);
        var triggers = perTable(CatalogueQueries.TRIGGERS, DataModelReader::trigger);
        var references = perTable(CatalogueQueries.REFERENCES, DataModelReader::reference);
        var writers = perTable(CatalogueQueries.WRITERS, row -> new Writer(text(row, "role"), text(row, "rights")));
        var hidden = perTable(CatalogueQueries.HIDDEN, row -> new Hidden(list(row, "columns"), list(row, "readers")));
        return Sql.rows(database, CatalogueQueries.TABLES).stream()
                .map(row -> new Table(
                        text(row, "s"),
                        text(row, "t"),
                        text(row, "comment"),
                        of(columns, row),
                        of(constraints, row),
                        of(indexes, row),
                        of(triggers, row),
                        of(references, row),
                        of(writers, row),
                        of(hidden, row)))
                .toList();
    }

    private List<Rule> rules() {
        return Sql.rows(database, CatalogueQueries.RULES).stream()
                .map(row -> new Rule(text(row, "code"), text(row, "function"), text(row, "comment")))
                .sorted(Comparator.comparing(Rule::code).thenComparing(Rule::function))
                .toList();
    }

    private <T> Map<String, List<T>> perTable(String query, Function<Map<String, String>, T> mapping) {
        return Sql.rows(database, query).stream()
                .collect(Collectors.groupingBy(
                        DataModelReader::table, Collectors.mapping(mapping, Collectors.toCollection(ArrayList::new))));
    }

    private static <T> List<T> of(Map<String, List<T>> perTable, Map<String, String> row) {
        return perTable.getOrDefault(table(row), List.of());
    }

    private static String table(Map<String, String> row) {
        return text(row, "s") + "." + text(row, "t");
    }

    private static Column column(Map<String, String> row) {
        return new Column(
                text(row, "name"), text(row, "type"), is(row, "not_null"), text(row, "fallback"), text(row, "comment"));
    }

    private static Constraint constraint(Map<String, String> row) {
        return new Constraint(text(row, "name"), text(row, "kind"), list(row, "columns"), text(row, "definition"));
    }

    private static Index index(Map<String, String> row) {
        return new Index(text(row, "name"), is(row, "is_unique"), list(row, "columns"), text(row, "definition"));
    }

    private static Trigger trigger(Map<String, String> row) {
        return new Trigger(text(row, "name"), text(row, "definition"), text(row, "function"), text(row, "comment"));
    }

    private static Reference reference(Map<String, String> row) {
        return new Reference(
                text(row, "target_schema"),
                text(row, "target_table"),
                list(row, "columns"),
                is(row, "optional"),
                is(row, "single"));
    }

    private static List<String> list(Map<String, String> row, String column) {
        var text = text(row, column);
        return text.isEmpty() ? List.of() : List.of(text.split(";"));
    }

    private static boolean is(Map<String, String> row, String column) {
        return "t".equals(text(row, column));
    }

    private static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }
}
