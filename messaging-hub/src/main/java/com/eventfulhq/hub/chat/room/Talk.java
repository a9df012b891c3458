package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome;
import com.eventfulhq.hub.chat.log.Outcome.Happened;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said in a room, and what becomes of it. */
final class Talk {

    private static final Duration EDITABLE = Duration.ofHours(24);

    private final Room room;
    private final World world;
    private final Changes changes;

    Talk(Room room, World world, Changes changes) {
        this.room = room;
        this.world = world;
        this.changes = changes;
    }

    /** What a message says: written, attached or repeated. */
    private record Said(
            @Nullable String content,
            @Nullable String attachments,
            @Nullable UUID forwardedFrom) {}

    Outcome send(Person me, ChatCommand.Send send, Instant at) {
        var refusal = refusalOf(me, send);
        if (refusal != null) {
            return refusal;
        }
        if (send.forwardOf() == null) {
            return send(me, send, new Said(send.content(), attachments(send.attachments()), null), at);
        }
        var source = forwarded(me, send.forwardOf());
        if (source == null) {
            return Refusals.NO_FORWARDED;
        }
        var origin = source.forwardedFrom() == null ? source.messageId() : source.forwardedFrom();
        return send(me, send, new Said(source.content(), source.attachments(), origin), at);
    }

    private Outcome.@Nullable Refused refusalOf(Person me, ChatCommand.Send send) {
        if (room.isArchived()) {
            return Refusals.ARCHIVED;
        }
        if (room.head().participantCount() == 2 && isBlocked(me)) {
            return Refusals.BLOCKED;
        }
        if (send.replyTo() != null && room.line(send.replyTo()) == null) {
            return Refusals.NO_REPLIED;
        }
        for (int i = 0; i < send.mentions().size(); i++) {
            if (room.participant(send.mentions().get(i).value()) == null) {
                return Refusals.invalid("mentions/" + i + ": does not take part");
            }
        }
        for (int i = 0; i < send.attachments().size(); i++) {
            var file = world.files().get(send.attachments().get(i));
            if (file == null || !file.mayBeAttachedBy(me.userId())) {
                return Refusals.invalid("attachments/" + i + "/media_id: no such file for you to attach");
            }
        }
        return null;
    }

