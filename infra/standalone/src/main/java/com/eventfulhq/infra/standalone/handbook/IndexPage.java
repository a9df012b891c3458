package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.infra.standalone.handbook.DataModel.Domain;
import com.eventfulhq.infra.standalone.handbook.DataModel.Table;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The way into the pages: what there is, how to read it, and who writes what. */
final class IndexPage {

    private static final List<ToIntFunction<Table>> COUNTS = List.of(
            table -> 1,
            table -> table.columns().size(),
            table -> table.indexes().size(),
            table -> table.constraints().size(),
            table -> table.triggers().size());

    private IndexPage() {}

    static String of(DataModel model) {
        var page = new StringBuilder("# Data model\n\n" + DataModelPages.MADE + "\n");
        counts(page, model.domains());
        page.append("""

                ## How to read it

                - One PostgreSQL schema per domain, one page per schema: a diagram, then every table with what it is for, who writes it, its
                  columns, constraints, indexes and triggers. Partitions count as their table.
                - In the diagrams a box without columns belongs to another domain and is called `schema_table`. PK, FK and UK mark columns that are
                  part of a primary, foreign or unique key.
                - Thirty tables share the columns `created_at` to `deleted_by_user_id`, kept by the triggers `…_base`, `…_start`, `…_soft` and
                  `…_audit`: DELETE marks a row deleted, and every change leaves a row in `security.entity_audit_log`.
                - Value lists are texts with a CHECK ([ADR 0004](../adr/0004-enumerations-are-text-with-a-check.md)).
                - Indexes that belong to a primary or unique key are listed with the constraints.
                - [rules.md](rules.md): the SQLSTATE of every rule that a function keeps. [deviations.md](deviations.md): where the database departs
                  from the source document, and why. [outside.md](outside.md): what the document says and a database cannot keep.
                """);
        writers(page, model.domains());
        return page.toString();
    }

    private static void counts(StringBuilder page, List<Domain> domains) {
        page.append('\n')
                .append(Markdown.header(
                        "domain", "tables", "columns", "indexes", "constraints", "triggers", "what it holds"));
        for (var domain : domains) {
            page.append(row("[" + domain.name() + "](" + domain.name() + ".md)", domain.tables(), domain.comment()));
        }
        page.append(row(
                "together",
                domains.stream().flatMap(domain -> domain.tables().stream()).toList(),
                ""));
    }

    private static String row(String name, List<Table> tables, String comment) {
        var cells = new String[COUNTS.size() + 2];
        cells[0] = name;
        for (int i = 0; i < COUNTS.size(); i++) {
            cells[i + 1] =
                    Integer.toString(tables.stream().mapToInt(COUNTS.get(i)).sum());
        }
        cells[cells.length - 1] = Markdown.plain(comment);
        return Markdown.row(cells);
    }

    private static void writers(StringBuilder page, List<Domain> domains) {
        page.append("\n## Who writes what\n\n");
        page.append(
                "Everybody reads for context, but for the columns that a page calls not for every reader. PostgreSQL refuses every write that is "
                        + "not granted here.\n\n");
        page.append(Markdown.header("role", "tables"));
        var perRole = new TreeMap<String, TreeMap<String, TreeSet<String>>>();
        for (var domain : domains) {
            for (var table : domain.tables()) {
                table.writers().forEach(writer -> perRole.computeIfAbsent(writer.role(), role -> new TreeMap<>())
                        .computeIfAbsent(domain.name(), name -> new TreeSet<>())
                        .add(table.name()));
            }
        }
        perRole.forEach((role, schemas) -> page.append(Markdown.row(
                Markdown.code(role),
                String.join(
                        "; ",
                        schemas.entrySet().stream()
                                .map(schema -> schema.getKey() + ": " + String.join(", ", schema.getValue()))
                                .toList()))));
    }
}
