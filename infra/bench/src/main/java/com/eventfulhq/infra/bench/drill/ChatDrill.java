package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.bench.chat.Crowd;
import com.eventfulhq.infra.bench.chat.Rooms;
import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * People talk while something breaks. Afterwards everybody must have received exactly what is stored, in its order, every message
 * sent must be stored once and acknowledged, and unread counters must agree with a recount.
 */
final class ChatDrill {

    private static final int PADDING = 40;
    private static final int COME_PER_SECOND = 500;
    private static final int PER_SECOND = 200;
    private static final int SENDERS = 500;
    private static final int TALK_SECONDS = 20;
    private static final int TROUBLE_AFTER_MILLIS = 4_000;
    private static final int SETTLE_SECONDS = 90;
    private static final int LAG_SECONDS = 60;
    private static final int OUTAGE_MILLIS = 5_000;

    private static final String TWO_NODES = "two";

    private final House house;
    private final int rooms;
    private int series = 100;

    ChatDrill(House house, int rooms) {
        this.house = house;
        this.rooms = rooms;
    }

    /** What happens while they talk. */
    private interface Breaking {
        void during(Crowd crowd) throws IOException, InterruptedException, DrillFailed;
    }

    /** What can be broken, by its name on the command line. */
    private record SceneOf(String name, String title, int seconds, Breaking breaking) {}

    private List<SceneOf> scenes() {
        return List.of(
                new SceneOf("calm", "nothing breaks", TALK_SECONDS, crowd -> {}),
                new SceneOf("hub", "kill -9 of the hub", TALK_SECONDS, crowd -> Victim.HUB.kill(house)),
                new SceneOf("gateway", "kill -9 of the gateway", TALK_SECONDS, crowd -> Victim.GATEWAY.kill(house)),
                new SceneOf("redis", "kill -9 of Redis", TALK_SECONDS, crowd -> house.redis()
                        .kill()),
                new SceneOf("redis-away", "Redis is away for five seconds", TALK_SECONDS, this::redis),
                new SceneOf("postgres", "PostgreSQL is restarted", TALK_SECONDS, this::postgres),
                new SceneOf("postgres-kill", "kill -9 of PostgreSQL", TALK_SECONDS, crowd -> house.postgres()
                        .kill()),
                new SceneOf(
                        "storm",
                        "everybody is cut off at once",
                        TALK_SECONDS,
                        crowd -> crowd.each(rooms * 10, Crowd.Act.CUT)),
                new SceneOf(
                        TWO_NODES, "kill -9 of one of two gateways", TALK_SECONDS, crowd -> Victim.GATEWAY.kill(house)),
                new SceneOf("reader", "one in a hundred reads nothing for a minute", LAG_SECONDS + 10, this::reader));
    }

    /**
     * @param named which scenes; none: all of them
     * @return whether everything balances, whatever was broken
     */
    boolean run(List<String> named) throws IOException, InterruptedException, DrillFailed {
        boolean balances = true;
        for (var scene : scenes()) {
            if (named.isEmpty() || named.contains(scene.name())) {
                balances &= play(scene);
            }
        }
        return balances;
    }

    private void redis(Crowd crowd) throws IOException, InterruptedException {
        house.redis().stop();
        TimeUnit.MILLISECONDS.sleep(OUTAGE_MILLIS);
        house.redis().start();
    }

    private void postgres(Crowd crowd) throws IOException, InterruptedException {
        house.postgres().stop();
        TimeUnit.MILLISECONDS.sleep(OUTAGE_MILLIS);
        house.postgres().start();
    }

    private void reader(Crowd crowd) throws InterruptedException {
        int slow = Math.max(1, rooms * 10 / 100);
        crowd.each(slow, Crowd.Act.READ_NOTHING);
        TimeUnit.SECONDS.sleep(LAG_SECONDS);
        crowd.each(slow, Crowd.Act.READ_ON);
    }

