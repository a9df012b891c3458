package com.eventfulhq.infra.database;

import java.util.Locale;
import java.util.Map;

/** How the types and defaults of the document are spelt by PostgreSQL. */
final class DocumentedTypes {

    private static final Map<String, String> NAMES = Map.of(
            "ENUM", "text",
            "VARCHAR", "character varying",
            "DECIMAL", "numeric",
            "TIMESTAMPTZ", "timestamp with time zone",
            "BIGSERIAL", "bigint");

    private DocumentedTypes() {}

    /** Whether a column of the catalogue's type is what the document asks for. A number without precision may have any. */
    static boolean agree(String documented, String actual) {
        return "DECIMAL".equals(documented)
                ? actual.startsWith("numeric(")
                : spelt(documented).equals(actual);
    }

    private static String spelt(String documented) {
        var word = documented.replaceFirst("[(\\[].*", "");
        return NAMES.getOrDefault(word, word.toLowerCase(Locale.ROOT)) + documented.substring(word.length());
    }

    /** A default without the casts PostgreSQL adds. A key that is ordered by time is as good as a random one. */
    static String plain(String fallback) {
        var plain =
                fallback.replaceAll("::[a-z ]+(\\(\\d+(,\\d+)?\\))?(\\[])?", "").toLowerCase(Locale.ROOT);
        return "uuidv7()".equals(plain) ? "gen_random_uuid()" : plain;
    }
}
