package com.eventfulhq.infra.database;

import com.eventfulhq.infra.database.CatalogueTable.CatalogueColumn;
import com.eventfulhq.infra.database.CatalogueTable.Index;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds one table of the document against the table of the database and collects where they differ. */
final class Comparison {

    private final DocumentedTable documented;
    private final CatalogueTable actual;
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(DocumentedTable documented, CatalogueTable actual) {
        this.documented = documented;
        this.actual = actual;
    }

    static List<Finding> of(DocumentedTable documented, CatalogueTable actual) {
        var comparison = new Comparison(documented, actual);
        documented.columns().forEach(comparison::column);
        return comparison.findings;
    }

    private void column(DocumentedColumn column) {
        @Nullable CatalogueColumn found = actual.columns().get(column.name());
        if (found == null) {
            say(column, "column", "missing");
            return;
        }
        type(column, found);
        nullability(column, found);
        fallback(column, found);
        values(column);
        column.keys().forEach(key -> key(column, found, key));
    }

    private void type(DocumentedColumn column, CatalogueColumn found) {
        if (!column.type().isEmpty() && !DocumentedTypes.agree(column.type(), found.type())) {
            say(column, "type", found.type() + " (expected: " + column.type() + ")");
        }
        if ("BIGSERIAL".equals(column.type()) && !found.identity()) {
            say(column, "default", "not an identity (expected: BIGSERIAL)");
        }
    }

    private void nullability(DocumentedColumn column, CatalogueColumn found) {
        if ("NN".equals(column.nullable()) && !found.notNull()) {
            say(column, "null", "nullable (expected: NOT NULL)");
        }
        if ("null".equals(column.nullable()) && found.notNull()) {
            say(column, "null", "NOT NULL (expected: nullable)");
        }
    }

    private void fallback(DocumentedColumn column, CatalogueColumn found) {
        var expected = DocumentedTypes.plain(column.fallback());
        if (!expected.isEmpty() && !expected.equals(DocumentedTypes.plain(found.fallback()))) {
            say(column, "default", "'" + found.fallback() + "' (expected: " + column.fallback() + ")");
        }
    }

    private void values(DocumentedColumn column) {
        var missing = column.values().stream()
                .filter(value -> actual.checks().stream()
                        .noneMatch(check -> check.column().equals(column.name())
                                && check.definition().contains("'" + value + "'")))
                .toList();
        if (!missing.isEmpty()) {
            say(column, "values", "no CHECK lists " + missing);
        }
    }

    private void key(DocumentedColumn column, CatalogueColumn found, String key) {
        var kind = key.replaceFirst("[ (].*", "");
        switch (kind) {
            case "PK" -> primaryKey(column);
            case "UQ" -> unique(column, key);
            case "FK" -> reference(column, key.substring("FK ".length()));
            case "idx" -> index(column, key);
            case "GENERATED" -> generated(column, found);
            case "CHECK" -> check(column, key.substring("CHECK ".length()));
            default ->
                throw new IllegalArgumentException("key: " + key + " (expected: as explained in erd/columns.tsv)");
        }
    }

    private void primaryKey(DocumentedColumn column) {
        if (!actual.primaryKey().equals(documented.primaryKey())) {
            say(column, "primary key", actual.primaryKey() + " (expected: " + documented.primaryKey() + ")");
        }
    }

    private void unique(DocumentedColumn column, String key) {
        var expected = sorted(columnsOf(column, key));
        if (actual.indexes().stream()
                .noneMatch(index -> index.unique() && sorted(index.columns()).equals(expected))) {
            say(column, "unique", "no unique index of exactly " + expected);
        }
    }

    private void reference(DocumentedColumn column, String target) {
        if (actual.references().stream()
                .noneMatch(reference -> reference.column().equals(column.name())
                        && reference.target().equals(target))) {
            say(column, "foreign key", "does not refer to " + target);
        }
    }

    private void index(DocumentedColumn column, String key) {
        var expected = columnsOf(column, key);
        if (actual.indexes().stream().noneMatch(index -> beginsWith(index, expected))) {
            say(column, "index", "none begins with " + expected);
        }
    }

    private void generated(DocumentedColumn column, CatalogueColumn found) {
        if (!found.generated()) {
            say(column, "generated", "a plain column (expected: generated)");
        }
    }

    private void check(DocumentedColumn column, String name) {
        if (actual.checks().stream().noneMatch(check -> check.name().equals(name))) {
            say(column, "check", "no constraint " + name);
        }
    }

    static boolean beginsWith(Index index, List<String> columns) {
        return index.columns().size() >= columns.size()
                && index.columns().subList(0, columns.size()).equals(columns);
    }

    private static List<String> columnsOf(DocumentedColumn column, String key) {
        if (!key.contains("(")) {
            return List.of(column.name());
        }
        return Arrays.asList(
                key.substring(key.indexOf('(') + 1, key.indexOf(')')).split(","));
    }

    private static Set<String> sorted(List<String> columns) {
        return new TreeSet<>(columns);
    }

    private void say(DocumentedColumn column, String what, String found) {
        findings.add(new Finding(documented.name(), column.name(), what, found));
    }
}
