package com.eventfulhq.infra.standalone;

/**
 * Our services, and the heap each gets: it holds under load, and keeps the gateway below 350 MB resident (370 MB with 20,000 connections)
 * and the hub below 450 MB.
 */
public enum Service {
    GATEWAY("gateway", 128, false),
    MESSAGING_HUB("messaging-hub", 192, false),
    NOTIFICATION_ENGINE("notification-engine", 96, true);

    private final String module;
    private final int heapMegabytes;
    private final boolean givesWay;

    Service(String module, int heapMegabytes, boolean givesWay) {
        this.module = module;
        this.heapMegabytes = heapMegabytes;
        this.givesWay = givesWay;
    }

    String module() {
        return module;
    }

    /** Smallest and largest size of its heap. */
    public int heapMegabytes() {
        return heapMegabytes;
    }

    /**
     * Whether it works off what others have accepted, and so can wait for them when both want the same core. The hub does too, but those
     * who chat wait for its answers.
     */
    boolean givesWay() {
        return givesWay;
    }
}
