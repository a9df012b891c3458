package com.eventfulhq.infra.standalone.handbook;

/** What is asked of {@code pg_catalog}. Each names the table by {@code s} and {@code t}; a list is joined by semicolons. */
final class CatalogueQueries {

    /** The schemas in the order of the source document. */
    private static final String OURS = """
            ARRAY['security', 'identity', 'finance', 'product', 'communications', 'community', 'operations', 'marketplace',
                'event_operations', 'billing', 'media', 'notification', 'integration', 'api']""";

    private static final String TABLE = """
            pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY (%s)
                AND c.relkind IN ('r', 'p') AND NOT c.relispartition""".formatted(OURS);

    static final String DOMAINS = """
            SELECT n.nspname AS name, coalesce(obj_description(n.oid, 'pg_namespace'), '') AS comment
            FROM pg_namespace n WHERE n.nspname = ANY (%1$s) ORDER BY array_position(%1$s, n.nspname)""".formatted(OURS);

    static final String TABLES = """
            SELECT n.nspname AS s, c.relname AS t, coalesce(obj_description(c.oid, 'pg_class'), '') AS comment
            FROM %s ORDER BY 1, 2""".formatted(TABLE);

    static final String COLUMNS = """
            SELECT n.nspname AS s, c.relname AS t, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
                a.attnotnull AS not_null,
                CASE WHEN a.attidentity <> '' THEN 'identity'
                    WHEN a.attgenerated <> '' THEN 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
                    ELSE coalesce(pg_get_expr(d.adbin, d.adrelid), '') END AS fallback,
                coalesce(col_description(c.oid, a.attnum), '') AS comment
            FROM %s JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            ORDER BY 1, 2, a.attnum""".formatted(TABLE);

    static final String CONSTRAINTS = """
            SELECT n.nspname AS s, c.relname AS t, k.conname AS name, k.contype AS kind, pg_get_constraintdef(k.oid, true) AS definition,
                coalesce((SELECT string_agg(a.attname, ';' ORDER BY part.place) FROM unnest(k.conkey) WITH ORDINALITY AS part(number, place)
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.number), '') AS columns
            FROM pg_constraint k JOIN %s ON c.oid = k.conrelid
            WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 ORDER BY 1, 2, array_position('{p,u,x,f,c}'::text[], k.contype::text), 3""".formatted(TABLE);

    /** Those that do not belong to a constraint. */
    static final String INDEXES = """
            SELECT n.nspname AS s, c.relname AS t, i.relname AS name, x.indisunique AS is_unique,
                regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', '') AS definition,
                (SELECT string_agg(pg_get_indexdef(x.indexrelid, k, true), ';' ORDER BY k)
                    FROM generate_series(1, x.indnkeyatts) AS k) AS columns
            FROM pg_index x JOIN %s ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
            WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
            ORDER BY 1, 2, 3""".formatted(TABLE);

    static final String TRIGGERS = """
            SELECT n.nspname AS s, c.relname AS t, g.tgname AS name,
                regexp_replace(pg_get_triggerdef(g.oid), '^.* EXECUTE FUNCTION (public\\.)?', '') AS function,
                substring(pg_get_triggerdef(g.oid) FROM '^CREATE (?:CONSTRAINT )?TRIGGER \\S+ (.*?) ON ')
                    || coalesce(' when ' || substring(pg_get_triggerdef(g.oid) FROM ' WHEN (\\(.*\\)) EXECUTE FUNCTION '), '') AS definition,
                coalesce(obj_description(p.oid, 'pg_proc'), '') AS comment
            FROM pg_trigger g JOIN %s ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
            WHERE NOT g.tgisinternal ORDER BY 1, 2, 3""".formatted(TABLE);

    static final String REFERENCES = """
            SELECT n.nspname AS s, c.relname AS t, tn.nspname AS target_schema, tc.relname AS target_table,
                (SELECT string_agg(a.attname, ';' ORDER BY part.place) FROM unnest(f.conkey) WITH ORDINALITY AS part(number, place)
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.number) AS columns,
                EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (f.conkey) AND NOT a.attnotnull) AS optional,
                EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique AND x.indpred IS NULL
                    AND x.indkey::int2[] <@ f.conkey) AS single
            FROM pg_constraint f JOIN %s ON c.oid = f.conrelid
                JOIN pg_class tc ON tc.oid = f.confrelid JOIN pg_namespace tn ON tn.oid = tc.relnamespace
            WHERE f.contype = 'f' AND f.conparentid = 0 ORDER BY 1, 2, 5, 3, 4""".formatted(TABLE);

    /** Who may write beside the owner, and how; a right to some columns names them. */
    static final String WRITERS = """
            SELECT s, t, role, string_agg(lower(privilege) || coalesce(' of ' || columns, ''), ', ' ORDER BY privilege) AS rights
            FROM (
                SELECT n.nspname AS s, c.relname AS t, r.rolname AS role, acl.privilege_type AS privilege, NULL::text AS columns
                FROM %1$s CROSS JOIN LATERAL aclexplode(c.relacl) AS acl JOIN pg_roles r ON r.oid = acl.grantee
                WHERE acl.grantee <> c.relowner AND acl.privilege_type IN ('INSERT', 'UPDATE', 'DELETE')
                UNION ALL
                SELECT n.nspname, c.relname, r.rolname, acl.privilege_type, string_agg(a.attname, ', ' ORDER BY a.attnum)
                FROM %1$s JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
                    CROSS JOIN LATERAL aclexplode(a.attacl) AS acl JOIN pg_roles r ON r.oid = acl.grantee
                WHERE acl.privilege_type IN ('INSERT', 'UPDATE')
                GROUP BY 1, 2, 3, 4) AS rights_of
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""".formatted(TABLE);

    /** Columns that not every role of ours may read, with those that may. */
    static final String HIDDEN = """
            WITH ours AS (
                SELECT DISTINCT r.oid, r.rolname FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS acl
                    JOIN pg_roles r ON r.oid = acl.grantee
                WHERE n.nspname = ANY (%s) AND acl.grantee <> n.nspowner),
            hidden AS (
                SELECT n.nspname AS s, c.relname AS t, a.attname AS name, a.attnum AS place,
                    coalesce(string_agg(o.rolname, ';' ORDER BY o.rolname)
                        FILTER (WHERE has_column_privilege(o.oid, c.oid, a.attnum, 'SELECT')), '') AS readers
                FROM %s JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped CROSS JOIN ours o
                GROUP BY 1, 2, 3, 4 HAVING NOT bool_and(has_column_privilege(o.oid, c.oid, a.attnum, 'SELECT')))
            SELECT s, t, readers, string_agg(name, ';' ORDER BY place) AS columns
            FROM hidden GROUP BY 1, 2, 3 ORDER BY 1, 2, min(place)""".formatted(OURS, TABLE);

    static final String RULES = """
            SELECT DISTINCT raised.code[1] AS code, n.nspname || '.' || p.proname AS function,
                coalesce(obj_description(p.oid, 'pg_proc'), '') AS comment
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND (n.nspname = 'public' OR n.nspname = ANY (%s))
                CROSS JOIN LATERAL regexp_matches(p.prosrc, '(?:refuse\\s*\\(\\s*|ERRCODE\\s*=\\s*)''(VE[0-9]{3})''', 'g') AS raised(code)
            ORDER BY 1, 2""".formatted(OURS);

    private CatalogueQueries() {}
}
