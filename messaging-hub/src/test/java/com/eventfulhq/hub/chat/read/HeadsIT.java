package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a node must know of somebody's list to push its changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadsIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();
    private final UserId ben = rows.user();

    private JsonNode heads(UserId user) {
        return reading.one(new ChatAsk.Heads(user));
    }

    private static List<UUID> conversations(JsonNode answer) {
        return answer.path("heads")
                .valueStream()
                .map(head -> UUID.fromString(head.path("conversation_id").stringValue()))
                .toList();
    }

    @Test
    void saysWhereAllConversationsStandTheLatestChangeFirst() {
        var user = rows.user();
        var first = rows.conversation(user, ben);
        var second = rows.conversation(user, ben);
        rows.message(first, ben, "news");
        var summary = reading.one(new ChatAsk.Roster(user, null)).at("/changed/0");

        var answer = heads(user);

        assertThat(conversations(answer)).containsExactly(first, second);
        var head = answer.at("/heads/0");
        assertThat(List.of("epoch", "last_ev", "last_message_no", "last_message_at"))
                .allSatisfy(member -> assertThat(head.path(member)).isEqualTo(summary.path(member)));
        assertThat(head.has("last_message")).isFalse();
    }

    @Test
    void saysNothingOfWhatWasLeft() {
        var user = rows.user();
        rows.leaves(rows.conversation(ben, user), user);

        assertThat(conversations(heads(user))).isEmpty();
    }

    @Test
    void fromItsCursorOnTheListSaysWhatChanges() {
        var quiet = rows.conversation(ana, ben);
        var busy = rows.conversation(ana, ben);
        var cursor = heads(ana).path("cursor").stringValue();
        rows.message(busy, ben, "news");

        var changed = reading.one(new ChatAsk.Roster(ana, cursor)).path("changed");

        assertThat(changed.size()).isEqualTo(1);
        assertThat(changed.at("/0/conversation_id").stringValue())
                .isEqualTo(busy.toString())
                .isNotEqualTo(quiet.toString());
    }

    @Test
    void severalPeopleAreAnsweredTogetherAndInOrder() {
        var nobody = rows.user();
        var talk = rows.conversation(ben, rows.user());

        var answers = reading.ask(new ChatAsk.Heads(nobody), new ChatAsk.Heads(ben), new ChatAsk.Heads(nobody));

        assertThat(conversations(answers.get(0))).isEmpty();
        assertThat(conversations(answers.get(1))).contains(talk);
        assertThat(conversations(answers.get(2))).isEmpty();
    }
}
