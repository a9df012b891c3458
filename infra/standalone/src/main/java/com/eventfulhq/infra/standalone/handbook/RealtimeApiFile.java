package com.eventfulhq.infra.standalone.handbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/realtime.asyncapi.yaml}: the protocol of the clients' sockets as AsyncAPI 3.0.0. Which frames there are and what is in
 * them is said once, in {@code docs/realtime.schema.json}: an operation for every {@code op}, a message for every {@code push}.
 */
final class RealtimeApiFile {

    private static final String HEADING = "# Made from realtime.schema.json by ./hub docs. Do not edit.\n";
    private static final int WIDTH = 140;
    private static final String SCHEMA = "realtime.schema.json";
    private static final String CHANNEL = "#/channels/realtime";
    private static final String REFUSAL = "refusal";
    private static final String PUSH = "push";

    private final JsonNode defs;

    /** Names of messages to where their payload is defined. */
    private final Map<String, Object> messages = new LinkedHashMap<>();

    private final Map<String, Object> operations = new LinkedHashMap<>();

    private RealtimeApiFile(JsonNode schema) {
        this.defs = schema.path("$defs");
    }

    static Path page(Path root) {
        return root.resolve("docs").resolve("realtime.asyncapi.yaml");
    }

    static String render(Path root) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(WIDTH);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        return HEADING + new Yaml(options).dump(new RealtimeApiFile(schema(root)).document());
    }

    private static JsonNode schema(Path root) {
        try {
            return JsonMapper.shared()
                    .readTree(Files.readString(root.resolve("docs").resolve(SCHEMA)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> document() {
        whatClientsSay();
        whatIsPushed();
        var info = map("title", "Eventful Hub: realtime");
        info.put("version", "1.0.0");
        info.put(
                "description",
                "Protocol eventful.v1 over one WebSocket. What it promises, close codes and examples are in realtime.md.");
        info.put("license", map("name", "Apache-2.0"));
        var channel = map("address", "/v1/realtime");
        channel.put("description", "One JSON object per text frame; WebSocket subprotocol eventful.v1.");
        channel.put("messages", messages);
        var document = map("asyncapi", "3.0.0");
        document.put("info", info);
        document.put("defaultContentType", "application/json");
        document.put("channels", map("realtime", channel));
        document.put("operations", operations);
        return document;
    }

    /** An operation each: the server receives it, and replies with its answer or a refusal. */
    private void whatClientsSay() {
        message(REFUSAL, REFUSAL);
        for (var name : definitions("clientFrame", "op").entrySet()) {
            var op = name.getKey();
            message("client." + op, name.getValue());
            message("answer." + op, "answer." + op);
            var reply = map("channel", reference(CHANNEL));
            reply.put("messages", List.of(inChannel("answer." + op), inChannel(REFUSAL)));
            var operation = map("action", "receive");
            operation.put("channel", reference(CHANNEL));
            operation.put("messages", List.of(inChannel("client." + op)));
            operation.put("reply", reply);
            operations.put(op, operation);
        }
    }

    private void whatIsPushed() {
        var pushes = new ArrayList<Object>();
        definitions(PUSH, PUSH).forEach((name, definition) -> {
            message("push." + name, definition);
            pushes.add(inChannel("push." + name));
        });
        var operation = map("action", "send");
        operation.put("channel", reference(CHANNEL));
        operation.put("messages", pushes);
        operations.put(PUSH, operation);
    }

    private void message(String name, String definition) {
        if (!defs.has(definition)) {
            throw new IllegalStateException(SCHEMA + ": has no " + definition + " (expected: one, for " + name + ")");
        }
        messages.put(name, map("payload", reference(SCHEMA + "#/$defs/" + definition)));
    }

    /** Every value a frame's member may have, and what defines the frames with it; without more than that it is the frame itself. */
    private Map<String, String> definitions(String frame, String member) {
        var definitions = new LinkedHashMap<String, String>();
        var at = defs.path(frame);
        at.path("properties").path(member).path("enum").forEach(value -> definitions.put(value.asString(), frame));
        for (var rule : at.path("allOf")) {
            var when = rule.path("if").path("properties").path(member);
            var reference = rule.path("then").path("$ref").asString("");
            var definition = reference.substring(reference.lastIndexOf('/') + 1);
            if (when.has("const")) {
                definitions.replace(when.path("const").asString(), definition);
            }
            when.path("enum").forEach(value -> definitions.replace(value.asString(), definition));
        }
        return definitions;
    }

    private static Map<String, Object> inChannel(String message) {
        return reference(CHANNEL + "/messages/" + message);
    }

    private static Map<String, Object> reference(String to) {
        return map("$ref", to);
    }

    private static Map<String, Object> map(String key, Object value) {
        var map = new LinkedHashMap<String, Object>();
        map.put(key, value);
        return map;
    }
}
