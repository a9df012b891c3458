package com.eventfulhq.infra.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Statements that start together, each in a transaction of its own. */
final class Race {

    /** More connections than these the server does not grant: what is more queues up behind one of them. */
    private static final int CONNECTIONS = 50;

    private Race() {}

    /** Runs and commits all of them; returns for each, in their order, its SQLSTATE or {@link Session#ACCEPTED}. */
    static List<String> outcomes(DatabaseAddress database, String role, List<String> statements) {
        var lanes = Math.min(CONNECTIONS, statements.size());
        var everybodyIsReady = new CountDownLatch(lanes);
        try (var runners = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<String>>>();
            for (int lane = 0; lane < lanes; lane++) {
                var mine = everyOther(statements, lane, lanes);
                running.add(runners.submit(() -> {
                    try (var session = Session.as(role, database)) {
                        return oneAfterTheOther(session, mine, everybodyIsReady);
                    }
                }));
            }
            return woven(running, statements.size());
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

    private static List<String> everyOther(List<String> statements, int first, int step) {
        return IntStream.iterate(first, i -> i < statements.size(), i -> i + step)
                .mapToObj(statements::get)
                .toList();
    }

    private static List<String> oneAfterTheOther(
            Session session, List<String> statements, CountDownLatch everybodyIsReady) throws InterruptedException {
        everybodyIsReady.countDown();
        if (!everybodyIsReady.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("somebody did not get a connection");
        }
        return statements.stream().map(sql -> outcome(session, sql)).toList();
    }

    private static List<String> woven(List<Future<List<String>>> lanes, int size)
            throws InterruptedException, ExecutionException {
        var outcomes = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            outcomes.add(lanes.get(i % lanes.size()).get().get(i / lanes.size()));
        }
        return outcomes;
    }
}
