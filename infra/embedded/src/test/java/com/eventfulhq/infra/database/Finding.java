package com.eventfulhq.infra.database;

/**
 * A place where the database is not as the document has it.
 *
 * @param what  the aspect: {@code column}, {@code type}, {@code null}, {@code default}, {@code values}, {@code primary key},
 *              {@code unique}, {@code foreign key}, {@code index}, {@code generated}, {@code check}, {@code base}
 * @param found what was found and expected, for people; two findings are the same without it
 */
record Finding(TableName table, String column, String what, String found) {

    /** The same without its sentence, as it stands in the list of deviations. */
    Finding bare() {
        return new Finding(table, column, what, "");
    }

    @Override
    public String toString() {
        return table + "." + column + ": " + what + (found.isEmpty() ? "" : ": " + found);
    }
}
