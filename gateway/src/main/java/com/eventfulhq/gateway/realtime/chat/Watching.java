package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.realtime.chat.protocol.Answers;
import com.eventfulhq.gateway.realtime.chat.protocol.Channel;
import com.eventfulhq.gateway.realtime.chat.protocol.Ending;
import com.eventfulhq.gateway.realtime.chat.protocol.Request;
import com.eventfulhq.gateway.realtime.chat.room.Listing;
import com.eventfulhq.gateway.realtime.chat.room.Notice;
import com.eventfulhq.gateway.realtime.chat.room.Opened;
import com.eventfulhq.gateway.realtime.chat.room.Seat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What one session watches: conversations, its list, the inbox, notifications, and who is online. */
final class Watching {

    private static final long TYPING_PAUSE = TimeUnit.SECONDS.toNanos(3);
    private static final long TYPING_ENDS = TimeUnit.SECONDS.toNanos(6);

    private final Bay bay;
    private final Session session;

    /** Few as a rule, so looked through. */
    private final List<Seat> seats = new ArrayList<>(2);

    private @Nullable Map<Channel, LiveChannel> feeds;
    private @Nullable ListWatch list;
    private @Nullable PresenceWatch presence;
    private @Nullable OccupancyWatch occupancy;

    Watching(Bay bay, Session session) {
        this.bay = bay;
        this.session = session;
    }

    // Conversations.

    void subscribe(Request.Subscribe subscribe) {
        open(subscribe.position(), opened -> {
            session.answer(subscribe.id(), opened.reply());
            opened.answered();
        });
        session.connection().busy(ChatAsk.MOST_BYTES);
    }

    /**
     * Takes a seat, which hears nothing before it is told that the answer is on its way.
     *
     * @param then told later than this returns
     */
    void open(Request.Position position, Consumer<Opened> then) {
        var unused = session.person();
        leave(seat(position.conversationId()));
        int most = bay.node().settings().maxSubscriptions();
        if (seats.size() >= most) {
            throw ProblemException.field(ErrorCode.CONFLICT, "/conversation_id", most + " are watched already");
        }
        seats.add(bay.floor().open(session, position, opened -> {
            if (!opened.reply().given()) {
                seats.remove(opened.seat());
            }
            then.accept(opened);
        }));
    }

    void unsubscribe(Request.Unsubscribe unsubscribe) {
        var unused = session.person();
        leave(seat(unsubscribe.conversationId()));
        session.say(Answers.ok(unsubscribe.id()));
    }

    @Nullable
    Seat seat(UUID conversation) {
        for (var seat : seats) {
            if (seat.conversation().equals(conversation)) {
                return seat;
            }
        }
        return null;
    }

    /** Of a conversation its person may see: as long as the hub has not said so, whoever asks may be anybody. */
    private Seat liveSeat(UUID conversation) {
        @Nullable Seat seat = seat(conversation);
        if (seat == null || !seat.isLive()) {
            throw ProblemException.field(ErrorCode.CONFLICT, "/conversation_id", "is not subscribed");
        }
        return seat;
    }

    private void leave(@Nullable Seat seat) {
        if (seat != null) {
            stopTyping(seat);
            left(seat);
            seat.leave();
        }
    }

    private void left(Seat seat) {
        seats.remove(seat);
        if (occupancy != null) {
            occupancy.leave(seat.conversation());
        }
    }

    void dismissed(Seat seat) {
        left(seat);
    }

    void outdated(Seat seat) {
        left(seat);
        session.ended(Answers.ended(seat.conversation(), Ending.RESYNC));
    }

    // Typing.

    void typing(Request.Typing typing) {
        var user = session.person();
        var seat = liveSeat(typing.conversationId());
        long now = System.nanoTime() | 1;
        if (typing.stop()) {
            stopTyping(seat);
        } else if (seat.typingSince() == 0 || now - seat.typingSince() >= TYPING_PAUSE) {
            seat.types(now);
            bay.node().typing().tell(seat.conversation(), user.value(), true, session.number());
            session.due();
        }
        session.say(Answers.ok(typing.id()));
    }

    private void stopTyping(Seat seat) {
        if (seat.typingSince() != 0) {
            seat.types(0);
            bay.node().typing().tell(seat.conversation(), session.user(), false, session.number());
        }
    }

    private void endTyping() {
        long now = System.nanoTime();
        for (var seat : seats) {
            if (seat.typingSince() != 0) {
                if (now - seat.typingSince() >= TYPING_ENDS) {
                    stopTyping(seat);
                } else {
                    session.due();
                }
            }
        }
    }

    // Channels.

