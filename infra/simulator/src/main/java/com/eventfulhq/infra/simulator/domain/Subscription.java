package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.infra.simulator.domain.Cast.Person;
import com.eventfulhq.infra.simulator.domain.Cast.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A team on a plan: paid period after period, until a payment fails; then dunning, to a good or a bad end. */
final class Subscription {

    private static final String USD = "USD";
    private static final int MAX_ATTEMPTS = 4;

    private final Chance chance;
    private final Team team;
    private final Person payer;
    private final Script script;
    private final UUID subscription;
    private final UUID plan;
    private final boolean large;
    private final int price;
    private LocalDate from;

    private Subscription(Chance chance, Cast cast, Instant begun) {
        this.chance = chance;
        this.team = chance.of(cast.teams());
        this.payer = chance.of(cast.people());
        this.script = new Script(team);
        this.subscription = chance.id();
        this.large = chance.hits(0.3);
        this.price = large ? 100 : 10;
        this.plan = new UUID(0x4000L, large ? 0x8000_0000_0000_0003L : 0x8000_0000_0000_0002L);
        this.from = begun.atZone(ZoneOffset.UTC).toLocalDate();
    }

    static List<Step> write(Chance chance, Cast cast, Instant begun) {
        return new Subscription(chance, cast, begun).write();
    }

    private List<Step> write() {
        script.happens("subscription.created", subscription, payer, data -> {
            planned(data).put("billingCycle", "monthly");
            Script.money(data, "price", price, USD);
        });
        period("subscription.activated");
        for (int months = chance.between(1, 6); months > 0; months--) {
            if (chance.hits(0.3)) {
                usage();
            }
            if (chance.hits(0.2) && !recovers()) {
                return script.steps();
            }
            renew();
        }
        if (chance.hits(0.3)) {
            cancel("It is not needed any more.");
        }
        return script.steps();
    }

    private void period(String type) {
        var first = from;
        var last = first.plusMonths(1).minusDays(1);
        boolean paid = type.equals("subscription.renewed");
        script.happens(type, subscription, null, data -> {
            planned(data).put("periodStart", first.toString()).put("periodEnd", last.toString());
            if (paid) {
                Script.money(data, "price", price, USD);
            }
        });
        from = first.plusMonths(1);
    }

    private void renew() {
        var invoice = chance.id();
        var number = chance.number("INV");
        var due = from;
        script.happens("invoice.created", invoice, null, data -> {
            billed(data, number).put("dueDate", due.toString());
            Script.id(data, "subscriptionId", subscription);
        });
        script.happensAt("invoice.paid", invoice, payer, (data, now) -> billed(data, number)
                .put("paidAt", now.toString()));
        period("subscription.renewed");
    }

    /** Dunning. Whether it was paid in the end. */
    private boolean recovers() {
        var invoice = chance.id();
        var number = chance.number("INV");
        int lasts = chance.between(1, MAX_ATTEMPTS);
        boolean paid = chance.hits(0.6);
        for (int attempt = 1; attempt <= lasts; attempt++) {
            failedPayment(invoice, attempt);
            if (attempt == 1) {
                pastDue();
            }
            remind(invoice, number, attempt);
        }
        if (paid) {
            script.happensAt("invoice.paid", invoice, payer, (data, now) -> billed(data, number)
                    .put("paidAt", now.toString()));
            return true;
        }
        giveUp(invoice, number);
        return false;
    }

    private void failedPayment(UUID invoice, int attempt) {
        script.happens("subscription.payment.failed", subscription, null, data -> {
            subscriber(data).put("attempts", attempt).put("reason", "The card was declined.");
            Script.id(data, "invoiceId", invoice);
            Script.money(data, "amount", price, USD);
        });
    }

    private void pastDue() {
        script.happens("subscription.past_due", subscription, null, data -> {
            subscriber(data).put("daysOverdue", 1);
            Script.money(data, "amount", price, USD);
        });
    }

    private void remind(UUID invoice, String number, int step) {
        var due = from;
        script.happens("invoice.payment_reminder", invoice, null, data -> billed(data, number)
                .put("dueDate", due.toString())
                .put("dunningStep", step));
    }

    private void giveUp(UUID invoice, String number) {
        var due = from;
        script.happens("invoice.overdue", invoice, null, data -> billed(data, number)
                .put("dueDate", due.toString())
                .put("daysOverdue", 30));
        script.happens(
                "subscription.unpaid",
                subscription,
                null,
                data -> Script.money(subscriber(data), "amount", price, USD));
        cancel("It was not paid.");
    }

    private void usage() {
        int allowed = large ? 100_000 : 10_000;
        boolean over = chance.hits(0.4);
        int used = over ? allowed + 1 : allowed * 8 / 10;
        script.happens(over ? "usage.limit.exceeded" : "usage.limit.approaching", subscription, null, data -> {
            Script.id(data, "subscriberTeamId", team.teamId());
            data.put("usageType", "api_calls").put("used", used).put("allowed", allowed);
        });
    }

    private void cancel(String reason) {
        var last = from;
        script.happens("subscription.cancelled", subscription, payer, data -> subscriber(data)
                .put("endsOn", last.toString())
                .put("reason", reason));
    }

    private ObjectNode planned(ObjectNode data) {
        Script.id(subscriber(data), "planId", plan);
        return data;
    }

    private ObjectNode subscriber(ObjectNode data) {
        Script.id(data, "subscriberTeamId", team.teamId());
        return data.put("planName", large ? "ProMax" : "Pro");
    }

    private ObjectNode billed(ObjectNode data, String number) {
        Script.id(data.put("invoiceNumber", number), "billedToTeamId", team.teamId());
        Script.money(data, "total", price, USD);
        return data;
    }
}
