package com.eventfulhq.infra.database;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A table as the source document describes it. */
record DocumentedTable(TableName name, List<DocumentedColumn> columns) {

    Set<String> primaryKey() {
        var key = new LinkedHashSet<String>();
        columns.stream().filter(column -> column.keys().contains("PK")).forEach(column -> key.add(column.name()));
        return key;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
