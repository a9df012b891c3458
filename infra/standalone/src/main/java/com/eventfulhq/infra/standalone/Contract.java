package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code standalone.json}: all that a client written elsewhere needs. Readable by its owner only. */
final class Contract {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Contract() {}

    static void write(House house) throws IOException {
        var contract = JSON.createObjectNode();
        urls(contract.putObject("urls"), house.ports());
        contract.putObject("kafka").put("bootstrap_servers", house.kafka());
        var whatsapp = contract.putObject("whatsapp");
        whatsapp.put("phone_number_id", World.TEAM.phoneNumberId());
        whatsapp.put("waba_id", World.WABA_ID);
        whatsapp.put("app_secret", house.appSecret());
        whatsapp.put("verify_token", house.secrets().verifyToken());
        var teams = contract.putArray("teams");
        for (var team : World.teams()) {
            var node = teams.addObject();
            node.put("team_id", team.teamId()).put("name", team.name());
            node.put("phone_number_id", team.phoneNumberId());
            node.put("client_id", team.clientId());
            node.put("token", house.token(team, TOKEN_LIFETIME));
        }
        var users = contract.putArray("users");
        for (var user : World.users()) {
            var node = users.addObject();
            node.put("user_id", user.userId()).put("name", user.name()).put("email", user.email());
            node.put("team_id", user.teamId()).put("whatsapp_number", user.whatsappNumber());
            node.put("token", house.token(user, TOKEN_LIFETIME));
        }
        Keys.writePrivate(
                house.place().contract(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(contract) + "\n");
    }

    private static void urls(ObjectNode urls, Ports ports) {
        urls.put("gateway", "http://127.0.0.1:" + ports.gateway());
        urls.put("realtime", "ws://127.0.0.1:" + ports.gateway() + "/v1/realtime");
        urls.put("callback", "http://127.0.0.1:" + ports.gateway() + "/webhooks/whatsapp");
        urls.put("messaging_hub", "http://127.0.0.1:" + ports.hub());
        urls.put("notification_engine", "http://127.0.0.1:" + ports.engine());
        urls.put("simulator", "http://127.0.0.1:" + ports.simulator());
    }
}
