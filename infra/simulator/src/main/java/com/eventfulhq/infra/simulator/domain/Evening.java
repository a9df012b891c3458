package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.infra.simulator.domain.Cast.Person;
import com.eventfulhq.infra.simulator.domain.Cast.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** An event from its first draft to its end: tickets are sold until there are none, handed on, and scanned at the door. */
final class Evening {

    private static final List<String> TITLES = List.of(
            "Night of Strings", "Harbour Jazz", "Feria del Vino", "Open Stage", "Winter Market", "Code & Coffee");
    private static final List<String> VENUES = List.of("Sala Gran", "Harbour Hall", "The Foundry", "Casa Blava");
    private static final String CREDITS = "credits";
    private static final Duration LENGTH = Duration.ofHours(4);

    private final Chance chance;
    private final Cast cast;
    private final Team team;
    private final Person organiser;
    private final Script script;
    private final UUID event;
    private final UUID ticketType;
    private final String title;
    private String venue;
    private final int price;
    private final int total;
    private final Instant starts;

    private Evening(Chance chance, Cast cast, Instant begun) {
        this.chance = chance;
        this.cast = cast;
        this.team = chance.of(cast.teams());
        this.organiser = chance.of(cast.people());
        this.script = new Script(team);
        this.event = chance.id();
        this.ticketType = chance.id();
        this.title = chance.of(TITLES);
        this.venue = chance.of(VENUES);
        this.price = chance.between(0, 80);
        this.total = chance.between(3, 25);
        this.starts = begun.plus(Duration.ofDays(chance.between(7, 300)));
    }

    private static final class Ticket {
        final UUID id;
        final String number;
        Person owner;

        Ticket(UUID id, String number, Person owner) {
            this.id = id;
            this.number = number;
            this.owner = owner;
        }
    }

    /** @param begun from when on the evening is planned; told in minutes, it is as if it took weeks */
    static List<Step> write(Chance chance, Cast cast, Instant begun) {
        return new Evening(chance, cast, begun).write();
    }

    private List<Step> write() {
        announce();
        var tickets = sell();
        if (chance.hits(0.1)) {
            cancel(tickets);
            return script.steps();
        }
        if (chance.hits(0.15)) {
            moveElsewhere();
        }
        tickets.stream().filter(ticket -> chance.hits(0.2)).forEach(this::handOn);
        open(tickets);
        return script.steps();
    }

    private void announce() {
        var where = venue;
        script.happens("event.created", event, organiser, data -> {
            owned(data).put("startsAt", starts.toString());
            data.put("endsAt", starts.plus(LENGTH).toString());
            Script.id(data, "categoryId", new UUID(0x4000L, 0x8000_0000_0000_0001L));
        });
        script.happens("event.published", event, organiser, data -> owned(data)
                .put("venueName", where)
                .put("startsAt", starts.toString())
                .put("endsAt", starts.plus(LENGTH).toString())
                .put("eventUrl", "https://eventfulhq.example/events/" + event));
        script.happens("ticket_type.sale_opened", ticketType, organiser, data -> {
            Script.id(owned(data), "eventId", event);
            data.put("ticketTypeName", "Standard").put("totalQuantity", total);
            data.put("saleEndsAt", starts.toString());
            Script.money(data, "price", price, CREDITS);
        });
    }

    private List<Ticket> sell() {
        var tickets = new ArrayList<Ticket>();
        int sold = chance.hits(0.4) ? total : chance.between(1, total);
        for (int i = 0; i < sold; i++) {
            var ticket = new Ticket(chance.id(), chance.number("T"), chance.of(cast.people()));
            tickets.add(ticket);
            sell(ticket);
        }
        if (sold == total) {
            script.happens("ticket_type.sold_out", ticketType, null, data -> {
                Script.id(owned(data), "eventId", event);
                data.put("ticketTypeName", "Standard").put("totalQuantity", total);
            });
        }
        return tickets;
    }

