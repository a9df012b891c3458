package com.eventfulhq.infra.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Statements that start together, each on a connection of its own. */
final class Race {

    private Race() {}

    /** Runs and commits all of them; returns for each, in their order, its SQLSTATE or {@link Session#ACCEPTED}. */
    static List<String> outcomes(DatabaseAddress database, String role, List<String> statements) {
        var everybodyIsReady = new CountDownLatch(statements.size());
        try (var runners = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<String>>();
            for (var sql : statements) {
                running.add(runners.submit(() -> {
                    try (var session = Session.as(role, database)) {
                        everybodyIsReady.countDown();
                        everybodyIsReady.await();
                        return outcome(session, Trial.keyed(sql));
                    }
                }));
            }
            return results(running);
        }
    }

    private static String outcome(Session session, String sql) {
        try {
            session.begin();
            session.step(sql);
            session.commit();
            return Session.ACCEPTED;
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    private static List<String> results(List<Future<String>> running) {
        var outcomes = new ArrayList<String>();
        try {
            for (var one : running) {
                outcomes.add(one.get());
            }
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("a racer fell", failure);
        }
        return outcomes;
    }
}
