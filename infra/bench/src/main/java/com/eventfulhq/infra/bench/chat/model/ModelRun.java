package com.eventfulhq.infra.bench.chat.model;

import com.eventfulhq.infra.bench.chat.model.Talk.Message;
import com.eventfulhq.infra.bench.chat.model.Talk.Role;
import com.eventfulhq.infra.bench.chat.model.Talk.Seat;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Random steps, one at a time; after each the house must stand where the model stands. The same seed draws the same steps. */
public final class ModelRun {

    private static final int MOST_TALKS = 12;
    private static final int REACTIONS = 3;
    private static final int RECENT = 20;
    private static final int STRAYS = 12;

    private final Random random;
    private final List<URI> nodes;
    private final IntFunction<String> tokens;
    private final List<Person> people;
    private final List<Talk> talks = new ArrayList<>();
    private final Map<Person, Map<UUID, Watch>> watches = new HashMap<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final IntFunction<UUID> ids;

    /** A command that was done, and how it was answered. */
    private record Said(Person by, Talk talk, String op, String frame, JsonNode answer) {}

    /**
     * @param nodes  addresses of the sockets; people change between them
     * @param ids    of people, by number
     * @param tokens of people, by number
     */
    public ModelRun(long seed, List<URI> nodes, int people, IntFunction<UUID> ids, IntFunction<String> tokens) {
        this.random = new Random(seed);
        this.nodes = List.copyOf(nodes);
        this.tokens = tokens;
        this.ids = ids;
        this.people = IntStream.range(0, people)
                .mapToObj(number -> new Person(number, ids.apply(number)))
                .toList();
        this.people.forEach(person -> watches.put(person, new HashMap<>()));
    }

    /**
     * Runs.
     *
     * @return how often what was done
     * @throws IllegalStateException at the first step after which the two differ
     */
    public Map<String, Integer> run(int steps) throws InterruptedException {
        create(people.getFirst());
        for (int step = 0; step < steps; step++) {
            try {
                step();
                for (var person : people) {
                    require(person.trouble() == null, String.valueOf(person.trouble()));
                }
            } catch (IllegalStateException e) {
                throw new IllegalStateException("step " + step + ": " + e.getMessage(), e);
            }
        }
        for (var talk : talks) {
            wholeHistory(talk);
        }
        people.forEach(Person::cut);
        return counts;
    }

    private void step() throws InterruptedException {
        var person = pick(people);
        if (!person.connected()) {
            reconnect(person);
            return;
        }
        int draw = random.nextInt(100);
        if (draw < 2) {
            count("cut");
            person.cut();
        } else if (draw < 4 && talks.size() < MOST_TALKS) {
            create(person);
        } else if (draw < 12) {
            subscribe(person, talkFor(person));
        } else if (draw < 16 && !said.isEmpty()) {
            repeat(pick(said));
        } else if (draw < 22) {
            read(person, talkFor(person));
        } else {
            var talk = talkFor(person);
            var command = command(talk);
            if (command != null) {
                say(person, talk, command);
            }
        }
    }

