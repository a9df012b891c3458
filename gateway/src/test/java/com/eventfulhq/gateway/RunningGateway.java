package com.eventfulhq.gateway;

import com.eventfulhq.common.token.TestTokens;
import com.eventfulhq.infra.embedded.TestServers;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The real gateway on a port of its own, with the servers of the test run. */
public final class RunningGateway implements AutoCloseable {

    public static final String APP_SECRET = "app-secret";
    public static final String PREVIOUS_SECRET = "previous-secret";
    public static final String VERIFY_TOKEN = "verify-token";
    public static final TestTokens TOKENS = TestTokens.create();

    private final ConfigurableApplicationContext context;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one; further properties win over those of the tests. */
    public static RunningGateway start(Map<String, String> further) {
        var servers = TestServers.get();
        var properties = new LinkedHashMap<String, String>();
        properties.put("server.port", "0");
        properties.put("spring.data.redis.host", "127.0.0.1");
        properties.put(
                "spring.data.redis.port",
                Integer.toString(URI.create(servers.redisUri()).getPort()));
        properties.put("eventful.log.bootstrap-servers", servers.kafkaBootstrapServers());
        properties.put("eventful.token.jwks", TOKENS.jwks());
        properties.put("eventful.whatsapp.app-secrets", APP_SECRET + "," + PREVIOUS_SECRET);
        properties.put("eventful.whatsapp.verify-token", VERIFY_TOKEN);
        properties.putAll(further);
        return new RunningGateway(new SpringApplicationBuilder(GatewayApplication.class).run(arguments(properties)));
    }

    private static String[] arguments(Map<String, String> properties) {
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
