package com.eventfulhq.infra.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many who want something at the same moment. */
final class Rush {

    /** More connections than these the server does not grant: what is more queues up behind one of them. */
    private static final int CONNECTIONS = 50;

    private Rush() {}

    /** Runs the statements at once, each in a transaction of its own, and tells the outcome of each: accepted, or the SQLSTATE. */
    static List<String> of(String role, DatabaseAddress database, List<String> statements) {
        var lanes = Math.min(CONNECTIONS, statements.size());
        var start = new CountDownLatch(lanes);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<String>>>();
            for (int lane = 0; lane < lanes; lane++) {
                var mine = everyOther(statements, lane, lanes);
                running.add(threads.submit(() -> oneAfterTheOther(role, database, mine, start)));
            }
            return woven(running, statements.size());
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("the rush was stopped", failure);
        }
    }

    private static List<String> everyOther(List<String> statements, int first, int step) {
        var mine = new ArrayList<String>();
        for (int i = first; i < statements.size(); i += step) {
            mine.add(statements.get(i));
        }
        return mine;
    }

    private static List<String> oneAfterTheOther(
            String role, DatabaseAddress database, List<String> statements, CountDownLatch start)
            throws InterruptedException {
        try (var session = Session.as(role, database)) {
            start.countDown();
            if (!start.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("somebody did not get a connection");
            }
            return statements.stream().map(sql -> outcome(session, sql)).toList();
        }
    }

    /** Runs and commits one statement, and tells the outcome. */
    static String outcome(Session session, String sql) {
        try {
            session.run(sql);
            return Session.ACCEPTED;
        } catch (DatabaseFailure failure) {
            return failure.getCause() instanceof SQLException refused ? refused.getSQLState() : failure.toString();
        }
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
