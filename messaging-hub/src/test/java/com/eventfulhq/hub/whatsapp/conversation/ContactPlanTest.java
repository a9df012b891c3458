package com.eventfulhq.hub.whatsapp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.hub.whatsapp.conversation.ContactPlan.Known;
import com.eventfulhq.hub.whatsapp.conversation.ContactPlan.Profile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContactPlanTest {

    private static final Identity BSUID = new Identity("waba", Identity.Type.BSUID, "ES.1");
    private static final Identity NUMBER = new Identity("waba", Identity.Type.WA_ID, "34600");
    private static final Identity NEW_NUMBER = new Identity("waba", Identity.Type.WA_ID, "34999");
    private static final ContactId OLD = new ContactId(new UUID(1, 1));
    private static final ContactId YOUNG = new ContactId(new UUID(2, 2));
    private static final ContactId NEXT = new ContactId(new UUID(3, 3));

    private static Known known(ContactId contact) {
        return new Known(contact, new Profile("Ana", null));
    }

    private static Person writes(Identity... identities) {
        return new Person(List.of(identities), "Ana", null, true);
    }

    private static ContactPlan plan(Map<Identity, Known> known, Person... people) {
        return ContactPlan.of(known, List.of(people), () -> NEXT);
    }

    @Test
    void createsWhoIsNotKnownOnceHoweverOftenTheyWrite() {
        var plan = plan(Map.of(), writes(NUMBER), writes(NUMBER));

        assertThat(plan.created()).containsExactly(Map.entry(NEXT, new Profile("Ana", null)));
        assertThat(plan.identities()).containsExactly(Map.entry(NUMBER, NEXT));
    }

    @Test
    void addsAFurtherIdentityToWhoIsKnown() {
        var plan = plan(Map.of(NUMBER, known(OLD)), writes(BSUID, NUMBER));

        assertThat(plan.created()).isEmpty();
        assertThat(plan.identities()).containsExactly(Map.entry(BSUID, OLD));
    }

    @Test
    void mergesTheYoungerContactIntoTheOlderWhenOneMessageNamesBoth() {
        var plan = plan(Map.of(NUMBER, known(YOUNG), BSUID, known(OLD)), writes(BSUID, NUMBER));

        assertThat(plan.merged()).containsExactly(Map.entry(YOUNG, OLD));
        assertThat(plan.contacts()).containsEntry(NUMBER, OLD).containsEntry(BSUID, OLD);
    }

    @Test
    void twoThatTurnOutToBeOneWithinABatchAreCreatedOnce() {
        var ids = List.of(NEXT, new ContactId(new UUID(4, 4))).iterator();

        var plan = ContactPlan.of(Map.of(), List.of(writes(NUMBER), writes(BSUID), writes(BSUID, NUMBER)), ids::next);

        assertThat(plan.created()).containsOnlyKeys(NEXT);
        assertThat(plan.merged()).isEmpty();
        assertThat(plan.identities().values()).containsOnly(NEXT);
    }

    @Test
    void followsANumberChangeOfWhoIsKnown() {
        var renamed = new Person(List.of(NUMBER, NEW_NUMBER), null, null, false);

        var plan = plan(Map.of(NUMBER, known(OLD)), renamed);

        assertThat(plan.identities()).containsExactly(Map.entry(NEW_NUMBER, OLD));
        assertThat(plan.profiles()).isEmpty();
    }

    @Test
    void createsNobodyWhoOnlyChangedTheirNumber() {
        var renamed = new Person(List.of(NUMBER, NEW_NUMBER), null, null, false);

        var plan = plan(Map.of(), renamed);

        assertThat(plan.created()).isEmpty();
        assertThat(plan.identities()).isEmpty();
    }

    @Test
    void keepsANewNameAndLeavesAnUnchangedOneAlone() {
        var same = plan(Map.of(NUMBER, known(OLD)), writes(NUMBER));
        var other = plan(Map.of(NUMBER, known(OLD)), new Person(List.of(NUMBER), "Ana B", "ana.b", true));

        assertThat(same.profiles()).isEmpty();
        assertThat(other.profiles()).containsExactly(Map.entry(OLD, new Profile("Ana B", "ana.b")));
    }
}