    void watch(Request.Watch watch) {
        if (watch.channel() == Channel.LIST) {
            var unused = session.person();
            session.connection().busy();
            var current = list;
            if (current == null) {
                current = new ListWatch(bay, session);
                list = current;
            }
            current.begin(problem -> listed(watch.id(), problem));
        } else {
            watchFeed(watch);
        }
    }

    private void listed(String id, @Nullable ProblemException problem) {
        session.connection().done();
        if (problem == null) {
            session.say(Answers.ok(id));
        } else {
            leaveList();
            session.refuse(id, problem);
        }
    }

    private void watchFeed(Request.Watch watch) {
        var channel = feed(watch.channel(), session.known());
        var current = feeds;
        if (current == null) {
            current = new EnumMap<>(Channel.class);
            feeds = current;
        }
        session.connection().busy();
        boolean listens = current.put(watch.channel(), channel) != null;
        confirmed(
                listens ? bay.node().feeds().ready(channel) : bay.node().feeds().join(channel, bay, session), watch);
    }

    private void confirmed(Mono<Void> ready, Request.Watch watch) {
        var unused = ready.timeout(bay.node().sessions().watchTimeout())
                .subscribe(nothing -> {}, error -> bay.loop().execute(() -> failed(watch)), () -> bay.loop()
                        .execute(() -> {
                            session.connection().done();
                            session.say(Answers.ok(watch.id()));
                        }));
    }

    private void failed(Request.Watch watch) {
        session.connection().done();
        leave(watch.channel());
        session.refuse(watch.id(), ErrorCode.UNAVAILABLE, watch.channel().word() + ": cannot be watched now");
    }

    void unwatch(Request.Unwatch unwatch) {
        var unused = session.known();
        leave(unwatch.channel());
        session.say(Answers.ok(unwatch.id()));
    }

    private void leave(Channel channel) {
        if (channel == Channel.LIST) {
            leaveList();
        } else if (feeds != null) {
            var live = feeds.remove(channel);
            if (live != null) {
                bay.node().feeds().leave(live, bay, session);
            }
        }
    }

    private void leaveList() {
        var current = list;
        list = null;
        if (current != null) {
            current.end();
        }
    }

    private static LiveChannel feed(Channel channel, Caller caller) {
        var team = caller.teamId();
        var user = caller.userId();
        if (channel == Channel.NOTIFICATIONS) {
            if (user == null) {
                throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: is not of a person");
            }
            return new LiveChannel.Notifications(user);
        }
        if (!caller.may(Scopes.WHATSAPP_READ)) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: lacks scope " + Scopes.WHATSAPP_READ);
        }
        if (team == null) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: is not for a team");
        }
        return new LiveChannel.Inbox(team);
    }

    void changed(Listing listing) {
        if (list != null) {
            list.changed(listing);
        }
    }

    void outdated(Listing listing) {
        if (list != null) {
            list.outdated(listing);
        }
    }

    void mine(Notice.Mine mine) {
        if (list != null) {
            list.mine(mine);
        }
    }

    // Presence.

    void presence(Request.Presence request) {
        var user = session.person();
        var current = presence;
        if (current == null) {
            current = new PresenceWatch(bay, session, user);
            presence = current;
        }
        current.ask(request);
    }

    void occupancy(Request.Occupancy request) {
        var user = session.person();
        var unused = liveSeat(request.conversationId());
        var current = occupancy;
        if (current == null) {
            current = new OccupancyWatch(bay, session);
            occupancy = current;
        }
        current.ask(request, user);
    }

    private void leavePresence() {
        if (presence != null) {
            presence.end();
            presence = null;
        }
    }

    // Time, and the end.

    void lookAfter() {
        if (presence != null) {
            presence.lookAfter();
        }
    }

    void tick() {
        endTyping();
        if (list != null) {
            list.tick();
        }
    }

    /** A new token of the same caller came: what it does not allow ends. */
    void keepOnly(Caller next) {
        if (!next.may(Scopes.CHAT)) {
            List.copyOf(seats).forEach(seat -> {
                leave(seat);
                session.ended(Answers.ended(seat.conversation(), Ending.NOT_ALLOWED));
            });
            if (list != null) {
                leaveList();
                session.ended(Answers.ended(Channel.LIST, Ending.NOT_ALLOWED));
            }
            leavePresence();
        }
        if (!next.may(Scopes.WHATSAPP_READ) && feeds != null && feeds.containsKey(Channel.INBOX)) {
            leave(Channel.INBOX);
            session.ended(Answers.ended(Channel.INBOX, Ending.NOT_ALLOWED));
        }
    }

    void end() {
        List.copyOf(seats).forEach(this::leave);
        for (var channel : Channel.values()) {
            leave(channel);
        }
        leavePresence();
    }
}
