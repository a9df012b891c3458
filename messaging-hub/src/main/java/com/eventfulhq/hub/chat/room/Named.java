package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.hub.chat.log.Command;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything a batch of commands names, and so everything its decisions may ask for. */
final class Named {

    final Set<UUID> created = new HashSet<>();
    final Set<World.Belonging> people = new HashSet<>();
    final Set<World.Belonging> readers = new HashSet<>();
    final Set<UUID> users = new HashSet<>();
    final Set<UUID> messages = new HashSet<>();
    final Set<UUID> deleted = new HashSet<>();
    final Set<UUID> files = new HashSet<>();
    final Map<String, Set<UUID>> entities = new HashMap<>();
    final Set<Changes.Reaction> reactions = new HashSet<>();
    final Map<UUID, Set<Long>> seen = new HashMap<>();
    /** Where something is sent. */
    final Set<UUID> spoken = new HashSet<>();
    /** Where somebody comes, goes or gets another role. */
    final Set<UUID> membership = new HashSet<>();

    static Named in(Collection<Command> commands) {
        var named = new Named();
        commands.forEach(named::add);
        return named;
    }

    private void add(Command command) {
        var conversation = command.conversationId();
        var by = command.by().value();
        if (command.asked() instanceof ChatCommand.Negotiate) {
            return;
        }
        people.add(new World.Belonging(conversation, by));
        switch (command.asked()) {
            case ChatCommand.Create create -> {
                created.add(conversation);
                ids(create.participants()).forEach(users::add);
                entity(create.relatedEntityType(), create.relatedEntityId());
            }
            case ChatCommand.Send send -> add(send, by);
            case ChatCommand.Edit edit -> messages.add(edit.messageId());
            case ChatCommand.Delete delete -> {
                messages.add(delete.messageId());
                deleted.add(delete.messageId());
            }
            case ChatCommand.React react -> {
                messages.add(react.messageId());
                reactions.add(new Changes.Reaction(react.messageId(), react.reaction(), by));
            }
            case ChatCommand.Pin pin -> messages.add(pin.messageId());
            case ChatCommand.Add add -> {
                membership.add(conversation);
                ids(add.userIds()).forEach(user -> {
                    users.add(user);
                    people.add(new World.Belonging(conversation, user));
                });
            }
            case ChatCommand.Remove remove -> target(conversation, remove.userId());
            case ChatCommand.SetRole role -> target(conversation, role.userId());
            case ChatCommand.Seen seenTo ->
                seen.computeIfAbsent(conversation, unused -> new HashSet<>()).add(seenTo.ev());
            case ChatCommand.Rename rename -> {}
            case ChatCommand.Archive archive -> {}
            case ChatCommand.Mute mute -> {}
            case ChatCommand.Negotiate negotiate -> {}
        }
    }

    private void add(ChatCommand.Send send, UUID by) {
        spoken.add(send.conversationId());
        ids(send.mentions()).forEach(user -> people.add(new World.Belonging(send.conversationId(), user)));
        files.addAll(send.attachments());
        if (send.replyTo() != null) {
            messages.add(send.replyTo());
        }
        if (send.forwardOf() != null) {
            messages.add(send.forwardOf().messageId());
            readers.add(new World.Belonging(send.forwardOf().conversationId(), by));
        }
    }

    private void target(UUID conversation, UserId user) {
        membership.add(conversation);
        people.add(new World.Belonging(conversation, user.value()));
    }

    private void entity(@Nullable String type, @Nullable UUID id) {
        if (type != null && id != null && EntityTypes.isKnown(type)) {
            entities.computeIfAbsent(type, unused -> new HashSet<>()).add(id);
        }
    }

    private static List<UUID> ids(Collection<UserId> users) {
        return users.stream().map(UserId::value).toList();
    }
}
