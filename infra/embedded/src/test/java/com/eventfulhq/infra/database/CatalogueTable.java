package com.eventfulhq.infra.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as PostgreSQL has it.
 *
 * @param comment  empty if it has none
 * @param checks   its CHECK constraints
 * @param triggers trigger name → name of its function
 */
record CatalogueTable(
        TableName name,
        String comment,
        Map<String, CatalogueColumn> columns,
        Set<String> primaryKey,
        List<Index> indexes,
        List<Reference> references,
        List<Check> checks,
        Map<String, String> triggers) {

    /** A column; {@code fallback} is the default or the generating expression, empty if none. */
    record CatalogueColumn(
            String name,
            String type,
            boolean notNull,
            boolean identity,
            boolean generated,
            String fallback,
            String comment) {}

    /** An index; {@code columns} are names or expressions, in their order. */
    record Index(String name, boolean unique, List<String> columns, String predicate) {}

    /** One column of a foreign key; {@code target} is spelt {@code schema.table(column)}. */
    record Reference(String column, String target) {}

    /** A CHECK constraint and one of the columns it speaks of. */
    record Check(String name, String column, String definition) {}
}
