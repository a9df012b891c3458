package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** How far conversations have come, for a node that may have missed something. */
final class Tops implements Together<ChatAsk.Tops> {

    private static final String SQL = """
            SELECT conversation_id, last_ev FROM communications.conversation_heads WHERE conversation_id = ANY($1::uuid[])
            """;

    private record Top(UUID conversation, long ev) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Tops> asks) {
        var conversations = asks.stream()
                .flatMap(ask -> ask.conversationIds().stream())
                .distinct()
                .toArray(UUID[]::new);
        return statements
                .query(
                        SQL,
                        row -> new Top(
                                Objects.requireNonNull(row.get(0, UUID.class)),
                                Objects.requireNonNull(row.get(1, Long.class))),
                        (Object) conversations)
                .map(tops -> answers(asks, tops));
    }

    private static List<Answer> answers(List<ChatAsk.Tops> asks, List<Top> tops) {
        Map<UUID, Long> found = HashMap.newHashMap(tops.size());
        tops.forEach(top -> found.put(top.conversation(), top.ev()));
        return asks.stream()
                .map(ask -> (Answer) new Answer.Given(ask.conversationIds().stream()
                        .map(id -> Long.toString(found.getOrDefault(id, 0L)))
                        .collect(Collectors.joining(",", "{\"tops\":[", "]}"))))
                .toList();
    }
}
