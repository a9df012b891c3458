package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.event.catalogue.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/asyncapi.yaml}: the catalogue of domain events for programs, as AsyncAPI 3.0.0. */
final class AsyncApiFile {

    private static final String VERSION = "3.0.0";
    private static final String HEADING = "# Made from the catalogue of domain events by ./hub docs. Do not edit.\n";
    private static final int WIDTH = 140;
    private static final String MESSAGES = "#/components/messages/";
    private static final String CHANNELS = "#/channels/";

    private final EventCatalogue catalogue;

    private AsyncApiFile(EventCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    static Path page(Path root) {
        return root.resolve("docs").resolve("asyncapi.yaml");
    }

    static String render(EventCatalogue catalogue) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(WIDTH);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        return HEADING + new Yaml(options).dump(new AsyncApiFile(catalogue).document());
    }

    private Map<String, Object> document() {
        var document = map("asyncapi", VERSION);
        document.put("id", "urn:com:eventfulhq:eventful-hub");
        document.put("info", info());
        document.put("defaultContentType", "application/json");
        document.put("channels", channels());
        document.put("operations", operations());
        document.put("components", components());
        return document;
    }

    private static Map<String, Object> info() {
        var info = map("title", "Eventful Hub: domain events");
        info.put("version", "1.0.0");
        info.put(
                "description",
                "What happens on the platform, on Kafka. Delivery is at least once, in order per key. Ignore fields you do not know.");
        info.put("license", map("name", "Apache-2.0"));
        return info;
    }

    private Map<String, Object> channels() {
        var channels = new LinkedHashMap<String, Object>();
        for (var topic : catalogue.topics()) {
            var channel = map("address", topic.name());
            channel.put("description", topic.means());
            var messages = new LinkedHashMap<String, Object>();
            on(topic).forEach(contract -> messages.put(contract.type(), reference(MESSAGES + contract.type())));
            channel.put("messages", messages);
            channel.put("bindings", map("kafka", map("topic", topic.name())));
            channels.put(topic.name(), channel);
        }
        return channels;
    }

    /** As the hub sees it: it hears of the other domains, and tells of its own. */
    private Map<String, Object> operations() {
        var operations = new LinkedHashMap<String, Object>();
        for (var topic : catalogue.topics()) {
            var operation = map("action", topic.enveloped() ? "receive" : "send");
            operation.put("channel", reference(CHANNELS + topic.name()));
            operation.put("summary", topic.means());
            operations.put((topic.enveloped() ? "hear." : "tell.") + topic.name(), operation);
        }
        return operations;
    }

    private Map<String, Object> components() {
        var messages = new LinkedHashMap<String, Object>();
        travelling().forEach(contract -> messages.put(contract.type(), message(contract)));
        var components = new LinkedHashMap<String, Object>();
        components.put("messages", messages);
        components.put("schemas", Schemas.shared(catalogue));
        return components;
    }

    private Map<String, Object> message(EventContract contract) {
        var message = map("name", contract.type());
        message.put("title", contract.means());
        message.put("headers", reference(Schemas.HEADERS));
        message.put("payload", Schemas.payload(contract));
        message.put("tags", list(List.of(map("name", contract.domain()))));
        message.put("bindings", map("kafka", map("key", key(contract))));
        message.put("x-eventful", terms(contract));
        return message;
    }

    private static Map<String, Object> key(EventContract contract) {
        var key = contract.terms().key();
        var schema = map("type", "string");
        schema.put("description", key == null ? "relatedEntityId" : key);
        return schema;
    }

    private Map<String, Object> terms(EventContract contract) {
        var telling = contract.telling();
        var terms = map("schemaVersion", contract.terms().version());
        terms.put("basis", lower(contract.terms().basis()));
        terms.put("about", contract.terms().about());
        terms.put("producers", list(contract.terms().producers()));
        if (!telling.told().isEmpty()) {
            terms.put(
                    "told",
                    list(telling.told().stream()
                            .map(told -> told.audience().id())
                            .toList()));
            terms.put(
                    "channels",
                    list(telling.channels().stream().map(AsyncApiFile::lower).toList()));
        }
        if (telling.category() != null) {
            terms.put("category", lower(telling.category()));
        }
        if (telling.critical()) {
            terms.put("critical", true);
        }
        var names = names(contract);
        if (!names.isEmpty()) {
            terms.put("alsoKnownAs", names);
        }
        return terms;
    }

    private List<Object> names(EventContract contract) {
        var names = new ArrayList<Object>();
        for (var other : catalogue.contracts()) {
            var carrier = other.carrier();
            if (carrier != null && carrier.type().equals(contract.type())) {
                var name = map("type", other.type());
                if (carrier.field() != null) {
                    name.put("where", carrier.field() + "=" + carrier.value());
                }
                names.add(name);
            }
        }
        return names;
    }

    private List<EventContract> on(Topic topic) {
        return travelling().stream()
                .filter(contract -> contract.terms().topic().equals(topic))
                .toList();
    }

    /** Those that are only names of others are no messages. */
    private List<EventContract> travelling() {
        return catalogue.contracts().stream()
                .filter(contract -> contract.carrier() == null)
                .toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> reference(String pointer) {
        return map("$ref", pointer);
    }

    /** One that can be added to, and that is nowhere else: what is there twice would be written as an alias. */
    static Map<String, Object> map(String key, Object value) {
        var map = new LinkedHashMap<String, Object>();
        map.put(key, value);
        return map;
    }

    static List<Object> list(List<?> elements) {
        return new ArrayList<>(elements);
    }
}
