package com.eventfulhq.infra.bench.drill;

/** The drill could not be carried to its end, so there is no ledger. */
final class DrillFailed extends Exception {

    private static final long serialVersionUID = 1L;

    DrillFailed(String message) {
        super(message);
    }
}
