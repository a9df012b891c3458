package com.eventfulhq.hub.whatsapp.inbox;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.page.PageRequest.Page;
import com.eventfulhq.common.page.Place;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.hub.whatsapp.inbox.Views.ConversationView;
import com.eventfulhq.hub.whatsapp.inbox.Views.MessageView;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads conversations and messages of a team. */
@Component
class Inbox {

    private static final String CONVERSATION = """
            SELECT c.conversation_id, c.business_phone_number_id, c.whatsapp_phone_number, c.whatsapp_user_id, k.profile_name,
                c.status, c.session_expires_at, c.last_message_at, c.assigned_agent_id, c.created_at
            FROM communications.whatsapp_conversations c
            JOIN communications.business_phone_numbers n ON n.phone_number_id = c.business_phone_number_id
            JOIN communications.whatsapp_contacts k ON k.contact_id = c.contact_id
            WHERE n.team_id = $1
            """;

    private static final String ONE = CONVERSATION + " AND c.conversation_id = $2";

    /** The minute of the last message is what is indexed (it changes less often); within it the exact order is made here. */
    private static final String CONVERSATIONS = CONVERSATION + """
             AND (c.last_message_at, c.conversation_id) < ($2, $3) AND c.last_message_minute <= date_bin('1 minute', $2, 'epoch')
            ORDER BY c.last_message_minute DESC, c.last_message_at DESC, c.conversation_id DESC LIMIT $4
            """;

    private static final String MESSAGES = """
            SELECT message_id, whatsapp_message_id, direction, message_type, text_content, template_name, status, error_code,
                error_title, provider_timestamp, created_at
            FROM communications.whatsapp_messages
            WHERE conversation_id = $1 AND (provider_timestamp, message_id) < ($2, $3)
            ORDER BY provider_timestamp DESC, message_id DESC LIMIT $4
            """;

    private final Database database;

    Inbox(Database database) {
        this.database = database;
    }

    Mono<Page<ConversationView>> conversations(TeamId team, PageRequest page) {
        var after = page.after();
        return database.single(statements -> statements.query(
                        CONVERSATIONS, Inbox::conversation, team.value(), after.at(), after.id(), page.rows()))
                .map(rows -> page.page(
                        rows,
                        row -> new Place(
                                Objects.requireNonNullElse(row.lastMessageAt(), row.createdAt()),
                                row.conversationId())));
    }

    /** Fails with {@link ErrorCode#NOT_FOUND} if it is not one of the team's. */
    Mono<ConversationView> conversation(TeamId team, ConversationId id) {
        return database.single(statements -> statements.query(ONE, Inbox::conversation, team.value(), id.value()))
                .flatMap(rows -> rows.isEmpty()
                        ? Mono.error(ProblemException.of(ErrorCode.NOT_FOUND, "conversation " + id + ": none of yours"))
                        : Mono.just(rows.getFirst()));
    }

    Mono<Page<MessageView>> messages(TeamId team, ConversationId id, PageRequest page) {
        var after = page.after();
        return conversation(team, id)
                .then(Mono.defer(() -> database.single(statements ->
                        statements.query(MESSAGES, Inbox::message, id.value(), after.at(), after.id(), page.rows()))))
                .map(rows -> page.page(rows, row -> new Place(row.providerTimestamp(), row.messageId())));
    }

    private static ConversationView conversation(Row row) {
        return new ConversationView(
                Objects.requireNonNull(row.get(0, UUID.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                row.get(2, String.class),
                row.get(3, String.class),
                row.get(4, String.class),
                Objects.requireNonNull(row.get(5, String.class)),
                row.get(6, Instant.class),
                row.get(7, Instant.class),
                row.get(8, UUID.class),
                Objects.requireNonNull(row.get(9, Instant.class)));
    }

    private static MessageView message(Row row) {
        return new MessageView(
                Objects.requireNonNull(row.get(0, UUID.class)),
                row.get(1, String.class),
                Objects.requireNonNull(row.get(2, String.class)),
                Objects.requireNonNull(row.get(3, String.class)),
                row.get(4, String.class),
                row.get(5, String.class),
                Objects.requireNonNull(row.get(6, String.class)),
                row.get(7, Integer.class),
                row.get(8, String.class),
                Objects.requireNonNull(row.get(9, Instant.class)),
                Objects.requireNonNull(row.get(10, Instant.class)));
    }
}
