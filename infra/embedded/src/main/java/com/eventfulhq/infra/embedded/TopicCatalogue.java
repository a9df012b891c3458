package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the house, from {@code topics.properties}: name = partitions. Each has a topic for its dead letters. */
public final class TopicCatalogue {

    private static final String DEAD_LETTERS = ".dlt";
    private static final int PATIENCE_SECONDS = 30;

    private TopicCatalogue() {}

    /** Creates the topics that are missing; one replica each. */
    public static void createMissing(String bootstrapServers) throws IOException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            var existing = new HashSet<>(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            var missing = catalogue().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("topics: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("topics: cannot be created at " + bootstrapServers, e);
        }
    }

    private static List<NewTopic> catalogue() throws IOException {
        var properties = new Properties();
        try (var file = TopicCatalogue.class.getResourceAsStream("/topics.properties")) {
            properties.load(file);
        }
        var topics = new ArrayList<NewTopic>();
        for (var name : properties.stringPropertyNames()) {
            int partitions = Integer.parseInt(properties.getProperty(name).trim());
            topics.add(new NewTopic(name, partitions, (short) 1));
            topics.add(new NewTopic(name + DEAD_LETTERS, 1, (short) 1));
        }
        return topics;
    }
}
