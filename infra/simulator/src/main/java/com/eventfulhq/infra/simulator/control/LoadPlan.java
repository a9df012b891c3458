package com.eventfulhq.infra.simulator.control;

import org.jspecify.annotations.Nullable;

/**
 * A crowd that writes.
 *
 * @param phoneNumberId the business number written to; the first one if not given
 * @param users how many people
 * @param messagesPerUser how many messages each of them writes
 * @param rate messages a second over all; 0 is as fast as the subscriber acknowledges
 * @param batchSize messages in one callback, 1 to 1,000
 * @param firstUser number of the first person of the crowd, to have another crowd in another run
 */
public record LoadPlan(
        @Nullable String phoneNumberId, int users, int messagesPerUser, int rate, int batchSize, int firstUser) {
    private static final long MOST_MESSAGES = 2_000_000;

    public LoadPlan {
        users = Math.max(users, 1);
        messagesPerUser = Math.max(messagesPerUser, 1);
        batchSize = Math.max(batchSize, 1);
        if (batchSize > 1_000) {
            throw new IllegalArgumentException("batch_size: " + batchSize + " (expected: 1 to 1000)");
        }
        if (rate < 0 || firstUser < 0) {
            throw new IllegalArgumentException("rate, first_user: negative (expected: 0 or more)");
        }
        if ((long) users * messagesPerUser > MOST_MESSAGES) {
            throw new IllegalArgumentException("users x messages_per_user: " + (long) users * messagesPerUser
                    + " (expected: at most " + MOST_MESSAGES + ")");
        }
    }

    int messages() {
        return users * messagesPerUser;
    }
}
