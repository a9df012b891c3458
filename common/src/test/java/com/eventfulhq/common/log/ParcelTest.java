package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParcelTest {

    private static final String TOPIC = "t";
    private static final int PARTITIONS = 4;

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    private static List<LogEntry> entries(Random random) {
        var entries = new ArrayList<LogEntry>();
        for (int i = 0; i < 1 + random.nextInt(60); i++) {
            var data = new byte[random.nextInt(2_000)];
            random.nextBytes(data);
            var time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
            var event = new CloudEvent("id-" + i, "type-" + i % 3, "/source", time, TraceContext.start());
            entries.add(new LogEntry(TOPIC, "né:" + random.nextInt(9), event, data));
        }
        return entries;
    }

    private static List<ProducerRecord<String, byte[]>> pack(List<LogEntry> entries, int parcelBytes) {
        var packer = new Packer(Map.of(TOPIC, PARTITIONS), parcelBytes);
        entries.forEach(packer::add);
        return packer.take();
    }

    /** As the broker hands them out: an offset after the other in each partition. */
    private static List<LogRecord> read(List<ProducerRecord<String, byte[]>> written) {
        var offsets = new long[PARTITIONS];
        return written.stream()
                .flatMap(kafka -> LogRecord.of(received(kafka, offsets[kafka.partition()]++)).stream())
                .toList();
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> kafka, long offset) {
        var record = new ConsumerRecord<>(TOPIC, kafka.partition(), offset, kafka.key(), kafka.value());
        kafka.headers().forEach(header -> record.headers().add(header));
        return record;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsPackedComesOutAsItWasWithItsPartitionAndOrder(long seed) {
        var entries = entries(new Random(seed));

        var read = read(pack(entries, 4_000));

        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            assertThat(read.stream().filter(r -> r.partition() == number).map(ParcelTest::facts))
                    .containsExactlyElementsOf(entries.stream()
                            .filter(entry -> partitionOf(entry) == number)
                            .map(ParcelTest::facts)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTwoEntriesShareAPosition(long seed) {
        var read = read(pack(entries(new Random(seed)), 4_000));

        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            assertThat(read.stream().filter(r -> r.partition() == number).map(LogRecord::position))
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatCannotBeOpenedIsOneRecordWithoutAType(long seed) {
        var entry = entries(new Random(seed)).getFirst();
        var parcel = pack(List.of(new LogEntry(TOPIC, "k", entry.event(), new byte[100])), 4_000)
                .getFirst();
        var cut = Arrays.copyOf(parcel.value(), 1 + new Random(seed).nextInt(parcel.value().length - 1));

        assertThat(LogRecord.of(received(new ProducerRecord<>(TOPIC, 0, null, null, cut, parcel.headers()), 7)))
                .singleElement()
                .satisfies(record ->
                        assertThat(List.of(record.type(), record.data())).containsExactly("", cut));
    }

    @Test
    void anImpossibleTimeIsOneRecordWithoutAType() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (var text : List.of("key", "id", "type", "/source", "trace")) {
            out.writeUTF(text);
        }
        out.writeLong(Long.MAX_VALUE);
        out.writeInt(0);
        out.writeInt(0);

        assertThat(LogRecord.of(parcel(bytes.toByteArray())))
                .extracting(LogRecord::type)
                .containsExactly("");
    }

    @Test
    void aParcelWithoutAValueIsOneRecordWithoutAType() {
        assertThat(LogRecord.of(parcel(null))).extracting(LogRecord::type).containsExactly("");
    }

    private static ConsumerRecord<String, byte[]> parcel(byte @Nullable [] value) {
        var record = new ConsumerRecord<String, byte[]>(TOPIC, 0, 0, null, value);
        record.headers().add(Parcel.HEADER, new byte[] {'1'});
        return record;
    }

    @Test
    void aParcelIsClosedBeforeItGrowsTooLarge() {
        var entry = entries(new Random(1)).getFirst();
        var same = IntStream.range(0, 100)
                .mapToObj(i -> new LogEntry(TOPIC, "k", entry.event(), new byte[1_000]))
                .toList();

        assertThat(pack(same, 10_000))
                .allSatisfy(kafka -> assertThat(kafka.value().length).isLessThanOrEqualTo(10_000 + 200));
    }

    @Test
    void anEntryLargerThanAParcelTravelsAlone() {
        var event = entries(new Random(1)).getFirst().event();

        assertThat(pack(List.of(new LogEntry(TOPIC, "k", event, new byte[3_000_000])), 10_000))
                .hasSize(1);
    }

    private static int partitionOf(LogEntry entry) {
        return BuiltInPartitioner.partitionForKey(
                entry.key().getBytes(java.nio.charset.StandardCharsets.UTF_8), PARTITIONS);
    }

    private static String facts(LogEntry entry) {
        var event = entry.event();
        return String.join(
                "|",
                entry.key(),
                event.id(),
                event.type(),
                event.source(),
                event.time().toString(),
                event.trace().traceparent(),
                Arrays.toString(entry.data()));
    }

    private static String facts(LogRecord record) {
        return String.join(
                "|",
                record.key(),
                record.id(),
                record.type(),
                record.header(CloudEvent.SOURCE),
                record.header(CloudEvent.TIME),
                record.header(TraceContext.HEADER),
                Arrays.toString(record.data()));
    }
}
