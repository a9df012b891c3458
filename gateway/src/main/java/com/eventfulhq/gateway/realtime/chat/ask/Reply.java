package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;

/**
 * What the hub answers to one question: an object, as a part of the bytes that came.
 *
 * @param start  of the members, after the opening brace
 * @param end    after them, at the closing brace
 * @param ev     its {@code ev}; -1 if it has none
 * @param kind   how it went
 */
public record Reply(byte[] source, int start, int end, long ev, Kind kind) {

    /** How it went. */
    public enum Kind {
        GIVEN,
        REFUSED,
        /** Refused, but the same may succeed later. */
        NOT_NOW
    }

    private static final byte[] AWAY = Answers.error(ErrorCode.UNAVAILABLE, "the conversations cannot be read now");
    private static final Reply UNAVAILABLE = new Reply(AWAY, 1, AWAY.length - 1, -1, Kind.NOT_NOW);

    /** Nobody answered, or nothing that can be read. */
    public static Reply unavailable() {
        return UNAVAILABLE;
    }

    /** A refusal of this node's own. */
    public static Reply refused(ErrorCode code, String detail) {
        var bytes = Answers.error(code, detail);
        return new Reply(bytes, 1, bytes.length - 1, -1, code.retryable() ? Kind.NOT_NOW : Kind.REFUSED);
    }

    public boolean given() {
        return kind == Kind.GIVEN;
    }

    public int length() {
        return end - start;
    }

    /** The client's answer. */
    public byte[] answer(String id) {
        return given() ? Answers.ok(id, source, start, length()) : Answers.of(id, source, start, length());
    }
}