    private void sell(Ticket ticket) {
        var buyer = ticket.owner;
        var where = venue;
        script.happens("ticket.sold", ticket.id, buyer, data -> {
            about(data, ticket).put("ticketTypeName", "Standard").put("venueName", where);
            owned(data).put("startsAt", starts.toString());
            Script.id(data, "ticketTypeId", ticketType);
            Script.id(data, "purchaserUserId", buyer.userId());
            Script.money(data, "price", price, CREDITS);
        });
    }

    private void cancel(List<Ticket> tickets) {
        script.happens("event.cancelled", event, organiser, data -> owned(data)
                .put("startsAt", starts.toString())
                .put("reason", "The artist is ill."));
        for (var ticket : tickets) {
            var owner = ticket.owner;
            script.happens("ticket.refunded", ticket.id, organiser, data -> {
                Script.id(about(data, ticket), "ticketOwnerUserId", owner.userId());
                Script.money(data, "price", price, CREDITS);
                data.put("reason", "The event was cancelled.");
            });
        }
    }

    private void moveElsewhere() {
        var before = venue;
        var after = chance.otherThan(venue, VENUES);
        venue = after;
        script.happens("event.venue_changed", event, organiser, data -> owned(data)
                .put("oldVenueName", before)
                .put("venueName", after)
                .put("startsAt", starts.toString()));
    }

    /** To somebody who takes it, changes hands, or never answers. */
    private void handOn(Ticket ticket) {
        var from = ticket.owner;
        var to = chance.otherThan(from, cast.people());
        var transfer = chance.id();
        script.happensAt("ticket.transfer.initiated", ticket.id, from, (data, now) -> {
            handing(data, ticket, transfer, from);
            data.put("recipientEmail", to.email());
            data.put("expiresAt", now.plus(Duration.ofDays(3)).toString());
        });
        if (chance.hits(0.7)) {
            script.happens(
                    "ticket.transfer.completed",
                    ticket.id,
                    to,
                    data -> Script.id(handing(data, ticket, transfer, from), "toUserId", to.userId()));
            ticket.owner = to;
        } else {
            var end = chance.hits(0.5) ? "ticket.transfer.expired" : "ticket.transfer.cancelled";
            script.happens(end, ticket.id, from, data -> handing(data, ticket, transfer, from));
        }
    }

    private void open(List<Ticket> tickets) {
        var where = venue;
        script.happens("event.reminder.due", event, null, data -> data.put("eventTitle", title)
                .put("startsAt", starts.toString())
                .put("venueName", where)
                .put("hoursBefore", 24));
        var queue = new ArrayList<>(tickets);
        chance.shuffle(queue);
        var atTheDoor = queue.stream().filter(ticket -> chance.hits(0.9)).toList();
        atTheDoor.forEach(this::checkIn);
        queue.removeAll(atTheDoor);
        script.happens("event.completed", event, organiser, data -> owned(data)
                .put("endsAt", starts.plus(LENGTH).toString()));
        queue.forEach(this::missed);
    }

    private void checkIn(Ticket ticket) {
        var owner = ticket.owner;
        script.happensAt("ticket.checked_in", ticket.id, organiser, (data, now) -> {
            Script.id(owned(about(data, ticket)), "ticketOwnerUserId", owner.userId());
            data.put("checkedInAt", now.toString()).put("gate", "main");
        });
    }

    private void missed(Ticket ticket) {
        var owner = ticket.owner;
        script.happens(
                "ticket.no_show",
                ticket.id,
                null,
                data -> Script.id(owned(about(data, ticket)), "ticketOwnerUserId", owner.userId()));
    }

    private ObjectNode handing(ObjectNode data, Ticket ticket, UUID transfer, Person from) {
        Script.id(about(data, ticket), "transferId", transfer);
        Script.id(data, "fromUserId", from.userId());
        return data;
    }

    private ObjectNode about(ObjectNode data, Ticket ticket) {
        data.put("ticketNumber", ticket.number).put("eventTitle", title);
        Script.id(data, "eventId", event);
        return data;
    }

    private ObjectNode owned(ObjectNode data) {
        Script.id(data.put("eventTitle", title), "ownerTeamId", team.teamId());
        return data;
    }
}
