package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Answers asks of one kind with one statement. */
interface Together<A extends ChatAsk> {

    /** One answer for each, in their order. Fails only if all fail. */
    Mono<List<Answer>> answer(Statements statements, List<A> asks);

    /** One parameter of all asks. */
    static <A, T> @Nullable T[] column(List<A> asks, IntFunction<@Nullable T[]> array, Function<A, @Nullable T> value) {
        @Nullable T[] column = array.apply(asks.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(asks.get(i));
        }
        return column;
    }

    /** Until a row says otherwise. */
    static List<Answer> allNotFound(int asked) {
        return new ArrayList<>(Collections.nCopies(asked, Answer.notFound()));
    }
}
