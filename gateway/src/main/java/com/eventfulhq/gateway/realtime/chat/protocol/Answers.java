package com.eventfulhq.gateway.realtime.chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers, and the few things the node says by itself, as bytes. What came from elsewhere as JSON is put in as it is. */
public final class Answers {

    /** How long to wait is said to who is refused here for doing too much. */
    public static final long WAIT_MILLIS = 1_000;

    public static final byte[] PONG = utf8("{\"push\":\"pong\"}");
    public static final byte[] LAG = utf8("{\"push\":\"lag\"}");

    private static final long MOST_WAIT = 3_600_000;

    private static final byte[] RE = utf8("{\"re\":");
    private static final byte[] OK = utf8("\"ok\":true");
    private static final byte[] ERROR = utf8("\"error\"");
    private static final byte[] RETRYABLE = utf8("\"retryable\":true");
    private static final byte[] WAIT = utf8("\"retry_after_ms\":");
    private static final byte[] NOTHING = {};

    private Answers() {}

    public static byte[] ok(String id) {
        return ok(id, NOTHING, 0, 0);
    }

    /** With members of its own, given as they stand between the braces. */
    public static byte[] ok(String id, byte[] members) {
        return ok(id, members, 0, members.length);
    }

    /** The same with a part of an array. */
    public static byte[] ok(String id, byte[] source, int start, int length) {
        var bytes = new Bytes(id.length() + length + 32)
                .add(RE)
                .add(quoted(id))
                .add(',')
                .add(OK);
        return (length == 0 ? bytes : bytes.add(',').add(source, start, length))
                .add('}')
                .take();
    }

    /** With whatever the members say, also whether it went well: {@code "ok":true,…} or {@code "error":{…}}. */
    public static byte[] of(String id, byte[] members) {
        return of(id, members, 0, members.length);
    }

    /** The same with a part of an array. */
    public static byte[] of(String id, byte[] source, int start, int length) {
        return new Bytes(id.length() + length + 24)
                .add(RE)
                .add(quoted(id))
                .add(',')
                .add(source, start, length)
                .add('}')
                .take();
    }

    public static byte[] error(@Nullable String id, ErrorCode code, String detail) {
        var answer = new LinkedHashMap<String, Object>();
        if (id != null) {
            answer.put("re", id);
        }
        answer.put("error", problem(code, detail));
        return Json.bytes(answer);
    }

    /** Said a minute before the token ends. */
    public static byte[] expiring(long millis) {
        return utf8("{\"push\":\"auth.expiring\",\"in_ms\":" + millis + "}");
    }

    /** A subscription to a conversation is over, and why. */
    public static byte[] ended(UUID conversation, Ending why) {
        return utf8(
                "{\"push\":\"ended\",\"conversation_id\":\"" + conversation + "\",\"code\":\"" + why.code() + "\"}");
    }

    /** A subscription to a channel is over, and why. */
    public static byte[] ended(Channel channel, Ending why) {
        return utf8("{\"push\":\"ended\",\"channel\":\"" + channel.word() + "\",\"code\":\"" + why.code() + "\"}");
    }

    /** It is not counted any more who is online in that conversation. */
    public static byte[] uncounted(UUID conversation) {
        return utf8("{\"push\":\"occupancy\",\"conversation_id\":\"" + conversation + "\",\"ended\":true}");
    }

    /** Whether members that came from elsewhere are an error that repeating does not mend. */
    public static boolean refuses(byte[] members) {
        return Bytes.startsWith(members, ERROR) && !Bytes.contains(members, RETRYABLE);
    }

    /** How many milliseconds members that came from elsewhere say to wait; 0 if they are no error or say nothing of it. */
    public static long wait(byte[] members) {
        int at = Bytes.startsWith(members, ERROR) ? Bytes.indexOf(members, WAIT) : -1;
        long wait = 0;
        if (at >= 0) {
            for (int i = at + WAIT.length; i < members.length && members[i] >= '0' && members[i] <= '9'; i++) {
                wait = Math.min(MOST_WAIT, 10 * wait + members[i] - '0');
            }
        }
        return wait;
    }

    /** Only {@code {"error": {…}}}, as the hub says it. */
    public static byte[] error(ErrorCode code, String detail) {
        return error(null, code, detail);
    }

    private static Map<String, Object> problem(ErrorCode code, String detail) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("code", code.slug());
        problem.put("detail", detail);
        problem.put("retryable", code.retryable());
        if (code == ErrorCode.RATE_LIMITED) {
            problem.put("retry_after_ms", WAIT_MILLIS);
        }
        return problem;
    }

    /** As a JSON string. Most ids are plain, and this is asked for every answer. */
    private static byte[] quoted(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return Json.bytes(id);
            }
        }
        return utf8('"' + id + '"');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
