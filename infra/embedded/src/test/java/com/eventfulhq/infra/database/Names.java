package com.eventfulhq.infra.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import java.util.regex.Pattern;

/** Lets statements say {@code <ana>} where a key is meant: every name stands for one UUID, always the same. */
final class Names {

    private static final Pattern NAME = Pattern.compile("<([a-z][a-z0-9_ ]*)>");

    private Names() {}

    /** The statement with a quoted UUID in the place of every name. A {@link Session} does this to whatever it runs. */
    static String in(String sql) {
        return NAME.matcher(sql).replaceAll(name -> "'" + of(name.group(1)) + "'");
    }

    static UUID of(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }
}
