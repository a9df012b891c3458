package com.eventfulhq.infra.standalone.demo;

/** The story did not go as told. */
final class DemoFailed extends Exception {

    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
        super(message);
    }
}
