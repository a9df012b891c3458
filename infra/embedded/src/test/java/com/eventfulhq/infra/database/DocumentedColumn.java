package com.eventfulhq.infra.database;

import java.util.List;

/**
 * A column as the source document describes it.
 *
 * @param type     as it is spelt there; empty where the document gives none
 * @param nullable {@code NN}, {@code null}, or empty where the document is silent
 * @param fallback the default as it is spelt there; empty if none is given
 * @param keys     PK, UQ, FK, idx, GENERATED and CHECK marks; see {@code erd/columns.tsv}
 * @param values   what an enumeration has at least
 */
record DocumentedColumn(
        String name, String type, String nullable, String fallback, List<String> keys, List<String> values) {}
