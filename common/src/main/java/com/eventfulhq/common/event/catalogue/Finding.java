package com.eventfulhq.common.event.catalogue;

/**
 * What is wrong with an event, and where.
 *
 * @param pointer  RFC 6901, from the root of the record's value
 * @param found    in short: at most the beginning of a long value
 */
public record Finding(String pointer, String found, String expected) {

    @Override
    public String toString() {
        return pointer + ": found " + found + " (expected: " + expected + ")";
    }
}
