package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Databases;
import com.eventfulhq.infra.database.Migrator;
import com.eventfulhq.infra.database.RolePasswords;
import com.eventfulhq.infra.embedded.Durability;
import com.eventfulhq.infra.embedded.PostgresNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** {@code docs/data-model/}: a page per domain, an index and the rules, from a database that has just been migrated. */
final class DataModelPages {

    static final String MADE = "Made from the migrated database by `./hub docs`.";

    private DataModelPages() {}

    /** Writes the pages into a source tree. */
    static void write(Path root) throws IOException {
        var directory = directory(root);
        Files.createDirectories(directory);
        for (var page : pages().entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }

    static Path directory(Path root) {
        return root.resolve("docs").resolve("data-model");
    }

    private static Map<String, String> pages() throws IOException {
        var place = Files.createTempDirectory("eventful-docs-");
        try (var postgres = PostgresNode.start(place, 0, Durability.FAST)) {
            var database = postgres.database("eventful");
            Databases.createIfMissing(database);
            Migrator.migrate(database, RolePasswords.same(UUID.randomUUID().toString()));
            return render(database);
        } finally {
            delete(place);
        }
    }

    /** File name → page. */
    static Map<String, String> render(DatabaseAddress database) {
        var model = DataModelReader.read(database);
        var pages = new TreeMap<String, String>();
        pages.put("README.md", IndexPage.of(model));
        pages.put("rules.md", RulesPage.of(model.rules()));
        model.domains().forEach(domain -> pages.put(domain.name() + ".md", DomainPage.of(domain)));
        return pages;
    }

    private static void delete(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
