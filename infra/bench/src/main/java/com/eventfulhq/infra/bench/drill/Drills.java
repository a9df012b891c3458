package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.Place;
import com.eventfulhq.infra.standalone.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/** {@code ./hub drill}: ends with 0 if every drill was carried out and its ledger balances, else with 1. */
public final class Drills {

    private static final int CALLBACKS = 50_000;
    private static final int USERS = 4_000;
    private static final int PER_SECOND = 1_250;
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final List<String> ALL = List.of("kill", "redis", "postgres");
    private static final int CHAT_ROOMS = 200;
    private static final int MODEL_STEPS = 10_000;

    private Drills() {}

    /**
     * Arguments: the root of the source tree, packaged; which drill; then callbacks and callbacks a second, if others. For chat, and
     * for chat-loss, where one in a hundred messages of the bus is lost: conversations of ten people, and which scenes. For
     * chat-model: steps, and what they are drawn from.
     */
    public static void main(String[] arguments) throws InterruptedException {
        var which = arguments.length > 1 ? arguments[1] : "all";
        int code = 0;
        try {
            for (var name : which.equals("all") ? ALL : List.of(which)) {
                var act =
                        switch (name) {
                            case "chat", "chat-loss" -> chat(arguments);
                            case "chat-model" -> model(arguments);
                            default -> act(name, arguments);
                        };
                System.out.println("drill " + name);
                var environment = Ports.spare();
                if (name.equals("chat-loss")) {
                    environment.put("EVENTFUL_BUS_LOSS", "0.01");
                } else if (name.equals("chat-model")) {
                    environment.put("EVENTFUL_CHAT_LIMITS", "off");
                }
                code |= run(Path.of(arguments[0]), environment, act) ? 0 : 1;
            }
        } catch (DrillFailed | IOException | IllegalArgumentException | IllegalStateException | CompletionException e) {
            System.err.println("drill failed: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    /** What is done to a house. */
    private interface Act {
        boolean on(House house) throws IOException, InterruptedException, DrillFailed;
    }

    private static Act chat(String[] arguments) {
        int rooms = number(arguments, 2, CHAT_ROOMS);
        var scenes = List.of(arguments).subList(Math.min(3, arguments.length), arguments.length);
        return house -> new ChatDrill(house, rooms).run(scenes);
    }

    private static Act model(String[] arguments) {
        int steps = number(arguments, 2, MODEL_STEPS);
        int seed = number(arguments, 3, ThreadLocalRandom.current().nextInt(1, 10_000_000));
        return house -> new ModelDrill(house, steps, seed).run();
    }

    private static Act act(String name, String[] arguments) {
        var size = new Size(number(arguments, 2, CALLBACKS), USERS, number(arguments, 3, PER_SECOND));
        return switch (name) {
            case "kill" -> house -> new Drill(house, size, new Kills()).run();
            case "redis" -> house -> new Drill(house, size, new RedisFlush()).run();
            case "postgres" -> house -> new Drill(house, size, new PostgresOutage(OUTAGE)).run();
            default ->
                throw new IllegalArgumentException(
                        name + ": no drill (expected: kill, redis, postgres, chat, chat-loss, chat-model or all)");
        };
    }

    private static int number(String[] arguments, int index, int standard) {
        if (arguments.length <= index) {
            return standard;
        }
        if (!arguments[index].matches("\\d{1,7}")) {
            throw new IllegalArgumentException(arguments[index] + ": no number (expected: 1 to 9999999)");
        }
        return Integer.parseInt(arguments[index]);
    }

    /** On a house of its own, with spare ports and a directory that is thrown away; kept if there is something to look up. */
    private static boolean run(Path root, Map<String, String> environment, Act act)
            throws IOException, InterruptedException, DrillFailed {
        var data = Files.createTempDirectory("eventful-drill-");
        boolean balances = false;
        long start = System.nanoTime();
        try (var house = House.start(Place.of(root, data), environment)) {
            Scene.say("house ready in %.1f s", (System.nanoTime() - start) / 1e9);
            balances = act.on(house);
        } finally {
            if (!balances) {
                System.err.println("logs and data are kept: " + data);
            }
        }
        if (balances) {
            delete(data);
        }
        return balances;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
