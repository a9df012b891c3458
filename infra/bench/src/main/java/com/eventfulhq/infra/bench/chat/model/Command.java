package com.eventfulhq.infra.bench.chat.model;

import com.eventfulhq.infra.bench.chat.model.Talk.Message;
import com.eventfulhq.infra.bench.chat.model.Talk.Role;
import com.eventfulhq.infra.bench.chat.model.Talk.Seat;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

/** A durable command: how it is said, and what the page says of it. */
sealed interface Command {

    String op();

    /** Its members, besides those all commands have. */
    String members();

    /** Decides, and changes the model. */
    Decision decide(Talk talk, int by);

    private static String members(String name, Object value) {
        return ",\"" + name + "\":\"" + value + "\"";
    }

    record Send(UUID clientEvent, String content) implements Command {
        @Override
        public String op() {
            return "send";
        }

        @Override
        public String members() {
            return Command.members("content", content);
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (talk.archived) {
                return Decision.refused("conflict");
            }
            long number = talk.messages.size() + 1L;
            var done = Decision.done(
                    talk,
                    "message",
                    by,
                    Map.of(
                            "/message/message_no",
                            Long.toString(number),
                            "/message/content",
                            content,
                            "/message/client_event_id",
                            clientEvent.toString()));
            talk.seat(by).readEv = talk.lastEv();
            return done;
        }
    }

    /** Of an earlier message. */
    record Edit(Message message, String content, int version) implements Command {
        @Override
        public String op() {
            return "edit";
        }

        @Override
        public String members() {
            return Command.members("message_id", message.id) + Command.members("content", content) + ",\"version\":"
                    + version;
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (message.sender != by) {
                return Decision.refused("not-entitled");
            }
            if (talk.archived || message.deleted) {
                return Decision.refused("conflict");
            }
            if (version != message.version) {
                return Decision.refused("stale-version");
            }
            message.version++;
            message.content = content;
            return Decision.done(talk, "edit", by, Map.of("/message_id", message.id.toString(), "/content", content));
        }
    }

    record Delete(Message message) implements Command {
        @Override
        public String op() {
            return "delete";
        }

        @Override
        public String members() {
            return Command.members("message_id", message.id);
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (message.sender != by && !talk.leads(by)) {
                return Decision.refused("not-entitled");
            }
            if (message.deleted) {
                return new Decision.Nothing();
            }
            message.deleted = true;
            return Decision.done(talk, "delete", by, Map.of("/message_id", message.id.toString()));
        }
    }

    record React(Message message, String reaction, boolean away) implements Command {
        @Override
        public String op() {
            return away ? "unreact" : "react";
        }

        @Override
        public String members() {
            return Command.members("message_id", message.id) + Command.members("reaction", reaction);
        }

        @Override
        public Decision decide(Talk talk, int by) {
            var mine = by + reaction;
            if (away == !message.reactions.contains(mine)) {
                return new Decision.Nothing();
            }
            if (away) {
                message.reactions.remove(mine);
            } else {
                message.reactions.add(mine);
            }
            return Decision.done(
                    talk,
                    away ? "reaction_removed" : "reaction",
                    by,
                    Map.of("/message_id", message.id.toString(), "/reaction", reaction));
        }
    }

    record Pin(Message message, boolean away) implements Command {
        @Override
        public String op() {
            return away ? "unpin" : "pin";
        }

        @Override
        public String members() {
            return Command.members("message_id", message.id);
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (!talk.leads(by)) {
                return Decision.refused("not-entitled");
            }
            if (message.pinned != away) {
                return new Decision.Nothing();
            }
            message.pinned = !away;
            return Decision.done(talk, away ? "unpinned" : "pinned", by, Map.of("/message_id", message.id.toString()));
        }
    }

    record Rename(String title) implements Command {
        @Override
        public String op() {
            return "rename";
        }

        @Override
        public String members() {
            return Command.members("title", title);
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (!talk.leads(by)) {
                return Decision.refused("not-entitled");
            }
            if (title.equals(talk.title)) {
                return new Decision.Nothing();
            }
            talk.title = title;
            return Decision.done(talk, "renamed", by, Map.of("/title", title));
        }
    }

    record Archive(boolean away) implements Command {
        @Override
        public String op() {
            return away ? "restore" : "archive";
        }

        @Override
        public String members() {
            return "";
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (!talk.leads(by)) {
                return Decision.refused("not-entitled");
            }
            if (talk.archived != away) {
                return new Decision.Nothing();
            }
            talk.archived = !away;
            return Decision.done(talk, away ? "restored" : "archived", by, Map.of());
        }
    }

    record Add(int person, IntFunction<UUID> ids) implements Command {
        @Override
        public String op() {
            return "add";
        }

        @Override
        public String members() {
            return ",\"user_ids\":[\"" + ids.apply(person) + "\"]";
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (!talk.leads(by)) {
                return Decision.refused("not-entitled");
            }
            if (talk.has(person)) {
                return new Decision.Nothing();
            }
            var done = Decision.done(
                    talk, "joined", by, Map.of("/user_ids/0", ids.apply(person).toString()));
            talk.seats.put(person, new Seat(Role.MEMBER, talk.lastEv()));
            return done;
        }
    }

    record Remove(int person, IntFunction<UUID> ids) implements Command {
        @Override
        public String op() {
            return "remove";
        }

        @Override
        public String members() {
            return Command.members("user_id", ids.apply(person));
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (person != by && !(talk.owns(by) || (talk.leads(by) && !talk.owns(person)))) {
                return Decision.refused("not-entitled");
            }
            if (!talk.has(person)) {
                return new Decision.Nothing();
            }
            if (talk.isLastOwner(person)) {
                return Decision.refused("conflict");
            }
            talk.seats.remove(person);
            return Decision.done(
                    talk, "left", by, Map.of("/user_id", ids.apply(person).toString()));
        }
    }

    record SetRole(int person, Role role, IntFunction<UUID> ids) implements Command {
        @Override
        public String op() {
            return "set_role";
        }

        @Override
        public String members() {
            return Command.members("user_id", ids.apply(person)) + Command.members("role", role.word());
        }

        @Override
        public Decision decide(Talk talk, int by) {
            if (!talk.owns(by)) {
                return Decision.refused("not-entitled");
            }
            if (talk.seat(person).role == role) {
                return new Decision.Nothing();
            }
            if (talk.isLastOwner(person)) {
                return Decision.refused("conflict");
            }
            talk.seat(person).role = role;
            return Decision.done(
                    talk, "role", by, Map.of("/user_id", ids.apply(person).toString(), "/role", role.word()));
        }
    }
}
