package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.account.Accounts;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.handset.OutboundMessage;
import com.eventfulhq.infra.simulator.http.JsonHttp;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.knob.SendKnobs.LostResponse;
import com.eventfulhq.infra.simulator.world.Dice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes of {@code graph.facebook.com} that the simulator serves, under any version. */
public final class GraphRoutes {
    private final byte[] bearer;
    private final Accounts accounts;
    private final Sends sends;
    private final KnobBoard knobs;
    private final Dice dice;
    private final AtomicLong traces = new AtomicLong();

    public GraphRoutes(String accessToken, Accounts accounts, Sends sends, KnobBoard knobs, Dice dice) {
        this.bearer = ("Bearer " + accessToken).getBytes(StandardCharsets.UTF_8);
        this.accounts = accounts;
        this.sends = sends;
        this.knobs = knobs;
        this.dice = dice;
    }

    /** To be added last: the path patterns match nearly everything. */
    public void addTo(HttpServerRoutes routes) {
        routes.post("/{version}/{id}/messages", this::messages)
                .get("/{version}/{id}/message_templates", this::templates)
                .get("/{version}/{id}", this::object);
    }

    private Mono<Void> messages(HttpServerRequest request, HttpServerResponse response) {
        var number = accounts.number(JsonHttp.path(request, "id"));
        return JsonHttp.read(request)
                .flatMap(bytes -> {
                    var refused = refused(request, number.isPresent());
                    if (refused.isPresent() || number.isEmpty()) {
                        return refuse(response, refused.orElseGet(GraphError::badToken));
                    }
                    return parsed(bytes)
                            .map(json -> handle(number.get(), new SendRequest(json), response))
                            .orElseGet(() -> refuse(
                                    response,
                                    GraphError.of(GraphCode.INVALID_PARAMETER, "The body is not a JSON object.")));
                })
                .onErrorResume(
                        IllegalArgumentException.class,
                        tooLarge -> refuse(
                                response,
                                GraphError.of(GraphCode.INVALID_PARAMETER, String.valueOf(tooLarge.getMessage()))));
    }

    private Mono<Void> handle(BusinessNumber number, SendRequest request, HttpServerResponse response) {
        if (request.isReceipt()) {
            return receipt(request, response);
        }
        var delay = knobs.now().sends().responseDelay();
        var outcome = sends.send(number, request);
        return (delay.isZero() ? outcome : outcome.delayElement(delay))
                .flatMap(result -> answer(result, request, response));
    }

    private Mono<Void> receipt(SendRequest request, HttpServerResponse response) {
        var wamid = request.json().path("message_id").asString("");
        return BodyRules.product(request.json())
                .or(() -> Rule.require(
                        wamid.startsWith("wamid."), GraphCode.INVALID_PARAMETER, "message_id is not a wamid"))
                .map(error -> refuse(response, error))
                .orElseGet(() -> JsonHttp.answer(
                        response, 200, JsonNodeFactory.instance.objectNode().put("success", true)));
    }

    private Mono<Void> answer(Sends.Outcome outcome, SendRequest request, HttpServerResponse response) {
        return switch (outcome.fate()) {
            case Fate.Refused refused -> refuse(response, refused.error());
            case Fate.Broken broken ->
                refuse(response, GraphError.of(GraphCode.SOMETHING_WENT_WRONG, "Something went wrong."));
            case Fate.Hangs hangs -> hang(response);
            case Fate.Accepted accepted -> accept(outcome, request, response);
            case Fate.FailsLater later -> accept(outcome, request, response);
        };
    }

    private Mono<Void> accept(Sends.Outcome outcome, SendRequest request, HttpServerResponse response) {
        var message = outcome.message();
        if (message == null) {
            return refuse(response, GraphError.of(GraphCode.SOMETHING_WENT_WRONG, "Something went wrong."));
        }
        var answer = Mono.defer(() -> JsonHttp.answer(response, 200, accepted(message, request)));
        return switch (lostResponse(message)) {
            case NONE -> answer;
            case CLOSE -> close(response);
            case HANG -> Mono.delay(knobs.now().sends().hang()).then(answer);
        };
    }

    private LostResponse lostResponse(OutboundMessage message) {
        var now = knobs.now().sends();
        boolean lost = dice.hits(now.lostResponseProbability(), "lost/" + message.wamid());
        return lost ? now.lostResponse() : LostResponse.NONE;
    }

    private Mono<Void> hang(HttpServerResponse response) {
        Duration open = knobs.now().sends().hang();
        return Mono.delay(open).then(close(response));
    }

    private static Mono<Void> close(HttpServerResponse response) {
        return Mono.<Connection>create(sink -> response.withConnection(sink::success))
                .flatMap(connection -> FutureMono.from(connection.channel().close()));
    }

    private static ObjectNode accepted(OutboundMessage message, SendRequest request) {
        var root = JsonNodeFactory.instance.objectNode().put("messaging_product", "whatsapp");
        var contact = root.putArray("contacts").addObject().put("input", request.input());
        if (request.toUserId()) {
            contact.put("user_id", message.user().userId());
        } else {
            contact.put("wa_id", request.address());
        }
        var answered = root.putArray("messages").addObject().put("id", message.wamid());
        if (request.isTemplate()) {
            answered.put("message_status", "accepted");
        }
        return root;
    }

    private Mono<Void> templates(HttpServerRequest request, HttpServerResponse response) {
        var refused = refused(request, accounts.isAccount(JsonHttp.path(request, "id")));
        return refused.map(error -> refuse(response, error)).orElseGet(() -> TemplatePage.of(accounts, request)
                .map(page -> JsonHttp.answer(response, 200, page))
                .orElseGet(() -> refuse(response, GraphError.of(GraphCode.BAD_CURSOR, "after is not a cursor"))));
    }

    private Mono<Void> object(HttpServerRequest request, HttpServerResponse response) {
        var number = accounts.number(JsonHttp.path(request, "id"));
        return refused(request, number.isPresent())
                .map(error -> refuse(response, error))
                .orElseGet(() -> JsonHttp.answer(response, 200, described(number.orElseThrow())));
    }

    private static ObjectNode described(BusinessNumber number) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", number.phoneNumberId())
                .put("display_phone_number", number.displayPhoneNumber())
                .put("verified_name", "Simulated business")
                .put("quality_rating", "GREEN")
                .put("status", "CONNECTED");
        json.putObject("throughput").put("level", "STANDARD");
        json.putObject("health_status").put("can_send_message", "AVAILABLE");
        return json;
    }

    /** Token first, object second, as Meta does. */
    private Optional<GraphError> refused(HttpServerRequest request, boolean known) {
        var given = request.requestHeaders().get("Authorization", "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bearer, given)) {
            return Optional.of(GraphError.badToken());
        }
        return known ? Optional.empty() : Optional.of(GraphError.unknownObject(JsonHttp.path(request, "id")));
    }

    private static Optional<JsonNode> parsed(byte[] body) {
        try {
            return Optional.ofNullable(JsonHttp.MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private Mono<Void> refuse(HttpServerResponse response, GraphError error) {
        var trace = "A" + Long.toString(Dice.mix(traces.incrementAndGet()) >>> 1, 36);
        return JsonHttp.answer(response, error.code().http, error.body(trace));
    }
}
