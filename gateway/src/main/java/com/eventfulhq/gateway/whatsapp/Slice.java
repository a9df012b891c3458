package com.eventfulhq.gateway.whatsapp;

/** A place in a callback's body: the bytes from {@code start} to before {@code end}. */
record Slice(int start, int end) {

    int length() {
        return end - start;
    }
}
