package com.eventfulhq.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.gateway.realtime.Outbox.Frame;
import com.eventfulhq.gateway.realtime.Outbox.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class OutboxTest {

    private final Outbox outbox = new Outbox(100);

    @Test
    void givesEverythingInOrderToAReaderWhoKeepsUp() {
        var first = push(60);
        var second = new Frame.Answer(new byte[10]);
        outbox.offer(first);
        outbox.offer(second);

        assertThat(take()).containsExactly(first, second);
    }

    @Test
    void wakesTheReaderWhoWaits() {
        var push = push(10);

        StepVerifier.create(outbox.next())
                .then(() -> outbox.offer(push))
                .expectNext(List.of(push))
                .verifyComplete();
    }

    @Test
    void discardsPushesBeyondItsBoundAndSaysSoOnce() {
        var answer = new Frame.Answer(new byte[10]);
        assertThat(outbox.offer(push(80))).isEqualTo(Offer.QUEUED);
        assertThat(outbox.offer(answer)).isEqualTo(Offer.QUEUED);
        assertThat(outbox.offer(push(40))).isEqualTo(Offer.LAGGED);
        assertThat(outbox.offer(push(1))).isEqualTo(Offer.DROPPED);
        assertThat(outbox.offer(new Frame.Lag())).isEqualTo(Offer.DROPPED);

        assertThat(take()).containsExactly(answer, new Frame.Lag());
        assertThat(outbox.offer(push(1))).isEqualTo(Offer.QUEUED);
    }

    @Test
    void whatIsBeingWrittenCountsUntilItIsWritten() {
        outbox.offer(push(80));
        StepVerifier.create(outbox.next()).expectNextCount(1).verifyComplete();

        assertThat(outbox.offer(push(40))).isEqualTo(Offer.LAGGED);
        outbox.written();
        assertThat(take()).containsExactly(new Frame.Lag());
        assertThat(outbox.offer(push(90))).isEqualTo(Offer.QUEUED);
    }

    @Test
    void anAnswerTakesTheRoomOfPushes() {
        outbox.offer(push(90));
        var answer = new Frame.Answer(new byte[50]);

        assertThat(outbox.offer(answer)).isEqualTo(Offer.QUEUED);
        assertThat(take()).containsExactly(new Frame.Lag(), answer);
    }

    @Test
    void isFullWhenNotEvenAnswersAreRead() {
        outbox.offer(new Frame.Answer(new byte[90]));

        assertThat(outbox.offer(new Frame.Answer(new byte[20]))).isEqualTo(Offer.FULL);
    }

    private List<Frame> take() {
        var taken = new java.util.ArrayList<Frame>();
        StepVerifier.create(outbox.next()).consumeNextWith(taken::addAll).verifyComplete();
        outbox.written();
        return taken;
    }

    private static Frame.Push push(int bytes) {
        return new Frame.Push(new byte[bytes]);
    }
}
