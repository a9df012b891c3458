package com.eventfulhq.infra.standalone.demo;

import com.eventfulhq.infra.database.Sql;
import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.World;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The story, scene by scene. Each scene prints what happened, and fails the demo if it did not. */
final class Story {

    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GUEST = "34611222333";

    private final House house;
    private final Http http = new Http();
    private final Stage stage = new Stage();
    private final String token;
    private String conversationId = "";

    Story(House house) {
        this.house = house;
        this.token = house.token(World.ANA, TOKEN_LIFETIME);
    }

    void play() throws DemoFailed, IOException, InterruptedException {
        try (var watcher =
                new Watcher(URI.create("ws://127.0.0.1:" + house.ports().gateway() + "/v1/realtime"), token)) {
            stage.say("Ana watches her team's inbox on " + "/v1/realtime");
            aGuestWrites(watcher);
            whatWasStored();
            theReplyGoesOut(watcher);
            theWindowCloses(watcher);
            afterTheWindow();
            benIsNotified();
        }
    }

    private void aGuestWrites(Watcher watcher) throws DemoFailed, IOException, InterruptedException {
        var written = http.post(
                simulator("/simulator/users/" + GUEST + "/messages"),
                "",
                "{\"text\":\"Is the hall free on the 12th? Grüße 🎉\",\"name\":\"Zoë\"}");
        if (written.status() >= 300) {
            throw new DemoFailed("the simulator refused the guest's message: " + written.body());
        }
        var event = watcher.event("the guest's message", isType("whatsapp.message.received"));
        conversationId = event.path("conversationId").asString("");
        stage.say("a guest writes; signed callback → conversation " + conversationId + ", message "
                + event.path("messageId").asString("") + ", pushed to Ana's socket");
    }

    private void whatWasStored() throws DemoFailed, IOException, InterruptedException {
        var row = one(
                "SELECT session_expires_at::text AS expires, (extract(epoch FROM session_expires_at) * 1000)::bigint AS millis, "
                        + "(SELECT count(*) FROM communications.whatsapp_messages m WHERE m.conversation_id = c.conversation_id) AS messages "
                        + "FROM communications.whatsapp_conversations c WHERE conversation_id = ?");
        var window = http.get(hub("/v1/whatsapp/conversations/" + conversationId + "/window"), token)
                .expect(200);
        var inRedis = inRedis();
        if (!inRedis.values().contains(row.get("millis"))) {
            throw new DemoFailed("window: the column says " + row.get("millis") + ", Redis says " + inRedis);
        }
        stage.say("stored " + row.get("messages") + " message; window until " + row.get("expires")
                + " in PostgreSQL, the same in Redis (" + inRedis.keySet() + "), open="
                + window.body().path("open").asBoolean());
    }

    private Map<String, String> inRedis() throws IOException {
        var found = new java.util.LinkedHashMap<String, String>();
        for (var key : house.redis().keysLike("*" + conversationId + "*")) {
            found.put(key, house.redis().get(key));
        }
        return found;
    }

    private void theReplyGoesOut(Watcher watcher) throws DemoFailed, IOException, InterruptedException {
        var accepted = http.post(
                        hub("/v1/whatsapp/messages"),
                        token,
                        "{\"conversation_id\":\"" + conversationId
                                + "\",\"type\":\"text\",\"text\":{\"body\":\"It is. Shall I hold it for you?\"}}")
                .expect(202);
        var messageId = accepted.body().path("message_id").asString("");
        stage.say("Ana replies: accepted as " + messageId);
        for (var status : new String[] {"sent", "delivered", "read"}) {
            watcher.event(
                    "the reply being " + status,
                    isType("whatsapp.message.status")
                            .and(event -> event.path("messageId").asString("").equals(messageId))
                            .and(event -> event.path("status").asString("").equals(status)));
            stage.say("  " + status);
        }
        var received = http.get(simulator("/simulator/users/" + GUEST + "/messages"), "")
                .expect(200);
        if (!received.body().toString().contains("Shall I hold it")) {
            throw new DemoFailed("the guest's handset has not got the reply: " + received.body());
        }
        stage.say("the guest's handset shows it");
    }

    private void theWindowCloses(Watcher watcher) throws DemoFailed, InterruptedException {
        watcher.event("the window closing", isType("whatsapp.window.closed"));
        stage.say("the window closes (its length is shortened for the demo)");
    }

    private void afterTheWindow() throws DemoFailed, IOException, InterruptedException {
        var refused = http.post(
                        hub("/v1/whatsapp/messages"),
                        token,
                        "{\"conversation_id\":\"" + conversationId
                                + "\",\"type\":\"text\",\"text\":{\"body\":\"Still there?\"}}")
                .expect(409);
        stage.say("free text is refused: " + refused.body().path("type").asString("")
                + ", templates that could be used: " + refused.body().path("templates"));
        var accepted = http.post(
                        hub("/v1/whatsapp/messages"),
                        token,
                        "{\"conversation_id\":\"" + conversationId
                                + "\",\"type\":\"template\",\"template\":{\"name\":\"booking_reminder\",\"language\":\"en_US\",\"parameters\":[\"Zoë\",\"12 May\"]}}")
                .expect(202);
        stage.say(
                "a template is accepted: " + accepted.body().path("message_id").asString(""));
    }

    private void benIsNotified() throws DemoFailed, IOException, InterruptedException {
        var benToken = house.token(World.BEN, TOKEN_LIFETIME);
        try (var ben =
                new Watcher(URI.create("ws://127.0.0.1:" + house.ports().gateway() + "/v1/realtime"), benToken)) {
            var accepted = http.post(
                            hub("/v1/notifications"),
                            token,
                            "{\"recipient_user_id\":\"" + World.BEN.userId()
                                    + "\",\"template_name\":\"booking_reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}")
                    .expect(202);
            var id = accepted.body().path("notification_id").asString("");
            ben.event("the notification", event -> event.toString().contains(id));
            stage.say("Ben is notified: " + id + " on his socket");
            var status = until(
                    () -> http.get(hub("/v1/notifications/" + id), token)
                            .body()
                            .path("status")
                            .asString(""),
                    found -> found.equals("delivered") || found.equals("opened"));
            stage.say("and on WhatsApp, as a template; the receipts make it " + status);
        }
    }

    private interface Look {
        String at() throws IOException, InterruptedException;
    }

    private static String until(Look look, Predicate<String> enough)
            throws DemoFailed, IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var found = look.at();
        while (!enough.test(found)) {
            if (System.nanoTime() > deadline) {
                throw new DemoFailed("still found " + found + " after " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(100);
            found = look.at();
        }
        return found;
    }

    private Map<String, String> one(String query) throws DemoFailed {
        var rows = Sql.rows(house.database(), query, UUID.fromString(conversationId));
        if (rows.size() != 1) {
            throw new DemoFailed("found " + rows.size() + " rows (expected 1): " + query);
        }
        return rows.getFirst();
    }

    private static Predicate<JsonNode> isType(String type) {
        return event -> event.path("type").asString("").equals(type);
    }

    private URI hub(String path) {
        return URI.create("http://127.0.0.1:" + house.ports().gateway() + path);
    }

    private URI simulator(String path) {
        return URI.create("http://127.0.0.1:" + house.ports().simulator() + path);
    }
}
