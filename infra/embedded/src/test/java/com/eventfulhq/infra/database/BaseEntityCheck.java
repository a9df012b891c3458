package com.eventfulhq.infra.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code make_base_entity} gives a table: eight columns and four triggers. */
final class BaseEntityCheck {

    private static final Map<String, String> COLUMNS = Map.of(
            "created_at", "timestamp with time zone not null default now()",
            "updated_at", "timestamp with time zone not null default now()",
            "created_by_user_id", "uuid",
            "updated_by_user_id", "uuid",
            "version", "integer not null default 0",
            "is_deleted", "boolean not null default false",
            "deleted_at", "timestamp with time zone",
            "deleted_by_user_id", "uuid");

    private static final Map<String, String> TRIGGERS = Map.of(
            "base", "keep_base_entity",
            "start", "start_base_entity",
            "soft", "delete_softly",
            "audit", "audit_entity");

    private BaseEntityCheck() {}

    static List<Finding> of(CatalogueTable table) {
        var findings = new ArrayList<Finding>();
        COLUMNS.forEach((column, expected) -> {
            var found = spelt(table, column);
            if (!found.equals(expected)) {
                findings.add(
                        new Finding(table.name(), column, "base", "'" + found + "' (expected: '" + expected + "')"));
            }
        });
        TRIGGERS.forEach((suffix, function) -> {
            var name = table.name().table() + "_" + suffix;
            if (!function.equals(table.triggers().get(name))) {
                findings.add(new Finding(table.name(), name, "base", "no trigger of this name calls " + function));
            }
        });
        return findings;
    }

    private static String spelt(CatalogueTable table, String name) {
        var column = table.columns().get(name);
        if (column == null) {
            return "missing";
        }
        return column.type()
                + (column.notNull() ? " not null" : "")
                + (column.fallback().isEmpty() ? "" : " default " + column.fallback());
    }
}
