package com.eventfulhq.common.event.catalogue;

import com.eventfulhq.common.event.catalogue.EventContract.Told;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold between the parts of a catalogue, beyond that every word is known. */
final class CatalogueCheck {

    private final Map<String, Audience> audiences;
    private final Map<String, DataField> fields;
    private final Map<String, EventContract> contracts;

    CatalogueCheck(
            Map<String, Audience> audiences, Map<String, DataField> fields, Map<String, EventContract> contracts) {
        this.audiences = audiences;
        this.fields = fields;
        this.contracts = contracts;
    }

    void requireSound() {
        contracts.values().forEach(this::requireSound);
        nothingIsExplainedInVain(fields.keySet(), usedFields(), "fields");
        nothingIsExplainedInVain(audiences.keySet(), usedAudiences(), "audiences");
    }

    private void requireSound(EventContract contract) {
        fieldsAreNamedOnce(contract);
        theKeyIsThere(contract);
        tellingIsWhole(contract);
        for (var told : contract.telling().told()) {
            theEventSaysWhoItIs(contract, told.audience());
        }
    }

    private static void fieldsAreNamedOnce(EventContract contract) {
        var names = new HashSet<String>();
        for (var field : contract.data()) {
            if (!names.add(field.name())) {
                throw refusal(contract, "a second " + field.name(), "each field once");
            }
        }
    }

    /** Without a key there is no order. An envelope has the related entity; a bare value has only its data. */
    private static void theKeyIsThere(EventContract contract) {
        var key = contract.terms().key();
        boolean there = key == null
                ? contract.terms().topic().enveloped()
                : contract.field(key).filter(DataField::required).isPresent();
        if (!there) {
            throw refusal(contract, "key " + key, "a required field of its data");
        }
    }

    private static void tellingIsWhole(EventContract contract) {
        var telling = contract.telling();
        if (telling.told().isEmpty() != telling.channels().isEmpty()) {
            throw refusal(contract, "only one of who and by", "both or neither");
        }
        if (telling.critical() && telling.category() == null) {
            throw refusal(contract, "critical", "a category with it");
        }
    }

    private static void theEventSaysWhoItIs(EventContract contract, Audience audience) {
        boolean said = audience.kind() == Audience.Kind.PLATFORM
                || audience.from().stream().anyMatch(from -> says(contract, from));
        if (!said) {
            throw refusal(contract, audience.id(), "one of " + audience.from() + " in its data");
        }
    }

    private static boolean says(EventContract contract, String from) {
        if (from.startsWith(Audience.ABOUT)) {
            return contract.terms().about().equals(from.substring(Audience.ABOUT.length()));
        }
        boolean enveloped = contract.terms().topic().enveloped();
        return from.equals(Audience.TEAM)
                ? enveloped || contract.field("teamId").isPresent()
                : contract.field(from).isPresent();
    }

    private Set<String> usedFields() {
        var used = new HashSet<String>();
        contracts.values().forEach(contract -> contract.data().forEach(field -> used.add(field.name())));
        return used;
    }

    private Set<String> usedAudiences() {
        var used = new HashSet<String>();
        contracts.values().forEach(contract -> contract.telling().told().stream()
                .map(Told::audience)
                .forEach(audience -> used.add(audience.id())));
        return used;
    }

    private static void nothingIsExplainedInVain(Collection<String> explained, Set<String> used, String place) {
        for (var name : explained) {
            if (!used.contains(name)) {
                throw Section.refusal(place, name + ", which no event has", "only what events have");
            }
        }
    }

    private static IllegalStateException refusal(EventContract contract, String found, String expected) {
        return Section.refusal("events." + contract.domain() + "." + contract.type(), found, expected);
    }
}
