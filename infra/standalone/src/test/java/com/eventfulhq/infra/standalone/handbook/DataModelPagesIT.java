package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealServers
class DataModelPagesIT {

    private static final Set<String> WRITTEN_BY_HAND = Set.of("deviations.md", "outside.md");
    private static final Path DIRECTORY = DataModelPages.directory(Path.of("..", ".."));

    /** What Mermaid reads within an entity relationship diagram. */
    private static final List<Pattern> MERMAID = List.of(
            Pattern.compile("erDiagram"),
            Pattern.compile("    [A-Za-z]\\w*( \\{)?"),
            Pattern.compile("        [A-Za-z]\\w*(\\[])? [A-Za-z]\\w*( (PK|FK|UK)(, (PK|FK|UK))*)?"),
            Pattern.compile("    }"),
            Pattern.compile("    [A-Za-z]\\w* (\\|o|\\|\\|)--o[{|] [A-Za-z]\\w* : \"[\\w, ]+\""));

    private static DataModel model;
    private static Map<String, String> pages;

    @BeforeAll
    static void readsTheDatabase(TestServers servers) {
        var database = servers.newDatabase();
        model = DataModelReader.read(database);
        pages = DataModelPages.render(database);
    }

    @Test
    void thePagesSayWhatTheDatabaseSays() throws IOException {
        for (var page : pages.entrySet()) {
            assertThat(Files.readString(DIRECTORY.resolve(page.getKey())))
                    .as("docs/data-model/" + page.getKey() + " is made by ./hub docs")
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void noPageIsLeftOver() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> !WRITTEN_BY_HAND.contains(file)))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
    }

    @Test
    void everyTableIsOnThePageOfItsDomain() {
        assertThat(model.domains()).hasSize(14).allSatisfy(domain -> assertThat(domain.tables())
                .allSatisfy(
                        table -> assertThat(pages.get(domain.name() + ".md")).contains("\n## " + table.name() + "\n")));
    }

    @Test
    void theDiagramsAreMermaid() {
        assertThat(pages.values()).allSatisfy(page -> assertThat(diagram(page))
                .allSatisfy(line -> assertThat(MERMAID).as(line).anyMatch(pattern -> pattern.matcher(line)
                        .matches())));
    }

    private static List<String> diagram(String page) {
        return page.lines()
                .dropWhile(line -> !line.equals("```mermaid"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }

    @Test
    void everyCodeSaysWhatItMeans() {
        assertThat(model.rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(RulesPage.meaning(rule.code())).as(rule.code()).isNotEmpty();
            assertThat(rule.comment()).as(rule.function()).isNotEmpty();
        });
    }
}
