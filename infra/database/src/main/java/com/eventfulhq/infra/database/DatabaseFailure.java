package com.eventfulhq.infra.database;

import java.sql.SQLException;

/** A statement of this package failed; the message says which step, the cause says why. */
public final class DatabaseFailure extends RuntimeException {

    DatabaseFailure(String step, SQLException cause) {
        super(step + ": " + cause.getMessage(), cause);
    }
}
