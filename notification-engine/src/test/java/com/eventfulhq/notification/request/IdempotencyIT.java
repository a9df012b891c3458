package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.Asking;
import com.eventfulhq.notification.EngineUnderTest;
import com.eventfulhq.notification.TopicUnderTest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One key of one asker is one notification: the same again is answered the same, anything else is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyIT {

    private static final String BODY = "{\"recipient_user_id\":\"" + EngineUnderTest.BEN
            + "\",\"template_name\":\"reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final TopicUnderTest dead = new TopicUnderTest(engine, Topics.deadLettersOf(Topics.NOTIFICATION_REQUESTS));
    private final String token = engine.token(EngineUnderTest.TEAM);

    @AfterAll
    void stop() {
        dead.close();
        engine.close();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String id(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body()).path("notification_id").asString();
    }

    private String count(String id) {
        return String.valueOf(
                engine.rows("SELECT count(*) FROM notification.notifications WHERE notification_id = ?::uuid", id)
                        .getFirst()
                        .get("count"));
    }

    @Test
    void otherWordsAreRefusedEvenWhileTheFirstIsOnItsWay() throws Exception {
        var key = key();
        var first = engine.post(token, key, BODY);

        var other = engine.post(token, key, BODY.replace("12 May", "13 May"));

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency-key-reused", "Idempotency-Key");
    }

    @Test
    void anotherChannelIsAnotherRequestThoughTheWordsAreTheSame() throws Exception {
        var key = key();
        engine.post(token, key, BODY);

        var other = engine.post(token, key, BODY.replace("}}", "},\"channels\":[\"in_app\"]}"));

        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void aBodyIsWhatItMeansNotHowItIsSpelt() throws Exception {
        var key = key();
        var first = engine.post(token, key, BODY);

        var again = engine.post(
                token,
                key,
                "{ \"variables\": {\"date\":\"12 May\",\"guest\":\"Ben\"}, \"template_name\":\"reminder\", \"recipient_user_id\":\""
                        + EngineUnderTest.BEN + "\"}");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void theSameIsAnsweredTheSameWhenItCouldNotBeAskedAnyMore() throws Exception {
        var key = key();
        var first = engine.post(token, key, BODY);
        await().until(() -> count(id(first)).equals("1"));
        engine.rows(
                "UPDATE notification.notification_templates SET is_active = false WHERE template_name = 'reminder' RETURNING 1");

        var again = engine.post(token, key, BODY);

        engine.rows(
                "UPDATE notification.notification_templates SET is_active = true WHERE template_name = 'reminder' RETURNING 1");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void aKeyBelongsToTheClientThatUsesIt() throws Exception {
        var key = key();
        var ours = engine.post(token, key, BODY);

        var theirs = engine.post(
                engine.token(EngineUnderTest.TEAM, "another-client"), key, BODY.replace("12 May", "13 May"));

        assertThat(theirs.statusCode()).isEqualTo(202);
        assertThat(id(theirs)).isNotEqualTo(id(ours));
    }

    @Test
    void twoPeopleWithOneClientHaveKeysOfTheirOwn() throws Exception {
        var key = key();
        var anas = engine.post(engine.token(EngineUnderTest.ANA, EngineUnderTest.TEAM), key, BODY);

        var bens = engine.post(
                engine.token(EngineUnderTest.BEN, EngineUnderTest.TEAM), key, BODY.replace("12 May", "13 May"));

        assertThat(bens.statusCode()).isEqualTo(202);
        assertThat(id(bens)).isNotEqualTo(id(anas));
    }

    @Test
    void onTheLogOtherWordsAreADeadLetterWithTheReason() {
        var asking = Asking.something();
        engine.arrive(asking.entry());
        await().until(() -> !engine.rows(
                        "SELECT 1 FROM notification.notifications WHERE idempotency_key = ?", asking.key())
                .isEmpty());

        engine.arrive(asking.variables(Map.of("guest", "Zoë", "date", "12 May")).entry());

        await().until(() -> dead.about(asking.key()).size() == 1);
        assertThat(dead.about(asking.key()).getFirst().header("dlt_reason")).contains("idempotency key");
        assertThat(engine.rows(
                        "SELECT message FROM notification.notifications WHERE idempotency_key = ?", asking.key()))
                .containsExactly(Map.of("message", "Hello Ben, on 12 May."));
    }

    @Test
    void ofTwoInOneBatchTheFirstCounts() {
        var asking = Asking.something();
        var other = asking.variables(Map.of("guest", "Zoë", "date", "12 May"));

        engine.arrive(asking.entry(), other.entry(), asking.entry());

        await().until(() -> dead.about(asking.key()).size() == 1);
        assertThat(dead.about(asking.key()).getFirst().data()).isEqualTo(Json.bytes(other.requested()));
    }

    @Test
    void whatCouldNotBeFulfilledMayBeCorrectedUnderItsKey() {
        var asking = Asking.something();
        engine.arrive(asking.variables(Map.of("guest", "Ben")).entry());
        await().until(() -> dead.about(asking.key()).size() == 1);

        engine.arrive(asking.entry());

        await().until(() -> !engine.rows(
                        "SELECT 1 FROM notification.notifications WHERE idempotency_key = ?", asking.key())
                .isEmpty());
        assertThat(dead.about(asking.key()).getFirst().header("dlt_reason")).contains("variable date: missing");
    }

    @Test
    void whatWasRefusedOverRestMayBeCorrectedUnderItsKey() throws Exception {
        var key = key();

        assertThat(engine.post(token, key, BODY.replace("reminder", "no such")).statusCode())
                .isEqualTo(422);
        assertThat(engine.post(token, key, BODY).statusCode()).isEqualTo(202);
    }
}
