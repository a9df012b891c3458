package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a batch tells beside its events and answers. */
public final class Telling {

    private final List<BusEntry> people = new ArrayList<>();
    private final Set<Left> left = new HashSet<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<LogEntry> published = new ArrayList<>();

    /** Somebody is gone with that event. */
    record Left(UUID conversationId, long ev, UUID userId) {}

    /** To all connections of one person that watch the list. */
    public void person(UUID userId, String frame) {
        people.add(BusEntry.user(userId, frame.getBytes(StandardCharsets.UTF_8)));
    }

    /** Nothing further of the conversation goes to that person after that event. */
    public void left(UUID conversationId, long ev, UUID userId) {
        left.add(new Left(conversationId, ev, userId));
    }

    /** That person takes part again: nothing is told of having left. */
    public void stays(UUID conversationId, UUID userId) {
        left.removeIf(gone ->
                gone.conversationId().equals(conversationId) && gone.userId().equals(userId));
    }

    public void receipt(Receipt receipt) {
        receipts.add(receipt);
    }

    /** To the log, for the other services. */
    public void publish(LogEntry entry) {
        published.add(entry);
    }

    List<BusEntry> people() {
        return people;
    }

    Set<Left> left() {
        return left;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    List<LogEntry> published() {
        return published;
    }
}
