package com.eventfulhq.hub.chat.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the decisions of a batch have to leave in the rows of conversations; collected over all of its rooms. */
final class Changes {

    /** A conversation that was made. */
    record Created(
            UUID conversationId,
            @Nullable String title,
            @Nullable String entityType,
            @Nullable UUID entityId,
            UUID by) {}

    /** What a conversation is called and whether it is archived, in the end; by whoever changed it last. */
    record Renamed(
            UUID conversationId,
            @Nullable String title,
            @Nullable Instant archivedAt,
            UUID by) {}

    /** A message that was sent. */
    record Sent(
            Line line,
            long ev,
            UUID clientEventId,
            String type,
            @Nullable UUID replyTo) {}

    /** One content of an edited message. */
    record Version(UUID messageId, int version, String content, Instant since, UUID by) {}

    /** Something about a stored message that is no edit. */
    record Touched(Line line, UUID by) {}

    /** Somebody's reaction. */
    record Reaction(UUID messageId, String reaction, UUID user) {}

    private final List<Created> created = new ArrayList<>();
    private final Map<UUID, Renamed> renamed = new LinkedHashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Version> versions = new ArrayList<>();
    private final Map<UUID, Touched> edited = new LinkedHashMap<>();
    private final Map<UUID, Touched> deleted = new LinkedHashMap<>();
    private final Map<UUID, Touched> pins = new LinkedHashMap<>();
    private final Map<Reaction, Boolean> reactions = new LinkedHashMap<>();
    private final Map<UUID, Integer> replies = new HashMap<>();
    private final Set<Person> people = new LinkedHashSet<>();
    private final Set<World.Belonging> concerned = new LinkedHashSet<>();
    private final Map<Person, Integer> saw = new LinkedHashMap<>();

    void created(Created conversation) {
        created.add(conversation);
    }

    void renamed(Renamed conversation) {
        renamed.put(conversation.conversationId(), conversation);
    }

    void sent(Sent message) {
        sent.add(message);
        if (message.replyTo() != null) {
            replies.merge(message.replyTo(), 1, Integer::sum);
        }
    }

    void edited(Line before, Line after, UUID by, Instant at) {
        if (before.version() == 1) {
            var first = before.content() == null ? "" : before.content();
            versions.add(new Version(before.messageId(), 1, first, before.sentAt(), before.sender()));
        }
        var content = after.content() == null ? "" : after.content();
        versions.add(new Version(after.messageId(), after.version(), content, at, by));
        edited.put(after.messageId(), new Touched(after, by));
    }

    void deleted(Line line, UUID by) {
        deleted.put(line.messageId(), new Touched(line, by));
        pins.remove(line.messageId());
    }

    void pinned(Line line, UUID by) {
        pins.put(line.messageId(), new Touched(line, by));
    }

    void reacted(Reaction reaction, boolean added) {
        reactions.put(reaction, added);
    }

    void changed(Person person) {
        people.add(person);
    }

    /** Somebody has read or received more, in a conversation of so many. */
    void saw(Person person, int participants) {
        saw.put(person, participants);
    }

    /** Whose devices are to hear how this conversation stands for them. */
    void concerns(UUID conversationId, UUID user) {
        concerned.add(new World.Belonging(conversationId, user));
    }

    List<Created> created() {
        return created;
    }

    Collection<Renamed> renamed() {
        return renamed.values();
    }

    List<Sent> sent() {
        return sent;
    }

    List<Version> versions() {
        return versions;
    }

    Collection<Touched> edited() {
        return edited.values();
    }

    Collection<Touched> deleted() {
        return deleted.values();
    }

    Collection<Touched> pins() {
        return pins.values();
    }

    List<Reaction> reactions(boolean added) {
        return reactions.entrySet().stream()
                .filter(reaction -> reaction.getValue() == added)
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<UUID, Integer> replies() {
        return replies;
    }

    Set<Person> people() {
        return people;
    }

    Map<Person, Integer> saw() {
        return saw;
    }

    Set<World.Belonging> concerned() {
        return concerned;
    }
}
