package com.eventfulhq.hub.chat.room;

import com.eventfulhq.hub.chat.log.Members;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads rows. */
final class Rows {

    private Rows() {}

    static Person person(Row row) {
        return new Person(
                id(row, 0),
                id(row, 1),
                Role.of(text(row, 2)),
                Objects.requireNonNull(row.get(3, Instant.class)),
                row.get(4, Instant.class),
                number(row, 5),
                number(row, 6),
                number(row, 7),
                row.get(8, Instant.class));
    }

    static Line line(Row row) {
        UUID[] mentions = row.get(7, UUID[].class);
        return new Line(
                id(row, 0),
                id(row, 1),
                id(row, 2),
                number(row, 3),
                row.get(4, String.class),
                row.get(5, String.class),
                row.get(6, UUID.class),
                mentions == null ? List.of() : List.of(mentions),
                Objects.requireNonNull(row.get(8, Instant.class)),
                Objects.requireNonNull(row.get(9, Integer.class)),
                Objects.requireNonNull(row.get(10, Boolean.class)),
                Objects.requireNonNull(row.get(11, Boolean.class)));
    }

    static World.Attachment attachment(Row row) {
        var json = Members.none()
                .add("media_id", id(row, 0))
                .add("mime_type", text(row, 3))
                .add("file_name", text(row, 4))
                .add("bytes", number(row, 5))
                .object();
        return new World.Attachment(id(row, 0), id(row, 1), Objects.requireNonNull(row.get(2, Boolean.class)), json);
    }

    static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
