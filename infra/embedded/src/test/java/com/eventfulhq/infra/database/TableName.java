package com.eventfulhq.infra.database;

/** A table within its schema. */
record TableName(String schema, String table) {

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
