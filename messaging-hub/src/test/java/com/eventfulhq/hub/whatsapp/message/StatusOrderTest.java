package com.eventfulhq.hub.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.hub.whatsapp.message.StatusOrder.Standing;
import com.eventfulhq.hub.whatsapp.message.StatusUpdate.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every set of statuses in every order: there are few enough to try them all. */
class StatusOrderTest {

    private record Told(String status, @Nullable Failure failure) {}

    private static final Failure EXPIRED = new Failure(131026, "Message undeliverable", null);
    private static final Failure CLOSED = new Failure(131047, "Re-engagement message", "more than 24 hours");
    private static final Failure WITHOUT_CODE = new Failure(null, "Something else", null);
    private static final Standing QUEUED = new Standing("queued", null);

    private static final List<Told> ALL = List.of(
            new Told("sent", null),
            new Told("failed", EXPIRED),
            new Told("failed", CLOSED),
            new Told("failed", WITHOUT_CODE),
            new Told("delivered", null),
            new Told("read", null),
            new Told("warning", null));

    private static Standing after(List<Told> told) {
        var standing = QUEUED;
        for (var next : told) {
            standing = standing.after(next.status(), next.failure());
        }
        return standing;
    }

    private static List<Told> subset(int bits) {
        var subset = new ArrayList<Told>();
        for (int i = 0; i < ALL.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                subset.add(ALL.get(i));
            }
        }
        return subset;
    }

    private static void standings(List<Told> chosen, List<Told> rest, Set<Standing> into) {
        if (rest.isEmpty()) {
            into.add(after(chosen));
        }
        for (int i = 0; i < rest.size(); i++) {
            var further = new ArrayList<>(chosen);
            var fewer = new ArrayList<>(rest);
            further.add(fewer.remove(i));
            standings(further, fewer, into);
        }
    }

    @Test
    void endsTheSameInWhateverOrderStatusesCome() {
        for (int bits = 0; bits < 1 << ALL.size(); bits++) {
            var ends = new HashSet<Standing>();
            standings(List.of(), subset(bits), ends);
            assertThat(ends).as("%s", subset(bits)).hasSize(1);
        }
    }

    @Test
    void endsTheSameHoweverOftenStatusesCome() {
        for (int bits = 0; bits < 1 << ALL.size(); bits++) {
            var once = subset(bits);
            var twice = new ArrayList<>(once);
            twice.addAll(once);
            assertThat(after(twice)).isEqualTo(after(once));
        }
    }

    @Test
    void aLateSentDoesNotUndoAFailure() {
        assertThat(after(List.of(new Told("failed", CLOSED), new Told("sent", null)))
                        .status())
                .isEqualTo("failed");
    }

    @Test
    void evidenceOfDeliveryBeatsAFailureAndTheErrorStays() {
        assertThat(after(List.of(new Told("failed", CLOSED), new Told("delivered", null))))
                .isEqualTo(new Standing("delivered", CLOSED));
    }

    @Test
    void aStatusNobodyHasHeardOfChangesNothing() {
        assertThat(QUEUED.after("teleported", null)).isEqualTo(QUEUED);
    }
}
