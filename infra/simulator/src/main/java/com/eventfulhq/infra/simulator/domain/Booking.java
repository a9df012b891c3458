package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.infra.simulator.domain.Cast.Person;
import com.eventfulhq.infra.simulator.domain.Cast.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hiring of an artist: an inquiry, offers to and fro, and then a contract and an evening's work, or nothing. */
final class Booking {

    private static final String CREDITS = "credits";

    private final Chance chance;
    private final Team team;
    private final Person booker;
    private final Person talent;
    private final Script script;
    private final UUID booking;
    private final UUID event;
    private final UUID wallet;
    private final Instant starts;
    private int fee;

    private Booking(Chance chance, Cast cast, Instant begun) {
        this.chance = chance;
        this.team = chance.of(cast.teams());
        this.booker = chance.of(cast.people());
        this.talent = chance.otherThan(booker, cast.people());
        this.script = new Script(team);
        this.booking = chance.id();
        this.event = chance.id();
        this.wallet = chance.id();
        this.starts = begun.plus(Duration.ofDays(chance.between(14, 200)));
        this.fee = chance.between(20, 400) * 10;
    }

    static List<Step> write(Chance chance, Cast cast, Instant begun) {
        return new Booking(chance, cast, begun).write();
    }

    private List<Step> write() {
        var reference = chance.number("B");
        inquire(reference);
        boolean agreed = negotiate();
        if (!agreed) {
            cancel(reference, "No fee was agreed.");
        } else {
            confirm(reference);
            if (chance.hits(0.15)) {
                cancel(reference, "The evening does not take place.");
            } else {
                perform(reference);
            }
        }
        return script.steps();
    }

    private void inquire(String reference) {
        int asked = fee;
        var message = chance.id();
        script.happens("booking.created", booking, booker, data -> {
            known(data, reference).put("startsAt", starts.toString());
            Script.money(data, "fee", asked, CREDITS);
        });
        script.happens("booking.message.sent", booking, talent, data -> {
            Script.id(data, "messageId", message);
            Script.id(data, "senderUserId", talent.userId());
            Script.id(data, "recipientTeamId", team.teamId());
            data.put("preview", "Thank you for asking. How long is the set?");
        });
    }

    /** Whoever got the last offer counters it, or answers. */
    private boolean negotiate() {
        var offer = chance.id();
        boolean byTalent = true;
        offer(offer, null, byTalent);
        for (int counters = chance.between(0, 3); counters > 0; counters--) {
            var previous = offer;
            offer = chance.id();
            byTalent = !byTalent;
            offer(offer, previous, byTalent);
        }
        boolean accepted = chance.hits(0.75);
        answer(offer, byTalent, accepted);
        return accepted;
    }

    private void offer(UUID offer, @Nullable UUID previous, boolean byTalent) {
        fee += byTalent ? 50 : -20;
        int amount = fee;
        var sender = byTalent ? talent : booker;
        var type = previous == null ? "booking.offer.made" : "booking.offer.countered";
        script.happensAt(type, booking, sender, (data, now) -> {
            Script.id(data, "offerId", offer);
            if (previous != null) {
                Script.id(data, "previousOfferId", previous);
            }
            Script.id(data, "senderUserId", sender.userId());
            if (byTalent) {
                Script.id(data, "recipientTeamId", team.teamId());
            } else {
                Script.id(data, "recipientUserId", talent.userId());
            }
            Script.money(data, "offer", amount, CREDITS);
            data.put("expiresAt", now.plus(Duration.ofDays(7)).toString());
        });
    }

    private void answer(UUID offer, boolean byTalent, boolean accepted) {
        int amount = fee;
        var offering = byTalent ? talent : booker;
        var answering = byTalent ? booker : talent;
        script.happens(accepted ? "booking.offer.accepted" : "booking.offer.rejected", booking, answering, data -> {
            Script.id(data, "offerId", offer);
            Script.id(data, "offeredByUserId", offering.userId());
            Script.money(data, "offer", amount, CREDITS);
        });
    }

    private void confirm(String reference) {
        var escrow = chance.id();
        int amount = fee;
        escrow("wallet.escrow.held", escrow, amount);
        script.happensAt("booking.confirmed", booking, booker, (data, now) -> {
            known(data, reference).put("confirmedAt", now.toString());
            Script.id(data, "escrowTransactionId", escrow);
            Script.money(data, "fee", amount, CREDITS);
        });
        var contract = chance.id();
        script.happens("contract.generated", contract, null, this::parties);
        script.happens("contract.sent", contract, booker, this::parties);
        sign(contract, talent, "recipientTeamId", team.teamId());
        sign(contract, booker, "recipientUserId", talent.userId());
    }

    private void sign(UUID contract, Person signer, String recipientField, UUID recipient) {
        script.happensAt("contract.signed", contract, signer, (data, now) -> {
            Script.id(data, "bookingId", booking);
            Script.id(data, "signedByUserId", signer.userId());
            Script.id(data, recipientField, recipient);
            data.put("signedAt", now.toString());
        });
    }

    private void perform(String reference) {
        script.happens("booking.completed", booking, null, data -> known(data, reference));
        escrow("wallet.escrow.released", chance.id(), fee);
        rate(booker, "ratedUserId", talent.userId());
        rate(talent, "ratedTeamId", team.teamId());
    }

    private void rate(Person rater, String ratedField, UUID rated) {
        int rating = chance.between(3, 5);
        script.happens("booking.rated", booking, rater, data -> {
            Script.id(data, ratedField, rated);
            Script.id(data, "raterUserId", rater.userId());
            data.put("rating", rating);
        });
    }

    private void cancel(String reference, String reason) {
        script.happens("booking.cancelled", booking, booker, data -> known(data, reference)
                .put("reason", reason));
    }

    private void escrow(String type, UUID transaction, int amount) {
        script.happens(type, wallet, null, data -> {
            parties(data);
            Script.id(data, "transactionId", transaction);
            Script.money(data, "amount", amount, CREDITS);
        });
    }

    private void parties(ObjectNode data) {
        Script.id(data, "bookingId", booking);
        who(data);
    }

    private ObjectNode known(ObjectNode data, String reference) {
        data.put("bookingReference", reference).put("eventTitle", "An evening with " + talent.name());
        Script.id(data, "eventId", event);
        return who(data);
    }

    private ObjectNode who(ObjectNode data) {
        Script.id(data, "talentUserId", talent.userId());
        Script.id(data, "bookedByTeamId", team.teamId());
        return data;
    }
}
