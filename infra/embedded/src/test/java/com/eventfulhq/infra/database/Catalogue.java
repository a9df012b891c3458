package com.eventfulhq.infra.database;

import com.eventfulhq.infra.database.CatalogueTable.CatalogueColumn;
import com.eventfulhq.infra.database.CatalogueTable.Check;
import com.eventfulhq.infra.database.CatalogueTable.Index;
import com.eventfulhq.infra.database.CatalogueTable.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The tables of our schemas as {@code pg_catalog} has them; partitions count as their parent. */
final class Catalogue {

    private static final String OURS = """
            n.nspname = ANY (ARRAY['security', 'identity', 'finance', 'product', 'communications', 'community', 'operations',
                'marketplace', 'event_operations', 'billing', 'media', 'notification', 'integration', 'api'])
            AND c.relkind IN ('r', 'p') AND NOT c.relispartition""";

    private static final String COLUMNS = """
            SELECT n.nspname AS s, c.relname AS t, coalesce(obj_description(c.oid, 'pg_class'), '') AS table_comment, a.attname AS name,
                format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null, a.attidentity <> '' AS identity,
                a.attgenerated <> '' AS generated, coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS fallback,
                coalesce(col_description(c.oid, a.attnum), '') AS comment
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE %s ORDER BY 1, 2, a.attnum""".formatted(OURS);

    private static final String INDEXES = """
            SELECT n.nspname AS s, c.relname AS t, i.relname AS name, x.indisunique AS is_unique, x.indisprimary AS is_primary,
                coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS predicate,
                (SELECT string_agg(pg_get_indexdef(x.indexrelid, k, true), ';' ORDER BY k)
                    FROM generate_series(1, x.indnkeyatts) AS k) AS columns
            FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_class i ON i.oid = x.indexrelid
            WHERE %s ORDER BY 1, 2, 3""".formatted(OURS);

    private static final String REFERENCES = """
            SELECT n.nspname AS s, c.relname AS t, a.attname AS name,
                format('%%s.%%s(%%s)', tn.nspname, tc.relname, ta.attname) AS target
            FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL unnest(f.conkey, f.confkey) AS pair(own, other)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.own
                JOIN pg_class tc ON tc.oid = f.confrelid JOIN pg_namespace tn ON tn.oid = tc.relnamespace
                JOIN pg_attribute ta ON ta.attrelid = tc.oid AND ta.attnum = pair.other
            WHERE f.contype = 'f' AND %s ORDER BY 1, 2, 3, 4""".formatted(OURS);

    private static final String CHECKS = """
            SELECT n.nspname AS s, c.relname AS t, k.conname AS name, a.attname AS column_name, pg_get_constraintdef(k.oid) AS definition
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
            WHERE k.contype = 'c' AND %s ORDER BY 1, 2, 3, 4""".formatted(OURS);

    private static final String TRIGGERS = """
            SELECT n.nspname AS s, c.relname AS t, g.tgname AS name, p.proname AS function
            FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_proc p ON p.oid = g.tgfoid
            WHERE NOT g.tgisinternal AND %s ORDER BY 1, 2, 3""".formatted(OURS);

    private final Map<TableName, CatalogueTable> tables = new LinkedHashMap<>();

    private Catalogue() {}

    static Catalogue of(DatabaseAddress database) {
        var catalogue = new Catalogue();
        Sql.rows(database, COLUMNS).forEach(catalogue::column);
        Sql.rows(database, INDEXES).forEach(catalogue::index);
        Sql.rows(database, REFERENCES)
                .forEach(row -> catalogue.in(row).references().add(new Reference(at(row, "name"), at(row, "target"))));
        Sql.rows(database, CHECKS).forEach(row -> catalogue
                .in(row)
                .checks()
                .add(new Check(at(row, "name"), at(row, "column_name"), at(row, "definition"))));
        Sql.rows(database, TRIGGERS)
                .forEach(row -> catalogue.in(row).triggers().put(at(row, "name"), at(row, "function")));
        return catalogue;
    }

    Collection<CatalogueTable> tables() {
        return tables.values();
    }

    /** The table of this name, or one without anything if there is none. */
    CatalogueTable table(TableName name) {
        return tables.getOrDefault(name, empty(name, ""));
    }

    private void column(Map<String, String> row) {
        tables.computeIfAbsent(nameIn(row), name -> empty(name, at(row, "table_comment")))
                .columns()
                .put(
                        at(row, "name"),
                        new CatalogueColumn(
                                at(row, "name"),
                                at(row, "type"),
                                is(row, "not_null"),
                                is(row, "identity"),
                                is(row, "generated"),
                                at(row, "fallback"),
                                at(row, "comment")));
    }

    private void index(Map<String, String> row) {
        var columns = List.of(at(row, "columns").split(";"));
        in(row).indexes().add(new Index(at(row, "name"), is(row, "is_unique"), columns, at(row, "predicate")));
        if (is(row, "is_primary")) {
            in(row).primaryKey().addAll(columns);
        }
    }

    private CatalogueTable in(Map<String, String> row) {
        return table(nameIn(row));
    }

    private static TableName nameIn(Map<String, String> row) {
        return new TableName(at(row, "s"), at(row, "t"));
    }

    private static boolean is(Map<String, String> row, String column) {
        return "t".equals(at(row, column));
    }

    private static String at(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static CatalogueTable empty(TableName name, String comment) {
        return new CatalogueTable(
                name,
                comment,
                new LinkedHashMap<>(),
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashMap<>());
    }
}
