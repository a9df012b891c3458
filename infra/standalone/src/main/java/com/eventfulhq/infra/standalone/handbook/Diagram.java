package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.infra.standalone.handbook.DataModel.Column;
import com.eventfulhq.infra.standalone.handbook.DataModel.Domain;
import com.eventfulhq.infra.standalone.handbook.DataModel.Reference;
import com.eventfulhq.infra.standalone.handbook.DataModel.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tables of a domain as a Mermaid diagram. Tables of other domains are boxes without columns, called
 * {@code schema_table}.
 */
final class Diagram {

    private Diagram() {}

    static String of(Domain domain) {
        var diagram = new StringBuilder("```mermaid\nerDiagram\n");
        domain.tables().forEach(table -> box(diagram, table));
        foreign(domain).forEach(name -> diagram.append("    ").append(name).append('\n'));
        for (var table : domain.tables()) {
            table.references().forEach(reference -> line(diagram, table, reference));
        }
        return diagram.append("```\n").toString();
    }

    private static void box(StringBuilder diagram, Table table) {
        diagram.append("    ").append(identifier(table.name())).append(" {\n");
        for (var column : table.columns()) {
            diagram.append("        ").append(type(column)).append(' ').append(identifier(column.name()));
            var marks = marks(table, column);
            if (!marks.isEmpty()) {
                diagram.append(' ').append(String.join(", ", marks));
            }
            diagram.append('\n');
        }
        diagram.append("    }\n");
    }

    private static List<String> marks(Table table, Column column) {
        var marks = new ArrayList<String>();
        if (hasConstraint(table, column, "p")) {
            marks.add("PK");
        }
        if (table.references().stream()
                .anyMatch(reference -> reference.columns().contains(column.name()))) {
            marks.add("FK");
        }
        if (hasConstraint(table, column, "u")
                || table.indexes().stream()
                        .anyMatch(index -> index.unique() && index.columns().contains(column.name()))) {
            marks.add("UK");
        }
        return marks;
    }

    private static boolean hasConstraint(Table table, Column column, String kind) {
        return table.constraints().stream()
                .anyMatch(constraint ->
                        constraint.kind().equals(kind) && constraint.columns().contains(column.name()));
    }

    private static Iterable<String> foreign(Domain domain) {
        var names = new TreeSet<String>();
        for (var table : domain.tables()) {
            table.references().forEach(reference -> {
                if (!reference.schema().equals(domain.name())) {
                    names.add(target(table, reference));
                }
            });
        }
        return names;
    }

    private static void line(StringBuilder diagram, Table table, Reference reference) {
        diagram.append("    ")
                .append(target(table, reference))
                .append(reference.optional() ? " |o--" : " ||--")
                .append(reference.single() ? "o| " : "o{ ")
                .append(identifier(table.name()))
                .append(" : \"")
                .append(String.join(", ", reference.columns()))
                .append("\"\n");
    }

    private static String target(Table from, Reference reference) {
        return reference.schema().equals(from.schema())
                ? identifier(reference.table())
                : identifier(reference.schema() + "_" + reference.table());
    }

    /** Mermaid's types know neither spaces nor commas. */
    private static String type(Column column) {
        var array = column.type().endsWith("[]") ? "[]" : "";
        return identifier(CatalogueType.brief(column.type())
                        .replaceAll("\\(.*", "")
                        .replace("[]", ""))
                + array;
    }

    private static String identifier(String name) {
        var words = name.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isLetter(words.charAt(0)) ? words : "t_" + words;
    }
}
