package com.eventfulhq.infra.simulator.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who the stories are about. */
public record Cast(List<Person> people, List<Team> teams) {

    private static final List<String> NAMES =
            List.of("Ana", "Ben", "Cleo", "Dario", "Elif", "Femi", "Gro", "Hana", "Iker", "Zoë");

    public Cast {
        people = List.copyOf(people);
        teams = List.copyOf(teams);
        if (people.size() < 2 || teams.isEmpty()) {
            throw new IllegalArgumentException(
                    "cast: found " + people.size() + " people and " + teams.size() + " teams (expected: two, and one)");
        }
    }

    public record Person(UUID userId, String name, String email) {}

    public record Team(UUID teamId, String name) {}

    /** People nobody knows, for load: the same for the same seed. */
    public static Cast of(int people, int teams, long seed) {
        var chance = new Chance(seed);
        var persons = new ArrayList<Person>();
        for (int i = 0; i < people; i++) {
            var name = NAMES.get(i % NAMES.size());
            persons.add(new Person(chance.id(), name, "person-" + i + "@people.example"));
        }
        var groups = new ArrayList<Team>();
        for (int i = 0; i < teams; i++) {
            groups.add(new Team(chance.id(), "Team " + (i + 1)));
        }
        return new Cast(persons, groups);
    }
}
