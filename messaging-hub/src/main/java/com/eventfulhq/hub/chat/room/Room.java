package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.ChatCommand.Create;
import com.eventfulhq.hub.chat.log.Head;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome;
import com.eventfulhq.hub.chat.log.Outcome.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of a batch: what is known of it, moved along by each decision. Plain and deterministic but for the ids of new messages;
 * knows neither database nor clock.
 */
final class Room {

    /** Bound of a conversation: its participants are counted, listed and told one by one. */
    static final int MOST_PARTICIPANTS = 10_000;

    private final Head head;
    private final World world;
    private final Changes changes;
    private final Map<UUID, Person> people = new HashMap<>();
    private final Map<UUID, Line> lines = new HashMap<>();
    private final Map<Changes.Reaction, Boolean> reactions = new HashMap<>();
    private final Map<Long, Long> messageNoAt = new HashMap<>();
    private final Talk talk;
    private final Membership membership;
    private boolean exists;
    private @Nullable String title;
    private @Nullable Instant archivedAt;

    Room(Head head, World world, Changes changes) {
        this.head = head;
        this.world = world;
        this.changes = changes;
        this.talk = new Talk(this, world, changes);
        this.membership = new Membership(this, world, changes);
    }

    // What was found.

    Room exists(@Nullable String knownTitle, @Nullable Instant since) {
        exists = true;
        title = knownTitle;
        archivedAt = since;
        return this;
    }

    void found(Person person) {
        people.put(person.userId(), person);
    }

    void found(Changes.Reaction reaction) {
        reactions.put(reaction, true);
    }

    /** How many messages there were with that event. */
    void found(long ev, long messageNo) {
        messageNoAt.put(ev, messageNo);
    }

    // What is decided.

    /**
     * What a command comes to; the room is as it is afterwards.
     *
     * @param afterIsStored whether the command's {@code after} is, if it has one
     */
    Outcome decide(UUID by, ChatCommand command, boolean afterIsStored, Instant at) {
        var outcome = command instanceof Create create
                ? create(by, create, at)
                : decideWithin(by, command, afterIsStored, at);
        if (outcome instanceof Happened) {
            messageNoAt.put(head.lastEv() + 1, head.lastMessageNo());
        }
        return outcome;
    }

    private Outcome decideWithin(UUID by, ChatCommand command, boolean afterIsStored, Instant at) {
        var me = participant(by);
        if (!exists || me == null) {
            return Refusals.NO_CONVERSATION;
        }
        return switch (command) {
            case Create create -> Refusals.THERE_ALREADY;
            case ChatCommand.Send send -> afterIsStored ? talk.send(me, send, at) : Refusals.AFTER_NOTHING;
            case ChatCommand.Edit edit -> talk.edit(me, edit, at);
            case ChatCommand.Delete delete -> talk.delete(me, delete);
            case ChatCommand.React react -> talk.react(me, react);
            case ChatCommand.Pin pin -> talk.pin(me, pin);
            case ChatCommand.Rename rename -> rename(me, rename);
            case ChatCommand.Archive archive -> archive(me, archive, at);
            case ChatCommand.Add add -> membership.add(me, add, at);
            case ChatCommand.Remove remove -> membership.remove(me, remove, at);
            case ChatCommand.SetRole role -> membership.setRole(me, role);
            case ChatCommand.Seen seen -> see(me, seen);
            case ChatCommand.Mute mute -> mute(me, mute);
            case ChatCommand.Negotiate negotiate -> Refusals.NO_CONVERSATION;
        };
    }

    private Outcome create(UUID by, Create create, Instant at) {
        if (exists) {
            return participant(by) == null ? Refusals.NO_CONVERSATION : Refusals.THERE_ALREADY;
        }
        if (!head.isNew() || world.reserved().contains(create.conversationId())) {
            return Refusals.NO_CONVERSATION;
        }
        var refusal = refusalOf(create);
        if (refusal != null) {
            return refusal;
        }
        List<UUID> members = new ArrayList<>();
        members.add(by);
        create.participants().forEach(user -> {
            if (!user.value().equals(by)) {
                members.add(user.value());
            }
        });
        exists = true;
        title = create.title();
        changes.created(new Changes.Created(
                head.conversationId(), title, create.relatedEntityType(), create.relatedEntityId(), by));
        members.forEach(user -> membership.enter(user, user.equals(by) ? Role.OWNER : Role.MEMBER, at));
        return Happened.of(
                "created",
                Members.none()
                        .orNull("title", title)
                        .ifThere("related_entity_type", create.relatedEntityType())
                        .ifThere("related_entity_id", create.relatedEntityId())
                        .list("participants", members));
    }

