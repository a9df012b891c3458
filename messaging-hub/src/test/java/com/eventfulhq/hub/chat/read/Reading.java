package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.infra.database.DatabaseAddress;
import com.eventfulhq.infra.embedded.TestServers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import tools.jackson.databind.JsonNode;

/** Reads of a database of its own, entered as the hub. */
final class Reading {

    final DatabaseAddress address = TestServers.get().newDatabase();
    final ChatRows rows = new ChatRows(address);
    final Database database = new Database(connections());
    final ChatReads reads = new ChatReads(database, new Turns(4, 1_000), 64);

    private io.r2dbc.spi.ConnectionFactory connections() {
        var hub = TestServers.as("messaging_hub", address);
        return ConnectionFactoryBuilder.withUrl(hub.r2dbcUrl() + "?forceBinary=true&timeZone=UTC")
                .username(hub.user())
                .password(hub.password())
                .build();
    }

    List<JsonNode> ask(ChatAsk... asks) {
        var elements =
                Arrays.stream(asks).map(ask -> new AskReader.Element(ask, null)).toList();
        return Objects.requireNonNull(reads.answers(elements).block(Duration.ofSeconds(30))).stream()
                .map(answer -> Json.MAPPER.readTree(answer.json()))
                .toList();
    }

    JsonNode one(ChatAsk ask) {
        return ask(ask).getFirst();
    }

    static String code(JsonNode answer) {
        return answer.at("/error/code").stringValue("none");
    }

    static List<Long> numbers(JsonNode array, String member) {
        return array.valueStream().map(node -> node.path(member).longValue()).toList();
    }
}
