package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.presence.Onlooker;
import com.eventfulhq.gateway.realtime.chat.presence.View;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What one session asks about others, and whom it watches.
 *
 * <pre>
 * asked → the hub says whom one may know of → how it stands with those → the answer → what changes ┐
 *                          ▲───────────── asked again after a while, about those watched ──────────┘
 * </pre>
 */
final class PresenceWatch implements Onlooker.Reader {

    /** Of the answer; each of those asked about takes some hundred bytes. */
    private static final int MOST_BYTES = 32 * 1024;

    private static final byte[] NOBODY = "\"users\":[]".getBytes(UTF_8);

    private final Bay bay;
    private final Session session;
    private final UserId user;
    private final Onlooker onlooker;
    private int watches;
    private long recheckAt;
    private boolean ended;

    PresenceWatch(Bay bay, Session session, UserId user) {
        this.bay = bay;
        this.session = session;
        this.user = user;
        this.onlooker = new Onlooker(bay.lookout(), this);
    }

    void ask(Request.Presence request) {
        // Answers may overtake one another: what was asked to be watched last is.
        int watch = request.watch() ? ++watches : 0;
        var people = request.userIds().stream().distinct().toList();
        if (people.isEmpty()) {
            if (request.watch()) {
                onlooker.end();
            }
            session.say(Answers.ok(request.id(), NOBODY));
            return;
        }
        session.connection().busy(MOST_BYTES);
        visible(people, visible -> {
            if (visible == null) {
                answer(request.id(), watch, null);
            } else {
                bay.lookout().look(ids(people), visible, view -> answer(request.id(), watch, view));
            }
        });
    }

    /** Tells of whom of them one may know; null if that cannot be had now. */
    private void visible(List<UserId> people, Consumer<@Nullable Set<UUID>> then) {
        bay.node()
                .acquaintances()
                .ask(bay.loop(), new ChatAsk.Visible(user, people), reply -> then.accept(read(reply)));
    }

    private static @Nullable Set<UUID> read(Reply reply) {
        if (!reply.given()) {
            return null;
        }
        try {
            var visible = new HashSet<UUID>();
            var answer = Json.MAPPER.readTree(reply.source(), reply.start() - 1, reply.length() + 2);
            for (var person : answer.path("visible")) {
                visible.add(UUID.fromString(person.asString()));
            }
            return visible;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static List<UUID> ids(List<UserId> people) {
        return people.stream().map(UserId::value).toList();
    }

    private void answer(String id, int watch, @Nullable View view) {
        session.connection().done(MOST_BYTES);
        if (view == null) {
            session.refuse(id, ErrorCode.UNAVAILABLE, "presence: cannot be told now");
            return;
        }
        session.say(Answers.ok(id, view.users()));
        if (watch == watches && watch != 0 && !ended) {
            onlooker.watch(view);
            recheckLater();
        }
    }

    /** Not all in the same moment, though they may have come so. */
    private void recheckLater() {
        long pause = bay.node().presence().settings().recheck().toNanos();
        recheckAt = System.nanoTime() + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    /** Every few seconds. */
    void lookAfter() {
        if (onlooker.asked().isEmpty() || System.nanoTime() - recheckAt < 0) {
            return;
        }
        recheckLater();
        int watch = watches;
        visible(onlooker.asked().stream().map(UserId::new).toList(), visible -> {
            if (visible != null && watch == watches && !ended) {
                onlooker.restrict(visible);
            }
        });
    }

    @Override
    public boolean isCrowded() {
        return session.connection().crowded();
    }

    @Override
    public void push(byte[] frame, Origin origin) {
        var unused = session.connection().push(Frame.text(frame), origin);
    }

    void end() {
        ended = true;
        onlooker.end();
    }
}
