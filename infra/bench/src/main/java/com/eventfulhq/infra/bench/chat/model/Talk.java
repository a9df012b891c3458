package com.eventfulhq.infra.bench.chat.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One conversation as {@code docs/realtime.md} describes it; nothing else is known here. */
final class Talk {

    /** What a participant is, lowest first. */
    enum Role {
        MEMBER,
        ADMIN,
        OWNER;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Somebody who takes part. */
    static final class Seat {
        Role role;
        long readEv;

        Seat(Role role, long readEv) {
            this.role = role;
            this.readEv = readEv;
        }
    }

    /** A message that was sent. */
    static final class Message {
        final UUID id;
        final long number;
        final int sender;
        final long ev;
        final Set<String> reactions = new HashSet<>();
        String content;
        int version = 1;
        boolean deleted;
        boolean pinned;

        Message(UUID id, long number, int sender, long ev, String content) {
            this.id = id;
            this.number = number;
            this.sender = sender;
            this.ev = ev;
            this.content = content;
        }
    }

    /** What everybody hears, and what a later reader still may be told. */
    record Event(long ev, String kind, int by, Map<String, String> members) {}

    final UUID id;
    final Map<Integer, Seat> seats = new LinkedHashMap<>();
    final List<Message> messages = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    boolean archived;

    @Nullable
    String title;

    Talk(UUID id) {
        this.id = id;
    }

    long lastEv() {
        return events.size();
    }

    /** The next event. */
    Event event(String kind, int by, Map<String, String> members) {
        var event = new Event(lastEv() + 1, kind, by, members);
        events.add(event);
        return event;
    }

    boolean has(int person) {
        return seats.containsKey(person);
    }

    Seat seat(int person) {
        return Objects.requireNonNull(seats.get(person));
    }

    boolean leads(int person) {
        return has(person) && seat(person).role != Role.MEMBER;
    }

    boolean owns(int person) {
        return has(person) && seat(person).role == Role.OWNER;
    }

    /** Others are there, and nobody else could give roles. */
    boolean isLastOwner(int person) {
        return owns(person)
                && seats.size() > 1
                && seats.values().stream()
                                .filter(seat -> seat.role == Role.OWNER)
                                .count()
                        == 1;
    }

    /** Messages after the one read last: numbers have no gaps, and what was deleted keeps its number. */
    long unread(int person) {
        long read = seat(person).readEv;
        return messages.stream().filter(message -> message.ev > read).count();
    }
}
