package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..", "..");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        assumeTrue(ConfigurationPage.compiled(ROOT), "the services have not been compiled in this build");

        assertThat(Files.readString(ConfigurationPage.page(ROOT)))
                .as("docs/configuration.md is made by ./hub docs")
                .isEqualTo(ConfigurationPage.render(ROOT));
    }

    @Test
    void everySettingSaysWhatItMeans() throws IOException {
        assumeTrue(ConfigurationPage.compiled(ROOT), "the services have not been compiled in this build");

        assertThat(ConfigurationPage.render(ROOT).lines().filter(line -> line.startsWith("| `")))
                .noneMatch(line -> line.endsWith("|  |"));
    }
}
