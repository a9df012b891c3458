package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.page.PageRequest.Page;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers what is asked about chats: those of a kind together, one statement after another in its turn. */
public final class ChatReads {

    /** Of those who ask about two hundred people each, more would keep others waiting for too long. */
    private static final int FEW = 8;

    private final Database database;
    private final Turns turns;
    private final int together;
    private final Together<ChatAsk.Open> opens = new OrBooking<>(new Opens(), new BookingOpens());
    private final Rosters rosters = new Rosters();
    private final Heads heads = new Heads();
    private final Ranges ranges = new Ranges();
    private final Tops tops = new Tops();
    private final Visibilities visibilities = new Visibilities();
    private final Histories histories = new Histories();
    private final BookingHistories bookingHistories = new BookingHistories();
    private final Searches searches = new Searches();
    private final ParticipantPages participantPages = new ParticipantPages();
    private final Crowds crowds = new Crowds();
    private final Versions versions = new Versions();
    private final ConversationPages pages = new ConversationPages();

    ChatReads(Database database, Turns turns, int together) {
        this.database = database;
        this.turns = turns;
        this.together = together;
    }

    /**
     * Answers one ask.
     *
     * @return the answer's JSON object; fails with a {@link ProblemException}
     */
    public Mono<String> answer(ChatAsk ask) {
        return Mono.fromSupplier(() -> new AskReader.Element(AskReader.checked(ask), null))
                .flatMap(element -> answers(List.of(element)))
                .flatMap(answers -> switch (answers.getFirst()) {
                    case Answer.Given given -> Mono.just(given.json());
                    case Answer.Refused refused -> Mono.error(refused.problem());
                });
    }

    /** One answer for each, in their order; never fails. */
    Mono<List<Answer>> answers(List<AskReader.Element> elements) {
        var answers = new @Nullable Answer[elements.size()];
        return Flux.fromIterable(work(elements, answers))
                .flatMap(unit -> unit, ChatAsk.MOST)
                .then(Mono.fromSupplier(() ->
                        Arrays.stream(answers).map(Objects::requireNonNull).toList()));
    }

    /** Pieces of work that fill in the answers. */
    private List<Mono<Void>> work(List<AskReader.Element> elements, @Nullable Answer[] answers) {
        var work = new ArrayList<Mono<Void>>();
        var opening = new Lot<>(opens);
        var listing = new Lot<>(rosters);
        var heading = new Lot<>(heads);
        var ranging = new Lot<>(ranges);
        var topping = new Lot<>(tops);
        var seeing = new Lot<>(visibilities, Math.min(together, FEW));
        for (int i = 0; i < answers.length; i++) {
            var element = elements.get(i);
            switch (element.ask()) {
                case null -> answers[i] = new Answer.Refused(Objects.requireNonNull(element.wrong()));
                case ChatAsk.Open open -> opening.add(i, open);
                case ChatAsk.Roster roster -> listing.add(i, roster);
                case ChatAsk.Heads head -> heading.add(i, head);
                case ChatAsk.Range range -> ranging.add(i, range);
                case ChatAsk.Tops top -> topping.add(i, top);
                case ChatAsk.Visible visible -> seeing.add(i, visible);
                case ChatAsk.History history -> work.add(alone(i, answers, statements -> history(statements, history)));
                case ChatAsk.Search search ->
                    work.add(alone(i, answers, statements -> searches.answer(statements, search)));
                case ChatAsk.Participants participants ->
                    work.add(alone(i, answers, statements -> participantPages.answer(statements, participants)));
                case ChatAsk.Crowd crowd -> work.add(alone(i, answers, statements -> crowds.answer(statements, crowd)));
                case ChatAsk.Edits edits ->
                    work.add(alone(i, answers, statements -> versions.answer(statements, edits)));
            }
        }
        for (var lot : List.of(opening, listing, heading, ranging, topping, seeing)) {
            work.addAll(lot.units(answers));
        }
        return work;
    }

    private Mono<Answer> history(Statements statements, ChatAsk.History ask) {
        return histories
                .answer(statements, ask)
                .flatMap(answer ->
                        OrBooking.isNotFound(answer) ? bookingHistories.answer(statements, ask) : Mono.just(answer));
    }

    private Mono<Void> alone(int place, @Nullable Answer[] answers, Function<Statements, Mono<Answer>> read) {
        return turns.run(database.single(statements -> Mono.defer(() -> read.apply(statements))))
                .onErrorResume(error -> Mono.just(Answer.refused(error)))
                .doOnNext(answer -> answers[place] = answer)
                .then();
    }

    /** Conversations of one person, the one with the last message first. */
    public Mono<Page<Summary>> conversations(UserId user, PageRequest request) {
        return turns.run(database.single(statements -> pages.read(statements, user, request)));
    }

    /** The asks of one kind, and whose answers they get. */
    private final class Lot<A extends ChatAsk> {
        private final Together<A> kind;
        private final int most;
        private final List<Integer> places = new ArrayList<>();
        private final List<A> asks = new ArrayList<>();

        Lot(Together<A> kind) {
            this(kind, together);
        }

        Lot(Together<A> kind, int most) {
            this.kind = kind;
            this.most = most;
        }

        void add(int place, A ask) {
            places.add(place);
            asks.add(ask);
        }

        List<Mono<Void>> units(@Nullable Answer[] answers) {
            var units = new ArrayList<Mono<Void>>();
            for (int from = 0; from < asks.size(); from += most) {
                int start = from;
                int end = Math.min(asks.size(), from + most);
                units.add(answer(asks.subList(start, end))
                        .doOnNext(found -> {
                            for (int i = 0; i < found.size(); i++) {
                                answers[places.get(start + i)] = found.get(i);
                            }
                        })
                        .then());
            }
            return units;
        }

        /** What is wrong with one of them must not be the others' loss: they are asked again, one by one. */
        private Mono<List<Answer>> answer(List<A> part) {
            return turns.run(database.single(statements -> kind.answer(statements, part)))
                    .onErrorResume(error -> {
                        var refused = (Answer.Refused) Answer.refused(error);
                        return part.size() > 1 && refused.problem().code() == ErrorCode.INTERNAL
                                ? oneByOne(part)
                                : Mono.just(java.util.Collections.nCopies(part.size(), refused));
                    });
        }

        private Mono<List<Answer>> oneByOne(List<A> part) {
            return Flux.fromIterable(part)
                    .concatMap(ask -> answer(List.of(ask)))
                    .map(List::getFirst)
                    .collectList();
        }
    }
}
