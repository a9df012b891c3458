package com.eventfulhq.infra.standalone.handbook;

import static com.eventfulhq.infra.standalone.handbook.AsyncApiFile.list;
import static com.eventfulhq.infra.standalone.handbook.AsyncApiFile.map;
import static com.eventfulhq.infra.standalone.handbook.AsyncApiFile.reference;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.catalogue.DataField;
import com.eventfulhq.common.event.catalogue.Envelope;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.event.catalogue.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Contracts as JSON Schema. A field is described once, and referred to by every event that has it. */
final class Schemas {

    private static final String SCHEMAS = "#/components/schemas/";
    static final String HEADERS = SCHEMAS + "Headers";
    private static final String ENVELOPE = SCHEMAS + "Envelope";
    private static final String MONEY = SCHEMAS + "Money";
    private static final String TYPE = "type";
    private static final String STRING = "string";
    private static final String REQUIRED = "required";
    private static final String PROPERTIES = "properties";
    private static final String DESCRIPTION = "description";

    private Schemas() {}

    /** All that messages refer to. */
    static Map<String, Object> shared(EventCatalogue catalogue) {
        var schemas = new LinkedHashMap<String, Object>();
        schemas.put("Headers", headers());
        schemas.put("Envelope", envelope());
        schemas.put("Money", money());
        var fields = new TreeMap<String, DataField>();
        catalogue.contracts().forEach(contract -> contract.data().forEach(field -> fields.put(field.name(), field)));
        fields.forEach((name, field) -> schemas.put(name, field(field)));
        return schemas;
    }

    static Map<String, Object> payload(EventContract contract) {
        return contract.terms().topic().enveloped() ? enveloped(contract) : bare(contract);
    }

    private static Map<String, Object> bare(EventContract contract) {
        var properties = map(TYPE, map("const", contract.type()));
        properties.putAll(properties(contract));
        return object(contract.data(), properties);
    }

    private static Map<String, Object> enveloped(EventContract contract) {
        var terms = contract.terms();
        var properties = map(TYPE, map("const", contract.type()));
        if (!terms.producers().contains(EventContract.ANY)) {
            properties.put("producer", map("enum", list(terms.producers())));
        }
        if (!terms.about().equals(EventContract.ANY)) {
            properties.put("relatedEntityType", map("const", terms.about()));
        }
        properties.put("data", data(contract));
        var own = map(TYPE, "object");
        if (terms.key() == null) {
            own.put(REQUIRED, list(List.of("relatedEntityType", "relatedEntityId")));
        }
        own.put(PROPERTIES, properties);
        return map("allOf", list(List.of(reference(ENVELOPE), own)));
    }

    private static Map<String, Object> data(EventContract contract) {
        return object(contract.data(), properties(contract));
    }

    private static Map<String, Object> properties(EventContract contract) {
        var properties = new LinkedHashMap<String, Object>();
        contract.data().forEach(field -> properties.put(field.name(), reference(SCHEMAS + field.name())));
        return properties;
    }

    private static Map<String, Object> envelope() {
        var properties = new LinkedHashMap<String, Object>();
        Envelope.FIELDS.forEach(field -> properties.put(field.name(), field(field)));
        return object(Envelope.FIELDS, properties);
    }

    private static Map<String, Object> object(List<DataField> fields, Map<String, Object> properties) {
        var required =
                fields.stream().filter(DataField::required).map(DataField::name).toList();
        var schema = map(TYPE, "object");
        if (!required.isEmpty()) {
            schema.put(REQUIRED, list(required));
        }
        schema.put(PROPERTIES, properties);
        return schema;
    }

    private static Map<String, Object> headers() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put(CloudEvent.ID, text("of the message: what comes twice has it twice"));
        properties.put(CloudEvent.TYPE, text("what happened"));
        properties.put(CloudEvent.SOURCE, text("who says so, after a slash"));
        properties.put(CloudEvent.TIME, formatted("date-time"));
        properties.put("traceparent", text("W3C Trace Context"));
        var schema = map(TYPE, "object");
        schema.put(REQUIRED, list(List.of(CloudEvent.ID, CloudEvent.TYPE, CloudEvent.SOURCE, CloudEvent.TIME)));
        schema.put(PROPERTIES, properties);
        return schema;
    }

    private static Map<String, Object> money() {
        var amount = text("decimal, as text: a JSON number would be rounded on its way");
        amount.put("pattern", "^-?[0-9]{1,13}(\\.[0-9]{1,6})?$");
        var unit = text("credits, or an ISO 4217 code, as the producer gave it");
        unit.put("pattern", "^(credits|[A-Z]{3})$");
        var properties = map("amount", amount);
        properties.put("unit", unit);
        var schema = map(TYPE, "object");
        schema.put(REQUIRED, list(List.of("amount", "unit")));
        schema.put(PROPERTIES, properties);
        return schema;
    }

    private static Map<String, Object> field(DataField field) {
        if (field.type() == FieldType.Scalar.MONEY) {
            var schema = map(DESCRIPTION, field.means());
            schema.put("allOf", list(List.of(reference(MONEY))));
            return schema;
        }
        var schema = type(field.type());
        schema.put(DESCRIPTION, field.means());
        return schema;
    }

    private static Map<String, Object> type(FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> {
                var schema = map(TYPE, STRING);
                schema.put("enum", list(choice.values()));
                yield schema;
            }
            case FieldType.ListOf list -> {
                var schema = map(TYPE, "array");
                schema.put("items", type(list.element()));
                yield schema;
            }
            case FieldType.Scalar scalar -> scalar(scalar);
        };
    }

    private static Map<String, Object> scalar(FieldType.Scalar type) {
        return switch (type) {
            case TEXT -> map(TYPE, STRING);
            case UUID -> formatted("uuid");
            case TIMESTAMP -> formatted("date-time");
            case DATE -> formatted("date");
            case URI -> formatted("uri");
            case INTEGER -> map(TYPE, "integer");
            case BOOLEAN -> map(TYPE, "boolean");
            case OBJECT -> map(TYPE, "object");
            case MONEY -> reference(MONEY);
        };
    }

    private static Map<String, Object> formatted(String format) {
        var schema = map(TYPE, STRING);
        schema.put("format", format);
        return schema;
    }

    private static Map<String, Object> text(String description) {
        var schema = map(TYPE, STRING);
        schema.put(DESCRIPTION, description);
        return schema;
    }
}
