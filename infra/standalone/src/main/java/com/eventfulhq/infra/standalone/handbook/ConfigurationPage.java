package com.eventfulhq.infra.standalone.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md}: every setting of every service with its default and meaning, from the metadata the compiler
 * makes of the {@code @ConfigurationProperties} records.
 */
final class ConfigurationPage {

    private static final List<String> MODULES = List.of("common", "gateway", "messaging-hub", "notification-engine");
    private static final Path CLASSES = Path.of("target", "classes");
    /** A module without settings of its own has none. */
    private static final Path METADATA = CLASSES.resolve("META-INF").resolve("spring-configuration-metadata.json");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConfigurationPage() {}

    static Path page(Path root) {
        return root.resolve("docs").resolve("configuration.md");
    }

    static boolean compiled(Path root) {
        return MODULES.stream()
                .allMatch(module -> Files.exists(root.resolve(module).resolve(CLASSES)));
    }

    static String render(Path root) throws IOException {
        var page = new StringBuilder("""
                # Configuration

                Every setting can be given as a property (`eventful.log.append.linger=2ms`) or in the environment
                (`EVENTFUL_LOG_APPEND_LINGER=2ms`). This page is made from the code by `./hub docs`.
                """);
        for (var module : MODULES) {
            var metadata = root.resolve(module).resolve(METADATA);
            if (Files.exists(metadata)) {
                section(page, module, JSON.readTree(Files.readString(metadata)));
            }
        }
        return page.toString();
    }

    private static void section(StringBuilder page, String module, JsonNode metadata) {
        var settings = new TreeMap<String, JsonNode>();
        metadata.path("properties")
                .forEach(property -> settings.put(property.path("name").asString(), property));
        page.append("\n## ")
                .append(module)
                .append("\n\n| setting | type | default | meaning |\n| --- | --- | --- | --- |\n");
        for (Map.Entry<String, JsonNode> setting : settings.entrySet()) {
            page.append("| `").append(setting.getKey()).append("` | ");
            page.append(simple(setting.getValue().path("type").asString(""))).append(" | ");
            page.append(code(value(setting.getValue().path("defaultValue")))).append(" | ");
            page.append(plain(setting.getValue().path("description").asString("")))
                    .append(" |\n");
        }
    }

    private static String simple(String type) {
        return type.replaceAll("\\b[a-z_]+\\.", "").replace('$', '.');
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() ? "" : value.isString() ? value.asString() : value.toString();
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ");
    }
}
