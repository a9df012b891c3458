package com.eventfulhq.common.event.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCatalogueTest {

    private static final EventCatalogue CATALOGUE = EventFixtures.CATALOGUE;

    @Test
    void hasEveryEventTheDataModelNames() throws IOException {
        var names = resource("data-model-events.txt").lines().filter(line -> !line.startsWith("#"));

        assertThat(CATALOGUE.contracts()).extracting(EventContract::type).containsAll(names.toList());
    }

    @Test
    void addsOnlyWhatTravelsTodayAgreedTermsAndTheAnswersToCommands() throws IOException {
        var names = resource("data-model-events.txt").lines().toList();

        assertThat(CATALOGUE.contracts())
                .extracting(EventContract::type)
                .filteredOn(type -> !names.contains(type))
                .containsExactlyInAnyOrder(
                        "whatsapp.message.queued",
                        "whatsapp.message.status",
                        "whatsapp.window.opened",
                        "whatsapp.window.closing",
                        "whatsapp.window.closed",
                        "notification.created",
                        "notification.status",
                        "booking.terms_agreed",
                        "inbound.command.completed",
                        "inbound.command.failed");
    }

    @Test
    void usesTheTopicsTheHouseHas() {
        assertThat(CATALOGUE.topics())
                .extracting(Topic::name)
                .containsExactly(
                        Topics.DOMAIN_EVENTS, Topics.WHATSAPP_EVENTS, Topics.CHAT_EVENTS, Topics.NOTIFICATION_EVENTS);
    }

    @ParameterizedTest(name = "{0} is told to {1} by {2}, as {3}, critical: {4}")
    @CsvSource({
        "booking.confirmed, booking_parties, WHATSAPP EMAIL PUSH IN_APP WEBHOOK, TRANSACTIONAL, false",
        "service.health.down, sre developers platform_governors, SMS WHATSAPP PUSH EMAIL IN_APP, ALERT, true",
        "event.cancelled, ticket_holders event_talent event_staff exhibitors sponsors,"
                + " WHATSAPP EMAIL PUSH SMS IN_APP WEBHOOK, ALERT, true",
        "user.whatsapp_code.requested, unverified_contact, WHATSAPP SMS, TRANSACTIONAL, true",
        "payment_method.expiring, owner, EMAIL IN_APP, REMINDER, false",
        "whatsapp.session.expiring, agent, IN_APP, REMINDER, false",
    })
    void tellsWhomAndHowTheDataModelSays(
            String type, String told, String channels, Category category, boolean critical) {
        var telling = EventFixtures.contract(type).telling();

        assertThat(telling.told()).extracting(one -> one.audience().id()).containsExactly(told.split(" "));
        assertThat(telling.channels()).extracting(Channel::name).containsExactly(channels.split(" "));
        assertThat(telling.category()).isEqualTo(category);
        assertThat(telling.critical()).isEqualTo(critical);
    }

    @Test
    void publishingAnEventIsMarketingForFollowersOnly() {
        assertThat(EventFixtures.contract("event.published").telling().told())
                .extracting(told -> told.audience().id(), EventContract.Told::category)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("owner", null),
                        org.assertj.core.groups.Tuple.tuple("followers", Category.MARKETING),
                        org.assertj.core.groups.Tuple.tuple("subscribers", Category.MARKETING));
    }

    @Test
    void noFieldForASumIsABareNumber() {
        assertThat(CATALOGUE.contracts())
                .flatExtracting(EventContract::data)
                .filteredOn(field ->
                        field.name().matches("amount|price|fee|total|balance|cost|offer|threshold|value|platformFee"))
                .isNotEmpty()
                .allMatch(field -> field.type() == FieldType.Scalar.MONEY);
    }

    @Test
    void aNameIsFoundByTheValueThatGivesIt() {
        var delivered = Json.MAPPER.createObjectNode().put("status", "delivered");
        var played = Json.MAPPER.createObjectNode().put("status", "played");

        assertThat(names("whatsapp.message.status", delivered))
                .containsExactly("whatsapp.message.status", "whatsapp.message.delivered");
        assertThat(names("whatsapp.message.status", played)).containsExactly("whatsapp.message.status");
        assertThat(names("whatsapp.window.closing", played))
                .containsExactly("whatsapp.window.closing", "whatsapp.session.expiring");
        assertThat(names("no.such", played)).isEmpty();
    }

    private static List<String> names(String type, tools.jackson.databind.JsonNode data) {
        return CATALOGUE.namesOf(type, data).stream().map(EventContract::type).toList();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            version: 1                 | version: 0                | version: found 0
            version: 1                 | versoin: 1                | found versoin
            basis: named               | basis: rumour             | basis: found rumour
            about: things              | about: Thing              | about: found Thing
            who: user                  | who: nobody               | who: found nobody
            who: user                  | wo: user                  | found wo
            by: email                  | by: pigeon                | by: found pigeon
            , by: email                | ''                        | only one of who and by
            as: alert, critical: true  | critical: true            | critical
            data: userId               | data: userId size         | data: found size
            data: userId               | data: userId userId       | a second userId
            from: "userId"             | from: "otherId"           | found user
            kind: person               | kind: ghost               | kind: found ghost
            type: uuid                 | type: guid                | type: found guid
            type: uuid                 | type: list                | type: found nothing
            value: enveloped           | value: folded             | value: found folded
            value: enveloped           | value: bare               | key null
            thing.made:                | Thing.Made:               | Thing.Made
            thing.made:                | made:                     | found made
            where: userId=1            | where: size=1             | where: found size=1
            type: thing.made           | type: no.such             | found no.such
            means: "the person"        | {                         | mapping
            """)
    void refusesAFileThatContradictsItself(String sound, String broken, String says) {
        assertThat(SOUND).contains(sound);
        assertThat(CatalogueReader.read(SOUND).contracts()).hasSize(2);

        assertThatThrownBy(() -> CatalogueReader.read(SOUND.replace(sound, broken)))
                .hasMessageContaining(says);
    }

    private static final String SOUND = """
            topics:
              domain.events: {value: enveloped, means: "all"}
            audiences:
              user: {kind: person, from: "userId", means: "the person"}
            fields:
              userId: {type: uuid, means: "the person's id"}
            events:
              things:
                thing.made:
                  means: "It was made."
                  contract: {version: 1, basis: named, producer: things, about: things}
                  tell: {who: user, by: email, as: alert, critical: true}
                  data: userId
                thing.mine:
                  means: "It is mine."
                  carriedBy: {type: thing.made, where: userId=1, basis: recommended}
            """;

    private static String resource(String name) throws IOException {
        try (var stream = Objects.requireNonNull(EventCatalogueTest.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
