package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static com.eventfulhq.hub.chat.log.ChatsUnderTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Files in messages, and how long they count as used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachmentsIT {

    private final ChatsUnderTest chats = new ChatsUnderTest();
    private final UUID ana = chats.person();
    private final UUID ben = chats.person();
    private final UUID room = chats.conversation(ana, ben);

    @AfterAll
    void stop() {
        chats.close();
    }

    private JsonNode send(UUID by, UUID conversation, Object... members) {
        return chats.one(ask(by, "send", conversation, members));
    }

    @Test
    void ownAndPublishedFilesAreAttached() {
        var own = file(ana, false);
        var anothers = file(ben, false);
        var published = file(ben, true);

        send(ana, room, "attachments", List.of(Map.of("media_id", own), Map.of("media_id", published)));

        var attachments = chats.frames(room).getLast().path("message").path("attachments");
        assertThat(attachments).hasSize(2);
        assertThat(attachments.path(0).path("mime_type").asString()).isEqualTo("image/png");
        assertThat(code(send(ana, room, "attachments", List.of(Map.of("media_id", anothers)))))
                .isEqualTo("invalid-value");
    }

    @Test
    void aFileIsInUseByTheMessagesThatHaveIt() {
        var file = file(ana, false);
        var first = send(ana, room, "attachments", List.of(Map.of("media_id", file)))
                .path("message_id")
                .asString();
        send(ana, room, "forward_of", Map.of("conversation_id", room, "message_id", first));
        assertThat(uses(file)).isEqualTo(2);

        chats.one(ask(ana, "delete", room, "message_id", first));
        assertThat(uses(file)).isEqualTo(1);
    }

    private long uses(UUID file) {
        return chats.hub.count(
                "SELECT reference_count FROM media.media_files WHERE file_id = ?::uuid", file.toString());
    }

    private UUID file(UUID uploader, boolean published) {
        var id = UUID.randomUUID();
        chats.hub.rows(
                """
                INSERT INTO media.media_files (file_id, uploader_user_id, file_hash, original_filename, file_size_bytes, mime_type,
                    storage_path, media_type, cdn_url)
                VALUES (?::uuid, ?::uuid, encode(sha256(?::bytea), 'hex'), 'a.png', 9, 'image/png', 'x', 'image', nullif(?, '')) RETURNING 1
                """,
                id.toString(),
                uploader.toString(),
                id.toString(),
                published ? "https://cdn.example.com/a.png" : "");
        return id;
    }
}
