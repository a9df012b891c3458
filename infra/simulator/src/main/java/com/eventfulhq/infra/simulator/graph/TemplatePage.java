package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.account.Accounts;
import com.eventfulhq.infra.simulator.account.MessageTemplate;
import com.eventfulhq.infra.simulator.http.JsonHttp;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One page of the template list. Cursors hold the position in the filtered list. */
final class TemplatePage {
    private static final int DEFAULT_LIMIT = 25;
    private static final int MOST = 500;

    private TemplatePage() {}

    /** Empty when the cursor is not one of ours. */
    static Optional<ObjectNode> of(Accounts accounts, HttpServerRequest request) {
        var matching = accounts.templates().stream()
                .filter(template -> matches(request, "name", template, MessageTemplate::name))
                .filter(template -> matches(request, "language", template, MessageTemplate::language))
                .filter(template -> matches(request, "status", template, MessageTemplate::status))
                .filter(template -> matches(request, "category", template, MessageTemplate::category))
                .toList();
        int from = JsonHttp.query(request, "after").map(TemplatePage::position).orElse(0);
        if (from < 0 || from > matching.size()) {
            return Optional.empty();
        }
        int to = Math.min(matching.size(), from + limit(request));
        return Optional.of(page(matching, from, to, request));
    }

    private static boolean matches(
            HttpServerRequest request, String name, MessageTemplate template, Function<MessageTemplate, String> of) {
        return JsonHttp.query(request, name)
                .map(wanted -> wanted.equals(of.apply(template)))
                .orElse(true);
    }

    private static int limit(HttpServerRequest request) {
        return JsonHttp.query(request, "limit")
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(text -> Math.clamp(Integer.parseInt(text), 1, MOST))
                .orElse(DEFAULT_LIMIT);
    }

    private static ObjectNode page(List<MessageTemplate> all, int from, int to, HttpServerRequest request) {
        var root = JsonNodeFactory.instance.objectNode();
        var data = root.putArray("data");
        all.subList(from, to).forEach(template -> data.add(json(template)));
        if (from < to) {
            var paging = root.putObject("paging");
            paging.putObject("cursors").put("before", cursor(from)).put("after", cursor(to));
            if (to < all.size()) {
                paging.put("next", next(request, cursor(to)));
            }
        }
        return root;
    }

    /** The same question with another cursor. */
    private static String next(HttpServerRequest request, String cursor) {
        var host = request.requestHeaders().get("Host", "127.0.0.1");
        var next = new QueryStringEncoder("/" + request.path());
        var asked = new QueryStringDecoder(request.uri()).parameters();
        asked.forEach((name, values) -> {
            if (!name.equals("after")) {
                values.forEach(value -> next.addParam(name, value));
            }
        });
        next.addParam("after", cursor);
        return "http://" + host + next;
    }

    private static ObjectNode json(MessageTemplate template) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", template.id())
                .put("name", template.name())
                .put("language", template.language())
                .put("status", template.status())
                .put("category", template.category());
        json.putObject("quality_score").put("score", "UNKNOWN");
        json.set("components", template.components());
        return json;
    }

    private static String cursor(int position) {
        var text = "at:" + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.matches("at:[0-9]{1,6}") ? Integer.parseInt(text.substring(3)) : -1;
        } catch (IllegalArgumentException notBase64) {
            return -1;
        }
    }
}
