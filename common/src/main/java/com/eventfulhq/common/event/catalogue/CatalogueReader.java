package com.eventfulhq.common.event.catalogue;

import com.eventfulhq.common.event.catalogue.EventContract.Carrier;
import com.eventfulhq.common.event.catalogue.EventContract.Telling;
import com.eventfulhq.common.event.catalogue.EventContract.Terms;
import com.eventfulhq.common.event.catalogue.EventContract.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Makes contracts of the catalogue's file: whatever a word refers to is there, or the file is refused. */
final class CatalogueReader {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
    private static final String STANDARD_TOPIC = "domain.events";

    private final Section file;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<String, Audience> audiences = new LinkedHashMap<>();
    private final Map<String, DataField> fields = new LinkedHashMap<>();
    private final Map<String, EventContract> contracts = new LinkedHashMap<>();

    private CatalogueReader(Section file) {
        this.file = file.only("topics", "audiences", "fields", "events");
    }

    static EventCatalogue read(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root = new Yaml(new SafeConstructor(options)).load(yaml);
        return new CatalogueReader(Section.of(root, "")).read();
    }

    private EventCatalogue read() {
        file.section("topics").sections().forEach(this::topic);
        file.section("audiences").sections().forEach(this::audience);
        file.section("fields").sections().forEach(this::field);
        file.section("events").sections().forEach((domain, events) -> events.sections()
                .forEach((type, event) -> contract(domain, type, event)));
        new CatalogueCheck(audiences, fields, contracts).requireSound();
        return new EventCatalogue(topics, audiences, contracts);
    }

    private void topic(String name, Section section) {
        section.only("value", "means");
        topics.put(name, new Topic(name, section.constant("value", Topic.Value.class), section.text("means")));
    }

    private void audience(String id, Section section) {
        section.only("kind", "from", "means");
        var kind = section.constant("kind", Audience.Kind.class);
        audiences.put(id, new Audience(id, kind, section.words("from"), section.text("means")));
    }

    private void field(String name, Section section) {
        section.only("type", "means");
        require(NAME, name, section.place(), "a name in camel case");
        var type = fieldType(section.words("type"), section.at("type"));
        fields.put(name, new DataField(name, type, true, section.text("means")));
    }

    private static FieldType fieldType(List<String> words, String place) {
        if (words.isEmpty()) {
            throw Section.refusal(place, "nothing", "a type");
        }
        var rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "choice" -> new FieldType.Choice(rest);
            case "list" -> new FieldType.ListOf(fieldType(rest, place));
            default -> Section.constant(String.join(" ", words), FieldType.Scalar.class, place);
        };
    }

    private void contract(String domain, String type, Section section) {
        section.only("means", "contract", "carriedBy", "tell", "data");
        require(TYPE, type, section.place(), "lower case, dot separated");
        var contract = section.has("carriedBy") ? name(domain, type, section) : original(domain, type, section);
        if (contracts.put(type, contract) != null) {
            throw Section.refusal(section.place(), "a second " + type, "each type once");
        }
    }

    private EventContract original(String domain, String type, Section section) {
        return new EventContract(
                type,
                domain,
                section.text("means"),
                terms(section.section("contract")),
                telling(section),
                data(section),
                null);
    }

    /** Another name of an event: it has the terms and fields of that one, whose place in the file is before it. */
    private EventContract name(String domain, String type, Section section) {
        var carriedBy = section.section("carriedBy").only("type", "where", "basis");
        var original = contracts.get(carriedBy.text("type"));
        if (original == null || original.carrier() != null || section.has("data") || section.has("contract")) {
            throw Section.refusal(
                    carriedBy.place(), carriedBy.text("type"), "an event above, with a contract and data of its own");
        }
        var terms = original.terms();
        var ours = new Terms(
                terms.version(),
                carriedBy.constant("basis", Basis.class),
                terms.producers(),
                terms.about(),
                terms.topic(),
                terms.key());
        return new EventContract(
                type,
                domain,
                section.text("means"),
                ours,
                telling(section),
                original.data(),
                carrier(original, carriedBy));
    }

    private static Carrier carrier(EventContract original, Section carriedBy) {
        var where = carriedBy.textOrNull("where");
        if (where == null) {
            return new Carrier(original.type(), null, null);
        }
        int equals = where.indexOf('=');
        if (equals < 0 || original.field(where.substring(0, equals)).isEmpty()) {
            throw Section.refusal(carriedBy.at("where"), where, "<field of " + original.type() + ">=<value>");
        }
        return new Carrier(original.type(), where.substring(0, equals), where.substring(equals + 1));
    }

    private Terms terms(Section section) {
        section.only("version", "basis", "producer", "about", "topic", "key");
        section.text("producer");
        require(TABLE, section.text("about"), section.at("about"), "a table, snake_case and plural, or any");
        return new Terms(
                section.number("version"),
                section.constant("basis", Basis.class),
                section.words("producer"),
                section.text("about"),
                known(topics, section.has("topic") ? section.text("topic") : STANDARD_TOPIC, section.at("topic")),
                section.textOrNull("key"));
    }

    private Telling telling(Section event) {
        if (!event.has("tell")) {
            return new Telling(List.of(), List.of(), null, false, null);
        }
        var section = event.section("tell").only("who", "by", "as", "critical", "note");
        var told = section.words("who").stream()
                .map(word -> told(word, section.at("who")))
                .toList();
        var channels = section.words("by").stream()
                .map(word -> Section.constant(word, Channel.class, section.at("by")))
                .toList();
        @Nullable Category category = section.has("as") ? section.constant("as", Category.class) : null;
        return new Telling(told, channels, category, section.flag("critical"), section.textOrNull("note"));
    }

    private Told told(String word, String place) {
        int slash = word.indexOf('/');
        if (slash < 0) {
            return new Told(known(audiences, word, place), null);
        }
        return new Told(
                known(audiences, word.substring(0, slash), place),
                Section.constant(word.substring(slash + 1), Category.class, place));
    }

    private List<DataField> data(Section event) {
        var data = new ArrayList<DataField>();
        for (var word : event.words("data")) {
            boolean required = !word.endsWith("?");
            var name = required ? word : word.substring(0, word.length() - 1);
            var field = known(fields, name, event.at("data"));
            data.add(new DataField(name, field.type(), required, field.means()));
        }
        return data;
    }

    private static <T> T known(Map<String, T> all, String name, String place) {
        var one = all.get(name);
        if (one == null) {
            throw Section.refusal(place, name, "a name that is explained above");
        }
        return one;
    }

    private static void require(Pattern form, String text, String place, String expected) {
        if (!form.matcher(text).matches()) {
            throw Section.refusal(place, text, expected);
        }
    }
}
