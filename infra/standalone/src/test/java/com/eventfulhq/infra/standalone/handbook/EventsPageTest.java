package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.catalogue.DomainEvents;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsPageTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final EventCatalogue CATALOGUE = EventCatalogue.load();

    @Test
    void thePageSaysWhatTheCatalogueSays() throws IOException {
        assertThat(Files.readString(EventsPage.page(ROOT)))
                .as("docs/events.md is made by ./hub docs")
                .isEqualTo(EventsPage.render(CATALOGUE));
    }

    @Test
    void everyEventHasItsRow() {
        var rows = EventsPage.render(CATALOGUE)
                .lines()
                .filter(line -> line.startsWith("| `") && line.contains("."))
                .toList();

        assertThat(CATALOGUE.contracts()).extracting(EventContract::type).allSatisfy(type -> assertThat(rows)
                .anyMatch(row -> row.startsWith("| `" + type + "` | ")));
    }

    @Test
    void rowsHaveTheColumnsOfTheirTable() {
        int columns = 0;
        for (var line : EventsPage.render(CATALOGUE).lines().toList()) {
            if (!line.startsWith("|")) {
                columns = 0;
                continue;
            }
            int bars = (int) line.chars().filter(character -> character == '|').count();
            assertThat(bars).as(line).isEqualTo(columns == 0 ? bars : columns);
            columns = bars;
        }
    }

    @Test
    void theExampleKeepsItsContract() {
        var page = EventsPage.render(CATALOGUE);
        var from = page.indexOf("```json\n") + "```json\n".length();
        var example = page.substring(from, page.indexOf("\n```", from));

        assertThat(new DomainEvents(CATALOGUE).decode(example.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DomainEvents.Decoded.Read.class);
    }

    @Test
    void everyExampleKeepsItsContract() {
        var events = new DomainEvents(CATALOGUE);

        assertThat(CATALOGUE.contracts())
                .filteredOn(contract -> contract.carrier() == null
                        && contract.terms().topic().enveloped()
                        && !contract.terms().about().equals(EventContract.ANY))
                .isNotEmpty()
                .allSatisfy(contract -> assertThat(events.decode(Json.bytes(Examples.event(contract))))
                        .isInstanceOf(DomainEvents.Decoded.Read.class));
    }
}
