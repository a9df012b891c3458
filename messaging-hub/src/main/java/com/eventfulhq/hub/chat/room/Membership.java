package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome;
import com.eventfulhq.hub.chat.log.Outcome.Happened;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who takes part in a room, and as what. */
final class Membership {

    private final Room room;
    private final World world;
    private final Changes changes;

    Membership(Room room, World world, Changes changes) {
        this.room = room;
        this.world = world;
        this.changes = changes;
    }

    Outcome add(Person me, ChatCommand.Add add, Instant at) {
        if (!me.role().administers()) {
            return Refusals.NOT_ADMINISTRATOR;
        }
        for (int i = 0; i < add.userIds().size(); i++) {
            if (!world.users().contains(add.userIds().get(i).value())) {
                return Refusals.invalid("user_ids/" + i + ": no such user");
            }
        }
        List<UUID> fresh = add.userIds().stream()
                .map(user -> user.value())
                .filter(user -> room.participant(user) == null)
                .toList();
        if (fresh.isEmpty()) {
            return room.asItStands();
        }
        if (room.head().participantCount() + fresh.size() > Room.MOST_PARTICIPANTS) {
            return Refusals.FULL;
        }
        fresh.forEach(user -> enter(user, Role.MEMBER, at));
        return Happened.of("joined", Members.none().list("user_ids", fresh));
    }

    /** With nothing unread: up to and including the event that says so. */
    void enter(UUID user, Role role, Instant at) {
        var person = room.person(user);
        var head = room.head();
        person.join(role, at, head.lastMessageNo(), head.lastEv() + 1);
        head.countParticipants(1);
        changes.changed(person);
        changes.concerns(head.conversationId(), user);
    }

    Outcome remove(Person me, ChatCommand.Remove remove, Instant at) {
        var user = remove.userId().value();
        var person = room.participant(user);
        boolean oneself = user.equals(me.userId());
        if (!oneself && !me.role().administers()) {
            return Refusals.NOT_ADMINISTRATOR;
        }
        if (person == null) {
            return room.asItStands();
        }
        if (!oneself && person.role() == Role.OWNER && me.role() != Role.OWNER) {
            return Refusals.NOT_OWNER;
        }
        if (room.head().participantCount() > 1 && isLastOwner(person)) {
            return Refusals.LAST_OWNER;
        }
        person.leave(at);
        room.head().countParticipants(-1);
        changes.changed(person);
        changes.concerns(room.head().conversationId(), user);
        return Happened.of("left", Members.none().add("user_id", user));
    }

    Outcome setRole(Person me, ChatCommand.SetRole command) {
        if (me.role() != Role.OWNER) {
            return Refusals.NOT_OWNER;
        }
        var person = room.participant(command.userId().value());
        if (person == null) {
            return Refusals.NO_SUCH_USER;
        }
        var role = Role.of(command.role());
        if (person.role() == role) {
            return room.asItStands();
        }
        if (isLastOwner(person)) {
            return Refusals.LAST_OWNER;
        }
        person.become(role);
        changes.changed(person);
        changes.concerns(room.head().conversationId(), person.userId());
        return Happened.of(
                "role", Members.none().add("user_id", person.userId()).add("role", role));
    }

    /** All owners of a room are known whenever somebody is removed from it or gets another role. */
    private boolean isLastOwner(Person person) {
        if (person.role() != Role.OWNER) {
            return false;
        }
        for (var other : room.known()) {
            if (other.takesPart()
                    && other.role() == Role.OWNER
                    && !other.userId().equals(person.userId())) {
                return false;
            }
        }
        return true;
    }
}
