package com.eventfulhq.hub.chat.room;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a batch's decisions need to know of things outside the conversation they are about. */
final class World {

    private final Set<UUID> users = new HashSet<>();
    private final Map<UUID, Attachment> files = new HashMap<>();
    private final Set<Entity> entities = new HashSet<>();
    private final Set<UUID> reserved = new HashSet<>();
    private final Set<Block> blocks = new HashSet<>();
    private final Map<UUID, Line> lines = new HashMap<>();
    private final Set<Belonging> readers = new HashSet<>();

    /** A file that may be attached by its uploader, and by everybody once it is published. */
    record Attachment(UUID fileId, UUID uploader, boolean published, String json) {
        boolean mayBeAttachedBy(UUID user) {
            return published || uploader.equals(user);
        }
    }

    /** Something a conversation may be about; of the types that are tables of the platform. */
    record Entity(String type, UUID id) {}

    /** Who does not want to be written to by whom. */
    record Block(UUID user, UUID blocked) {}

    /** Somebody who reads a conversation. */
    record Belonging(UUID conversationId, UUID userId) {}

    Set<UUID> users() {
        return users;
    }

    Map<UUID, Attachment> files() {
        return files;
    }

    Set<Entity> entities() {
        return entities;
    }

    /** Ids that are bookings, whose threads are negotiations: no conversation takes one. */
    Set<UUID> reserved() {
        return reserved;
    }

    Set<Block> blocks() {
        return blocks;
    }

    boolean blocked(UUID one, UUID other) {
        return blocks.contains(new Block(one, other)) || blocks.contains(new Block(other, one));
    }

    /** Messages the batch names, of all conversations, as they were stored before it. */
    Map<UUID, Line> lines() {
        return lines;
    }

    /** Who may forward from where. */
    Set<Belonging> readers() {
        return readers;
    }
}
