package com.eventfulhq.gateway.realtime.chat.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Two nodes of which one counts who is online in a conversation, and the hub that says who takes part. */
abstract class Counting extends TwoNodes {

    /** After it, a count has been made for certain. */
    static final Duration A_COUNT = Duration.ofSeconds(16);

    static final HeadcountSettings SETTINGS =
            new HeadcountSettings(Duration.ofSeconds(15), Duration.ofMinutes(1), 3, 200);

    final UUID talk = UUID.randomUUID();
    final UserId ana = new UserId(UUID.randomUUID());
    final List<UUID> members = new ArrayList<>(List.of(ana.value(), ben, cleo));
    final Set<UserId> strangers = new HashSet<>();
    final List<ChatAsk.Crowd> asked = new ArrayList<>();
    final Census census = new Census(
            here.loop, here.presence.means(SETTINGS, (ask, then) -> here.loop.execute(() -> hub(ask, then))));
    final Gallery gallery = new Gallery(here.loop, census);

    /** Why nobody is told who takes part. */
    @Nullable
    ErrorCode refusal;

    /** Two at a time. */
    private void hub(ChatAsk.Crowd ask, Consumer<Reply> then) {
        asked.add(ask);
        if (refusal != null) {
            then.accept(Reply.refused(refusal, "as the test says"));
            return;
        }
        if (strangers.contains(ask.user())) {
            then.accept(Reply.refused(ErrorCode.NOT_FOUND, "not one of yours"));
            return;
        }
        int from = ask.cursor() == null ? 0 : Integer.parseInt(ask.cursor());
        int to = Math.min(members.size(), from + 2);
        var ids = ByteBuffer.allocate(16 * (to - from));
        members.subList(from, to)
                .forEach(id -> ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        var page = "{\"people\":\"" + Base64.getEncoder().encodeToString(ids.array()) + "\""
                + (to < members.size() ? ",\"cursor\":\"" + to + "\"" : "") + "}";
        var bytes = page.getBytes(UTF_8);
        then.accept(new Reply(bytes, 1, bytes.length - 1, -1, Reply.Kind.GIVEN));
    }

    /** A client that watches, and what it was pushed. */
    final class Watcher implements Viewer.Reader {
        final List<Frame> heard = new ArrayList<>();
        final Viewer viewer;
        boolean crowded;
        int overs;

        Watcher(UUID conversation, UserId user) {
            viewer = new Viewer(gallery, conversation, user, this);
        }

        @Override
        public boolean isCrowded() {
            return crowded;
        }

        @Override
        public void push(Frame frame, Origin origin) {
            heard.add(frame);
        }

        @Override
        public void over(Viewer viewer) {
            overs++;
        }
    }

    /** The members of the answer. */
    static String text(Tally tally) {
        var reply = tally.reply();
        return new String(reply.source(), reply.start(), reply.length(), UTF_8);
    }

    static String numbers(int participants, int online) {
        return "\"participants\":" + participants + ",\"online\":" + online;
    }

    String ask(UUID conversation) {
        var told = new ArrayList<Tally>();
        gallery.ask(conversation, ana, told::add);
        here.turn();
        assertThat(told).hasSize(1);
        return text(told.getFirst());
    }

    Watcher watching() {
        return watching(ana);
    }

    Watcher watching(UserId user) {
        var watcher = new Watcher(talk, user);
        var told = new ArrayList<Tally>();
        gallery.watch(watcher.viewer, told::add);
        here.turn();
        assertThat(told).hasSize(1).first().isInstanceOf(Tally.Counted.class);
        return watcher;
    }

    /** What {@code now} would be pushed as. */
    Frame newest(Watcher watcher) {
        return watcher.viewer.lag();
    }

    /** Somebody is connected to the other node. */
    void comes(UUID person) {
        there.presence.came(person);
        pass(Duration.ofSeconds(1));
    }
}
