package com.eventfulhq.infra.standalone.handbook;

import java.util.List;
import java.util.stream.Collectors;

/** Cells and rows of Markdown tables. */
final class Markdown {

    private Markdown() {}

    static String header(String... titles) {
        return row(List.of(titles))
                + row(List.of(titles).stream().map(title -> "---").toList());
    }

    static String row(String... cells) {
        return row(List.of(cells));
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Prose on one line, which no table or tag of its own can break. */
    static String plain(String text) {
        return line(text).replace("<", "&lt;").replace("|", "\\|");
    }

    /** Code on one line; nothing for nothing. */
    static String code(String text) {
        if (text.isEmpty()) {
            return "";
        }
        var fence = text.contains("`") ? "``" : "`";
        return fence + line(text).replace("|", "\\|") + fence;
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
