package com.eventfulhq.infra.standalone.handbook;

/** PostgreSQL's short names of types. */
final class CatalogueType {

    private CatalogueType() {}

    static String brief(String type) {
        return type.replace("timestamp with time zone", "timestamptz")
                .replace("character varying", "varchar")
                .replace("time without time zone", "time");
    }
}
