package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.ProductRows.BRAND;
import static com.eventfulhq.infra.database.ProductRows.CAMPAIGN;
import static com.eventfulhq.infra.database.ProductRows.DESTINATION;
import static com.eventfulhq.infra.database.ProductRows.NEW;
import static com.eventfulhq.infra.database.ProductRows.TOUR;
import static com.eventfulhq.infra.database.ProductRows.TRANSLATIONS;
import static com.eventfulhq.infra.database.ProductRows.VENUE;
import static com.eventfulhq.infra.database.RowDraft.OUT_OF_RANGE;
import static com.eventfulhq.infra.database.RowDraft.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeded event taxonomy, and the rules of translations, tried as the product domain. What is tried is rolled back. */
@RealServers
class TaxonomyRulesIT {

    private static final String PRODUCT = "product_domain";
    private static final String INCONSISTENT = "VE013";

    private static DatabaseAddress database;

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void enter(TestServers servers) {
        database = ProductRows.writtenTo(servers);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"categories", "translations", "languages"})
    void keeps(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> categories() {
        var sub = RowDraft.of(
                PRODUCT,
                "product.event_categories",
                "category_name = 'Space'",
                "subcategory_name = 'Launches'",
                "taxonomy_code = 'SPACE_16_1'");
        var main = sub.with("subcategory_name = NULL").with("taxonomy_code = 'SPACE_16'");
        var known = sub.with("category_name = 'Weddings'");
        var rules = Stream.of(
                sub.accepted("a subcategory may be added"),
                main.accepted("a main category may be added"),
                sub.with("taxonomy_code = 'CORP_1_1'").refused("a code means one category", TAKEN),
                known.with("subcategory_name = 'Wedding Receptions'").refused("a subcategory has one code", TAKEN),
                main.with("category_name = 'Weddings'").refused("a main category has one code", TAKEN),
                sub.with("taxonomy_code = 'SPACE_16'")
                        .refused("the code of a subcategory has two numbers", OUT_OF_RANGE),
                main.with("taxonomy_code = 'SPACE_16_1'").refused("the code of a main category has one", OUT_OF_RANGE));
        return Stream.concat(rules, sub.needs("category_name", "taxonomy_code", "skills_required"));
    }

    static Stream<Trial> translations() {
        var row = TRANSLATIONS.with("language_code = 'ar'");
        var rules = Stream.of(
                TRANSLATIONS.with("translated_text = 'x'").refused("a field is translated once per language", TAKEN),
                row.accepted("a field may be translated into another language"),
                TRANSLATIONS.with("field_name = 'description'").accepted("another field may be translated"),
                of("tours", TOUR).accepted("another entity may be translated"),
                of("event_categories", ProductRows.category("CORP_1")).accepted("a category may be translated"));
        return Stream.of(
                        rules,
                        row.needs("entity_id", "entity_type", "field_name", "language_code", "translated_text"),
                        Stream.of(
                                        of("venues", VENUE),
                                        of("brands", BRAND),
                                        of("campaigns", CAMPAIGN),
                                        of("destinations", DESTINATION))
                                .map(entity -> entity.accepted(
                                        "a text of " + entity.values().get("entity_type") + " may be translated")),
                        Stream.of(
                                        "venues",
                                        "events",
                                        "tours",
                                        "campaigns",
                                        "brands",
                                        "destinations",
                                        "event_categories")
                                .map(type ->
                                        of(type, NEW).refused("what is translated is one of " + type, INCONSISTENT)),
                        row.refusesAs("entity_type", OUT_OF_RANGE, "Event", "users"),
                        row.refusesAs("field_name", OUT_OF_RANGE, "Title", ""))
                .flatMap(cases -> cases);
    }

    private static RowDraft of(String type, String key) {
        return TRANSLATIONS.with("entity_type = '" + type + "'").with("entity_id = " + key);
    }

    static Stream<Trial> languages() {
        return Stream.concat(
                TRANSLATIONS.acceptsAs(
                        "language_code", "en", "gsw", "pt-BR", "zh-Hant-TW", "es-419", "sl-rozaj-biske-1994"),
                TRANSLATIONS.refusesAs(
                        "language_code", OUT_OF_RANGE, "", "e", "EN", "en-gb", "en_GB", "english", "en-", "zh-hant"));
    }

    @Test
    @DisplayName("the taxonomy has 15 main categories and 44 subcategories, each of one of them and with skills")
    void hasTheWholeTaxonomy() {
        assertThat(Sql.rows(database, """
                        SELECT count(*) FILTER (WHERE each.subcategory_name IS NULL) AS main, count(each.subcategory_name) AS subs,
                            count(DISTINCT each.category_name) AS names, min(cardinality(each.skills_required)) > 0 AS skilled
                        FROM product.event_categories AS each JOIN product.event_categories AS main
                        ON main.category_name = each.category_name AND main.subcategory_name IS NULL
                        AND starts_with(each.taxonomy_code, main.taxonomy_code)"""))
                .containsExactly(Map.of("main", "15", "subs", "44", "names", "15", "skilled", "t"));
    }

    @Test
    @DisplayName("the subcategory that the document names is there under its code")
    void namesTheDocumentsExample() {
        assertThat(
                        Sql.rows(
                                database,
                                "SELECT category_name, subcategory_name FROM product.event_categories WHERE taxonomy_code = 'CORP_1_1'"))
                .containsExactly(Map.of(
                        "category_name",
                        "Corporate & Business Events",
                        "subcategory_name",
                        "Internal Corporate Events"));
    }
}
