package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.MediaRows.FILE;
import static com.eventfulhq.infra.database.MediaRows.NEW;
import static com.eventfulhq.infra.database.MediaRows.UNUSED_FILE;
import static com.eventfulhq.infra.database.MediaRows.USES;
import static com.eventfulhq.infra.database.MediaRows.deletionOf;
import static com.eventfulhq.infra.database.MediaRows.hash;
import static com.eventfulhq.infra.database.MediaRows.newFile;
import static com.eventfulhq.infra.database.MediaRows.newUseOf;
import static com.eventfulhq.infra.database.MediaRows.upload;
import static com.eventfulhq.infra.database.RowDraft.OUT_OF_RANGE;
import static com.eventfulhq.infra.database.RowDraft.TAKEN;
import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static com.eventfulhq.infra.database.Trial.ends;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of files and of their uses, tried as the media domain. What is tried is rolled back. */
@RealServers
class MediaRulesIT {

    private static final String MEDIA = "media_domain";
    private static final String TOO_LONG = "22001";
    private static final String FIXED = "VE003";
    private static final String WRONG_MOVE = "VE004";
    private static final String CONTRADICTS = "VE013";
    private static final String IN_USE_OR_GONE = "VE041";

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void enter(TestServers servers) {
        sessions = new SessionsByRole(MediaRows.writtenTo(servers));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"files", "contents", "fixed", "deletions", "primaries", "uses", "moves"})
    void keeps(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> files() {
        var row = newFile();
        var rules = Stream.of(
                row.with("file_size_bytes = 0").accepted("a file may be empty"),
                row.with("file_size_bytes = 3000000000").accepted("a file may have more bytes than an integer counts"),
                row.with("image_width = 1").with("image_height = 1").accepted("an image may be one pixel"));
        return Stream.of(
                        rules,
                        row.needs(
                                "uploader_user_id",
                                "file_hash",
                                "original_filename",
                                "file_size_bytes",
                                "mime_type",
                                "storage_path",
                                "media_type",
                                "processing_status",
                                "variants"),
                        row.refersBy("uploader_user_id"),
                        row.acceptsAs("media_type", "image", "video", "document"),
                        row.refusesAs("media_type", OUT_OF_RANGE, "smell"),
                        row.refusesAs("processing_status", OUT_OF_RANGE, "queued"),
                        row.refusesAs("file_size_bytes", OUT_OF_RANGE, "-1"),
                        row.refusesAs("image_width", OUT_OF_RANGE, "0"),
                        row.refusesAs("image_height", OUT_OF_RANGE, "0"),
                        row.acceptsAs("video_duration_seconds", "1"),
                        row.refusesAs("video_duration_seconds", OUT_OF_RANGE, "0"),
                        row.acceptsAs("variants", "{}", "{\"thumbnail\": \"url\"}"),
                        row.refusesAs("variants", OUT_OF_RANGE, "[]", "null", "\"url\""))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> contents() {
        var row = newFile();
        return Stream.of(
                row.with("file_hash = " + hash("a")).refused("a content is one file", TAKEN),
                row.accepted("another content is another file"),
                row.with("file_hash = repeat('c', 63)").refused("a hash has not 63 digits", OUT_OF_RANGE),
                row.with("file_hash = repeat('c', 65)").refused("a hash has not 65 digits", TOO_LONG),
                row.with("file_hash = " + hash("g")).refused("a hash is hexadecimal", OUT_OF_RANGE),
                row.with("file_hash = " + hash("C")).refused("a hash is in lower case", OUT_OF_RANGE),
                ends("an upload of a known content has its length", CONTRADICTS, MEDIA, upload("a", 999)));
    }

    static Stream<Trial> fixed() {
        var change = "UPDATE media.media_files SET %s WHERE file_id = " + FILE;
        return Stream.of(
                ends("a file's hash never changes", FIXED, MEDIA, change.formatted("file_hash = " + hash("d"))),
                ends("a file's size never changes", FIXED, MEDIA, change.formatted("file_size_bytes = 1")),
                ends("a file's uploader never changes", FIXED, MEDIA, change.formatted("uploader_user_id = " + NEW)),
                ends("nobody writes the count of uses", FIXED, MEDIA, change.formatted("reference_count = 0")),
                ends(
                        "a model may say what it saw",
                        ACCEPTED,
                        MEDIA,
                        change.formatted("ai_tags = '{stage}', ai_description = 'A stage'")));
    }

    static Stream<Trial> deletions() {
        var again = newFile().with("file_hash = " + hash("b")).insert();
        var deletion = deletionOf(UNUSED_FILE);
        return Stream.of(
                ends("a file in use is not deleted", IN_USE_OR_GONE, MEDIA, deletionOf(FILE)),
                ends(
                        "DELETE spares a file in use",
                        IN_USE_OR_GONE,
                        MEDIA,
                        "DELETE FROM media.media_files WHERE file_id = " + FILE),
                ends("a file not in use may be deleted", ACCEPTED, MEDIA, deletion),
                ends(
                        "a file may be deleted after its last use",
                        ACCEPTED,
                        MEDIA,
                        "DELETE FROM media.entity_media;" + deletionOf(FILE)),
                ends("the content of a deleted file may come again", ACCEPTED, MEDIA, deletion + ";" + again),
                ends(
                        "a deleted file does not return beside its successor",
                        TAKEN,
                        MEDIA,
                        deletion + ";" + again + ";UPDATE media.media_files SET is_deleted = false WHERE file_id = "
                                + UNUSED_FILE),
                ends(
                        "a deleted file takes no new use",
                        IN_USE_OR_GONE,
                        MEDIA,
                        deletion + ";" + newUseOf(UNUSED_FILE).insert()),
                ends(
                        "a use does not move to a deleted file",
                        IN_USE_OR_GONE,
                        MEDIA,
                        deletion + ";UPDATE media.entity_media SET file_id = " + UNUSED_FILE));
    }

    static Stream<Trial> primaries() {
        var row = USES.with("entity_media_id = " + NEW);
        var further = row.with("is_primary = false");
        return Stream.of(
                row.refused("an entity has one primary file per usage", TAKEN),
                further.accepted("an entity may have further files per usage"),
                row.with("media_usage = 'avatar'").accepted("an entity may have a primary file for another usage"),
                row.with("entity_id = " + NEW).accepted("another entity has its own primary file"),
                row.with("entity_type = 'venues'").accepted("the same key of another table is another entity"),
                ends(
                        "a second file does not become primary",
                        TAKEN,
                        MEDIA,
                        further.insert() + ";UPDATE media.entity_media SET is_primary = true WHERE entity_media_id = "
                                + NEW));
    }

    static Stream<Trial> uses() {
        var row = newUseOf(FILE);
        return Stream.of(
                        row.needs("entity_id", "entity_type", "file_id", "media_usage", "display_order", "is_primary"),
                        row.refersBy("file_id"),
                        row.acceptsAs("entity_type", "events", "venues", "users", "teams", "sponsorships"),
                        row.refusesAs("entity_type", OUT_OF_RANGE, "Event", "event"),
                        row.acceptsAs("media_usage", "avatar", "banner", "gallery", "document", "attachment"),
                        row.refusesAs("media_usage", OUT_OF_RANGE, "poster"),
                        row.acceptsAs("display_order", "0"),
                        row.refusesAs("display_order", OUT_OF_RANGE, "-1"))
                .flatMap(cases -> cases);
    }

    static Stream<Trial> moves() {
        var states = List.of("uploaded", "processing", "completed", "failed");
        var allowed = Set.of("uploaded>processing", "processing>completed", "processing>failed", "failed>processing");
        var move = ";UPDATE media.media_files SET processing_status = '%s' WHERE file_id = " + NEW;
        return states.stream().flatMap(from -> states.stream()
                .filter(to -> !to.equals(from))
                .map(to -> ends(
                        "processing from " + from + " to " + to,
                        allowed.contains(from + ">" + to) ? ACCEPTED : WRONG_MOVE,
                        MEDIA,
                        newFile().with("processing_status = '" + from + "'").insert() + move.formatted(to))));
    }
}
