package com.eventfulhq.common.database;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * PostgreSQL over R2DBC, the way the hot paths use it: positional parameters, arrays for batches
 * ({@code INSERT … SELECT FROM unnest($1::uuid[], …)}), results collected whole on the connection's own loop.
 *
 * <p>Results are collected with unbounded demand on purpose: the driver can emit rows out of order when demand arrives from
 * another thread. Keep result sets bounded by LIMIT or by the size of the batch.
 */
public final class Database {

    private final ConnectionFactory connections;

    public Database(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** Work on one connection in one transaction: committed when it completes, rolled back when it fails or is cancelled. */
    public <T> Mono<T> transaction(Function<Statements, Mono<T>> work) {
        return transaction("BEGIN", work);
    }

    /**
     * The same, beginning with a statement of its own, which costs no further way to the server.
     *
     * @param first a statement without parameters and without rows of interest
     */
    public <T> Mono<T> transactionAfter(String first, Function<Statements, Mono<T>> work) {
        return transaction("BEGIN; " + first, work);
    }

    private <T> Mono<T> transaction(String begin, Function<Statements, Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(),
                connection -> new Statements(connection)
                        .execute(begin)
                        .then(Mono.defer(() -> work.apply(new Statements(connection)))),
                connection -> Mono.from(connection.commitTransaction()).then(Mono.from(connection.close())),
                (connection, error) -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.from(connection.close())),
                connection -> Mono.from(connection.rollbackTransaction())
                        .onErrorComplete()
                        .then(Mono.from(connection.close())));
    }

    /** One statement that is its own transaction. */
    public <T> Mono<T> single(Function<Statements, Mono<T>> work) {
        return Mono.usingWhen(
                connections.create(), connection -> work.apply(new Statements(connection)), Connection::close);
    }

    /** Statements on one connection, run one after another. */
    public static final class Statements {

        private final Connection connection;

        Statements(Connection connection) {
            this.connection = connection;
        }

        /** Runs a statement and gives the number of rows it changed. */
        public Mono<Long> execute(String sql, @Nullable Object... parameters) {
            return Flux.from(bind(sql, parameters).execute())
                    .flatMap(Result::getRowsUpdated)
                    .reduce(0L, Long::sum);
        }

        /**
         * Runs changes as one statement, so that they cost one way to the server. None of them sees what another changes; their
         * triggers run after all of them.
         */
        public Mono<Void> execute(List<Change> changes) {
            if (changes.isEmpty()) {
                return Mono.empty();
            }
            var together = changes.size() == 1 ? changes.getFirst() : Change.together(changes);
            return execute(together.sql(), together.parameters()).then();
        }

        /** Runs a statement and gives its rows. */
        public <T> Mono<List<T>> query(String sql, Function<Row, T> map, @Nullable Object... parameters) {
            return Flux.from(bind(sql, parameters).execute())
                    .flatMap(result -> result.map((row, metadata) -> map.apply(row)))
                    .collectList();
        }

        private io.r2dbc.spi.Statement bind(String sql, @Nullable Object... parameters) {
            var statement = connection.createStatement(sql);
            for (int i = 0; i < parameters.length; i++) {
                var parameter = parameters[i];
                if (parameter == null) {
                    throw new IllegalArgumentException("parameter $" + (i + 1) + ": null (expected Null.of(type))");
                }
                if (parameter instanceof Null absent) {
                    statement.bindNull(i, absent.type());
                } else {
                    statement.bind(i, parameter);
                }
            }
            return statement;
        }
    }

    /** A null parameter with its type. */
    public record Null(Class<?> type) {

        /** The value, or a typed null. */
        public static <T> Object or(@Nullable T value, Class<T> type) {
            return value == null ? new Null(type) : value;
        }
    }
}
