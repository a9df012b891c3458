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
import java.time.DateTimeException;
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
 * <pre>entry = key id type source traceparent   each as {@link DataOutputStream#writeUTF}; of the last three, an empty
 *                                               text stands for that of the entry before
 *         seconds (8 bytes) nanos (4 bytes)     the event's time
 *         length (4 bytes) data</pre>
 *
 * Only {@link EventLog} makes parcels and only {@link LogReader} opens them: nobody else sees anything but entries.
 */
final class Parcel {

    static final String HEADER = "parcel";

    private static final byte[] VERSION = {'1'};
    /** Of a few chat commands: most parcels are small, and there are hundreds a second. */
    private static final int FIRST_BYTES = 1024;

    private static final String AS_BEFORE = "";
    private static final CloudEvent NONE = new CloudEvent("", "", "", Instant.EPOCH, new TraceContext("", "", false));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final String topic;
    private final int partition;
    private CloudEvent last = NONE;

    Parcel(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    void add(LogEntry entry) {
        try {
            var event = entry.event();
            out.writeUTF(entry.key());
            out.writeUTF(event.id());
            out.writeUTF(event.type().equals(last.type()) ? AS_BEFORE : event.type());
            out.writeUTF(event.source().equals(last.source()) ? AS_BEFORE : event.source());
            out.writeUTF(
                    event.trace().equals(last.trace())
                            ? AS_BEFORE
                            : event.trace().traceparent());
            out.writeLong(event.time().getEpochSecond());
            out.writeInt(event.time().getNano());
            out.writeInt(entry.data().length);
            out.write(entry.data());
            last = event;
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
        return kafka.value() != null && kafka.headers().lastHeader(HEADER) != null;
    }

    /**
     * The entries of a parcel, each as a record of its own.
     *
     * @throws IOException if it was not packed as above; nothing of it can be trusted then
     */
    static List<LogRecord> open(ConsumerRecord<String, byte[]> kafka) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(kafka.value()));
        var appendedAt = Instant.ofEpochMilli(kafka.timestamp());
        var attributes = new Attributes();
        var records = new ArrayList<LogRecord>();
        while (in.available() > 0) {
            var key = in.readUTF();
            records.add(new LogRecord(
                    kafka.topic(),
                    kafka.partition(),
                    kafka.offset(),
                    records.size(),
                    key,
                    appendedAt,
                    attributes.read(in),
                    data(in)));
        }
        return records;
    }

    /** The attributes of one entry after the other; what an entry shares with the one before is kept once. */
    private static final class Attributes {
        private Header type = header(CloudEvent.TYPE, "");
        private Header source = header(CloudEvent.SOURCE, "");
        private Header trace = header(TraceContext.HEADER, "");

        RecordHeaders read(DataInputStream in) throws IOException {
            var id = header(CloudEvent.ID, in.readUTF());
            type = next(type, in.readUTF());
            source = next(source, in.readUTF());
            trace = next(trace, in.readUTF());
            var time = time(in.readLong(), in.readInt());
            return new RecordHeaders(new Header[] {id, type, source, header(CloudEvent.TIME, time.toString()), trace});
        }

        private static Instant time(long seconds, int nanos) throws IOException {
            try {
                return Instant.ofEpochSecond(seconds, nanos);
            } catch (DateTimeException | ArithmeticException e) {
                throw new IOException("parcel: an entry of no possible time", e);
            }
        }

        private static Header next(Header before, String text) {
            return text.equals(AS_BEFORE) ? before : header(before.key(), text);
        }
    }

    private static byte[] data(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("parcel: an entry of " + length + " bytes, " + in.available() + " left");
        }
        return in.readNBytes(length);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
