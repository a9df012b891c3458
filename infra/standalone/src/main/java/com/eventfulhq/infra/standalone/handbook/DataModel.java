package com.eventfulhq.infra.standalone.handbook;

import java.util.List;

/** The domains of a migrated database, as its pages tell them. Texts are empty where the database has none. */
record DataModel(List<Domain> domains, List<Rule> rules) {

    /** A schema with its tables; partitions count as their parent. */
    record Domain(String name, String comment, List<Table> tables) {}

    record Table(
            String schema,
            String name,
            String comment,
            List<Column> columns,
            List<Constraint> constraints,
            List<Index> indexes,
            List<Trigger> triggers,
            List<Reference> references,
            List<Writer> writers,
            List<Hidden> hidden) {

        String fullName() {
            return schema + "." + name;
        }
    }

    /**
     * A column.
     *
     * @param fallback its default, or what it is generated from
     */
    record Column(String name, String type, boolean notNull, String fallback, String comment) {}

    /**
     * A constraint.
     *
     * @param kind    {@code p}, {@code u}, {@code f}, {@code c} or {@code x}, as PostgreSQL has it
     * @param columns those it is about
     */
    record Constraint(String name, String kind, List<String> columns, String definition) {}

    /** An index; {@code columns} are names or expressions. */
    record Index(String name, boolean unique, List<String> columns, String definition) {}

    record Trigger(String name, String definition, String function, String comment) {}

    /** A foreign key; {@code optional}: the row may be without, {@code single}: at most one row has the same target. */
    record Reference(String schema, String table, List<String> columns, boolean optional, boolean single) {}

    /** A role that may write a table; {@code rights} says how, as people read it. */
    record Writer(String role, String rights) {}

    /** Columns that only some roles may read. */
    record Hidden(List<String> columns, List<String> readers) {}

    /** A function that raises a broken rule. */
    record Rule(String code, String function, String comment) {}
}
