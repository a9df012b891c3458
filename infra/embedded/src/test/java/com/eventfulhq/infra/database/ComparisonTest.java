package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.database.CatalogueTable.CatalogueColumn;
import com.eventfulhq.infra.database.CatalogueTable.Check;
import com.eventfulhq.infra.database.CatalogueTable.Index;
import com.eventfulhq.infra.database.CatalogueTable.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final TableName TABLE = new TableName("media", "entity_media");

    private static final CatalogueTable ACTUAL = new CatalogueTable(
            TABLE,
            "",
            Map.of(
                    "id", column("id", "uuid", true, "gen_random_uuid()"),
                    "entity_id", column("entity_id", "uuid", true, ""),
                    "usage", column("usage", "text", false, "'avatar'::text")),
            Set.of("id"),
            List.of(
                    new Index("one", true, List.of("entity_id", "usage"), "is_primary"),
                    new Index("two", false, List.of("usage"), "")),
            List.of(new Reference("entity_id", "media.media_files(file_id)")),
            List.of(new Check("check_usage", "usage", "CHECK (usage = ANY (ARRAY['avatar'::text, 'banner'::text]))")),
            Map.of());

    private static CatalogueColumn column(String name, String type, boolean notNull, String fallback) {
        return new CatalogueColumn(name, type, notNull, false, false, fallback, "");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4} {5}: {6}")
    @CsvSource(delimiter = '|', textBlock = """
            id        | UUID        | NN   | gen_random_uuid() | PK                             | ''            | ''
            gone      | UUID        | ''   | ''                | ''                             | ''            | column
            id        | BIGSERIAL   | ''   | ''                | PK                             | ''            | type,default
            usage     | VARCHAR(50) | ''   | ''                | ''                             | ''            | type
            usage     | ENUM        | NN   | ''                | ''                             | ''            | null
            entity_id | UUID        | null | ''                | ''                             | ''            | null
            usage     | ENUM        | ''   | 'avatar'          | idx                            | avatar banner | ''
            usage     | ENUM        | ''   | 'banner'          | ''                             | ''            | default
            usage     | ENUM        | ''   | ''                | ''                             | avatar logo   | values
            usage     | ENUM        | ''   | ''                | PK                             | ''            | primary key
            entity_id | UUID        | ''   | ''                | UQ                             | ''            | unique
            entity_id | UUID        | ''   | ''                | UQ(usage,entity_id)            | ''            | ''
            entity_id | UUID        | ''   | ''                | FK media.media_files(file_id)  | ''            | ''
            usage     | ENUM        | ''   | ''                | FK media.media_files(file_id)  | ''            | foreign key
            id        | UUID        | ''   | ''                | idx                            | ''            | index
            entity_id | UUID        | ''   | ''                | idx(entity_id,usage)           | ''            | ''
            entity_id | UUID        | ''   | ''                | idx(usage,entity_id)           | ''            | index
            usage     | ENUM        | ''   | ''                | GENERATED                      | ''            | generated
            usage     | ENUM        | ''   | ''                | CHECK check_usage              | ''            | ''
            usage     | ENUM        | ''   | ''                | CHECK check_owner              | ''            | check
            """, quoteCharacter = '"')
    void findsWhatDiffers(
            String name, String type, String nullable, String fallback, String key, String values, String expected) {
        var column = new DocumentedColumn(
                name, bare(type), bare(nullable), bare(fallback), list(key, "; "), list(values, " "));

        assertThat(Comparison.of(new DocumentedTable(TABLE, List.of(column)), ACTUAL))
                .extracting(Finding::what)
                .containsExactlyElementsOf(list(expected, ","));
    }

    private static List<String> list(String text, String separator) {
        return bare(text).isEmpty() ? List.of() : List.of(bare(text).split(separator));
    }

    /** Nothing is written as two quotes. */
    private static String bare(String text) {
        return "''".equals(text) ? "" : text;
    }
}