    /** One of their own as a rule, now and then one that is none of their business. */
    private Talk talkFor(Person person) {
        var own = talks.stream().filter(talk -> talk.has(person.number)).toList();
        return own.isEmpty() || random.nextInt(STRAYS) == 0 ? pick(talks) : pick(own);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private @Nullable Command command(Talk talk) {
        int draw = random.nextInt(100);
        if (draw < 45 || talk.messages.isEmpty()) {
            var event = new UUID(random.nextLong(), random.nextLong());
            return new Command.Send(event, "text " + random.nextInt(1_000_000));
        }
        int from = Math.max(0, talk.messages.size() - RECENT);
        var message = talk.messages.get(from + random.nextInt(talk.messages.size() - from));
        boolean away = random.nextBoolean();
        if (draw < 75) {
            return ofMessage(talk, message, draw, away);
        }
        int other = random.nextInt(people.size());
        if (draw < 80) {
            return new Command.Rename("title " + random.nextInt(4));
        } else if (draw < (talk.archived ? 90 : 81)) {
            return new Command.Archive(talk.archived);
        } else if (draw < 89) {
            return talk.archived ? null : new Command.Add(other, ids);
        } else if (draw < 95) {
            return talk.archived ? null : new Command.Remove(other, ids);
        }
        var role = Role.values()[random.nextInt(Role.values().length)];
        return talk.archived || !talk.has(other) || talk.seats.size() == 1
                ? null
                : new Command.SetRole(other, role, ids);
    }

    /** What the page leaves open is not drawn: a reaction to, or a pin of, what was deleted or archived. */
    private @Nullable Command ofMessage(Talk talk, Message message, int draw, boolean away) {
        if (draw < 57) {
            int version = message.version - (random.nextInt(5) == 0 ? 1 : 0);
            return version < 1 ? null : new Command.Edit(message, "text " + random.nextInt(1_000_000), version);
        } else if (draw < 61) {
            return new Command.Delete(message);
        } else if (talk.archived || message.deleted) {
            return null;
        } else if (draw < 71) {
            return new Command.React(message, "r" + random.nextInt(REACTIONS), away);
        }
        return new Command.Pin(message, away);
    }

    // Commands.

    private void create(Person by) throws InterruptedException {
        if (!by.connected()) {
            reconnect(by);
        }
        var talk = new Talk(new UUID(random.nextLong(), random.nextLong()));
        var others = people.stream()
                .filter(person -> random.nextBoolean() && person != by)
                .toList();
        var members = others.stream().map(person -> "\"" + person.id + "\"").toList();
        var frame = frame(talk, UUID.randomUUID()) + ",\"participants\":[" + String.join(",", members) + "]";
        var answer = by.ask("create", frame);
        require(answer.path("ok").asBoolean(), "create: " + answer);
        talk.event("created", by.number, Map.of());
        talk.seats.put(by.number, new Seat(Role.OWNER, 1));
        others.forEach(person -> talk.seats.put(person.number, new Seat(Role.MEMBER, 1)));
        talks.add(talk);
        count("create");
    }

    private static String frame(Talk talk, UUID clientEvent) {
        return "\"conversation_id\":\"" + talk.id + "\",\"client_event_id\":\"" + clientEvent + "\"";
    }

    private void say(Person by, Talk talk, Command command) throws InterruptedException {
        var event = command instanceof Command.Send send
                ? send.clientEvent()
                : new UUID(random.nextLong(), random.nextLong());
        var frame = frame(talk, event) + command.members();
        var answer = by.ask(command.op(), frame);
        var decision = talk.has(by.number) ? command.decide(talk, by.number) : Decision.refused("not-found");
        var about = by + " " + command + " in " + talk.id + ": " + answer;
        switch (decision) {
            case Decision.Done done -> {
                require(answer.path("ev").asLong() == done.event().ev(), about + ", expected " + done);
                if (command instanceof Command.Send send) {
                    var id = UUID.fromString(answer.path("message_id").asString());
                    talk.messages.add(new Message(
                            id,
                            talk.messages.size() + 1L,
                            by.number,
                            done.event().ev(),
                            send.content()));
                }
                said.add(new Said(by, talk, command.op(), frame, answer));
                hear(talk);
            }
            case Decision.Nothing nothing -> {
                require(answer.path("ok").asBoolean(), about + ", expected no change");
                require(answer.path("ev").asLong() <= talk.lastEv(), about + ", expected no new number");
                said.add(new Said(by, talk, command.op(), frame, answer));
            }
            case Decision.Refused refused -> {
                require(
                        refused.codes().contains(answer.at("/error/code").asString("")),
                        about + ", expected " + refused);
                require(!answer.at("/error/retryable").asBoolean(), about + ", expected not to be repeated");
            }
        }
        count(command.op() + (decision instanceof Decision.Refused ? ", refused" : ""));
        if (said.size() > RECENT * RECENT) {
            said.removeFirst();
        }
    }

    /** Under the same id it is done once, whatever has happened since. */
    private void repeat(Said before) throws InterruptedException {
        if (before.by.connected() && before.talk.has(before.by.number)) {
            var answer = before.by.ask(before.op, before.frame);
            require(
                    answer.path("ev").equals(before.answer.path("ev"))
                            && answer.path("message_id").equals(before.answer.path("message_id")),
                    "repeat of " + before.frame + ": " + answer + ", before " + before.answer);
            count("repeat");
        }
    }

    private void read(Person by, Talk talk) throws InterruptedException {
        if (talk.has(by.number)) {
            long ev = 1 + random.nextLong(talk.lastEv());
            var answer = by.ask("read", "\"conversation_id\":\"" + talk.id + "\",\"ev\":" + ev);
            require(answer.path("ok").asBoolean(), by + " read: " + answer);
            talk.seat(by.number).readEv = Math.max(talk.seat(by.number).readEv, ev);
            count("read");
        }
    }

    // Watching.

    private void subscribe(Person person, Talk talk) throws InterruptedException {
        var answer = person.ask("subscribe", "\"conversation_id\":\"" + talk.id + "\"");
        if (!talk.has(person.number)) {
            require(answer.at("/error/code").asString("").equals("not-found"), person + " subscribes: " + answer);
            count("subscribe, refused");
            return;
        }
        opened(person, talk, answer);
        person.begin(talk.id);
        var epoch = answer.at("/conversation/epoch").asString();
        mine(person).put(talk.id, new Watch(talk, epoch, talk.lastEv()));
        count("subscribe");
    }

    /** How the conversation stands, for this person. */
    private void opened(Person person, Talk talk, JsonNode opened) {
        var summary = opened.path("conversation");
        var about = person + " opens " + talk.id + ": " + opened;
        require(opened.path("ev").asLong() == talk.lastEv(), about + ", expected ev " + talk.lastEv());
        require(
                summary.path("unread").asLong() == talk.unread(person.number),
                about + ", expected unread " + talk.unread(person.number));
        require(
                summary.path("role")
                        .asString("")
                        .equals(talk.seat(person.number).role.word()),
                about);
        require(summary.path("archived").asBoolean() == talk.archived, about);
        require(opened.path("participants").size() == talk.seats.size(), about + ", expected " + talk.seats.keySet());
    }

    private Map<UUID, Watch> mine(Person person) {
        return watches.getOrDefault(person, Map.of());
    }

    /** Back, perhaps at another node, with everything it watched: it hears exactly what it missed. */
    private void reconnect(Person person) throws InterruptedException {
        var mine = mine(person);
        mine.values().removeIf(watch -> !watch.talk.has(person.number));
        var resumed = List.copyOf(mine.values());
        var positions = resumed.stream()
                .map(watch -> "{\"conversation_id\":\"" + watch.talk.id + "\",\"epoch\":\"" + watch.epoch + "\",\"ev\":"
                        + (watch.from + watch.checked) + "}")
                .toList();
        var resume = resumed.isEmpty() ? "" : ",\"resume\":{\"conversations\":[" + String.join(",", positions) + "]}";
        var answer = person.connect(pick(nodes), tokens.apply(person.number), resume);
        require(answer.path("ok").asBoolean(), person + " connects: " + answer);
        for (int i = 0; i < resumed.size(); i++) {
            var watch = resumed.get(i);
            var opened = answer.path("conversations").path(i);
            opened(person, watch.talk, opened);
            if (opened.has("limited")) {
                person.begin(watch.talk.id);
                mine.put(watch.talk.id, new Watch(watch.talk, watch.epoch, watch.talk.lastEv()));
            } else {
                person.heard(watch.talk.id, opened.path("events"));
                check(person, watch);
            }
        }
        count("reconnect");
    }

    /** Everybody who watches and is there has heard exactly what happened. */
    private void hear(Talk talk) throws InterruptedException {
        for (var person : people) {
            var watch = mine(person).get(talk.id);
            if (watch != null && person.connected()) {
                check(person, watch);
            }
            if (watch != null && !talk.has(person.number)) {
                mine(person).remove(talk.id);
            }
        }
    }

    private void check(Person person, Watch watch) throws InterruptedException {
        var expected = watch.talk.events.subList((int) watch.from, watch.talk.events.size());
        var heard = person.await(watch.talk.id, expected.size());
        require(
                heard.size() == expected.size(),
                person + " heard " + heard.size() + " events of " + watch.talk.id + ", expected " + expected.size());
        for (; watch.checked < expected.size(); watch.checked++) {
            same(heard.get(watch.checked), expected.get(watch.checked));
        }
    }

    private void same(JsonNode heard, Talk.Event expected) {
        var about = heard + ", expected " + expected;
        require(heard.path("ev").asLong() == expected.ev(), about);
        require(heard.path("kind").asString("").equals(expected.kind()), about);
        require(heard.path("by").asString("").equals(ids.apply(expected.by()).toString()), about);
        boolean deleted = heard.path("deleted").asBoolean()
                || heard.at("/message/deleted").asBoolean();
        expected.members().forEach((pointer, value) -> {
            if (!deleted || !pointer.endsWith("content")) {
                require(heard.at(pointer).asString("").equals(value), about);
            }
        });
    }

    /** From the first event to the last, as somebody reads it who takes part. */
    private void wholeHistory(Talk talk) throws InterruptedException {
        var reader = people.stream().filter(person -> talk.has(person.number)).findFirst();
        if (reader.isEmpty()) {
            return;
        }
        var person = reader.get();
        if (!person.connected()) {
            reconnect(person);
        }
        int at = 0;
        while (at < talk.events.size()) {
            var page = person.ask(
                    "history", "\"conversation_id\":\"" + talk.id + "\",\"after_ev\":" + at + ",\"limit\":200");
            require(!page.path("events").isEmpty(), "history of " + talk.id + " ends at " + at + ": " + page);
            for (var event : page.path("events")) {
                same(event, talk.events.get(at++));
            }
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