    private boolean play(SceneOf scene) throws IOException, InterruptedException, DrillFailed {
        var name = scene.title();
        var people = new Rooms(++series, rooms, 10);
        people.seed(house.database());
        try (var crowd = new Crowd(people, PADDING, nodes(scene))) {
            var tokens = IntStream.range(0, people.people())
                    .mapToObj(person -> people.token(house, person))
                    .toList();
            crowd.come(COME_PER_SECOND, tokens::get);
            if (!crowd.awaitHere(people.people(), SETTLE_SECONDS)) {
                throw new DrillFailed(name + ": only " + crowd.here() + " of " + people.people() + " could connect; "
                        + crowd.figures().witness());
            }
            crowd.mark();
            var talking = talk(crowd, scene.seconds());
            TimeUnit.MILLISECONDS.sleep(TROUBLE_AFTER_MILLIS);
            scene.breaking().during(crowd);
            talking.join();
            crowd.settle(SETTLE_SECONDS);
            return judge(name, people, crowd);
        }
    }

    /** Where they connect; with two, everybody's room is on both. */
    private int[] nodes(SceneOf scene) throws IOException, InterruptedException {
        int first = house.ports().gateway();
        return scene.name().equals(TWO_NODES) ? new int[] {first, house.anotherGateway()} : new int[] {first};
    }

    private Thread talk(Crowd crowd, int seconds) {
        return Thread.ofPlatform().start(() -> {
            try {
                crowd.talk(PER_SECOND, seconds, Math.min(SENDERS, rooms * 10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private boolean judge(String name, Rooms people, Crowd crowd) {
        var figures = crowd.figures();
        var wrong = new ArrayList<String>();
        if (!figures.clean()) {
            wrong.add("a receiver saw a hole, a repeat or another order");
        }
        if (figures.acknowledged() != figures.sent()) {
            wrong.add("sent %d, acknowledged %d".formatted(figures.sent(), figures.acknowledged()));
        }
        long stored =
                number(people, "SELECT count(*) FROM communications.internal_messages WHERE conversation_id IN (%s)");
        if (stored != figures.sent()) {
            wrong.add("sent %d, stored %d".formatted(figures.sent(), stored));
        }
        long lacking = IntStream.range(0, people.rooms())
                .filter(room -> crowd.least(room) != head(people, room))
                .count();
        if (lacking > 0) {
            wrong.add("in %d rooms somebody lacks what is stored".formatted(lacking));
        }
        long holes = number(
                people,
                "SELECT count(*) FROM communications.conversation_heads h CROSS JOIN LATERAL (SELECT count(*) AS events, count(*)"
                        + " FILTER (WHERE e.kind = 'message') AS messages FROM communications.conversation_events e WHERE"
                        + " e.conversation_id = h.conversation_id) e WHERE h.conversation_id IN (%1$s) AND (h.last_ev <>"
                        + " e.events OR h.last_message_no <> e.messages)");
        if (holes > 0) {
            wrong.add("in %d rooms numbers have gaps".formatted(holes));
        }
        long miscounted = number(
                people,
                "SELECT count(*) FROM communications.conversation_participants p JOIN communications.conversation_heads h USING"
                        + " (conversation_id) WHERE conversation_id IN (%1$s) AND h.last_message_no - p.read_message_no <> (SELECT"
                        + " count(*) FROM communications.internal_messages m WHERE m.conversation_id = p.conversation_id AND"
                        + " m.message_no > p.read_message_no)");
        if (miscounted > 0) {
            wrong.add("%d unread counters disagree with a recount".formatted(miscounted));
        }
        Scene.say("%s: %s", name, wrong.isEmpty() ? "balances" : wrong);
        Scene.say(
                "  sent %,d = acknowledged %,d = stored %,d; %,d deliveries; ack p50 %.0f ms, p99 %.0f ms; %s",
                figures.sent(),
                figures.acknowledged(),
                stored,
                figures.deliveries(),
                figures.ackMedian(),
                figures.ackP99(),
                figures.witness());
        return wrong.isEmpty();
    }

    private long head(Rooms people, int room) {
        return first("SELECT last_ev FROM communications.conversation_heads WHERE conversation_id = '%s'"
                .formatted(people.room(room)));
    }

    /** @param query with a place for the ids of the rooms */
    private long number(Rooms people, String query) {
        List<String> ids = IntStream.range(0, people.rooms())
                .mapToObj(room -> "'" + people.room(room) + "'")
                .toList();
        return first(query.formatted(String.join(",", ids)));
    }

    private long first(String query) {
        return Long.parseLong(
                Sql.rows(house.database(), query).getFirst().values().iterator().next());
    }
}
