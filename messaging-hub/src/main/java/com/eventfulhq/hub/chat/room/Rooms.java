package com.eventfulhq.hub.chat.room;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.database.Change;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.chat.log.ChatSettings;
import com.eventfulhq.hub.chat.log.Command;
import com.eventfulhq.hub.chat.log.Draft;
import com.eventfulhq.hub.chat.log.ThreadKind;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The threads that are conversations of people. */
@Component
@Order(0)
final class Rooms implements ThreadKind {

    private final ChatSettings settings;

    Rooms(ChatSettings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<Writing> decide(Statements statements, Draft draft) {
        return new Loading(statements, draft, Named.in(draft.open())).load().map(loaded -> {
            draft.open().forEach(command -> decide(command, draft, loaded));
            return new Written(
                    new com.eventfulhq.hub.chat.room.Writing(loaded.changes(), draft.at()),
                    new Aftermath(draft, loaded.changes(), settings));
        });
    }

    private record Written(com.eventfulhq.hub.chat.room.Writing rows, Aftermath aftermath) implements Writing {

        @Override
        public List<Change> first() {
            return rows.first();
        }

        @Override
        public Mono<Void> write(Statements statements) {
            return rows.rest(statements).then(Mono.defer(() -> aftermath.tell(statements)));
        }
    }

    private static void decide(Command command, Draft draft, Loading.Loaded loaded) {
        var room = loaded.rooms().get(command.conversationId());
        if (room != null) {
            draft.decide(
                    command,
                    room.head(),
                    () -> room.decide(
                            command.by().value(), command.asked(), afterIsStored(command, draft), draft.at()));
        }
    }

    private static boolean afterIsStored(Command command, Draft draft) {
        return !(command.asked() instanceof ChatCommand.Send send)
                || send.after() == null
                || draft.isStored(send.conversationId(), command.by().value(), send.after());
    }
}
