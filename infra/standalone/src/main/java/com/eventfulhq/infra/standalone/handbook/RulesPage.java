package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.infra.standalone.handbook.DataModel.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQLSTATEs of broken rules, and the functions that raise them. */
final class RulesPage {

    /** What a code says, whichever function raises it. */
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("VE001", "the table is append-only");
        MEANINGS.put("VE003", "the column never changes once the row is written");
        MEANINGS.put("VE004", "the status cannot make this move");
        MEANINGS.put("VE005", "sold out");
        MEANINGS.put("VE006", "insufficient funds");
        MEANINGS.put("VE007", "the transfer cannot be claimed");
        MEANINGS.put("VE008", "somebody wrote in between: the version is stale");
        MEANINGS.put("VE009", "not entitled by plan, rank or verification");
        MEANINGS.put("VE010", "outside its time");
        MEANINGS.put("VE011", "not a party to it");
        MEANINGS.put("VE012", "money moved without a transaction");
        MEANINGS.put("VE013", "does not add up, or contradicts another row");
        MEANINGS.put("VE020", "used before");
        MEANINGS.put("VE030", "the wallet is not active");
        MEANINGS.put("VE040", "not a time zone that is known");
        MEANINGS.put("VE041", "the file is in use, or deleted");
    }

    private RulesPage() {}

    static String meaning(String code) {
        return MEANINGS.getOrDefault(code, "");
    }

    /** As a client is told. */
    private static String problem(String code) {
        var problem = ErrorCode.ofRule(code);
        return Markdown.code(problem.slug()) + " " + problem.status().value();
    }

    static String of(List<Rule> rules) {
        var page = new StringBuilder("""
                # Rules that the database keeps by functions

                A broken rule raises an SQLSTATE of class `VE` and a sentence that names the row and what was expected. `common` turns it into a
                problem (RFC 9457) of a type that never changes, `https://eventfulhq.com/problems/<problem>`, whose detail is that sentence.

                Rules that are constraints raise PostgreSQL's own codes. Of those only the name of the constraint or column is shown, because
                PostgreSQL's sentences quote values, and they may be somebody else's: `23505` (unique) and `23P01` (exclusion) are `conflict`;
                `23514` (check), `23502` (not null), `22001` (too long) and `23503` (a reference to nothing) are `invalid-value`; the removal of
                what something refers to is `conflict`; `40001` and `40P01` are `unavailable`, to be tried again; `42501` (a missing right) is our
                own mistake, `internal`.
                """);
        page.append('\n').append(DataModelPages.MADE).append("\n\n");
        page.append(Markdown.header("SQLSTATE", "meaning", "problem", "raised by", "rule"));
        var previous = "";
        for (var rule : rules) {
            var first = !rule.code().equals(previous);
            page.append(Markdown.row(
                    first ? Markdown.code(rule.code()) : "",
                    first ? meaning(rule.code()) : "",
                    first ? problem(rule.code()) : "",
                    Markdown.code(rule.function()),
                    Markdown.plain(rule.comment())));
            previous = rule.code();
        }
        return page.toString();
    }
}
