package com.eventfulhq.hub.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.hub.chat.log.Head;
import com.eventfulhq.hub.chat.log.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands come to, without a database. */
class RoomTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final UUID CHAT = UUID.randomUUID();
    private static final UUID OWNER = UUID.randomUUID();
    private static final UUID ADMIN = UUID.randomUUID();
    private static final UUID MEMBER = UUID.randomUUID();
    private static final UUID STRANGER = UUID.randomUUID();
    private static final UUID MESSAGE = UUID.randomUUID();

    private final World world = new World();
    private final Changes changes = new Changes();
    private final Room room = room(3);

    private Room room(int participants) {
        var found = new Room(Head.of(CHAT, 10, 5, participants), world, changes).exists("Fair", null);
        found.found(person(OWNER, Role.OWNER));
        found.found(person(ADMIN, Role.ADMIN));
        found.found(person(MEMBER, Role.MEMBER));
        world.lines().put(MESSAGE, line(MEMBER, null));
        world.users().addAll(List.of(STRANGER, MEMBER));
        return found;
    }

    private static Person person(UUID user, Role role) {
        return new Person(CHAT, user, role, NOW, null, 0, 0, 0, null);
    }

    private static Line line(UUID sender, @Nullable UUID forwarded) {
        return new Line(MESSAGE, CHAT, sender, 5, "hello", null, forwarded, List.of(), NOW, 1, false, false);
    }

    private static UUID id() {
        return UUID.randomUUID();
    }

    private static ChatCommand.Send send(@Nullable UUID replyTo) {
        return new ChatCommand.Send(CHAT, id(), "text", "hi", List.of(), replyTo, List.of(), null, null);
    }

    private static ChatCommand.Edit edit(int version) {
        return new ChatCommand.Edit(CHAT, id(), MESSAGE, "changed", version);
    }

    private static ChatCommand.Remove remove(UUID user) {
        return new ChatCommand.Remove(CHAT, id(), new UserId(user));
    }

    private static ChatCommand.SetRole role(UUID user, String role) {
        return new ChatCommand.SetRole(CHAT, id(), new UserId(user), role);
    }

    private String outcome(UUID by, ChatCommand command) {
        return outcome(by, command, NOW);
    }

    private String outcome(UUID by, ChatCommand command, Instant at) {
        return switch (room.decide(by, command, true, at)) {
            case Outcome.Happened happened -> happened.kind();
            case Outcome.Unchanged same -> "unchanged";
            case Outcome.Done done -> "done";
            case Outcome.Refused refused -> refused.code().slug();
        };
    }

    static Stream<Arguments> rights() {
        var never = ErrorCode.NOT_ENTITLED.slug();
        return Stream.of(
                rights("send", send(null), "message", "message", "message"),
                rights("rename", new ChatCommand.Rename(CHAT, id(), "x"), "renamed", "renamed", never),
                rights("archive", new ChatCommand.Archive(CHAT, id(), true), "archived", "archived", never),
                rights(
                        "add",
                        new ChatCommand.Add(CHAT, id(), List.of(new UserId(STRANGER))),
                        "joined",
                        "joined",
                        never),
                rights("remove a member", remove(MEMBER), "left", "left", "left"),
                rights("remove an admin", remove(ADMIN), "left", "left", never),
                rights("remove an owner", remove(OWNER), "conflict", never, never),
                rights("give a role", role(MEMBER, "admin"), "role", never, never),
                rights("pin", new ChatCommand.Pin(CHAT, id(), MESSAGE, true), "pinned", "pinned", never),
                rights("edit a member's", edit(1), never, never, "edit"),
                rights("delete a member's", new ChatCommand.Delete(CHAT, id(), MESSAGE), "delete", "delete", "delete"),
                rights(
                        "react",
                        new ChatCommand.React(CHAT, id(), MESSAGE, "+1", true),
                        "reaction",
                        "reaction",
                        "reaction"),
                rights("read", new ChatCommand.Seen(CHAT, 9, true), "done", "done", "done"));
    }

    private static Arguments rights(String name, ChatCommand command, String owner, String admin, String member) {
        return Arguments.of(name, command, List.of(owner, admin, member));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rights")
    void eachRoleMayWhatItMay(String name, ChatCommand command, List<String> outcomes) {
        var by = List.of(OWNER, ADMIN, MEMBER);
        for (int i = 0; i < by.size(); i++) {
            var fresh = new RoomTest();
            assertThat(fresh.outcome(by.get(i), command)).isEqualTo(outcomes.get(i));
            assertThat(fresh.outcome(id(), command)).isEqualTo("not-found");
        }
    }

    @Test
    void whatIsSoAlreadyIsNoEvent() {
        assertThat(outcome(OWNER, new ChatCommand.Rename(CHAT, id(), "Fair"))).isEqualTo("unchanged");
        assertThat(outcome(OWNER, new ChatCommand.Archive(CHAT, id(), false))).isEqualTo("unchanged");
        assertThat(outcome(OWNER, new ChatCommand.Add(CHAT, id(), List.of(new UserId(MEMBER)))))
                .isEqualTo("unchanged");
        assertThat(outcome(OWNER, remove(STRANGER))).isEqualTo("unchanged");
        assertThat(outcome(OWNER, role(ADMIN, "admin"))).isEqualTo("unchanged");
        assertThat(outcome(OWNER, new ChatCommand.Pin(CHAT, id(), MESSAGE, false)))
                .isEqualTo("unchanged");
        assertThat(outcome(OWNER, new ChatCommand.React(CHAT, id(), MESSAGE, "+1", false)))
                .isEqualTo("unchanged");
    }

    @Test
    void editingEndsAfterADay() {
        assertThat(outcome(MEMBER, edit(1), NOW.plus(Duration.ofHours(24)))).isEqualTo("edit");
        assertThat(outcome(MEMBER, edit(2), NOW.plus(Duration.ofHours(24)).plusMillis(1)))
                .isEqualTo("conflict");
    }

    @Test
    void anEditThatDidNotReadTheLastOneIsStale() {
        assertThat(outcome(MEMBER, edit(1))).isEqualTo("edit");
        assertThat(outcome(MEMBER, edit(1))).isEqualTo("stale-version");
        assertThat(changes.versions()).extracting(Changes.Version::version).containsExactly(1, 2);
    }

    @Test
    void aForwardedMessageStaysAsItIs() {
        world.lines().put(MESSAGE, line(MEMBER, id()));

        assertThat(outcome(MEMBER, edit(1))).isEqualTo("conflict");
    }

    @Test
    void whatIsDeletedIsOver() {
        var delete = new ChatCommand.Delete(CHAT, id(), MESSAGE);
        assertThat(outcome(MEMBER, delete)).isEqualTo("delete");

        assertThat(outcome(MEMBER, delete)).isEqualTo("unchanged");
        assertThat(outcome(MEMBER, edit(1))).isEqualTo("conflict");
        assertThat(outcome(ADMIN, new ChatCommand.Pin(CHAT, id(), MESSAGE, true)))
                .isEqualTo("conflict");
        assertThat(outcome(MEMBER, new ChatCommand.React(CHAT, id(), MESSAGE, "+1", true)))
                .isEqualTo("conflict");
    }

    @Test
    void theLastOwnerLeavesLast() {
        assertThat(outcome(OWNER, remove(OWNER))).isEqualTo("conflict");
        assertThat(outcome(OWNER, role(OWNER, "member"))).isEqualTo("conflict");
        assertThat(outcome(OWNER, role(ADMIN, "owner"))).isEqualTo("role");
        assertThat(outcome(OWNER, remove(OWNER))).isEqualTo("left");
        assertThat(outcome(ADMIN, remove(MEMBER))).isEqualTo("left");
        assertThat(outcome(ADMIN, remove(ADMIN))).isEqualTo("left");
        assertThat(room.head().participantCount()).isZero();
    }

    @Test
    void whoComesBackHasNothingUnreadAndNoRole() {
        assertThat(outcome(OWNER, remove(ADMIN))).isEqualTo("left");
        world.users().add(ADMIN);
        assertThat(outcome(OWNER, new ChatCommand.Add(CHAT, id(), List.of(new UserId(ADMIN)))))
                .isEqualTo("joined");

        var back = room.person(ADMIN);
        assertThat(back.role()).isEqualTo(Role.MEMBER);
        assertThat(back.readMessageNo()).isEqualTo(5);
    }

    @Test
    void aBlockHoldsBetweenTwo() {
        world.blocks().add(new World.Block(MEMBER, OWNER));
        assertThat(outcome(OWNER, send(null))).isEqualTo("message");

        assertThat(outcome(OWNER, remove(ADMIN))).isEqualTo("left");
        assertThat(outcome(OWNER, send(null))).isEqualTo("not-entitled");
        assertThat(outcome(MEMBER, send(null))).isEqualTo("not-entitled");
    }

    @Test
    void repliesAreToMessagesOfThisConversation() {
        var other = id();
        world.lines().put(other, new Line(other, id(), MEMBER, 1, "x", null, null, List.of(), NOW, 1, false, false));

        assertThat(outcome(MEMBER, send(MESSAGE))).isEqualTo("message");
        assertThat(outcome(MEMBER, send(other))).isEqualTo("not-found");
        assertThat(changes.replies()).containsOnlyKeys(MESSAGE);
    }

    @Test
    void cursorsGoForwardOnly() {
        room.found(7, 4);
        assertThat(outcome(MEMBER, new ChatCommand.Seen(CHAT, 7, true))).isEqualTo("done");
        assertThat(outcome(MEMBER, new ChatCommand.Seen(CHAT, 3, true))).isEqualTo("done");
        assertThat(outcome(MEMBER, new ChatCommand.Seen(CHAT, 8, false))).isEqualTo("done");

        var me = room.person(MEMBER);
        assertThat(me.readEv()).isEqualTo(7);
        assertThat(me.readMessageNo()).isEqualTo(4);
        assertThat(me.deliveredEv()).isEqualTo(8);
    }

    @Test
    void aBookingsIdIsNoConversations() {
        world.reserved().add(CHAT);
        var fresh = new Room(Head.first(CHAT), world, changes);
        var create = new ChatCommand.Create(CHAT, id(), null, List.of(), null, null);

        assertThat(fresh.decide(OWNER, create, true, NOW)).isEqualTo(Refusals.NO_CONVERSATION);
    }
}
