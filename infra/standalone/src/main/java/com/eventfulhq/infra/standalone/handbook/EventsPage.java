package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.common.event.catalogue.Audience;
import com.eventfulhq.common.event.catalogue.DataField;
import com.eventfulhq.common.event.catalogue.Envelope;
import com.eventfulhq.common.event.catalogue.EventCatalogue;
import com.eventfulhq.common.event.catalogue.EventContract;
import com.eventfulhq.common.event.catalogue.FieldType;
import com.eventfulhq.common.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;

/** {@code docs/events.md}: the catalogue of domain events for people. */
final class EventsPage {

    private static final String SHOWN = "ticket.sold";

    private final StringBuilder page = new StringBuilder();
    private final EventCatalogue catalogue;

    private EventsPage(EventCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    static Path page(Path root) {
        return root.resolve("docs").resolve("events.md");
    }

    static String render(EventCatalogue catalogue) {
        return new EventsPage(catalogue).render();
    }

    private String render() {
        introduction();
        topics();
        envelope();
        events();
        audiences();
        fields();
        return page.toString();
    }

    private void introduction() {
        page.append("""
                # Domain events

                What happens on the platform, as the log tells it: %d events of %d domains. For programs the same is in
                [asyncapi.yaml](asyncapi.yaml). Both are made from the catalogue in `common` by `./hub docs`; how contracts grow is in
                [ADR 0014](adr/0014-events-are-one-file.md).

                - **Once per id.** Delivery is at least once: whoever acts on an event remembers its id.
                - **In order per key.** Events about the same thing come in the order they happened; others do not.
                - **Tolerant.** Ignore fields you do not know, and read a newer `schemaVersion` as the one you know.
                - **Money** is an amount as decimal text and its unit (`credits`, or an ISO 4217 code) as the producer gave it. Nobody
                  on the way converts.
                - **`eventId`** at the top is the message; `data.eventId` is an event people go to (`events.event_edition_id`).
                - **Subscriptions and triggers** name a type (`booking.confirmed`), all that begin alike (`booking.*`, at any depth), or
                  all (`*`).
                - **Who is told** is where a notice starts from, not where it ends: critical ones ignore quiet hours, caps and
                  opt-outs; marketing needs a consent per channel; WhatsApp is free text only inside the 24-hour window; who has no
                  verified contact on a channel gets the next; webhooks go to subscribed types; one notice per recipient and event.

                `./hub events [COUNT] [PER_SECOND] [SEED]` publishes a stream of coherent stories to a running house.
                """.formatted(
                        catalogue.contracts().size(),
                        catalogue.contracts().stream()
                                .map(EventContract::domain)
                                .distinct()
                                .count()));
    }

    private void topics() {
        table("Topics", "topic", "value", "what travels there");
        for (var topic : catalogue.topics()) {
            row(code(topic.name()), topic.enveloped() ? "the envelope" : "the bare data and its `type`", topic.means());
        }
        page.append("""

                Every record has the headers `ce_id`, `ce_type`, `ce_source`, `ce_time` (CloudEvents 1.0) and `traceparent`. Where the
                value is bare they are the only place for id, producer and time.
                """);
    }

    private void envelope() {
        table("Envelope", "field", "type", "required", "meaning");
        for (var field : Envelope.FIELDS) {
            row(code(field.name()), type(field.type()), field.required() ? "yes" : "no", field.means());
        }
        var example = Examples.event(catalogue.contract(SHOWN).orElseThrow());
        page.append("""

                `relatedEntityType` and `relatedEntityId` are required unless the event has another key. An example:

                ```json
                """);
        page.append(Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(example));
        page.append("\n```\n");
    }

    private void events() {
        var domains = catalogue.contracts().stream()
                .map(EventContract::domain)
                .distinct()
                .toList();
        for (var domain : domains) {
            table(
                    "Events: " + domain.replace('_', ' '),
                    "event",
                    "what happened",
                    "producer",
                    "about",
                    "who is told",
                    "by",
                    "category",
                    "data");
            catalogue.contracts().stream()
                    .filter(contract -> contract.domain().equals(domain))
                    .forEach(this::event);
        }
    }

    private void event(EventContract contract) {
        var telling = contract.telling();
        row(
                code(contract.type()),
                contract.means() + (telling.note() == null ? "" : " *" + telling.note() + "*"),
                String.join(", ", contract.terms().producers()),
                about(contract),
                told(telling),
                telling.channels().stream().map(EventsPage::lower).collect(Collectors.joining(", ")),
                (telling.category() == null ? "" : lower(telling.category()))
                        + (telling.critical() ? ", **critical**" : ""),
                data(contract));
    }

    private static String about(EventContract contract) {
        var terms = contract.terms();
        var text = new StringBuilder(code(terms.about()));
        if (terms.key() != null) {
            text.append(", key ").append(code(terms.key()));
        }
        if (!terms.topic().enveloped()) {
            text.append(", on ").append(code(terms.topic().name()));
        }
        return text.toString();
    }

    private static String told(EventContract.Telling telling) {
        return telling.told().stream()
                .map(told ->
                        told.audience().id() + (told.category() == null ? "" : " (" + lower(told.category()) + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String data(EventContract contract) {
        var carrier = contract.carrier();
        if (carrier != null) {
            var where =
                    carrier.field() == null ? "" : " whose " + code(carrier.field()) + " is " + code(carrier.value());
            return "travels as " + code(carrier.type()) + where;
        }
        return contract.data().stream()
                .map(field -> code(field.name() + (field.required() ? "" : "?")))
                .collect(Collectors.joining(" "));
    }

    private void audiences() {
        table("Audiences", "audience", "kind", "who", "found by");
        for (var audience : catalogue.audiences()) {
            var from = audience.from().stream()
                    .map(one -> one.startsWith(Audience.ABOUT)
                            ? "the entity of " + code(one.substring(Audience.ABOUT.length()))
                            : one.equals(Audience.TEAM) ? code("teamId") : code(one))
                    .collect(Collectors.joining(", "));
            row(audience.id(), lower(audience.kind()), audience.means(), from);
        }
    }

    private void fields() {
        var fields = new TreeMap<String, DataField>();
        catalogue.contracts().stream()
                .map(EventContract::data)
                .flatMap(List::stream)
                .forEach(field -> fields.put(field.name(), field));
        table("Fields", "field", "type", "meaning");
        fields.values().forEach(field -> row(code(field.name()), type(field.type()), field.means()));
    }

    private void table(String title, String... columns) {
        page.append("\n## ").append(title).append("\n\n");
        row(columns);
        page.append("|").append(" --- |".repeat(columns.length)).append("\n");
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String type(FieldType type) {
        return switch (type) {
            case FieldType.Choice choice -> String.join(", ", choice.values());
            case FieldType.ListOf list -> "list of " + type(list.element());
            case FieldType.Scalar scalar -> lower(scalar);
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String code(@Nullable String text) {
        return "`" + text + "`";
    }
}
