package com.eventfulhq.infra.database;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tries to break what the document says of each column by itself, on a row that is there: that it is mandatory, the key of a row, so
 * long, so great, one of a list. The triggers of the tables rest meanwhile, so that the rule of the column is what answers.
 */
@RealServers
class DocumentedColumnsIT {

    private static final Set<String> SCHEMAS =
            Set.of("identity", "finance", "product", "marketplace", "event_operations", "billing");

    private static final String TOO_LONG = "22001";
    private static final String TOO_GREAT = "22003";

    private static final Pattern TEXT = Pattern.compile("VARCHAR\\((\\d+)\\)(\\[])?");
    private static final Pattern NUMBER = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    private static final DocumentedModel MODEL = DocumentedModel.read();

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aRowOfEachTable(TestServers servers) {
        var database = servers.newDatabase();
        DocumentedWorld.begin(database);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void keeps(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> columns() {
        return MODEL.tables().stream()
                .filter(table -> SCHEMAS.contains(table.name().schema()))
                .flatMap(table -> table.columns().stream()
                        .filter(column -> !deviates(table.name(), column, "column"))
                        .flatMap(column -> rules(table.name(), column)));
    }

    private static boolean deviates(TableName table, DocumentedColumn column, String what) {
        return MODEL.deviations().containsKey(new Finding(table, column.name(), what, ""));
    }

    private static Stream<Trial> rules(TableName table, DocumentedColumn column) {
        if (column.keys().contains("GENERATED")) {
            return Stream.of();
        }
        var name = table + "." + column.name();
        return Stream.of(
                        column.nullable().equals("NN") && !deviates(table, column, "null")
                                ? Stream.of(set(table, column, "NULL").refused(name + " is given", RowDraft.MISSING))
                                : Stream.<Trial>of(),
                        column.keys().stream()
                                .filter(key -> key.startsWith("FK "))
                                .map(key -> set(table, column, "<nobody>")
                                        .refused(name + " is of " + key.substring(3), RowDraft.UNKNOWN)),
                        column.type().equals("ENUM")
                                ? Stream.of(
                                        set(table, column, "'?'").refused(name + " is known", RowDraft.OUT_OF_RANGE))
                                : Stream.<Trial>of(),
                        sizes(table, column, name))
                .flatMap(rules -> rules);
    }

    private static Stream<Trial> sizes(TableName table, DocumentedColumn column, String name) {
        if (deviates(table, column, "type")) {
            return Stream.of();
        }
        var text = TEXT.matcher(column.type()).results().map(found -> set(table, column, longerThan(found))
                .refused(name + " has at most " + found.group(1) + " characters", TOO_LONG));
        var number = NUMBER.matcher(column.type()).results().map(found -> set(table, column, greaterThan(found))
                .refused(name + " is a " + column.type(), TOO_GREAT));
        return Stream.concat(text, number);
    }

    private static String longerThan(MatchResult text) {
        var value = "repeat('A', %s + 1)".formatted(text.group(1));
        return text.group(2) == null ? value : "ARRAY[" + value + "]";
    }

    private static String greaterThan(MatchResult number) {
        return "1e" + (Integer.parseInt(number.group(1)) - Integer.parseInt(number.group(2)));
    }

    private static Change set(TableName table, DocumentedColumn column, String value) {
        return new Change(table, column, value);
    }

    /** Gives one column of a row another value. The row has one already, so that no other rule asks for which of two columns has. */
    private record Change(TableName table, DocumentedColumn column, String value) {

        Trial refused(String rule, String state) {
            return Trial.ends(rule, state, SessionsByRole.OWNER, """
                    ALTER TABLE %1$s DISABLE TRIGGER USER;
                    UPDATE %1$s SET %2$s = %3$s WHERE ctid = (SELECT ctid FROM %1$s WHERE %2$s IS NOT NULL LIMIT 1)""".formatted(table, column.name(), value));
        }
    }
}
