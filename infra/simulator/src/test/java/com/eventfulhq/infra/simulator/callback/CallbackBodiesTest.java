package com.eventfulhq.infra.simulator.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.knob.CallbackKnobs.Layout;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackBodiesTest {
    private static final Instant AT = Instant.parse("2026-09-10T10:00:00Z");
    private static final BusinessNumber OTHER = new BusinessNumber("2", "15550002222", "99");

    private final CallbackBodies bodies = new CallbackBodies(BusinessNumber.EXAMPLE, 7);
    private final EndUser ana = EndUser.of("34600111222", "Ana");

    @Test
    void composesTheSameBytesForTheSameSeed() {
        var again = new CallbackBodies(BusinessNumber.EXAMPLE, 7);

        assertThat(CallbackBodies.body(bodies.text(ana, "é", AT), bodies.unsupported(ana, AT)))
                .isEqualTo(CallbackBodies.body(again.text(ana, "é", AT), again.unsupported(ana, AT)));
    }

    @Test
    void neverRepeatsAnId() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(bodies.wamid(ana));
        }

        assertThat(ids).hasSize(10_000);
    }

    @Test
    void namesEachPersonOnceBesideTheirMessages() {
        var items = List.of(bodies.text(ana, "1", AT), bodies.text(ana, "2", AT), bodies.text(EndUser.nth(1), "3", AT));

        var value = CallbackEnvelope.of(items, Layout.MERGED).at("/entry/0/changes/0/value");

        assertThat(value.path("messages").size()).isEqualTo(3);
        assertThat(value.path("contacts").size()).isEqualTo(2);
    }

    @Test
    void keepsAccountsKindsAndFieldsApartInOneBody() {
        var other = new CallbackBodies(OTHER, 8);
        var items = List.of(
                bodies.text(ana, "1", AT),
                other.text(ana, "2", AT),
                bodies.status(ana, "wamid.x", "sent", AT),
                bodies.templateStatus("5", "reminder", "en_US", "APPROVED", AT));

        var root = CallbackEnvelope.of(items, Layout.MERGED);

        assertThat(root.path("entry").size()).isEqualTo(3);
        assertThat(root.at("/entry/0/changes").size()).isEqualTo(2);
        assertThat(root.at("/entry/0/changes/1/value/statuses/0/status").asString())
                .isEqualTo("sent");
        assertThat(root.at("/entry/1/id").asString()).isEqualTo("99");
        assertThat(root.at("/entry/2/changes/0/value/message_template_language").asString())
                .isEqualTo("en-US");
        assertThat(root.at("/entry/2/time").isNumber()).isTrue();
    }

    @Test
    void givesEveryItemAnEntryOfItsOwnWhenAsked() {
        var items = List.of(bodies.text(ana, "1", AT), bodies.text(ana, "2", AT));

        var root = CallbackEnvelope.of(items, Layout.ENTRY_PER_ITEM);

        assertThat(root.path("entry").size()).isEqualTo(2);
        assertThat(root.at("/entry/1/changes/0/value/contacts").size()).isEqualTo(1);
    }

    @Test
    void leavesOutTheNumberOfAPersonWhoHidesIt() {
        var hidden = EndUser.hidden("ES.8812990311", "ana.b");

        var value = CallbackEnvelope.of(List.of(bodies.text(hidden, "Hi", AT)), Layout.MERGED)
                .at("/entry/0/changes/0/value");

        assertThat(value.at("/contacts/0").has("wa_id")).isFalse();
        assertThat(value.at("/contacts/0/profile/username").asString()).isEqualTo("ana.b");
        assertThat(value.at("/messages/0").has("from")).isFalse();
        assertThat(value.at("/messages/0/from_user_id").asString()).isEqualTo("ES.8812990311");
    }

    @Test
    void tellsNeitherContactNorUserIdOnAFailedSendToANumber() {
        var failed = bodies.failed(ana, "wamid.x", new StatusError(131026, "Message undeliverable", "No."), AT);

        var value = CallbackEnvelope.of(List.of(failed), Layout.MERGED).at("/entry/0/changes/0/value");

        assertThat(value.has("contacts")).isFalse();
        assertThat(value.at("/statuses/0").has("recipient_user_id")).isFalse();
        assertThat(value.at("/statuses/0/errors/0/code").asInt()).isEqualTo(131026);
    }

    @Test
    void writesTheTimestampAsAStringOfSeconds() {
        var timestamp = bodies.reaction(ana, "wamid.x", null, AT).message().path("timestamp");

        assertThat(timestamp.isString()).isTrue();
        assertThat(timestamp.asString()).isEqualTo("1789034400");
    }

    @Test
    void keepsTheCrowdAwayFromNumbersWithAFixedOutcome() {
        for (int n = 0; n < 20_000; n++) {
            assertThat(EndUser.nth(n).id()).hasSize(11).endsWith("1");
        }
    }
}
