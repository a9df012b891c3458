package com.eventfulhq.common.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The log (Kafka) as a service uses it.
 *
 * @param bootstrapServers host:port list of the brokers
 * @param append           how records are written
 * @param read             how records are read
 */
@ConfigurationProperties("eventful.log")
public record LogSettings(
        @DefaultValue("127.0.0.1:19092") String bootstrapServers,
        @DefaultValue Append append,
        @DefaultValue Read read) {

    /**
     * Writing.
     *
     * @param timeout     how long an append may wait for its acknowledgement before the caller is told the log is unavailable
     * @param maxInFlight bytes that may wait for an acknowledgement; beyond it appends are refused at once
     * @param linger      how long a batch may wait for company before it is sent
     * @param parcel      bytes after which entries that are packed together go into a further record
     * @param batchSize   bytes of one batch of one partition
     * @param compression none, lz4, snappy, zstd or gzip
     */
    public record Append(
            @DefaultValue("900ms") Duration timeout,
            @DefaultValue("16MB") DataSize maxInFlight,
            @DefaultValue("1ms") Duration linger,
            @DefaultValue("256KB") DataSize parcel,
            @DefaultValue("128KB") DataSize batchSize,
            @DefaultValue("none") String compression) {}

    /**
     * Reading.
     *
     * @param consumers      consumers per reader in this process, unless a reader has a setting of its own; more than the topic has partitions are idle
     * @param batch          most records of one batch; whatever has come while the batch before it was handled is one batch
     * @param gather         bytes that wait to be one batch, from which on no more is polled; one poll may bring more
     * @param fetch          bytes fetched of a partition at a time (a larger record comes alone); what is fetched and not yet handled
     *                       stays in memory, for each partition
     * @param commitInterval how long an acknowledged offset may wait before it is committed; a crash repeats at most this much
     * @param attempts       tries of a batch that fails for another reason than unavailability, before it is taken apart
     * @param retryMin       first pause before a try is repeated
     * @param retryMax       longest pause between tries
     * @param handleTimeout  longest time one batch may take before it counts as failed
     * @param sessionTimeout how long nothing is heard of a process before others take over what it reads
     * @param member         name of this process among all of its kind. One that starts again under its name goes on with what it
     *                       read at once, nothing is handed around; two must never run under one name. None: whoever ends without
     *                       a goodbye is waited for, for as long as {@code sessionTimeout}
     */
    public record Read(
            @DefaultValue("2") int consumers,
            @DefaultValue("1000") int batch,
            @DefaultValue("1MB") DataSize gather,
            @DefaultValue("256KB") DataSize fetch,
            @DefaultValue("500ms") Duration commitInterval,
            @DefaultValue("3") int attempts,
            @DefaultValue("100ms") Duration retryMin,
            @DefaultValue("5s") Duration retryMax,
            @DefaultValue("60s") Duration handleTimeout,
            @DefaultValue("10s") Duration sessionTimeout,
            @Nullable String member) {}
}
