package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.MediaRows.FILE;
import static com.eventfulhq.infra.database.MediaRows.NEW;
import static com.eventfulhq.infra.database.MediaRows.UNUSED_FILE;
import static com.eventfulhq.infra.database.MediaRows.deletionOf;
import static com.eventfulhq.infra.database.MediaRows.hash;
import static com.eventfulhq.infra.database.MediaRows.newFile;
import static com.eventfulhq.infra.database.MediaRows.newUseOf;
import static com.eventfulhq.infra.database.MediaRows.upload;
import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One file per content and a true count of its uses, also when many come at once. */
@RealServers
class MediaUsesIT {

    private static final int MANY = 20;
    private static final String IN_USE_OR_GONE = "VE041";

    private DatabaseAddress database;
    private Session media;

    @BeforeEach
    void enter(TestServers servers) {
        database = MediaRows.writtenTo(servers);
        media = Session.as("media_domain", database);
    }

    @AfterEach
    void leave() {
        media.close();
    }

    @Test
    @DisplayName("a new file is uploaded, has no versions and no uses, whatever was given")
    void starts() {
        media.run(newFile().with("reference_count = 7").insert());

        assertThat(Sql.rows(
                        database,
                        Names.in(
                                "SELECT processing_status, variants, reference_count FROM media.media_files WHERE file_id = "
                                        + NEW)))
                .containsExactly(Map.of("processing_status", "uploaded", "variants", "{}", "reference_count", "0"));
    }

    @Test
    @DisplayName("one file serves many entities and usages, and all are counted")
    void countsUses() {
        media.run("INSERT INTO media.entity_media (entity_id, entity_type, file_id, media_usage)"
                + " SELECT gen_random_uuid(), kind, " + FILE + ", usage FROM unnest(ARRAY['users', 'venues']) AS kind,"
                + " unnest(ARRAY['gallery', 'avatar']) AS usage");

        assertThat(uses(FILE)).isEqualTo("5");
    }

    @Test
    @DisplayName("a use that moves to another file is counted there")
    void countsMovedUses() {
        media.run("UPDATE media.entity_media SET file_id = " + UNUSED_FILE);

        assertThat(uses(FILE)).isEqualTo("0");
        assertThat(uses(UNUSED_FILE)).isEqualTo("1");
    }

    @Test
    @DisplayName("a use that changes otherwise is counted as before")
    void countsChangedUsesOnce() {
        media.run("UPDATE media.entity_media SET alt_text = 'The stage'");

        assertThat(uses(FILE)).isEqualTo("1");
    }

    @Test
    @DisplayName("a use is no change of the file: its version stays and no audit row tells of it; its deletion is one")
    void usesAreNoChangesOfTheFile() {
        media.run("DELETE FROM media.media_files WHERE file_id = " + UNUSED_FILE);

        assertThat(Sql.rows(database, """
                        SELECT reference_count AS uses, version, is_deleted, (SELECT string_agg(operation, ',' ORDER BY audit_id)
                            FROM security.entity_audit_log WHERE entity_type = 'media_files' AND entity_id = file_id) AS audited
                        FROM media.media_files ORDER BY file_hash"""))
                .containsExactly(
                        Map.of("uses", "1", "version", "0", "is_deleted", "f", "audited", "CREATE"),
                        Map.of("uses", "0", "version", "1", "is_deleted", "t", "audited", "CREATE,SOFT_DELETE"));
    }

    @Test
    @DisplayName("an upload of a known content is answered with the file that is there, however its hash is spelt")
    void reusesAKnownContent() {
        assertThat(media.value("SELECT storage_path FROM (" + upload("A", 1000) + ")"))
                .isEqualTo("files/a");
    }

    @Test
    @DisplayName("an upload of a content whose file was deleted makes a new file")
    void doesNotReuseADeletedFile() {
        media.run(deletionOf(UNUSED_FILE));

        assertThat(media.value("SELECT storage_path FROM (" + upload("b", 1000) + ")"))
                .isEqualTo("files/new");
    }

