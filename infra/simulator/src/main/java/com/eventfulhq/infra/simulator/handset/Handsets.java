package com.eventfulhq.infra.simulator.handset;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.EndUser;
import com.eventfulhq.infra.simulator.world.Recent;
import com.eventfulhq.infra.simulator.world.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who wrote when, and who received what. Users and messages used longest ago are forgotten at the bounds. */
public final class Handsets {
    private static final Duration SERVICE_WINDOW = Duration.ofHours(24);
    private static final int PER_USER = 200;

    private final Recent<String, EndUser> users;
    private final Recent<Pair, Instant> lastInbound;
    private final Recent<String, Ring<String>> inboxes;
    private final Recent<String, OutboundMessage> messages;

    private record Pair(String phoneNumberId, String userId) {}

    public Handsets(int mostUsers, int mostMessages) {
        users = new Recent<>(mostUsers);
        lastInbound = new Recent<>(mostUsers);
        inboxes = new Recent<>(mostUsers);
        messages = new Recent<>(mostMessages);
    }

    /** The person behind a wa_id or a BSUID, as they last showed themselves. */
    public EndUser person(String id) {
        var userId = EndUser.isUserId(id) ? id : EndUser.userIdOf(id);
        return users.get(userId).orElseGet(() -> EndUser.addressed(id, null));
    }

    /** The user wrote: opens or extends the window from the message's own time, and never shortens it. */
    public void wrote(BusinessNumber number, EndUser user, Instant at) {
        users.put(user.userId(), user);
        var pair = new Pair(number.phoneNumberId(), user.userId());
        lastInbound.merge(pair, at, (old, fresh) -> fresh.isAfter(old) ? fresh : old);
    }

    /** When the service window of this pair ends or ended; empty if the user never wrote. */
    public Optional<Instant> windowEnd(BusinessNumber number, EndUser user) {
        return lastInbound.get(new Pair(number.phoneNumberId(), user.userId())).map(last -> last.plus(SERVICE_WINDOW));
    }

    public boolean windowOpen(BusinessNumber number, EndUser user, Instant now) {
        return windowEnd(number, user).filter(now::isBefore).isPresent();
    }

    public void receive(OutboundMessage message) {
        messages.put(message.wamid(), message);
        inboxes.getOrCreate(message.user().userId(), () -> new Ring<>(PER_USER)).add(message.wamid());
    }

    /** Moves a message forward; a status it already has, or is beyond, changes nothing. */
    public void reached(String wamid, MessageStatus status) {
        messages.update(wamid, message -> message.with(status));
    }

    public Optional<OutboundMessage> message(String wamid) {
        return messages.get(wamid);
    }

    /** What the user sees, oldest first. */
    public List<ReceivedMessage> received(String id) {
        return inbox(id).stream().map(ReceivedMessage::of).toList();
    }

    List<OutboundMessage> inbox(String id) {
        var wamids = inboxes.get(person(id).userId()).map(Ring::list).orElse(List.of());
        return wamids.stream()
                .flatMap(wamid -> messages.get(wamid).stream())
                .filter(OutboundMessage::visible)
                .toList();
    }

    public void clear() {
        users.clear();
        lastInbound.clear();
        inboxes.clear();
        messages.clear();
    }
}
