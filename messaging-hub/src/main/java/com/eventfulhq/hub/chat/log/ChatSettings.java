package com.eventfulhq.hub.chat.log;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How chats are written.
 *
 * @param consumers    consumers of commands in this process, each with a transaction of its own for what has come. Two on two cores
 *                     are in each other's way; with more cores, up to the partitions of the topic
 * @param rates        how fast commands may come
 * @param receiptEvery shortest time between two receipts of one person in one conversation
 * @param receiptsUpTo participants up to which receipts are told at all
 * @param topsEvery    pause between two tellings of how far what changed has come
 * @param topsFor      how long after its last event a conversation is told of so
 */
@ConfigurationProperties("eventful.chat")
public record ChatSettings(
        @DefaultValue("1") int consumers,
        @DefaultValue Rates rates,
        @DefaultValue("1s") Duration receiptEvery,
        @DefaultValue("100") int receiptsUpTo,
        @DefaultValue("1s") Duration topsEvery,
        @DefaultValue("3s") Duration topsFor) {

    /**
     * Limits of durable commands; repeats are free.
     *
     * @param enabled               false: no limits, for measurements
     * @param personPerSecond       commands of one person
     * @param personBurst           commands of one person at once
     * @param conversationPerSecond commands in one conversation
     * @param conversationBurst     commands in one conversation at once
     * @param remembered            people, and conversations, whose pace is remembered; the longest unused is forgotten
     */
    public record Rates(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("20") double personPerSecond,
            @DefaultValue("60") int personBurst,
            @DefaultValue("50") double conversationPerSecond,
            @DefaultValue("200") int conversationBurst,
            @DefaultValue("100000") int remembered) {}
}
