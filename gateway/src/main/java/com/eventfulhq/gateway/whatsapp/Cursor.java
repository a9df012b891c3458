package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;

/**
 * Walks over a body value by value and knows where each one stands. Every method but {@link #next} and {@link #nextMember} is
 * called with the parser at the first token of a value, and leaves it at the last token of that value.
 */
final class Cursor implements AutoCloseable {

    private static final TokenStreamFactory JSON = Json.MAPPER.tokenStreamFactory();

    /** Longer texts are not identifiers, and must not become part of a key. */
    private static final int MAX_TEXT = 256;

    /** Seconds until the year 2100; what is later, or in milliseconds, is not a time. */
    private static final long MAX_SECONDS = 4_102_444_800L;

    private final JsonParser parser;

    Cursor(byte[] body) {
        this.parser = JSON.createParser(ObjectReadContext.empty(), body);
    }

    /** The next token, or null at the end. */
    @Nullable
    JsonToken next() {
        return parser.nextToken();
    }

    /** Moves to the value of the object's next member and returns its name; null at the object's end. */
    @Nullable
    String nextMember() {
        var name = parser.nextName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    /** Moves to the array's next element; false at its end. */
    boolean nextElement() {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    boolean atObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean atArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean atString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /** Where the value begins. */
    int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** From a start to the end of the value whose last token was read. */
    Slice since(int start) {
        parser.finishToken();
        return new Slice(start, (int) parser.currentLocation().getByteOffset());
    }

    /** Steps over the value. */
    Slice slice() {
        int start = start();
        parser.skipChildren();
        return since(start);
    }

    /** Steps over a value whose place does not matter. */
    void skip() {
        parser.skipChildren();
    }

    /** The value as a short, non-empty text; null if it is not one. Numbers count as text: some senders mix them up. */
    @Nullable
    String text() {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            parser.skipChildren();
            return null;
        }
        int length = parser.getStringLength();
        return length == 0 || length > MAX_TEXT ? null : parser.getString();
    }

    /** Whether the value is a text with something in it. */
    boolean nonEmptyString() {
        if (!atString()) {
            parser.skipChildren();
            return false;
        }
        return parser.getStringLength() > 0;
    }

    /** The value as unix seconds, written as a number or as a text; -1 if it is not that. */
    long seconds() {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            parser.skipChildren();
            return -1;
        }
        return seconds(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    }

    private static long seconds(char[] text, int offset, int length) {
        if (length == 0 || length > 10) {
            return -1;
        }
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value > MAX_SECONDS ? -1 : value;
    }

    @Override
    public void close() {
        parser.close();
    }
}
