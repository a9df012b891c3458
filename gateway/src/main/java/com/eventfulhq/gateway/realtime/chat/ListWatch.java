package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.gateway.realtime.chat.ask.Reply;
import com.eventfulhq.gateway.realtime.chat.protocol.Bytes;
import com.eventfulhq.gateway.realtime.chat.room.Digest;
import com.eventfulhq.gateway.realtime.chat.room.Listing;
import com.eventfulhq.gateway.realtime.chat.room.Notice;
import com.eventfulhq.gateway.realtime.socket.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The watched list of one session. Which conversations are on it, the hub says: first where all of them stand, and from then on what
 * changed when the person is told of one that is not here yet. What they look like the client knows, and asks for itself.
 *
 * <pre>
 * begin → the person is watched → the hub's heads → their conversations are watched → ready
 * </pre>
 */
final class ListWatch {

    private static final byte[] CHANGED = "{\"push\":\"list\",\"changed\":[".getBytes(UTF_8);
    private static final byte[] END = "]}".getBytes(UTF_8);

    private final Bay bay;
    private final Session session;
    private final UserId user;
    private final Map<UUID, Listing> listings = new HashMap<>();
    private final List<Consumer<@Nullable ProblemException>> waiting = new ArrayList<>(1);
    private List<Listing> changed = new ArrayList<>(2);
    private @Nullable String cursor;
    private boolean asking;
    private boolean askAgain;
    private boolean askWithNextTick;
    private boolean ready;
    private boolean ended;

    ListWatch(Bay bay, Session session) {
        this.bay = bay;
        this.session = session;
        this.user = session.person();
    }

    /** Tells null once nothing is missed from now on, or why that cannot be. */
    void begin(Consumer<@Nullable ProblemException> then) {
        if (ready) {
            then.accept(null);
            return;
        }
        waiting.add(then);
        if (waiting.size() == 1) {
            bay.floor().enter(session, this::entered);
        }
    }

    private void entered(boolean watched) {
        if (!watched) {
            done(ProblemException.of(ErrorCode.UNAVAILABLE, "list: cannot be watched now"));
        } else if (!ended) {
            ask();
        }
    }

    private void ask() {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        var ask = cursor == null ? new ChatAsk.Heads(user) : new ChatAsk.Roster(user, cursor);
        bay.node().asks().ask(bay.loop(), ask, this::replied);
    }

    private void replied(Reply reply) {
        asking = false;
        if (ended) {
            return;
        }
        try {
            if (!reply.given()) {
                throw ProblemException.of(ErrorCode.UNAVAILABLE, "list: cannot be read now");
            }
            page(Json.MAPPER.readTree(reply.source(), reply.start() - 1, reply.length() + 2));
        } catch (ProblemException e) {
            done(e);
        } catch (JacksonException | IllegalArgumentException e) {
            done(ProblemException.of(ErrorCode.INTERNAL, "list: cannot be read"));
        }
    }

    private void page(JsonNode page) {
        cursor = page.path("cursor").stringValue(cursor);
        for (var left : page.path("left")) {
            drop(UUID.fromString(left.asString()));
        }
        var added = new HashMap<UUID, Digest>();
        int room = bay.node().settings().maxListed() - listings.size();
        // Of a summary, and of a head, which has no last message.
        for (var summary : page.path(page.has("heads") ? "heads" : "changed")) {
            var conversation = UUID.fromString(summary.path("conversation_id").asString());
            if (!listings.containsKey(conversation) && added.size() < room) {
                added.put(conversation, Digest.of(summary));
            }
        }
        boolean more = page.path("more").asBoolean(false) && added.size() < room;
        bay.floor()
                .list(session, added, watched -> listed(watched, more))
                .forEach(listing -> listings.put(listing.conversation(), listing));
    }

    private void listed(boolean watched, boolean more) {
        if (ended) {
            return;
        }
        if (!watched) {
            done(ProblemException.of(ErrorCode.UNAVAILABLE, "list: cannot be watched now"));
        } else if (more || askAgain) {
            askAgain = false;
            ask();
        } else {
            done(null);
        }
    }

    private void done(@Nullable ProblemException problem) {
        if (ready && problem != null && !ended) {
            // Nobody waits for it, but something is not watched yet.
            askWithNextTick = true;
            session.due();
        }
        ready |= problem == null;
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(then -> then.accept(problem));
    }

    /** Told to the client with the next tick. */
    void changed(Listing listing) {
        changed.add(listing);
        session.due();
    }

    /** Once a second while there is something to do. */
    void tick() {
        if (askWithNextTick) {
            askWithNextTick = false;
            ask();
        }
        tell();
    }

    private void tell() {
        if (changed.isEmpty()) {
            return;
        }
        if (session.connection().crowded()) {
            // Gathered until the reader has come closer: a conversation that changes again is one change.
            session.due();
            return;
        }
        var bytes = new Bytes(CHANGED.length + 300 * changed.size()).add(CHANGED);
        int first = bytes.length();
        for (var listing : changed) {
            if (!listing.gone()) {
                (bytes.length() == first ? bytes : bytes.add(',')).add(listing.tell());
            }
        }
        changed = new ArrayList<>(2);
        if (bytes.length() > first) {
            session.push(Frame.text(bytes.add(END).take()));
        }
    }

    /** The client is told to look at its list again, and so does its node. */
    void outdated(Listing listing) {
        listings.remove(listing.conversation());
        cursor = null;
        session.missed();
        ask();
    }

    /** Pushed as it is; that somebody came or went also says what is on the list. */
    void mine(Notice.Mine mine) {
        session.push(mine.frame());
        try {
            for (var entry : Json.MAPPER.readTree(mine.json()).path("mine")) {
                var conversation = UUID.fromString(entry.path("conversation_id").asString());
                if (entry.path("left").asBoolean(false)) {
                    drop(conversation);
                } else if (ready && !listings.containsKey(conversation)) {
                    ask();
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // It was for the client; what it says to us is asked for with the next change.
            ask();
        }
    }

    private void drop(UUID conversation) {
        var listing = listings.remove(conversation);
        if (listing != null) {
            listing.leave();
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            done(ProblemException.of(ErrorCode.CONFLICT, "list: is not watched any more"));
            bay.floor().exit(session);
            listings.values().forEach(Listing::leave);
            listings.clear();
        }
    }
}
