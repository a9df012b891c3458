package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.infra.database.Sql;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Who takes part in a large conversation, told to a node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdsIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();

    /** A conversation of ana and so many others. */
    private UUID with(int others) {
        var talk = rows.conversation(ana);
        rows.run("""
                WITH u AS (
                    INSERT INTO security.users (user_id, name, email, primary_archetype)
                    SELECT id, 'P', id || '@x.example', 'Fan' FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %2$d)) n
                    RETURNING user_id)
                INSERT INTO communications.conversation_participants (conversation_id, user_id) SELECT '%1$s', user_id FROM u;
                UPDATE communications.conversation_heads SET participant_count = participant_count + %2$d WHERE conversation_id = '%1$s';
                """, talk, others);
        return talk;
    }

    private List<UUID> participants(UUID talk) {
        return Sql.rows(
                        reading.address,
                        "SELECT user_id FROM communications.conversation_participants WHERE conversation_id = ? AND left_at IS NULL ORDER BY user_id",
                        talk)
                .stream()
                .map(row -> UUID.fromString(row.get("user_id")))
                .toList();
    }

    private JsonNode crowd(UserId asker, UUID talk, @Nullable String cursor) {
        return reading.one(new ChatAsk.Crowd(asker, talk, cursor));
    }

    private static List<UUID> people(JsonNode page) {
        var bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(page.path("people").asString()));
        var people = new ArrayList<UUID>();
        while (bytes.hasRemaining()) {
            people.add(new UUID(bytes.getLong(), bytes.getLong()));
        }
        return people;
    }

    @Test
    void aParticipantIsToldAllWhoTakePart() {
        var talk = with(Crowds.TOO_FEW);

        var answer = crowd(ana, talk, null);

        assertThat(people(answer)).containsExactlyElementsOf(participants(talk));
        assertThat(answer.has("cursor")).isFalse();
    }

    @Test
    void whoHasLeftIsNotAmongThem() {
        var talk = with(Crowds.TOO_FEW + 1);
        var gone = new UserId(participants(talk).stream()
                .filter(person -> !person.equals(ana.value()))
                .findFirst()
                .orElseThrow());
        rows.leaves(talk, gone);

        assertThat(people(crowd(ana, talk, null)))
                .hasSize(Crowds.TOO_FEW + 1)
                .doesNotContain(gone.value())
                .containsExactlyElementsOf(participants(talk));
    }

    @Test
    void whoDoesNotTakePartIsToldThatThereIsNothing() {
        var talk = with(Crowds.TOO_FEW);

        assertThat(Reading.code(crowd(rows.user(), talk, null))).isEqualTo("not-found");
    }

    @Test
    void whoHasLeftIsToldThatThereIsNothing() {
        var talk = with(Crowds.TOO_FEW + 1);
        rows.leaves(talk, ana);

        assertThat(Reading.code(crowd(ana, talk, null))).isEqualTo("not-found");
    }

    @Test
    void ofAHundredNothingIsTold() {
        var answer = crowd(ana, with(Crowds.TOO_FEW - 1), null);

        assertThat(Reading.code(answer)).isEqualTo("conflict");
        assertThat(answer.at("/error/detail").asString()).contains("presence");
    }

    @Test
    void whatDoesNotFitFollowsFromTheCursorOn() {
        var talk = with(2 * Crowds.PAGE);

        var first = crowd(ana, talk, null);
        var second = crowd(ana, talk, first.path("cursor").asString());
        var third = crowd(ana, talk, second.path("cursor").asString());

        var all = new ArrayList<>(people(first));
        all.addAll(people(second));
        all.addAll(people(third));
        assertThat(people(first)).hasSize(Crowds.PAGE);
        assertThat(first.toString().length()).isLessThan(ChatAsk.MOST_BYTES);
        assertThat(all).containsExactlyElementsOf(participants(talk));
        assertThat(third.has("cursor")).isFalse();
    }

    @Test
    void whatIsNoCursorIsRefused() {
        assertThat(Reading.code(crowd(ana, with(Crowds.TOO_FEW), "what"))).isEqualTo("invalid-value");
    }
}
