package com.eventfulhq.common.log;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Tells "not now" from "never": the first is waited out for as long as it takes, the second is taken apart. */
final class Unavailability {

    private static final int MAX_CAUSES = 10;

    private Unavailability() {}

    static boolean is(Throwable error) {
        @org.jspecify.annotations.Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (isItself(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isItself(Throwable error) {
        return error instanceof LogUnavailable
                || error instanceof IOException
                || error instanceof TimeoutException
                || error instanceof R2dbcTransientException
                || error instanceof R2dbcNonTransientResourceException
                || error instanceof DataAccessResourceFailureException
                || error instanceof TransientDataAccessException
                || error instanceof io.lettuce.core.RedisException;
    }
}
