package com.eventfulhq.common.event.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class DomainEventsTest {

    private final DomainEvents events = new DomainEvents(EventFixtures.CATALOGUE);

    static Stream<String> types() {
        return EventFixtures.enveloped().stream().map(EventContract::type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesBackAsItWas(String type) {
        var event = EventFixtures.event(type);

        var entry = events.encode(event, TraceContext.start());

        assertThat(events.decode(entry.data()))
                .isEqualTo(new DomainEvents.Decoded.Read(event, EventFixtures.contract(type)));
        assertThat(entry.topic()).isEqualTo("domain.events");
        assertThat(entry.event().id()).isEqualTo(event.eventId().toString());
        assertThat(entry.event().type()).isEqualTo(type);
        assertThat(entry.event().source()).isEqualTo("/" + event.producer());
        assertThat(entry.event().time()).isEqualTo(event.occurredAt());
    }

    @ParameterizedTest
    @MethodSource("types")
    void doesWithoutWhatNeedNotBeThere(String type) {
        var value = EventFixtures.tree(EventFixtures.event(type));
        EventFixtures.contract(type).data().stream()
                .filter(field -> !field.required())
                .forEach(field -> data(value).putNull(field.name()));
        value.remove(List.of("requestId", "actorUserId", "teamId"));

        assertThat(findings(value)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void namesEachFieldThatIsMissing(String type) {
        var value = EventFixtures.tree(EventFixtures.event(type));
        var required = EventFixtures.contract(type).data().stream()
                .filter(DataField::required)
                .map(DataField::name)
                .toList();
        data(value).removeAll();

        assertThat(findings(value))
                .extracting(Finding::pointer)
                .containsExactlyElementsOf(
                        required.stream().map(name -> "/data/" + name).toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void namesEachFieldOfAnotherType(String type) {
        var contract = EventFixtures.contract(type);
        var expected = new ArrayList<String>();
        var value = EventFixtures.tree(EventFixtures.event(type));
        for (var field : contract.data()) {
            data(value).set(field.name(), EventFixtures.wrong(field.type()));
            expected.add("/data/" + field.name());
        }

        assertThat(findings(value)).extracting(Finding::pointer).containsExactlyElementsOf(expected);
    }

    @Test
    void keepsFieldsItDoesNotKnow() {
        var value = EventFixtures.tree(EventFixtures.event("ticket.sold"));
        value.put("addedLater", 1).put("schemaVersion", 7);
        data(value).putObject("alsoLater").put("deep", true);

        var read = (DomainEvents.Decoded.Read) events.decode(Json.bytes(value));

        assertThat(read.event().schemaVersion()).isEqualTo(7);
        assertThat(read.event().data().at("/alsoLater/deep").asBoolean()).isTrue();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "eventId, 1-1-1-1-1",
        "occurredAt, yesterday",
        "occurredAt, 2026-05-12T19:30:00",
        "producer, community",
        "actorUserId, ana",
        "teamId, 7",
        "relatedEntityType, Ticket",
        "relatedEntityType, bookings",
        "relatedEntityId, 0198c0de",
        "schemaVersion, one",
        "data, none",
        "type, ticket.eaten",
        "type, whatsapp.message.received",
        "type, whatsapp.message.delivered",
    })
    void namesWhatIsWrongWithTheEnvelope(String field, String wrong) {
        var value = EventFixtures.tree(EventFixtures.event("ticket.sold"));
        value.put(field, wrong);

        assertThat(findings(value)).extracting(Finding::pointer).containsExactly("/" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventId",
                "type",
                "occurredAt",
                "producer",
                "relatedEntityType",
                "relatedEntityId",
                "schemaVersion",
                "data"
            })
    void namesWhatTheEnvelopeLacks(String field) {
        var value = EventFixtures.tree(EventFixtures.event("ticket.sold"));
        value.remove(field);

        assertThat(findings(value)).extracting(Finding::pointer).containsExactly("/" + field);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void versionsBeginAtOne(int version) {
        assertThat(findings("ticket.sold", value -> value.put("schemaVersion", version)))
                .containsExactly(new Finding("/schemaVersion", String.valueOf(version), "a whole number from 1"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "12.50, USD, ''",
        "-3, credits, ''",
        "9999999999999.123456, INR, ''",
        "1e3, USD, /data/price/amount",
        "'1,5', USD, /data/price/amount",
        "1., USD, /data/price/amount",
        "5, usd, /data/price/unit",
        "5, Credits, /data/price/unit",
    })
    void moneyIsDecimalTextAndItsUnit(String amount, String unit, String pointer) {
        var findings = findings(
                "ticket.sold",
                value -> data(value).putObject("price").put("amount", amount).put("unit", unit));

        assertThat(findings)
                .extracting(Finding::pointer)
                .containsExactlyElementsOf(pointer.isEmpty() ? List.of() : List.of(pointer));
    }

    @Test
    void moneyIsNeverABareNumber() {
        assertThat(findings("ticket.sold", value -> data(value).put("price", 12.5)))
                .containsExactly(new Finding("/data/price", "12.5", "an amount and its unit"));
        assertThat(findings(
                        "ticket.sold", value -> data(value).putObject("price").put("amount", 12.5)))
                .extracting(Finding::pointer)
                .containsExactly("/data/price/amount", "/data/price/unit");
    }

    @Test
    void pointsIntoLists() {
        var findings = findings(
                "webhook.subscription.created",
                value -> data(value).putArray("eventTypes").add("booking.*").add(3));

        assertThat(findings).containsExactly(new Finding("/data/eventTypes/1", "3", "a text"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "\"text\"", "{", "{\"type\":null}", "{\"type\":[\"ticket.sold\"]}", "\0"})
    void refusesWhatIsNoEvent(String value) {
        assertThat(events.decode(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DomainEvents.Decoded.Refused.class);
    }

    @Test
    void refusesNestingWithoutEnd() {
        var deep = "{\"type\":" + "[".repeat(100_000);

        assertThat(events.decode(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DomainEvents.Decoded.Refused.class);
    }

    @Test
    void anEventThatIsAboutAnythingNamesATable() {
        assertThat(findings("audit.entity.changed", value -> value.put("relatedEntityType", "venues")))
                .isEmpty();
        assertThat(findings("audit.entity.changed", value -> value.put("relatedEntityType", "Venue")))
                .extracting(Finding::pointer)
                .containsExactly("/relatedEntityType");
    }

    @Test
    void isKeyedByWhatItIsAbout() {
        var event = EventFixtures.event("booking.confirmed");

        assertThat(events.encode(event, TraceContext.start()).key()).isEqualTo(String.valueOf(event.relatedEntityId()));
    }

    @Test
    void isKeyedByAFieldWhereTheContractSaysSoAndThenNeedsNoEntity() {
        var event = EventFixtures.event("service.health.down");
        event.data().put("serviceName", "wallet-service");
        var without = EventFixtures.tree(event);
        without.remove(List.of("relatedEntityType", "relatedEntityId"));

        assertThat(events.encode(event, TraceContext.start()).key()).isEqualTo("wallet-service");
        assertThat(findings(without)).isEmpty();

        without.put("relatedEntityType", "system_health_checks");
        assertThat(findings(without)).extracting(Finding::pointer).containsExactly("/relatedEntityId");
    }

    @Test
    void aProducerLearnsOfItsOwnDefect() {
        var event = EventFixtures.event("ticket.sold");
        event.data().remove("ticketNumber");

        assertThatThrownBy(() -> events.encode(event, TraceContext.start()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ticket.sold: /data/ticketNumber: found nothing (expected: a text)");
    }

    @Test
    void showsOnlyTheBeginningOfWhatItRefuses() {
        var findings = findings("ticket.sold", value -> data(value).put("eventId", "x".repeat(10_000)));

        assertThat(findings).hasSize(1).allMatch(finding -> finding.found().length() < 50);
    }

    private List<Finding> findings(String type, Consumer<ObjectNode> change) {
        var value = EventFixtures.tree(EventFixtures.event(type));
        change.accept(value);
        return findings(value);
    }

    private List<Finding> findings(ObjectNode value) {
        return events.decode(Json.bytes(value)) instanceof DomainEvents.Decoded.Refused refused
                ? refused.findings()
                : List.of();
    }

    private static ObjectNode data(ObjectNode value) {
        return (ObjectNode) value.get("data");
    }
}
