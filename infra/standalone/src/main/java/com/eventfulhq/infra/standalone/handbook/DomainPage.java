package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.infra.standalone.handbook.DataModel.Domain;
import com.eventfulhq.infra.standalone.handbook.DataModel.Table;
import java.util.List;

/** One domain: its diagram, then table by table what there is and what it means. */
final class DomainPage {

    private final StringBuilder page = new StringBuilder();

    private DomainPage() {}

    static String of(Domain domain) {
        var page = new DomainPage();
        page.opening(domain);
        domain.tables().forEach(page::table);
        return page.page.toString();
    }

    private void opening(Domain domain) {
        page.append("# ").append(domain.name()).append("\n\n");
        page.append(Markdown.plain(domain.comment())).append("\n\n");
        page.append(DataModelPages.MADE).append("\n");
        if (!domain.tables().isEmpty()) {
            page.append('\n').append(Diagram.of(domain));
        }
    }

    private void table(Table table) {
        page.append("\n## ").append(table.name()).append("\n\n");
        if (!table.comment().isEmpty()) {
            page.append(Markdown.plain(table.comment())).append("\n\n");
        }
        writers(table);
        hidden(table);
        columns(table);
        constraints(table);
        indexes(table);
        triggers(table);
    }

    private void writers(Table table) {
        if (table.writers().isEmpty()) {
            page.append("Written by: the database itself.\n\n");
            return;
        }
        page.append("Written by: ");
        page.append(String.join(
                "; ",
                table.writers().stream()
                        .map(writer -> Markdown.code(writer.role()) + " (" + writer.rights() + ")")
                        .toList()));
        page.append(".\n\n");
    }

    private void hidden(Table table) {
        if (table.hidden().isEmpty()) {
            return;
        }
        page.append("Not for every reader: ");
        page.append(String.join(
                "; ",
                table.hidden().stream()
                        .map(hidden -> codes(hidden.columns()) + " (only "
                                + (hidden.readers().isEmpty() ? "the database itself" : codes(hidden.readers())) + ")")
                        .toList()));
        page.append(".\n\n");
    }

    private static String codes(List<String> names) {
        return String.join(", ", names.stream().map(Markdown::code).toList());
    }

    private void columns(Table table) {
        page.append(Markdown.header("column", "type", "null", "default", "meaning"));
        for (var column : table.columns()) {
            page.append(Markdown.row(
                    Markdown.code(column.name()),
                    CatalogueType.brief(column.type()),
                    column.notNull() ? "" : "null",
                    Markdown.code(column.fallback()),
                    Markdown.plain(column.comment())));
        }
    }

    private void constraints(Table table) {
        if (!table.constraints().isEmpty()) {
            page.append('\n').append(Markdown.header("constraint", "definition"));
            table.constraints()
                    .forEach(constraint -> page.append(
                            Markdown.row(Markdown.code(constraint.name()), Markdown.code(constraint.definition()))));
        }
    }

    private void indexes(Table table) {
        if (!table.indexes().isEmpty()) {
            page.append('\n').append(Markdown.header("index", "unique", "definition"));
            table.indexes()
                    .forEach(index -> page.append(Markdown.row(
                            Markdown.code(index.name()),
                            index.unique() ? "unique" : "",
                            Markdown.code(index.definition()))));
        }
    }

    private void triggers(Table table) {
        if (!table.triggers().isEmpty()) {
            page.append('\n').append(Markdown.header("trigger", "when", "what it keeps"));
            table.triggers()
                    .forEach(trigger -> page.append(Markdown.row(
                            Markdown.code(trigger.name()),
                            Markdown.plain(trigger.definition()),
                            Markdown.code(trigger.function()) + ": " + Markdown.plain(trigger.comment()))));
        }
    }
}
