package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.gateway.group.GroupAppend;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The WhatsApp callback address.
 *
 * @param path        where Meta calls
 * @param appSecrets  secrets of the Meta apps that call here; several during a rotation. None: every callback is refused
 * @param verifyToken the word Meta must say in the handshake; empty: every handshake is refused
 * @param maxBody     bytes of the largest callback taken; Meta sends at most 3 MB
 * @param linger      how long the rest of a refused body is read and dropped, so that its sender sees the answer
 * @param gather      how callbacks are brought to the log together
 */
@ConfigurationProperties("eventful.whatsapp")
record WhatsAppSettings(
        @DefaultValue("/webhooks/whatsapp") String path,
        @DefaultValue List<String> appSecrets,
        @DefaultValue("") String verifyToken,
        @DefaultValue("3MB") DataSize maxBody,
        @DefaultValue("1s") Duration linger,
        @DefaultValue Gather gather) {

    /**
     * Callbacks that arrive together are one append.
     *
     * @param underWay appends of one event loop that may wait for their acknowledgement; while they do, what it reads is gathered
     * @param items    gathered messages, statuses and changes that are appended without waiting any longer
     * @param size     bytes of them that are; beyond it the bound on bytes in flight to the log decides
     */
    record Gather(
            @DefaultValue("4") int underWay,
            @DefaultValue("2000") int items,
            @DefaultValue("256KB") DataSize size) {

        GroupAppend.Bounds bounds() {
            return new GroupAppend.Bounds(underWay, items, size);
        }
    }

    WhatsAppSettings {
        appSecrets = appSecrets.stream().filter(secret -> !secret.isBlank()).toList();
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "WhatsAppSettings[path=%s, appSecrets=%d, maxBody=%s]".formatted(path, appSecrets.size(), maxBody);
    }
}
