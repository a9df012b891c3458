package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.bench.chat.Rooms;
import com.eventfulhq.infra.bench.chat.model.ModelRun;
import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Random people at two gateways do what the protocol allows and what it does not; a model says what must become of it. */
final class ModelDrill {

    private static final int PEOPLE = 8;
    private static final int SERIES = 99;

    private final House house;
    private final int steps;
    private final int seed;

    ModelDrill(House house, int steps, int seed) {
        this.house = house;
        this.steps = steps;
        this.seed = seed;
    }

    /** @return whether model and house agreed to the last step */
    boolean run() throws IOException, InterruptedException {
        var people = new Rooms(SERIES, 1, PEOPLE);
        people.seed(house.database());
        var nodes = List.of(address(house.ports().gateway()), address(house.anotherGateway()));
        Scene.say("%,d steps drawn from %d", steps, seed);
        var run = new ModelRun(seed, nodes, PEOPLE, people::person, person -> people.token(house, person));
        try {
            Scene.say("model and house agree: %s", run.run(steps));
            return true;
        } catch (IllegalStateException e) {
            Scene.say("model and house differ: %s", String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static URI address(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/v1/realtime");
    }
}
