package com.eventfulhq.common.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import reactor.kafka.receiver.ReceiverOffset;
import reactor.kafka.receiver.ReceiverRecord;

/**
 * Records that are handled together, and what is acknowledged when they are.
 *
 * @param offsets the last of each partition; none while records of the same Kafka records are still to come
 */
record Batch(List<LogRecord> records, Collection<ReceiverOffset> offsets) {

    /**
     * Divides what one poll gave, in order. A poll counts Kafka records, which may be parcels; a batch counts what is in them.
     *
     * @param most records of one batch
     */
    static List<Batch> of(List<ReceiverRecord<String, byte[]>> received, int most) {
        var records = new ArrayList<LogRecord>(received.size());
        Map<TopicPartition, ReceiverOffset> last = new HashMap<>();
        for (var kafka : received) {
            records.addAll(LogRecord.of(kafka));
            last.put(kafka.receiverOffset().topicPartition(), kafka.receiverOffset());
        }
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < records.size(); from += most) {
            int to = Math.min(from + most, records.size());
            batches.add(new Batch(records.subList(from, to), to == records.size() ? last.values() : List.of()));
        }
        return batches;
    }

    void acknowledge() {
        offsets.forEach(ReceiverOffset::acknowledge);
    }
}
