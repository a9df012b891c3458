package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.infra.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Whose presence somebody may know. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilitiesIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();
    private final UserId ben = rows.user();
    private final UserId cleo = rows.user();

    private List<String> visible(UserId asker, UserId... people) {
        return visible(reading.one(new ChatAsk.Visible(asker, List.of(people))));
    }

    private static List<String> visible(JsonNode answer) {
        return answer.path("visible").valueStream().map(JsonNode::stringValue).toList();
    }

    private static List<String> ids(UserId... people) {
        return Stream.of(people).map(UserId::toString).toList();
    }

    private void blocks(UserId who, UserId whom) {
        rows.run("INSERT INTO communications.user_blocks (user_id, blocked_user_id) VALUES ('%s', '%s');", who, whom);
    }

    @Test
    void whoTakesPartInTheSameConversationIsVisible() {
        rows.conversation(ana, ben);
        rows.conversation(ben, cleo);

        assertThat(visible(ana, ben, cleo)).containsExactlyElementsOf(ids(ben));
    }

    @Test
    void oneselfIsVisibleWithoutAnyConversation() {
        var nobodysFriend = rows.user();

        assertThat(visible(nobodysFriend, nobodysFriend)).containsExactlyElementsOf(ids(nobodysFriend));
    }

    @Test
    void whoIsNobodyIsNotVisible() {
        assertThat(visible(ana, UserId.next())).isEmpty();
    }

    @Test
    void nobodySeesWhomTheyShareManyConversationsWithTwice() {
        rows.conversation(ana, ben);
        rows.conversation(ana, ben);

        assertThat(visible(ana, ben)).hasSize(1);
    }

    @Test
    void whoHasLeftIsNotVisibleToThoseWhoStay() {
        var gone = rows.user();
        rows.leaves(rows.conversation(ana, gone), gone);

        assertThat(visible(ana, gone)).isEmpty();
    }

    @Test
    void thoseWhoStayAreNotVisibleToWhoHasLeft() {
        var gone = rows.user();
        rows.leaves(rows.conversation(ana, gone), gone);

        assertThat(visible(gone, ana)).isEmpty();
    }

    @Test
    void whoIsBlockedDoesNotSeeWhoBlocks() {
        var blocker = rows.user();
        rows.conversation(ana, blocker);
        blocks(blocker, ana);

        assertThat(visible(ana, blocker)).isEmpty();
    }

    @Test
    void whoBlocksDoesNotSeeWhomTheyBlock() {
        var blocked = rows.user();
        rows.conversation(ana, blocked);
        blocks(ana, blocked);

        assertThat(visible(ana, blocked)).isEmpty();
    }

    @Test
    void manyAskTogetherAndEachGetsTheirOwn() {
        rows.conversation(ana, ben);
        rows.conversation(ben, cleo);

        var answers = reading.ask(
                new ChatAsk.Visible(ana, List.of(ben, cleo)),
                new ChatAsk.Visible(cleo, List.of()),
                new ChatAsk.Visible(cleo, List.of(ana, ben)),
                new ChatAsk.Visible(UserId.next(), List.of(ana, ben)));

        assertThat(answers.stream().map(VisibilitiesIT::visible))
                .containsExactly(ids(ben), List.of(), ids(ben), List.of());
    }

    @Test
    void moreThanMayBeAskedAboutIsRefused() {
        var many = Stream.generate(UserId::next).limit(ChatAsk.MOST_PEOPLE + 1).toList();

        var element = AskReader.read(("[{\"ask\":\"visible\",\"user\":\"" + ana + "\",\"people\":[\""
                                + String.join(
                                        "\",\"",
                                        many.stream().map(UserId::toString).toList()) + "\"]}]")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .getFirst();

        assertThat(element.ask()).isNull();
    }

    /** With statistics of a table that is not small: nothing of it is read but what an index leads to. */
    @Test
    void noTableIsReadFromEndToEnd() {
        var people = new ArrayList<UserId>(List.of(ana));
        for (int i = 0; i < 20; i++) {
            people.add(rows.user());
        }
        rows.conversations(200, people.toArray(UserId[]::new));
        rows.run("ANALYZE communications.conversation_participants; ANALYZE communications.user_blocks;");

        var plan = String.join(
                "\n",
                Sql.rows(
                                reading.address,
                                "EXPLAIN "
                                        + Visibilities.SQL
                                                .replace("$1::uuid[]", "?::uuid[]")
                                                .replace("$2::text[]", "?::text[]"),
                                "{" + ana + "}",
                                "{\"{" + people.get(3) + "," + people.get(4) + "}\"}")
                        .stream()
                        .map(row -> row.values().iterator().next())
                        .toList());

        assertThat(plan)
                .doesNotContain("Seq Scan on conversation_participants")
                .contains("conversation_participants_pkey");
    }
}
