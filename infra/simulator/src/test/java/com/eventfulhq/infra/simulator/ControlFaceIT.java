package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Everything a person can do with curl. */
class ControlFaceIT extends SimulatorCase {
    @Test
    void isHealthyOnceItAnswers() {
        assertThat(rest.get("/health").body().path("status").asString()).isEqualTo("UP");
    }

    @Test
    void writesInTheNameOfAUser() {
        var answer = rest.post(
                "/simulator/users/34600111222/messages",
                "{\"text\":\"Hi\",\"name\":\"Ana\",\"timestamp\":\"2026-09-10T10:00:00Z\"}");

        assertThat(answer.body().at("/message/timestamp").asString()).isEqualTo("1789034400");
        await().until(() -> subscriber.messages().size() == 1);
    }

    @Test
    void readsWhatTheUserHasNotReadYet() {
        simulator.control().turn("{\"statuses\":{\"read_probability\":0}}");
        simulator.control().write(USER, "Hello");
        var wamid = graph.post(MESSAGES, text("+34600111222"))
                .body()
                .at("/messages/0/id")
                .asString();
        await().until(() -> subscriber.statusesOf(wamid).size() == 2);

        var read = rest.post("/simulator/users/34600111222/read", "");

        assertThat(read.body().at("/read/0").asString()).isEqualTo(wamid);
        await().until(() -> subscriber.statusesOf(wamid).contains("read"));
        assertThat(rest.post("/simulator/users/34600111222/read", "")
                        .body()
                        .path("read")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void namesTheKnobItDoesNotKnow() {
        var answer = rest.put("/simulator/knobs", "{\"callbacks\":{\"bath_size\":2}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("detail").asString()).contains("bath_size");
    }

    @Test
    void refusesAKnobOutsideItsBounds() {
        var answer = rest.put("/simulator/knobs", "{\"callbacks\":{\"batch_size\":1001}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains("batch_size");
        assertThat(simulator.control().knobs().callbacks().batchSize()).isEqualTo(1);
    }

    @Test
    void turnsOnlyTheKnobsThatAreNamed() {
        var knobs = rest.put("/simulator/knobs", "{\"callbacks\":{\"batch_size\":10}}")
                .body();

        assertThat(knobs.at("/callbacks/batch_size").asInt()).isEqualTo(10);
        assertThat(knobs.at("/callbacks/max_attempts").asInt()).isEqualTo(20);
        assertThat(knobs.path("compression").asDouble()).isEqualTo(50);
    }

    @Test
    void movesTimeForwardAndClosesTheWindow() {
        rest.post("/simulator/users/34600111222/messages", "{\"text\":\"Hi\"}");
        assertThat(window()).isTrue();

        rest.put("/simulator/clock", "{\"advance\":\"PT25H\"}");

        assertThat(window()).isFalse();
        assertThat(rest.put("/simulator/clock", "{\"advance\":\"PT-1H\"}").status())
                .isEqualTo(422);
    }

    @Test
    void balancesTheLedgerOfALoad() {
        var ledger = rest.post("/simulator/load", "{\"users\":10,\"messages_per_user\":25,\"batch_size\":50}")
                .body();

        assertThat(ledger.path("wamids").asInt()).isEqualTo(250);
        assertThat(ledger.path("acknowledged").asInt()).isEqualTo(250);
        assertThat(ledger.path("callbacks").asInt()).isEqualTo(5);
        assertThat(subscriber.messages().stream()
                        .map(message -> message.path("id").asString())
                        .collect(Collectors.toSet()))
                .hasSize(250);
    }

    @Test
    void boundsALoad() {
        assertThat(rest.post("/simulator/load", "{\"users\":100000,\"messages_per_user\":1000}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsSendsWithTheirOutcome() {
        graph.post(MESSAGES, text("+34600111222"));

        var sends = rest.get("/simulator/sends").body();

        assertThat(sends.at("/newest/0/outcome").asString()).isEqualTo("fails_later");
        assertThat(sends.at("/newest/0/code").asInt()).isEqualTo(131047);
    }

    @Test
    void changesATemplateAndTellsTheSubscriber() {
        rest.put("/simulator/templates/hello_world/en_US", "{\"status\":\"PAUSED\"}");

        assertThat(code(graph.post(MESSAGES, template("hello_world", "en_US")))).isEqualTo(132015);
        await().until(() -> subscriber.callbacks().size() == 1);
        assertThat(subscriber
                        .callbacks()
                        .getFirst()
                        .json()
                        .at("/entry/0/changes/0/value/event")
                        .asString())
                .isEqualTo("PAUSED");
    }

    @Test
    void asksForTheChallengeBeforeItSubscribes() {
        var known = rest.put("/simulator/callback", "{\"url\":\"" + subscriber.uri() + "\"}");
        var refused =
                rest.put("/simulator/callback", "{\"url\":\"" + subscriber.uri() + "\",\"verify_token\":\"guessed\"}");

        assertThat(known.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(422);
    }

    @Test
    void startsAfreshWhenReset() {
        rest.put("/simulator/knobs", "{\"callbacks\":{\"batch_size\":10}}");
        rest.post("/simulator/users/34600111222/messages", "{\"text\":\"Hi\"}");

        rest.post("/simulator/reset", "");

        assertThat(window()).isFalse();
        assertThat(simulator.control().knobs().callbacks().batchSize()).isEqualTo(1);
        assertThat(simulator.control().sends()).isEmpty();
    }

    private boolean window() {
        return rest.get("/simulator/users/34600111222/window")
                .body()
                .path("open")
                .asBoolean();
    }
}
