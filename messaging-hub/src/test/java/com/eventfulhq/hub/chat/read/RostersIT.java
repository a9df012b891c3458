package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.infra.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The list, its changes, and that none is ever missed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RostersIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ben = rows.user();
    private UserId ana = ben;

    @BeforeEach
    void somebodyNew() {
        ana = rows.user();
    }

    private JsonNode list(@Nullable String cursor) {
        return reading.one(new ChatAsk.Roster(ana, cursor));
    }

    private static String cursor(JsonNode answer) {
        return answer.path("cursor").stringValue();
    }

    private static List<UUID> changed(JsonNode answer) {
        return answer.path("changed")
                .valueStream()
                .map(summary -> UUID.fromString(summary.path("conversation_id").stringValue()))
                .toList();
    }

    private static List<UUID> left(JsonNode answer) {
        return answer.path("left")
                .valueStream()
                .map(id -> UUID.fromString(id.stringValue()))
                .toList();
    }

    /** Page after page until there is no more. */
    private List<JsonNode> all(@Nullable String from) {
        var answers = new ArrayList<JsonNode>();
        @Nullable String cursor = from;
        for (int i = 0; i < 20; i++) {
            var answer = list(cursor);
            answers.add(answer);
            cursor = cursor(answer);
            if (!answer.path("more").booleanValue()) {
                return answers;
            }
        }
        throw new AssertionError("pages without end");
    }

    @Test
    void isEmptyAtFirst() {
        var answer = list(null);

        assertThat(changed(answer)).isEmpty();
        assertThat(answer.path("more").booleanValue()).isFalse();
    }

    @Test
    void showsAllTheFirstTimeTheLatestChangeFirst() {
        var first = rows.conversation(ana, ben);
        var second = rows.conversation(ana, ben);
        rows.message(first, ben, "news");

        assertThat(changed(list(null))).containsExactly(first, second);
    }

    @Test
    void showsWhatChangedSince() {
        var quiet = rows.conversation(ana, ben);
        var busy = rows.conversation(ana, ben);
        var cursor = cursor(list(null));
        rows.message(busy, ben, "news");

        assertThat(changed(list(cursor))).containsExactly(busy).doesNotContain(quiet);
    }

    @Test
    void ownReadingElsewhereIsAChange() {
        var talk = rows.conversation(ana, ben);
        var cursor = cursor(list(null));
        rows.run("""
                UPDATE communications.conversation_participants SET read_ev = 1, changed_tx = pg_current_xact_id()
                WHERE conversation_id = '%s' AND user_id = '%s';""", talk, ana);

        assertThat(changed(list(cursor))).containsExactly(talk);
    }

    @Test
    void tellsWhatWasLeftSinceAndNothingElseOfIt() {
        var talk = rows.conversation(ben, ana);
        var cursor = cursor(list(null));
        rows.leaves(talk, ana);
        rows.message(talk, ben, "not for her");

        var answer = list(cursor);

        assertThat(left(answer)).containsExactly(talk);
        assertThat(changed(answer)).isEmpty();
        assertThat(list(cursor(answer)).path("left").isEmpty()).isTrue();
    }

    @Test
    void theFirstListDoesNotTellOfWhatWasLeft() {
        rows.leaves(rows.conversation(ben, ana), ana);

        assertThat(left(list(null))).isEmpty();
    }

    @Test
    void aCommitThatLandsLateIsNotMissed() throws SQLException {
        var late = rows.conversation(ana, ben);
        var early = rows.conversation(ana, ben);
        try (var open = connection(reading.address)) {
            open.setAutoCommit(false);
            execute(open, rows.messageSql(late, ben, "begun first", UUID.randomUUID()));
            rows.message(early, ben, "committed first");
            var cursor = cursor(list(null));

            open.commit();

            assertThat(changed(list(cursor))).contains(late);
        }
    }

    @Test
    void aCommitBetweenTwoCursorsIsSeenByTheSecond() throws SQLException {
        var talk = rows.conversation(ana, ben);
        try (var open = connection(reading.address)) {
            open.setAutoCommit(false);
            execute(open, rows.messageSql(talk, ben, "slow", UUID.randomUUID()));
            var cursor = cursor(list(cursor(list(null))));
            rows.conversation(ana, ben);
            cursor = cursor(list(cursor));

            open.commit();

            assertThat(changed(list(cursor))).contains(talk);
        }
    }

    @Test
    void pagesGiveEachConversationOnce() {
        var talks = rows.conversations(450, ana);

        var answers = all(null);

        assertThat(answers).hasSize(3);
        assertThat(answers.stream().flatMap(answer -> changed(answer).stream()))
                .containsExactlyInAnyOrderElementsOf(talks);
        assertThat(changed(list(cursor(answers.getLast())))).isEmpty();
    }

    @Test
    void whatChangesWhilePagesAreReadIsInThemOrAfterThem() {
        var talks = rows.conversations(250, ana, ben);
        var first = list(null);
        var moved = talks.getFirst();
        rows.message(moved, ben, "moved before the first page");
        var between = rows.conversation(ana, ben);

        var rest = all(cursor(first));

        assertThat(rest.stream().flatMap(answer -> changed(answer).stream())).contains(moved, between);
    }

    @Test
    void pagesEndThoughATransactionStaysOpen() throws SQLException {
        rows.conversations(250, ana, ben);
        try (var open = connection(reading.address)) {
            open.setAutoCommit(false);
            execute(open, rows.messageSql(rows.conversation(ben), ben, "endless", UUID.randomUUID()));
            var cursor = cursor(list(null));
            rows.conversations(250, ana, ben);

            assertThat(all(cursor)).hasSizeLessThan(6);
        }
    }

    @Test
    void anotherIncarnationIsAnsweredWithTheWholeListAndWhatToForget() {
        var talk = rows.conversation(ana, ben);
        var gone = rows.conversation(ben, ana);
        rows.leaves(gone, ana);
        var other = new RosterCursor(UUID.randomUUID(), 1L << 40, null).text();

        var answer = list(other);

        assertThat(changed(answer)).containsExactly(talk);
        assertThat(left(answer)).containsExactly(gone);
    }

    @Test
    void aCursorOfTheFutureIsAnsweredWithTheWholeList() {
        var talk = rows.conversation(ana, ben);
        var read = RosterCursor.read(cursor(list(null)));
        assertThat(read).isNotNull();

        assertThat(changed(list(new RosterCursor(read.incarnation(), 1L << 40, null).text())))
                .containsExactly(talk);
    }

    /** Whatever is sent, the answer is a list: of the sender's, never an error. */
    @Test
    void noCursorIsAnError() {
        var talk = rows.conversation(ana, ben);
        var strange = rows.conversation(ben);
        var random = new Random(7);
        var good = cursor(list(null));
        var asks = IntStream.range(0, 256)
                .mapToObj(i -> (ChatAsk) new ChatAsk.Roster(ana, mangled(good, random)))
                .toArray(ChatAsk[]::new);

        assertThat(reading.ask(asks)).allSatisfy(answer -> {
            assertThat(changed(answer)).isSubsetOf(talk).doesNotContain(strange);
            assertThat(cursor(answer)).isNotEmpty();
        });
    }

    private static String mangled(String good, Random random) {
        var bytes = good.toCharArray();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (char) (33 + random.nextInt(94));
        }
        return new String(bytes).substring(random.nextInt(3));
    }

    @Test
    void listsOfManyAreAnsweredTogether() {
        var talk = rows.conversation(ana, ben);
        var nobody = rows.user();

        var answers = reading.ask(
                new ChatAsk.Roster(nobody, null), new ChatAsk.Roster(ana, null), new ChatAsk.Roster(nobody, "?"));

        assertThat(answers.stream().map(RostersIT::changed)).containsExactly(List.of(), List.of(talk), List.of());
    }

    private static Connection connection(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
