package com.eventfulhq.common.event.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the services publish today is what the catalogue says. */
class OurEventsTest {

    private static final Instant TIME = Instant.parse("2026-05-12T19:30:00Z");

    static Stream<Object> whole() {
        var conversation = ConversationId.next();
        var team = new TeamId(conversation.value());
        var number = new PhoneNumberId("106540352242922");
        var message = MessageId.next();
        return Stream.of(
                new WhatsAppEvent.MessageReceived(
                        conversation,
                        team,
                        number,
                        message,
                        "wamid.1",
                        "text",
                        "Hola",
                        "34600111222",
                        "Zoë",
                        TIME,
                        TIME),
                new WhatsAppEvent.MessageQueued(conversation, team, number, message, "text", "Hola", "hello", "ref"),
                new WhatsAppEvent.MessageStatus(
                        conversation, team, number, message, "wamid.1", "failed", TIME, 131047, "too late", "ref"),
                new WhatsAppEvent.WindowOpened(conversation, team, TIME),
                new WhatsAppEvent.WindowClosing(conversation, team, TIME),
                new WhatsAppEvent.WindowClosed(conversation, team, TIME),
                new NotificationEvent.Created(NotificationId.next(), UserId.next(), "Title", "Text", TIME),
                new NotificationEvent.StatusChanged(
                        NotificationId.next(), UserId.next(), "sent", "in_app", "sent", "because"));
    }

    @Test
    void thereIsOneOfEachKind() {
        var kinds = new ArrayList<Class<?>>();
        kinds.addAll(List.of(WhatsAppEvent.class.getPermittedSubclasses()));
        kinds.addAll(List.of(NotificationEvent.class.getPermittedSubclasses()));

        assertThat(whole().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(kinds);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void itsFieldsAreThoseOfItsContract(Object event) {
        var contract = EventFixtures.contract(type(event));

        assertThat(contract.data())
                .extracting(field -> field.name() + (field.required() ? "" : "?"))
                .containsExactlyElementsOf(Arrays.stream(event.getClass().getRecordComponents())
                        .map(OurEventsTest::field)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("whole")
    void itsValueIsWhatTheContractAllows(Object event) {
        var value = Json.read(Json.bytes(event), JsonNode.class);
        var contract = EventFixtures.contract(type(event));

        assertThat(EventFixtures.CATALOGUE.check(contract, value, "")).isEmpty();
        assertThat(value.path("type").asString()).isEqualTo(contract.type());
        assertThat(contract.data()).allMatch(field -> value.has(field.name()));
        assertThat(contract.terms().topic().enveloped()).isFalse();
    }

    @Test
    void theTopicsAreThoseTheyArePublishedOn() {
        assertThat(EventFixtures.CATALOGUE.matching(new EventPattern("whatsapp.*")))
                .allMatch(contract -> contract.terms().topic().name().equals(Topics.WHATSAPP_EVENTS));
        assertThat(EventFixtures.contract(NotificationEvent.STATUS)
                        .terms()
                        .topic()
                        .name())
                .isEqualTo(Topics.NOTIFICATION_EVENTS);
    }

    private static String type(Object event) {
        return event instanceof WhatsAppEvent whatsapp ? whatsapp.type() : ((NotificationEvent) event).type();
    }

    private static String field(RecordComponent component) {
        return component.getName() + (component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? "?" : "");
    }
}
