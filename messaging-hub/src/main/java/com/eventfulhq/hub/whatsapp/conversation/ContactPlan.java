package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ContactId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has to change so that every person of a batch is one contact. Decided without the database: given who is known, it
 * says whom to create, which identities to add and which contacts turned out to be the same person.
 *
 * @param contacts      the contact of every identity of the batch, after the plan
 * @param created       new contacts with their profile
 * @param identities    identities to add
 * @param merged        loser → winner; the winner is the older one (ids are time-ordered)
 * @param profiles      contacts whose profile reads otherwise now
 */
record ContactPlan(
        Map<Identity, ContactId> contacts,
        Map<ContactId, Profile> created,
        Map<Identity, ContactId> identities,
        Map<ContactId, ContactId> merged,
        Map<ContactId, Profile> profiles) {

    /** What a person shows of themselves. */
    record Profile(@Nullable String name, @Nullable String username) {

        /** This, with what the other one knows better. */
        Profile updatedBy(Person person) {
            return new Profile(
                    person.profileName() == null ? name : person.profileName(),
                    person.username() == null ? username : person.username());
        }
    }

    /** A contact as it is stored. */
    record Known(ContactId contactId, Profile profile) {}

    private static final Profile NOTHING = new Profile(null, null);

    static ContactPlan of(Map<Identity, Known> known, List<Person> people, Supplier<ContactId> ids) {
        var plan = new ContactPlan(
                new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new HashMap<>());
        Map<ContactId, Profile> stored = new HashMap<>();
        known.forEach((identity, contact) -> {
            plan.contacts.put(identity, contact.contactId());
            stored.put(contact.contactId(), contact.profile());
        });
        people.forEach(person -> plan.add(person, ids));
        plan.keepWhatIsNew(known, stored, people);
        return plan;
    }

    private void add(Person person, Supplier<ContactId> ids) {
        var found = found(person);
        if (found.isEmpty() && !person.writes()) {
            return;
        }
        var winner = found.isEmpty() ? ids.get() : Collections.min(found, ContactOrder.OLDEST_FIRST);
        if (found.isEmpty()) {
            created.put(winner, NOTHING);
        }
        if (found.size() > 1) {
            found.stream().filter(contact -> !contact.equals(winner)).forEach(loser -> merge(loser, winner));
        }
        person.identities().forEach(identity -> contacts.put(identity, winner));
    }

    /** The contacts the identities of a person belong to so far: nearly always one. */
    private Set<ContactId> found(Person person) {
        Set<ContactId> found = new HashSet<>();
        for (var identity : person.identities()) {
            var contact = contacts.get(identity);
            if (contact != null) {
                found.add(contact);
            }
        }
        return found;
    }

    private void merge(ContactId loser, ContactId winner) {
        contacts.replaceAll((identity, contact) -> contact.equals(loser) ? winner : contact);
        merged.replaceAll((old, into) -> into.equals(loser) ? winner : into);
        // A contact this very plan would have created need not exist.
        if (created.remove(loser) == null) {
            merged.put(loser, winner);
        }
    }

    private void keepWhatIsNew(Map<Identity, Known> known, Map<ContactId, Profile> stored, List<Person> people) {
        for (var person : people) {
            var contact = contacts.get(person.identities().getFirst());
            if (contact == null) {
                continue;
            }
            for (var identity : person.identities()) {
                if (!known.containsKey(identity)) {
                    identities.put(identity, contact);
                }
            }
            if (created.containsKey(contact)) {
                created.computeIfPresent(contact, (id, profile) -> profile.updatedBy(person));
            } else {
                var before = Objects.requireNonNullElse(stored.get(contact), NOTHING);
                profiles.put(
                        contact,
                        Objects.requireNonNullElse(profiles.get(contact), before)
                                .updatedBy(person));
            }
        }
        profiles.entrySet().removeIf(profile -> profile.getValue().equals(stored.get(profile.getKey())));
    }

    /** The identities to add, in the one order every process adds them in, so that two of them cannot block each other. */
    List<Map.Entry<Identity, ContactId>> identitiesInOrder() {
        var ordered = new ArrayList<>(identities.entrySet());
        ordered.sort(Comparator.comparing(
                        (Map.Entry<Identity, ContactId> e) -> e.getKey().wabaId())
                .thenComparing(e -> e.getKey().type())
                .thenComparing(e -> e.getKey().value()));
        return ordered;
    }
}
