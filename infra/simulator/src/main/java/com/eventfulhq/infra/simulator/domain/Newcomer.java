package com.eventfulhq.infra.simulator.domain;

import com.eventfulhq.infra.simulator.domain.Cast.Person;
import com.eventfulhq.infra.simulator.domain.Cast.Team;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Somebody of the cast joins: an account, a proven address, a wallet, and an invitation to a team. */
final class Newcomer {

    private Newcomer() {}

    static List<Step> write(Chance chance, Cast cast) {
        var person = chance.of(cast.people());
        var host = chance.otherThan(person, cast.people());
        var team = chance.of(cast.teams());
        var script = new Script(team);
        arrive(script, chance, person);
        invite(script, chance, new Invitation(chance.id(), team, host, person));
        return script.steps();
    }

    private record Invitation(UUID membership, Team team, Person host, Person guest) {}

    private static void arrive(Script script, Chance chance, Person person) {
        var reference = chance.number("C");
        script.happens("user.registered", person.userId(), person, data -> data.put("name", person.name())
                .put("email", person.email())
                .put("language", "en"));
        script.happensAt(
                "user.email_code.requested", person.userId(), person, (data, now) -> data.put("email", person.email())
                        .put("codeReference", reference)
                        .put("expiresAt", now.plus(Duration.ofMinutes(15)).toString()));
        if (chance.hits(0.8)) {
            script.happens("user.email.verified", person.userId(), person, data -> data.put("email", person.email()));
        }
        script.happens("wallet.created", chance.id(), null, data -> {
            Script.id(data, "ownerUserId", person.userId());
            data.put("walletType", "user_personal").put("currencyCode", "USD");
        });
    }

    private static void invite(Script script, Chance chance, Invitation invitation) {
        boolean accepted = chance.hits(0.7);
        script.happens("team.invitation.sent", invitation.membership(), invitation.host(), data -> {
            Script.id(
                    data.put("teamName", invitation.team().name()),
                    "invitedUserId",
                    invitation.guest().userId());
            Script.id(
                    data.put("teamRole", "member"),
                    "inviterUserId",
                    invitation.host().userId());
        });
        var answer = accepted ? "team.invitation.accepted" : "team.invitation.declined";
        script.happens(answer, invitation.membership(), invitation.guest(), data -> {
            Script.id(
                    data.put("teamName", invitation.team().name()),
                    "invitedUserId",
                    invitation.guest().userId());
            Script.id(data, "inviterUserId", invitation.host().userId());
            if (accepted) {
                data.put("teamRole", "member");
            }
        });
    }
}
