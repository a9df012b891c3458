package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;
import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import com.eventfulhq.gateway.realtime.chat.room.Opened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@code connect}: the token, then, in the same answer, everything that was missed.
 *
 * <pre>
 * verified → known from now on ┬─ the list, as the hub has it ────────┐
 *                              └─ each conversation takes its seat ───┴─ all there → the answer → the seats go on from it
 * </pre>
 */
final class Connecting {

    private final Session session;
    private final Node node;
    private final Request.Connect request;
    private final List<Resumed> resumed = new ArrayList<>();
    private byte @Nullable [] greeting;
    private @Nullable Reply list;
    private int outstanding;

    Connecting(Session session, Request.Connect request) {
        this.session = session;
        this.node = session.bay().node();
        this.request = request;
    }

    void begin() {
        session.holdRequests();
        session.connection().busy(most());
        var loop = session.bay().loop();
        var unused = node.tokens()
                .verify(request.token())
                .subscribe(caller -> loop.execute(() -> verified(caller)), error -> loop.execute(() -> refused(error)));
    }

    /** Bytes the answer may have. */
    private int most() {
        var places = request.resume();
        return places == null ? 0 : (1 + places.conversations().size()) * ChatAsk.MOST_BYTES;
    }

    private void refused(Throwable error) {
        session.connection().done(most());
        if (error instanceof ProblemException problem) {
            session.refuse(request.id(), problem);
        } else {
            session.refuse(request.id(), ErrorCode.UNAVAILABLE, "the token cannot be verified now");
        }
        session.takeHeld();
    }

    private void verified(Caller next) {
        if (session.closed()) {
            return;
        }
        @Nullable Caller current = session.caller();
        if (current != null && !isSame(current, next)) {
            refused(ProblemException.of(
                    ErrorCode.CONFLICT, "token: of another caller (expected: a new token of the same)"));
            return;
        }
        session.connection().connected(next);
        session.tokenCame(next, node.clock().instant());
        session.watching().keepOnly(next);
        greeting = greeting(next);
        resume();
        session.takeHeld();
    }

    private static boolean isSame(Caller current, Caller next) {
        return current.subject().equals(next.subject()) && Objects.equals(current.teamId(), next.teamId());
    }

    private byte[] greeting(Caller caller) {
        var members = new LinkedHashMap<String, Object>();
        var user = caller.userId();
        if (user != null) {
            members.put("user_id", user.toString());
        }
        @Nullable Instant expiresAt = caller.expiresAt();
        if (expiresAt != null) {
            members.put("expires_at", expiresAt.toString());
        }
        members.put("server_time", node.clock().instant().toString());
        members.put("ping_ms", node.greeting().pingMillis());
        members.put("max_frame", node.greeting().maxFrame());
        return Json.bytes(members);
    }

    private void resume() {
        var places = request.resume();
        if (places == null) {
            answer();
            return;
        }
        // One for this method: nothing is complete before everything is asked.
        outstanding = 1;
        askForList(places.cursor());
        for (var position : places.conversations()) {
            var place = new Resumed(position);
            resumed.add(place);
            open(place);
        }
        arrived();
    }

    private void askForList(@Nullable String cursor) {
        try {
            var ask = new ChatAsk.Roster(session.person(), cursor);
            outstanding++;
            node.asks().ask(session.bay().loop(), ask, reply -> {
                list = reply;
                arrived();
            });
        } catch (ProblemException e) {
            list = refusal(e);
        }
    }

    private void open(Resumed place) {
        try {
            session.watching().open(place.position, opened -> {
                place.opened = opened;
                arrived();
            });
            outstanding++;
        } catch (ProblemException e) {
            place.refusal = refusal(e);
        }
    }

    private static Reply refusal(ProblemException problem) {
        @Nullable String detail = problem.getBody().getDetail();
        return Reply.refused(problem.code(), detail == null ? problem.code().title() : detail);
    }

    private void arrived() {
        if (--outstanding == 0) {
            answer();
        }
    }

    private void answer() {
        session.connection().done(most());
        byte[] greeted = Objects.requireNonNull(greeting);
        var bytes = new Bytes(greeted.length + 256).add(greeted, 1, greeted.length - 2);
        if (request.resume() != null) {
            object(bytes.add(",\"list\":"), Objects.requireNonNull(list));
            bytes.add(",\"conversations\":[");
            for (int i = 0; i < resumed.size(); i++) {
                resumed.get(i).write(i == 0 ? bytes : bytes.add(','));
            }
            bytes.add(']');
        }
        session.say(Answers.ok(request.id(), bytes.take()));
        resumed.forEach(Resumed::answered);
    }

    private static void object(Bytes bytes, Reply reply) {
        bytes.add('{').add(reply.source(), reply.start(), reply.length()).add('}');
    }

    /** One conversation of the resumed ones. */
    private static final class Resumed {
        private final Request.Position position;
        private @Nullable Opened opened;
        private @Nullable Reply refusal;

        Resumed(Request.Position position) {
            this.position = position;
        }

        void write(Bytes bytes) {
            var reply = opened == null ? Objects.requireNonNull(refusal) : opened.reply();
            if (reply.given()) {
                object(bytes, reply);
            } else {
                bytes.add(("{\"conversation_id\":\"" + position.conversationId() + "\",").getBytes(UTF_8))
                        .add(reply.source(), reply.start(), reply.length())
                        .add('}');
            }
        }

        void answered() {
            if (opened != null) {
                opened.answered();
            }
        }
    }
}
