package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.delivery.Delivery;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** How callbacks reach a subscriber that is slow, broken or well. */
class CallbackDeliveryIT extends SimulatorCase {
    @Test
    void repeatsTheSameBytesUntilTheyAreAcknowledged() {
        subscriber.answer(nth -> nth < 4 ? 503 : 200);

        simulator.control().write(USER, "Hello");

        await().until(() -> simulator.control().deliveries().acknowledged() == 1);
        assertThat(subscriber.callbacks()).hasSize(4);
        assertThat(subscriber.callbacks()).allSatisfy(each -> assertThat(each.body())
                .isEqualTo(subscriber.callbacks().getFirst().body()));
        var attempts = simulator.control().deliveries().newest().getFirst().attempts();
        assertThat(attempts).extracting(each -> each.status()).containsExactly(503, 503, 503, 200);
    }

    @Test
    void countsOnly200AsReceived() {
        subscriber.answer(nth -> nth == 1 ? 202 : 200);

        simulator.control().write(USER, "Hello");

        await().until(() -> subscriber.callbacks().size() == 2);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        simulator.control().turn("{\"callbacks\":{\"max_attempts\":3}}");
        subscriber.answer(nth -> 500);

        simulator.control().write(USER, "Hello");

        await().until(() -> simulator.control().deliveries().lost() == 1);
        assertThat(subscriber.callbacks()).hasSize(3);
        assertThat(simulator.control().deliveries().unacknowledged()).isEqualTo(1);
    }

    @Test
    void triesAgainWhenNobodyListens() {
        simulator.control().callback(java.net.URI.create("http://127.0.0.1:9/webhooks"));
        simulator.control().turn("{\"callbacks\":{\"max_attempts\":2}}");

        simulator.control().write(USER, "Hello");

        await().until(() -> simulator.control().deliveries().lost() == 1);
        var attempts = simulator.control().deliveries().newest().getFirst().attempts();
        assertThat(attempts).hasSize(2).allSatisfy(each -> assertThat(each.error())
                .isNotNull());
    }

    @Test
    void canPostTheSameBytesTwiceAtOnce() {
        simulator.control().turn("{\"callbacks\":{\"duplicate_probability\":1}}");

        simulator.control().write(USER, "Hello");

        await().until(() -> subscriber.callbacks().size() == 2);
        assertThat(subscriber.callbacks().get(0).body())
                .isEqualTo(subscriber.callbacks().get(1).body());
        await().until(() -> simulator.control().deliveries().acknowledged() == 1);
    }

    @Test
    void canGatherManyItemsInOnePost() {
        simulator.control().turn("{\"callbacks\":{\"batch_size\":100,\"batch_linger\":\"PT600S\"}}");
        for (int i = 0; i < 300; i++) {
            simulator.control().write(USER, "Message " + i);
        }

        await().until(() -> subscriber.messages().size() == 300);
        assertThat(subscriber.callbacks()).hasSize(3);
    }

    @Test
    void sendsAPartOfABatchWhenItLingeredLongEnough() {
        simulator.control().turn("{\"callbacks\":{\"batch_size\":100,\"batch_linger\":\"PT20S\"}}");
        simulator.control().write(USER, "one");
        simulator.control().write(USER, "two");

        await().until(() -> subscriber.messages().size() == 2);
        assertThat(subscriber.callbacks()).hasSize(1);
    }

    @Test
    void canLetLaterCallbacksOvertake() {
        simulator.control().turn("{\"callbacks\":{\"reorder_probability\":0.5,\"reorder_within\":\"PT10S\"}}");
        for (int i = 0; i < 50; i++) {
            simulator.control().write(USER, Integer.toString(1_000 + i));
        }

        await().until(() -> subscriber.messages().size() == 50);
        var bodies = subscriber.messages().stream()
                .map(message -> message.at("/text/body").asString())
                .toList();
        assertThat(new HashSet<>(bodies)).hasSize(50);
        assertThat(bodies).isNotEqualTo(bodies.stream().sorted().toList());
    }

    @Test
    void canSignWithAnotherSecretOrNotAtAll() {
        simulator.control().turn("{\"callbacks\":{\"signature\":\"WRONG\"}}");
        simulator.control().write(USER, "wrong");
        await().until(() -> subscriber.callbacks().size() == 1);
        simulator.control().turn("{\"callbacks\":{\"signature\":\"MISSING\"}}");
        simulator.control().write(USER, "missing");
        await().until(() -> subscriber.callbacks().size() == 2);

        var wrong = subscriber.callbacks().getFirst();
        assertThat(wrong.signature())
                .startsWith("sha256=")
                .isNotEqualTo(new CallbackSigner("simulated-app-secret").sign(wrong.body()));
        assertThat(subscriber.callbacks().getLast().signature()).isNull();
    }

    @Test
    void subscribesOnlyWhereTheChallengeComesBack() {
        simulator.control().callback(null);

        assertThat(simulator.control().subscribe(subscriber.uri(), "guessed").block(Duration.ofSeconds(5)))
                .isFalse();
        assertThat(simulator.control().callback()).isEmpty();
        assertThat(simulator.control().subscribe(subscriber.uri(), null).block(Duration.ofSeconds(5)))
                .isTrue();
        assertThat(simulator.control().callback()).contains(subscriber.uri());
    }

    @Test
    void losesWhatIsWrittenWhileThereIsNoSubscriber() {
        simulator.control().callback(null);

        simulator.control().write(USER, "Hello?");

        await().until(() -> simulator.control().deliveries().newest().size() == 1);
        assertThat(simulator.control().deliveries().newest().getFirst().state()).isEqualTo(Delivery.State.LOST);
    }
}
