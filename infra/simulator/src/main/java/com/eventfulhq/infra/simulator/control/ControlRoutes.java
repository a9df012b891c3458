package com.eventfulhq.infra.simulator.control;

import com.eventfulhq.infra.simulator.account.MessageTemplate;
import com.eventfulhq.infra.simulator.http.JsonHttp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.databind.JsonNode;

/** The control face over HTTP, described with examples in the README of this module. */
public final class ControlRoutes {
    private static final int MOST_LISTED = 1_000;

    private final SimulatorControl control;

    record Window(@Nullable Instant endsAt, boolean open) {}

    record Advance(@Nullable Duration advance) {}

    record Subscription(@Nullable URI url, @Nullable String verifyToken, boolean unverified) {}

    record TemplateDraft(
            @Nullable String category,
            @Nullable String body,
            @Nullable String status) {}

    public ControlRoutes(SimulatorControl control) {
        this.control = control;
    }

    public void addTo(HttpServerRoutes routes) {
        routes.get("/health", (request, response) -> JsonHttp.answer(response, 200, Map.of("status", "UP")));
        users(routes);
        routes.get("/simulator/sends", Route.reading(this::sends));
        routes.get("/simulator/deliveries", Route.reading(request -> control.deliveries(limit(request))));
        routes.get("/simulator/knobs", Route.reading(request -> control.knobs()));
        routes.put(
                "/simulator/knobs", Route.taking(JsonNode.class, (request, patch) -> control.turn(patch.toString())));
        routes.get("/simulator/clock", Route.reading(request -> Map.of("now", control.now())));
        routes.put("/simulator/clock", Route.taking(Advance.class, (request, body) -> advance(body)));
        routes.get("/simulator/callback", Route.reading(request -> subscription(control.callback())));
        routes.put("/simulator/callback", Route.answering(Subscription.class, (request, body) -> subscribe(body)));
        routes.get("/simulator/templates", Route.reading(request -> control.templates()));
        routes.put("/simulator/templates/{name}/{language}", Route.taking(TemplateDraft.class, this::template));
        routes.post("/simulator/load", Route.answering(LoadPlan.class, (request, plan) -> control.load(plan)));
        routes.post("/simulator/reset", Route.reading(request -> {
            control.reset();
            return Map.of("reset", true);
        }));
    }

    private void users(HttpServerRoutes routes) {
        routes.post("/simulator/users/{user}/messages", Route.taking(Draft.class, (request, draft) -> {
            var message = control.write(user(request), draft);
            return Map.of("wamid", message.id(), "message", message.message());
        }));
        routes.get(
                "/simulator/users/{user}/messages",
                Route.reading(request -> Map.of("messages", control.received(user(request)))));
        routes.post(
                "/simulator/users/{user}/read", Route.reading(request -> Map.of("read", control.read(user(request)))));
        routes.get("/simulator/users/{user}/window", Route.reading(this::window));
    }

    private Object sends(HttpServerRequest request) {
        var all = control.sends().reversed();
        var listed = all.subList(0, Math.min(all.size(), limit(request)));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", control.totalSends());
        answer.put("newest", listed);
        return answer;
    }

    private Window window(HttpServerRequest request) {
        var number = JsonHttp.query(request, "phone_number_id").orElse(null);
        var end = control.windowEnd(user(request), number);
        return new Window(end.orElse(null), end.filter(control.now()::isBefore).isPresent());
    }

    private Map<String, Instant> advance(Advance body) {
        if (body.advance() == null) {
            throw new IllegalArgumentException("advance: missing (expected: a duration like PT25H)");
        }
        return Map.of("now", control.advance(body.advance()));
    }

    private Mono<?> subscribe(Subscription body) {
        @Nullable URI url = body.url();
        if (url == null || body.unverified()) {
            return Mono.fromSupplier(() -> {
                control.callback(url);
                return subscription(control.callback());
            });
        }
        return control.subscribe(url, body.verifyToken()).map(verified -> {
            if (!verified) {
                throw new IllegalArgumentException("url: the challenge did not come back (expected: 200 and its text)");
            }
            return subscription(control.callback());
        });
    }

    private static Map<String, String> subscription(Optional<URI> url) {
        return url.map(uri -> Map.of("url", uri.toString())).orElse(Map.of());
    }

    private MessageTemplate template(HttpServerRequest request, TemplateDraft draft) {
        var name = JsonHttp.path(request, "name");
        var language = JsonHttp.path(request, "language");
        var known = control.templates().stream()
                .filter(template ->
                        template.name().equals(name) && template.language().equals(language))
                .findFirst();
        if (draft.body() == null && known.isEmpty()) {
            throw new IllegalArgumentException("body: missing (expected: the text of the new template)");
        }
        boolean marketing = "MARKETING".equals(draft.category());
        var base = draft.body() == null
                ? known.orElseThrow()
                : marketing
                        ? MessageTemplate.marketing(name, language, draft.body())
                        : MessageTemplate.utility(name, language, draft.body());
        var changed = draft.status() == null ? base : base.withStatus(draft.status());
        control.template(changed);
        return changed;
    }

    private static int limit(HttpServerRequest request) {
        return JsonHttp.query(request, "limit")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Math.min(Integer.parseInt(text), MOST_LISTED))
                .orElse(100);
    }

    private static String user(HttpServerRequest request) {
        return JsonHttp.path(request, "user");
    }
}
