package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.event.catalogue.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AsyncApiFileTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final EventCatalogue CATALOGUE = EventCatalogue.load();

    private final JsonNode document = parse(AsyncApiFile.render(CATALOGUE));

    @Test
    void theFileSaysWhatTheCatalogueSays() throws IOException {
        assertThat(Files.readString(AsyncApiFile.page(ROOT)))
                .as("docs/asyncapi.yaml is made by ./hub docs")
                .isEqualTo(AsyncApiFile.render(CATALOGUE));
    }

    @Test
    void hasWhatAsyncApiRequires() {
        assertThat(document.path("asyncapi").asString()).isEqualTo("3.0.0");
        assertThat(document.at("/info/title").asString()).isNotBlank();
        assertThat(document.at("/info/version").asString()).isNotBlank();
        document.path("operations").forEach(operation -> {
            assertThat(operation.path("action").asString()).isIn("send", "receive");
            assertThat(operation.at("/channel/$ref").asString()).startsWith("#/channels/");
        });
        assertThat(document.path("components").propertyNames()).isSubsetOf("messages", "schemas");
        document.path("components")
                .forEach(kind -> assertThat(kind.propertyNames()).allMatch(name -> name.matches("[a-zA-Z0-9._-]+")));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = references(document);

        assertThat(references).hasSizeGreaterThan(1_000).allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    void nothingIsDescribedInVain() {
        var references = new HashSet<>(references(document));

        assertThat(document.at("/components/schemas").propertyNames())
                .allMatch(name -> references.contains("#/components/schemas/" + name));
        assertThat(document.at("/components/messages").propertyNames())
                .allMatch(name -> references.contains("#/components/messages/" + name));
    }

    @Test
    void everyEventThatTravelsIsAMessageOfItsTopic() {
        for (var topic : CATALOGUE.topics()) {
            assertThat(List.copyOf(document.path("channels")
                            .path(topic.name())
                            .path("messages")
                            .propertyNames()))
                    .isEqualTo(travelling(topic));
        }
    }

    private static List<String> travelling(Topic topic) {
        return CATALOGUE.contracts().stream()
                .filter(contract -> contract.carrier() == null)
                .filter(contract -> contract.terms().topic().equals(topic))
                .map(EventContract::type)
                .toList();
    }

    @Test
    void aPayloadSaysWhatTheContractSays() {
        var ticketSold = document.at("/components/messages/ticket.sold/payload/allOf/1");
        var data = ticketSold.at("/properties/data");

        assertThat(ticketSold.at("/properties/type/const").asString()).isEqualTo("ticket.sold");
        assertThat(ticketSold.at("/properties/relatedEntityType/const").asString())
                .isEqualTo("tickets");
        assertThat(data.path("required").toString()).contains("\"price\"").doesNotContain("ownerTeamId");
        assertThat(data.at("/properties/price/$ref").asString()).isEqualTo("#/components/schemas/price");
        assertThat(document.at("/components/schemas/price/allOf/0/$ref").asString())
                .isEqualTo("#/components/schemas/Money");
    }

    @Test
    void aBarePayloadHasItsTypeWithin() {
        var status = document.at("/components/messages/whatsapp.message.status");

        assertThat(status.at("/payload/properties/type/const").asString()).isEqualTo("whatsapp.message.status");
        assertThat(status.at("/payload/properties/status/$ref").asString()).isEqualTo("#/components/schemas/status");
        assertThat(status.at("/x-eventful/alsoKnownAs/1/where").asString()).isEqualTo("status=delivered");
    }

    private static List<String> references(JsonNode node) {
        var references = new ArrayList<String>();
        for (var reference : node.findValues("$ref")) {
            references.add(reference.asString());
        }
        return references;
    }

    /** Without aliases: tools that do not know them can read it too. */
    private static JsonNode parse(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        Map<String, Object> document = new Yaml(new SafeConstructor(options)).load(yaml);
        return JsonMapper.builder().build().valueToTree(document);
    }
}
