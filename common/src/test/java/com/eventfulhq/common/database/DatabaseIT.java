package com.eventfulhq.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@RealServers
class DatabaseIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ADD = "INSERT INTO public.things SELECT * FROM unnest($1::int[], $2::text[])";
    private static final String RENAME = "UPDATE public.others SET name = $2 WHERE id = $1";

    private DatabaseAddress address;
    private Database database;

    @BeforeEach
    void twoTables(TestServers servers) {
        address = servers.newDatabase();
        Sql.script(address, """
                CREATE TABLE public.things (id int PRIMARY KEY, name text);
                CREATE TABLE public.others (id int PRIMARY KEY, name text);
                INSERT INTO public.others VALUES (7, 'seven');
                """);
        // As the services connect.
        database = new Database(ConnectionFactories.get(ConnectionFactoryOptions.parse(address.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, address.user())
                .option(ConnectionFactoryOptions.PASSWORD, address.password())
                .option(Option.valueOf("forceBinary"), true)
                .build()));
    }

    private List<String> names(String table) {
        return Sql.rows(address, "SELECT name FROM public.%s ORDER BY id".formatted(table)).stream()
                .map(row -> row.get("name"))
                .toList();
    }

    @Test
    void changesRunTogetherEachWithItsOwnParameters() {
        database.single(statements -> statements.execute(List.of(
                        Change.of(ADD, new Integer[] {1, 2}, new String[] {"one", "two"}),
                        Change.of(RENAME, 7, "VII"),
                        Change.of("DELETE FROM public.things WHERE id = $1", 9))))
                .block(SOON);

        assertThat(names("things")).containsExactly("one", "two");
        assertThat(names("others")).containsExactly("VII");
    }

    @Test
    void ofChangesThatRunTogetherNoneIsDoneIfOneFails() {
        StepVerifier.create(database.single(statements -> statements.execute(List.of(
                        Change.of(RENAME, 7, "VII"),
                        Change.of(ADD, new Integer[] {1, 1}, new String[] {"one", "again"})))))
                .verifyError();

        assertThat(names("others")).containsExactly("seven");
    }

    @Test
    void aTransactionThatBeginsWithAStatementIsOne() {
        var failed = database.transactionAfter(
                "INSERT INTO public.things VALUES (1, 'one')",
                statements -> statements.execute(RENAME, 7, "VII").then(Mono.error(new IllegalStateException("no"))));

        StepVerifier.create(failed).verifyErrorMessage("no");

        assertThat(names("things")).isEmpty();
        assertThat(names("others")).containsExactly("seven");
    }

    @Test
    void whatATransactionBeginsWithIsCommittedWithIt() {
        database.transactionAfter(
                        "INSERT INTO public.things VALUES (1, 'one')",
                        statements -> statements.execute(RENAME, 7, "VII"))
                .block(SOON);

        assertThat(names("things")).containsExactly("one");
        assertThat(names("others")).containsExactly("VII");
    }
}
