package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** What is no conversation may be a booking: asked only for what was not found. */
final class OrBooking<A extends ChatAsk> implements Together<A> {

    private final Together<A> conversations;
    private final Together<A> bookings;

    OrBooking(Together<A> conversations, Together<A> bookings) {
        this.conversations = conversations;
        this.bookings = bookings;
    }

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<A> asks) {
        return conversations.answer(statements, asks).flatMap(answers -> {
            var places = new ArrayList<Integer>();
            for (int i = 0; i < answers.size(); i++) {
                if (isNotFound(answers.get(i))) {
                    places.add(i);
                }
            }
            return places.isEmpty()
                    ? Mono.just(answers)
                    : bookings.answer(statements, places.stream().map(asks::get).toList())
                            .map(found -> merged(answers, places, found));
        });
    }

    static boolean isNotFound(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.problem().code() == ErrorCode.NOT_FOUND;
    }

    private static List<Answer> merged(List<Answer> answers, List<Integer> places, List<Answer> found) {
        var merged = new ArrayList<>(answers);
        for (int i = 0; i < places.size(); i++) {
            merged.set(places.get(i), found.get(i));
        }
        return merged;
    }
}
