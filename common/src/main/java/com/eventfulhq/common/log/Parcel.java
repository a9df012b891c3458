package com.eventfulhq.common.log;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Several entries of one partition as one Kafka record: what the client and the broker spend on a record is spent once for all
 * of them. The record has no key and the header {@code parcel}, whose value is the format's version; its value is the
 * entries one after another:
 *
 * <pre>entry = key id type source traceparent   each as {@link DataOutputStream#writeUTF}
 *         seconds (8 bytes) nanos (4 bytes)     the event's time
 *         length (4 bytes) data</pre>
 *
 * Only {@link EventLog} makes parcels and only {@link LogReader} opens them: nobody else sees anything but entries.
 */
final class Parcel {

    static final String HEADER = "parcel";

    private static final byte[] VERSION = {'1'};
    private static final int FIRST_BYTES = 8 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final String topic;
    private final int partition;

    Parcel(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    void add(LogEntry entry) {
        try {
            var event = entry.event();
            out.writeUTF(entry.key());
            out.writeUTF(event.id());
            out.writeUTF(event.type());
            out.writeUTF(event.source());
            out.writeUTF(event.trace().traceparent());
            out.writeLong(event.time().getEpochSecond());
            out.writeInt(event.time().getNano());
            out.writeInt(entry.data().length);
            out.write(entry.data());
        } catch (IOException e) {
            throw new UncheckedIOException("parcel: an attribute of more than 64 KB", e);
        }
    }

    int length() {
        return bytes.size();
    }

    ProducerRecord<String, byte[]> toRecord() {
        @Nullable String noKey = null;
        return new ProducerRecord<>(
                topic, partition, noKey, bytes.toByteArray(), List.<Header>of(new RecordHeader(HEADER, VERSION)));
    }

    static boolean is(ConsumerRecord<String, byte[]> kafka) {
        return kafka.headers().lastHeader(HEADER) != null;
    }

    /**
     * The entries of a parcel, each as a record of its own.
     *
     * @throws IOException if it was not packed as above; nothing of it can be trusted then
     */
    static List<LogRecord> open(ConsumerRecord<String, byte[]> kafka) throws IOException {
        var value = kafka.value();
        var in = new DataInputStream(new ByteArrayInputStream(value));
        var appendedAt = Instant.ofEpochMilli(kafka.timestamp());
        var records = new ArrayList<LogRecord>();
        while (in.available() > 0) {
            var key = in.readUTF();
            var headers = headers(in);
            records.add(new LogRecord(
                    kafka.topic(),
                    kafka.partition(),
                    kafka.offset(),
                    records.size(),
                    key,
                    appendedAt,
                    headers,
                    data(in)));
        }
        return records;
    }

    private static RecordHeaders headers(DataInputStream in) throws IOException {
        var headers = new RecordHeaders();
        headers.add(header(CloudEvent.ID, in.readUTF()));
        headers.add(header(CloudEvent.TYPE, in.readUTF()));
        headers.add(header(CloudEvent.SOURCE, in.readUTF()));
        headers.add(header(TraceContext.HEADER, in.readUTF()));
        headers.add(header(
                CloudEvent.TIME,
                Instant.ofEpochSecond(in.readLong(), in.readInt()).toString()));
        return headers;
    }

    private static byte[] data(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("parcel: an entry of " + length + " bytes, " + in.available() + " left");
        }
        return in.readNBytes(length);
    }

    private static Header header(String name, @Nullable String value) {
        return new RecordHeader(name, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }
}
