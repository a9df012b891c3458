package com.eventfulhq.infra.database;

import com.eventfulhq.infra.embedded.TestServers;

/** Two files of which one is used: the banner of an event. */
final class MediaRows {

    static final String USER = "<user>";
    static final String FILE = "<file>";
    static final String UNUSED_FILE = "<unused file>";
    static final String USE = "<use>";
    static final String EVENT = "<event>";

    /** The key of a row that a test makes. */
    static final String NEW = "<new>";

    static final RowDraft FILES = RowDraft.of(
            "media_domain",
            "media.media_files",
            "file_id = " + FILE,
            "uploader_user_id = " + USER,
            "file_hash = " + hash("a"),
            "original_filename = 'stage.jpg'",
            "file_size_bytes = 1000",
            "mime_type = 'image/jpeg'",
            "storage_path = 'files/a'",
            "media_type = 'image'");
    static final RowDraft USES = RowDraft.of(
            "media_domain",
            "media.entity_media",
            "entity_media_id = " + USE,
            "entity_id = " + EVENT,
            "entity_type = 'events'",
            "file_id = " + FILE,
            "media_usage = 'banner'",
            "is_primary = true");

    private MediaRows() {}

    /** A database that has them. */
    static DatabaseAddress writtenTo(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(
                database,
                Names.in("INSERT INTO security.users (user_id, email, primary_archetype) VALUES (" + USER
                        + ", 'ana@example.com', 'Fan')"));
        try (var media = Session.as("media_domain", database)) {
            media.run(FILES.insert());
            media.run(FILES.with("file_id = " + UNUSED_FILE)
                    .with("file_hash = " + hash("b"))
                    .insert());
            media.run(USES.insert());
        }
        return database;
    }

    /** A file that does not exist yet. */
    static RowDraft newFile() {
        return FILES.with("file_id = " + NEW).with("file_hash = " + hash("c"));
    }

    /** A use of a file that does not exist yet. */
    static RowDraft newUseOf(String file) {
        return USES.with("entity_media_id = " + NEW).with("entity_id = " + NEW).with("file_id = " + file);
    }

    static String deletionOf(String file) {
        return "UPDATE media.media_files SET is_deleted = true WHERE file_id = " + file;
    }

    /** An upload of a content of this hash and length, to the place {@code files/new}. */
    static String upload(String digit, long size) {
        return "SELECT * FROM media.register_file(" + USER + ", " + hash(digit) + ", 'new.jpg', " + size
                + ", 'image/jpeg', 'files/new', 'image')";
    }

    /** A hash of one digit, 64 times, as SQL. */
    static String hash(String digit) {
        return "repeat('" + digit + "', 64)";
    }
}