    private boolean isBlocked(Person me) {
        for (var other : room.known()) {
            if (other.takesPart() && world.blocked(me.userId(), other.userId())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Line forwarded(Person me, ChatCommand.Forward forward) {
        var line = world.lines().get(forward.messageId());
        boolean readable = line != null
                && !line.deleted()
                && line.conversationId().equals(forward.conversationId())
                && world.readers().contains(new World.Belonging(forward.conversationId(), me.userId()));
        return readable ? line : null;
    }

    private @Nullable String attachments(List<UUID> media) {
        if (media.isEmpty()) {
            return null;
        }
        var array = new StringJoiner(",", "[", "]");
        media.forEach(id -> {
            var file = world.files().get(id);
            if (file != null) {
                array.add(file.json());
            }
        });
        return array.toString();
    }

    private Outcome send(Person me, ChatCommand.Send send, Said said, Instant at) {
        var head = room.head();
        long ev = head.lastEv() + 1;
        long messageNo = head.nextMessage(at);
        var mentions = send.mentions().stream().map(user -> user.value()).toList();
        var line = new Line(
                UuidCreator.getTimeOrderedEpochFast(),
                head.conversationId(),
                me.userId(),
                messageNo,
                said.content(),
                said.attachments(),
                said.forwardedFrom(),
                mentions,
                at,
                1,
                false,
                false);
        room.stands(line);
        changes.sent(new Changes.Sent(line, ev, send.clientEventId(), send.messageType(), send.replyTo()));
        me.see(messageNo, ev, true);
        changes.changed(me);
        var message = Members.none()
                .add("message_id", line.messageId())
                .add("message_no", messageNo)
                .add("sender_user_id", me.userId())
                .add("client_event_id", send.clientEventId())
                .add("message_type", send.messageType())
                .ifThere("content", said.content());
        if (said.attachments() != null) {
            message.raw("attachments", said.attachments());
        }
        message.ifThere("reply_to", send.replyTo());
        if (!mentions.isEmpty()) {
            message.list("mentions", mentions);
        }
        message.ifThere("forwarded_from", said.forwardedFrom()).add("version", 1);
        return new Happened(
                "message",
                line.messageId(),
                Members.none().raw("message", message.object()),
                Members.none().add("message_id", line.messageId()).add("message_no", messageNo));
    }

    Outcome edit(Person me, ChatCommand.Edit edit, Instant at) {
        var line = room.line(edit.messageId());
        if (line == null) {
            return Refusals.NO_MESSAGE;
        }
        if (!line.sender().equals(me.userId())) {
            return Refusals.NOT_SENDER;
        }
        if (room.isArchived()) {
            return Refusals.ARCHIVED;
        }
        if (line.deleted()) {
            return Refusals.DELETED;
        }
        if (line.forwardedFrom() != null) {
            return Refusals.FORWARD_EDITED;
        }
        if (at.isAfter(line.sentAt().plus(EDITABLE))) {
            return Refusals.TOO_LATE;
        }
        if (edit.version() != line.version()) {
            return Refusals.stale(line.version());
        }
        if (edit.content().equals(line.content())) {
            return new Outcome.Unchanged(room.head().lastEv(), Members.none().add("version", line.version()));
        }
        var edited = line.edited(edit.content());
        room.stands(edited);
        changes.edited(line, edited, me.userId(), at);
        var frame = about(line).add("content", edit.content());
        if (!line.mentions().isEmpty()) {
            frame.list("mentions", line.mentions());
        }
        return new Happened(
                "edit",
                line.messageId(),
                frame.add("version", edited.version()),
                Members.none().add("version", edited.version()));
    }

    Outcome delete(Person me, ChatCommand.Delete delete) {
        var line = room.line(delete.messageId());
        if (line == null) {
            return Refusals.NO_MESSAGE;
        }
        if (!line.sender().equals(me.userId()) && !me.role().administers()) {
            return Refusals.NOT_SENDER;
        }
        if (line.deleted()) {
            return room.asItStands();
        }
        var gone = line.takenBack();
        room.stands(gone);
        changes.deleted(gone, me.userId());
        return new Happened("delete", line.messageId(), about(line), Members.none());
    }

    Outcome react(Person me, ChatCommand.React react) {
        var line = room.line(react.messageId());
        if (line == null) {
            return Refusals.NO_MESSAGE;
        }
        if (room.isArchived()) {
            return Refusals.ARCHIVED;
        }
        if (line.deleted()) {
            return Refusals.DELETED;
        }
        var reaction = new Changes.Reaction(line.messageId(), react.reaction(), me.userId());
        if (!room.react(reaction, react.add())) {
            return room.asItStands();
        }
        changes.reacted(reaction, react.add());
        return new Happened(
                react.add() ? "reaction" : "reaction_removed",
                line.messageId(),
                about(line).add("reaction", react.reaction()),
                Members.none());
    }

    Outcome pin(Person me, ChatCommand.Pin pin) {
        var line = room.line(pin.messageId());
        if (line == null) {
            return Refusals.NO_MESSAGE;
        }
        if (!me.role().administers()) {
            return Refusals.NOT_ADMINISTRATOR;
        }
        if (line.deleted() && pin.pinned()) {
            return Refusals.DELETED;
        }
        if (line.pinned() == pin.pinned()) {
            return room.asItStands();
        }
        var now = line.pinned(pin.pinned());
        room.stands(now);
        changes.pinned(now, me.userId());
        return new Happened(pin.pinned() ? "pinned" : "unpinned", line.messageId(), about(line), Members.none());
    }

    private static Members about(Line line) {
        return Members.none().add("message_id", line.messageId()).add("message_no", line.messageNo());
    }
}
