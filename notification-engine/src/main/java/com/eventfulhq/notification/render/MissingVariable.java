package com.eventfulhq.notification.render;

/** A template needs a variable that the request does not give. */
public final class MissingVariable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;

    MissingVariable(String name) {
        super("variable " + name + ": missing");
        this.name = name;
    }

    public String name() {
        return name;
    }
}
