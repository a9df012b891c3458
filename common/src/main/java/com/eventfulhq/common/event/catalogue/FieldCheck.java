package com.eventfulhq.common.event.catalogue;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares values with the types they should have, and gathers what does not fit. For one event. */
final class FieldCheck {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,13}(?:\\.[0-9]{1,6})?");
    private static final Pattern UNIT = Pattern.compile("credits|[A-Z]{3}");
    private static final int SHOWN = 40;

    private final List<Finding> findings = new ArrayList<>();

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void report(String pointer, String found, String expected) {
        findings.add(new Finding(pointer, found, expected));
    }

    /** All fields of an object; what the contract does not know is none of its business. */
    void fields(JsonNode object, List<DataField> fields, String pointer) {
        for (var field : fields) {
            field(object, field.name(), field.type(), field.required(), pointer);
        }
    }

    /** One field of an object: null is as good as missing. */
    void field(JsonNode object, String name, FieldType type, boolean required, String pointer) {
        var value = object.get(name);
        var at = pointer + "/" + name;
        if (value == null || value.isNull()) {
            if (required) {
                report(at, "nothing", expected(type));
            }
            return;
        }
        value(value, type, at);
    }

    private void value(JsonNode value, FieldType type, String at) {
        switch (type) {
            case FieldType.Scalar scalar -> scalar(value, scalar, at);
            case FieldType.Choice choice -> {
                if (!value.isString() || !choice.values().contains(value.asString())) {
                    report(at, shown(value), expected(type));
                }
            }
            case FieldType.ListOf list -> list(value, list, at);
        }
    }

    private void list(JsonNode value, FieldType.ListOf type, String at) {
        if (!value.isArray()) {
            report(at, shown(value), expected(type));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            value(value.get(i), type.element(), at + "/" + i);
        }
    }

    private void scalar(JsonNode value, FieldType.Scalar type, String at) {
        if (type == FieldType.Scalar.MONEY && value.isObject()) {
            part(value, "amount", AMOUNT, "a decimal number as text", at);
            part(value, "unit", UNIT, "credits, or an ISO 4217 code", at);
        } else if (!is(value, type)) {
            report(at, shown(value), expected(type));
        }
    }

    private void part(JsonNode money, String name, Pattern form, String expected, String at) {
        var part = money.get(name);
        if (part == null || !part.isString() || !form.matcher(part.asString()).matches()) {
            report(at + "/" + name, shown(part), expected);
        }
    }

    private static boolean is(JsonNode value, FieldType.Scalar type) {
        return switch (type) {
            case TEXT -> value.isString();
            case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
            case BOOLEAN -> value.isBoolean();
            case OBJECT -> value.isObject();
            case MONEY -> false;
            case UUID -> value.isString() && UUID.matcher(value.asString()).matches();
            case TIMESTAMP -> value.isString() && isTimestamp(value.asString());
            case DATE -> value.isString() && isDate(value.asString());
            case URI -> value.isString() && isUri(value.asString());
        };
    }

    private static boolean isTimestamp(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static String expected(FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> "one of " + String.join(", ", choice.values());
            case FieldType.ListOf list -> "a list, each " + expected(list.element());
            case FieldType.Scalar scalar ->
                switch (scalar) {
                    case TEXT -> "a text";
                    case UUID -> "a UUID";
                    case INTEGER -> "a whole number";
                    case BOOLEAN -> "true or false";
                    case TIMESTAMP -> "a time as in RFC 3339";
                    case DATE -> "a day, as 2026-05-12";
                    case URI -> "an absolute URI";
                    case MONEY -> "an amount and its unit";
                    case OBJECT -> "an object";
                };
        };
    }

    /** Enough to recognise it: what came in may be long, or nobody's business. */
    static String shown(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "nothing";
        }
        if (value.isObject() || value.isArray()) {
            return value.isObject() ? "an object" : "a list";
        }
        var text = value.isString() ? "'" + value.asString() + "'" : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
