package com.eventfulhq.infra.simulator;

import com.eventfulhq.infra.simulator.account.Accounts;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.Wamids;
import com.eventfulhq.infra.simulator.control.ControlRoutes;
import com.eventfulhq.infra.simulator.control.SimulatorControl;
import com.eventfulhq.infra.simulator.delivery.Courier;
import com.eventfulhq.infra.simulator.delivery.CourierBounds;
import com.eventfulhq.infra.simulator.delivery.DeliveryLog;
import com.eventfulhq.infra.simulator.graph.GraphRoutes;
import com.eventfulhq.infra.simulator.graph.Sends;
import com.eventfulhq.infra.simulator.handset.Handsets;
import com.eventfulhq.infra.simulator.handset.StatusPlayer;
import com.eventfulhq.infra.simulator.knob.KnobBoard;
import com.eventfulhq.infra.simulator.world.Dice;
import com.eventfulhq.infra.simulator.world.SimulatorClock;
import com.eventfulhq.infra.simulator.world.Timers;
import java.net.URI;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A running simulator: the Graph face, the callbacks and the control face on one port.
 *
 * <pre>{@code
 * try (var simulator = WhatsAppSimulator.start(SimulatorSettings.defaults().withCallbackUrl(gateway))) {
 *     simulator.control().write("34600111222", "Is the hall free on Saturday?");
 * }
 * }</pre>
 */
public final class WhatsAppSimulator implements AutoCloseable {
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final SimulatorSettings settings;
    private final Scheduler scheduler = Schedulers.newSingle("simulator-timers", true);
    private final Courier courier;
    private final SimulatorControl control;
    private final DisposableServer server;

    /** Starts and returns when the port is open. Blocks, therefore not for event loops. */
    public static WhatsAppSimulator start(SimulatorSettings settings) {
        return new WhatsAppSimulator(settings);
    }

    private WhatsAppSimulator(SimulatorSettings settings) {
        this.settings = settings;
        var clock = new SimulatorClock(settings.clock());
        var dice = new Dice(settings.seed());
        var timers = new Timers(scheduler);
        var knobs = new KnobBoard(settings.knobs());
        var accounts = new Accounts(settings.numbers(), settings.templates());
        var wamids = new Wamids(settings.seed());
        var bounds = settings.bounds();
        var deliveries = new DeliveryLog(bounds.deliveries());
        var signer = new CallbackSigner(settings.appSecret());
        courier = new Courier(knobs, signer, deliveries, clock, dice, new CourierBounds(bounds.concurrency(), timers));
        courier.target(settings.callbackUrl());
        var handsets = new Handsets(bounds.users(), bounds.messages());
        var player = new StatusPlayer(handsets, courier, knobs, clock, dice, timers);
        var sends = new Sends(accounts, handsets, player, knobs, clock, wamids, bounds.sends());
        control = new SimulatorControl(new SimulatorControl.Parts(
                accounts, handsets, player, sends, courier, deliveries, knobs, clock, wamids, settings.verifyToken()));
        server = serve(new GraphRoutes(settings.accessToken(), accounts, sends, knobs, dice));
    }

    private DisposableServer serve(GraphRoutes graph) {
        return HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .route(routes -> {
                    new ControlRoutes(control).addTo(routes);
                    graph.addTo(routes);
                })
                .bindNow();
    }

    public int port() {
        return server.port();
    }

    /** The root of both faces; a Graph client appends its version: {@code /v25.0}. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public SimulatorSettings settings() {
        return settings;
    }

    public SimulatorControl control() {
        return control;
    }

    void awaitEnd() {
        server.onDispose().block();
    }

    @Override
    public void close() {
        server.disposeNow(SHUTDOWN);
        courier.close().block(SHUTDOWN);
        scheduler.dispose();
    }
}
