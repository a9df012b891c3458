package com.eventfulhq.infra.standalone.demo;

/** Says what happened, and how long after the scene before. */
final class Stage {

    private long last = System.nanoTime();

    void say(String what) {
        long now = System.nanoTime();
        System.out.printf("%6d ms  %s%n", (now - last) / 1_000_000, what);
        last = now;
    }
}
