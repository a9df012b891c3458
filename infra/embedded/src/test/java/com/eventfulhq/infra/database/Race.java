package com.eventfulhq.infra.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Deeds that start together, each over a connection of its own as far as there are enough; statements, each in a transaction. */
final class Race {

    /** More connections than these the server does not grant: what is more queues up behind one of them. */
    private static final int CONNECTIONS = 50;

    private Race() {}

    /** Runs and commits all of them; returns for each, in their order, its SQLSTATE or {@link Session#ACCEPTED}. */
    static List<String> outcomes(DatabaseAddress database, String role, List<String> statements) {
        return answers(
                database,
                role,
                statements.stream()
                        .map(sql -> (Function<Session, String>) session -> outcome(session, sql))
                        .toList());
    }

    /** Lets go of all these deeds; returns what each answered, in their order. */
    static <T> List<T> answers(DatabaseAddress database, String role, List<Function<Session, T>> deeds) {
        var lanes = Math.min(CONNECTIONS, deeds.size());
        var everybodyIsReady = new CountDownLatch(lanes);
        try (var runners = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<T>>>();
            for (int lane = 0; lane < lanes; lane++) {
                var mine = everyOther(deeds, lane, lanes);
                running.add(runners.submit(() -> {
                    try (var session = Session.as(role, database)) {
                        return oneAfterTheOther(session, mine, everybodyIsReady);
                    }
                }));
            }
            return woven(running, deeds.size());
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("a racer fell", failure);
        }
    }

    /** Runs and commits one statement, and tells the outcome. */
    static String outcome(Session session, String sql) {
        try {
            session.run(sql);
            return Session.ACCEPTED;
        } catch (DatabaseFailure failure) {
            return failure.getCause() instanceof SQLException refused
                    ? String.valueOf(refused.getSQLState())
                    : failure.toString();
        }
    }

    private static <T> List<T> everyOther(List<T> all, int first, int step) {
        return IntStream.iterate(first, i -> i < all.size(), i -> i + step)
                .mapToObj(all::get)
                .toList();
    }

    private static <T> List<T> oneAfterTheOther(
            Session session, List<Function<Session, T>> deeds, CountDownLatch everybodyIsReady)
            throws InterruptedException {
        everybodyIsReady.countDown();
        if (!everybodyIsReady.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("somebody did not get a connection");
        }
        var answers = new ArrayList<T>();
        for (var deed : deeds) {
            answers.add(deed.apply(session));
        }
        return answers;
    }

    private static <T> List<T> woven(List<Future<List<T>>> lanes, int size)
            throws InterruptedException, ExecutionException {
        var answers = new ArrayList<T>();
        for (int i = 0; i < size; i++) {
            answers.add(lanes.get(i % lanes.size()).get().get(i / lanes.size()));
        }
        return answers;
    }
}
