package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.chat.log.Command;
import com.eventfulhq.hub.chat.log.Draft;
import com.eventfulhq.hub.chat.log.Outcome;
import com.eventfulhq.hub.chat.log.Receipt;
import com.eventfulhq.hub.chat.log.ThreadKind;
import reactor.core.publisher.Mono;

/** The threads that are negotiations of bookings. */
final class Negotiations implements ThreadKind {

    private final BookingEvents events;

    Negotiations(BookingEvents events) {
        this.events = events;
    }

    @Override
    public Mono<Writing> decide(Statements statements, Draft draft) {
        var commands = draft.open().stream().filter(Loading::concerns).toList();
        if (commands.isEmpty()) {
            return Mono.empty();
        }
        var changes = new Changes();
        return new Loading(statements, draft, changes).load(commands).map(loaded -> {
            for (var command : commands) {
                var negotiation = loaded.get(command.conversationId());
                if (negotiation != null) {
                    draft.decide(command, negotiation.head(), () -> outcome(command, negotiation, draft));
                }
            }
            return last -> new MessageRows(last, changes, draft.at())
                    .write()
                    .then(Mono.defer(() -> events.tell(last, draft, loaded.keySet())))
                    .then(Mono.fromRunnable(() -> receipts(draft, changes)));
        });
    }

    private static Outcome outcome(Command command, Negotiation negotiation, Draft draft) {
        var by = command.by().value();
        return switch (command.asked()) {
            case ChatCommand.Negotiate asked -> negotiation.decide(by, asked, draft.at());
            case ChatCommand.Seen seen -> negotiation.see(by, seen);
            case ChatCommand.Durable other -> Refusals.NO_BOOKING;
            case ChatCommand.Mute mute -> Refusals.NO_BOOKING;
        };
    }

    private static void receipts(Draft draft, Changes changes) {
        changes.read().forEach((reader, ev) -> draft.telling()
                .receipt(new Receipt(reader.bookingId(), reader.userId(), ev, ev)));
    }
}