    private Outcome.@Nullable Refused refusalOf(Create create) {
        for (int i = 0; i < create.participants().size(); i++) {
            if (!world.users().contains(create.participants().get(i).value())) {
                return Refusals.invalid("participants/" + i + ": no such user");
            }
        }
        var type = create.relatedEntityType();
        var id = create.relatedEntityId();
        if (type == null || id == null) {
            return null;
        }
        if (!EntityTypes.isKnown(type)) {
            return Refusals.invalid("related_entity_type: unknown");
        }
        return world.entities().contains(new World.Entity(type, id)) ? null : Refusals.NO_ENTITY;
    }

    private Outcome rename(Person me, ChatCommand.Rename rename) {
        if (!me.role().administers()) {
            return Refusals.NOT_ADMINISTRATOR;
        }
        if (java.util.Objects.equals(title, rename.title())) {
            return asItStands();
        }
        title = rename.title();
        changes.renamed(new Changes.Renamed(head.conversationId(), title, archivedAt, me.userId()));
        return Happened.of("renamed", Members.none().orNull("title", title));
    }

    private Outcome archive(Person me, ChatCommand.Archive archive, Instant at) {
        if (!me.role().administers()) {
            return Refusals.NOT_ADMINISTRATOR;
        }
        if (archive.archived() == isArchived()) {
            return asItStands();
        }
        archivedAt = archive.archived() ? at : null;
        changes.renamed(new Changes.Renamed(head.conversationId(), title, archivedAt, me.userId()));
        return Happened.of(archive.archived() ? "archived" : "restored", Members.none());
    }

    private Outcome see(Person me, ChatCommand.Seen seen) {
        long ev = Math.min(seen.ev(), head.lastEv());
        if (me.see(messageNoAt(ev), ev, seen.read())) {
            changes.changed(me);
            changes.saw(me, head.participantCount());
            if (seen.read()) {
                changes.concerns(head.conversationId(), me.userId());
            }
        }
        return new Outcome.Done();
    }

    private long messageNoAt(long ev) {
        return ev == head.lastEv() ? head.lastMessageNo() : messageNoAt.getOrDefault(ev, 0L);
    }

    private Outcome mute(Person me, ChatCommand.Mute mute) {
        me.mute(mute.until());
        changes.changed(me);
        changes.concerns(head.conversationId(), me.userId());
        return new Outcome.Done();
    }

    // What decisions share.

    Head head() {
        return head;
    }

    boolean isArchived() {
        return archivedAt != null;
    }

    Outcome asItStands() {
        return new Outcome.Unchanged(head.lastEv(), Members.none());
    }

    /** Who takes part; null if that person does not, or is not known here. */
    @Nullable
    Person participant(UUID user) {
        var person = people.get(user);
        return person != null && person.takesPart() ? person : null;
    }

    /** Also who does not take part, or no longer. */
    Person person(UUID user) {
        return people.computeIfAbsent(user, unused -> Person.stranger(head.conversationId(), user));
    }

    Iterable<Person> known() {
        return people.values();
    }

    /** A message of this conversation as it stands now. */
    @Nullable
    Line line(UUID messageId) {
        var line = lines.getOrDefault(messageId, world.lines().get(messageId));
        return line != null && line.conversationId().equals(head.conversationId()) ? line : null;
    }

    void stands(Line line) {
        lines.put(line.messageId(), line);
    }

    /** @return whether that is a change */
    boolean react(Changes.Reaction reaction, boolean add) {
        var before = reactions.put(reaction, add);
        return (before != null && before) != add;
    }
}