    @Test
    @DisplayName("who may not write files may not register one")
    void registersWithTheRightsOfItsCaller() {
        try (var community = Session.as("community_domain", database)) {
            assertThat(community.refusal(upload("c", 1000))).isEqualTo("42501");
            assertThat(community.refusal(upload("a", 1000))).isEqualTo(ACCEPTED);
        }
    }

    @Test
    @DisplayName("20 uploads of one content at the same time make one file")
    void parallelUploadsMakeOneFile() throws Exception {
        var answers = atTheSameTime((number, own) -> own.value("SELECT file_id FROM (" + upload("c", 1000) + ")"));

        assertThat(answers).hasSize(MANY);
        assertThat(Set.copyOf(answers)).hasSize(1);
        assertThat(media.value("SELECT count(*) FROM media.media_files WHERE file_hash = " + hash("c")))
                .isEqualTo("1");
    }

    @Test
    @DisplayName("20 uses at the same time count 20, and 20 that end at the same time count none")
    void parallelUsesAreAllCounted() throws Exception {
        var begun = atTheSameTime((number, own) -> own.run(newUseOf(UNUSED_FILE)
                .with("entity_media_id = " + "<use " + number + ">")
                .with("entity_id = " + "<use " + number + ">")
                .insert()));
        assertThat(begun).hasSize(MANY);
        assertThat(uses(UNUSED_FILE)).isEqualTo("20");

        var ended = atTheSameTime((number, own) ->
                own.run("DELETE FROM media.entity_media WHERE entity_media_id = " + "<use " + number + ">"));
        assertThat(ended).hasSize(MANY);
        assertThat(uses(UNUSED_FILE)).isEqualTo("0");
    }

    @Test
    @DisplayName("20 galleries that share two files in either order do not lock each other out")
    void galleriesDoNotLockEachOtherCrosswise() throws Exception {
        var made = atTheSameTime(
                (number, own) -> own.run("INSERT INTO media.entity_media (entity_id, entity_type, file_id, media_usage)"
                        + " SELECT gen_random_uuid(), 'events', file::uuid, 'gallery' FROM unnest(ARRAY["
                        + (number % 2 == 0 ? FILE + "," + UNUSED_FILE : UNUSED_FILE + "," + FILE) + "]) AS file"));

        assertThat(made).hasSize(MANY);
        assertThat(uses(FILE)).isEqualTo("21");
        assertThat(uses(UNUSED_FILE)).isEqualTo("20");
    }

    @Test
    @DisplayName("a file that is being put to use is not deleted meanwhile")
    void useComesBeforeDeletion() throws Exception {
        assertThat(second(newUseOf(UNUSED_FILE).insert(), deletionOf(UNUSED_FILE)))
                .isEqualTo(IN_USE_OR_GONE);
    }

    @Test
    @DisplayName("a file that is being deleted is not put to use meanwhile")
    void deletionComesBeforeUse() throws Exception {
        assertThat(second(deletionOf(UNUSED_FILE), newUseOf(UNUSED_FILE).insert()))
                .isEqualTo(IN_USE_OR_GONE);
    }

    /** What a second statement is told that comes while the first is not committed yet, and so waits for it. */
    private String second(String first, String second) throws Exception {
        try (var one = Session.as("media_domain", database);
                var other = Session.as("media_domain", database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            one.begin();
            one.step(first);
            var told = threads.submit(() -> other.refusal(second));
            while (!told.isDone()
                    && media.value("SELECT count(*) FROM pg_locks WHERE NOT granted")
                            .equals("0")) {
                Thread.onSpinWait();
            }
            assertThat(told.isDone()).isFalse();
            one.commit();
            return told.get();
        }
    }

    /** Each deed in a session of its own, all let go at once; what they answered. */
    private <T> List<T> atTheSameTime(BiFunction<Integer, Session, T> deed) {
        return Race.answers(
                database,
                "media_domain",
                IntStream.range(0, MANY)
                        .mapToObj(number -> (Function<Session, T>) session -> deed.apply(number, session))
                        .toList());
    }

    private String uses(String file) {
        return media.value("SELECT reference_count FROM media.media_files WHERE file_id = " + file);
    }
}
