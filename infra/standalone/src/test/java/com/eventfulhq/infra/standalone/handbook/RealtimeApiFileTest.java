package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RealtimeApiFileTest {

    private static final Path ROOT = Path.of("..", "..");

    private final JsonNode document = JsonMapper.shared()
            .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(RealtimeApiFile.render(ROOT)));
    private final JsonNode schema;

    RealtimeApiFileTest() throws IOException {
        schema = JsonMapper.shared().readTree(Files.readString(ROOT.resolve("docs/realtime.schema.json")));
    }

    @Test
    void theFileSaysWhatTheSchemaSays() throws IOException {
        assertThat(Files.readString(RealtimeApiFile.page(ROOT)))
                .as("docs/realtime.asyncapi.yaml is made by ./hub docs")
                .isEqualTo(RealtimeApiFile.render(ROOT));
    }

    @Test
    void everyPayloadIsDefined() {
        assertThat(document.at("/channels/realtime/messages"))
                .hasSizeGreaterThan(60)
                .allSatisfy(message -> {
                    var reference = message.at("/payload/$ref").asString();
                    assertThat(reference).startsWith("realtime.schema.json#/$defs/");
                    assertThat(schema.at(reference.substring("realtime.schema.json#".length()))
                                    .isMissingNode())
                            .as(reference)
                            .isFalse();
                });
    }

    @Test
    void everyOperationIsAboutMessagesOfItsChannel() {
        assertThat(document.path("operations")).allSatisfy(operation -> {
            assertThat(operation.path("messages")).isNotEmpty().allSatisfy(this::isThere);
            assertThat(operation.path("reply").path("messages")).allSatisfy(this::isThere);
        });
    }

    @Test
    void everyFrameOfAClientIsAnOperation() {
        var ops = schema.at("/$defs/clientFrame/properties/op/enum");

        assertThat(ops).isNotEmpty().allSatisfy(op -> assertThat(
                        document.path("operations").has(op.asString()))
                .as(op.asString())
                .isTrue());
    }

    private void isThere(JsonNode reference) {
        var pointer = reference.path("$ref").asString();
        assertThat(document.at(pointer.substring(1)).isMissingNode())
                .as(pointer)
                .isFalse();
    }
}
