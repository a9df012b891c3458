package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A batch under way: its commands in the order of the log, what is known of their threads, and what has been decided so far. One
 * transaction's own.
 */
public final class Draft {

    /** Said to nobody: whoever still waits asks again. */
    private static final String NOTHING = "";

    private final List<Command> commands;
    private final Instant at;
    private final Rates rates;
    private final Map<UUID, Head> heads = new HashMap<>();
    private final Map<Once, ThreadEvent> known = new HashMap<>();
    private final Map<Once, String> knownAnswers = new HashMap<>();
    private final @Nullable String[] answers;
    private final List<ThreadEvent> events = new ArrayList<>();
    private final Map<Once, String> unchanged = new HashMap<>();
    private final Set<ThreadEvent> repeated = new LinkedHashSet<>();
    private final Map<Once, TraceContext> traces = new HashMap<>();
    private final List<Command> counted = new ArrayList<>();
    private final Telling telling = new Telling();

    Draft(List<Command> commands, Instant at, Rates rates) {
        this.commands = commands;
        this.at = Members.time(at);
        this.rates = rates;
        this.answers = new String[commands.size()];
    }

    /** The one time of everything decided here. */
    public Instant at() {
        return at;
    }

    /** What is not answered yet, in the order of the log. */
    public List<Command> open() {
        return commands.stream()
                .filter(command -> answers[command.place()] == null)
                .toList();
    }

    List<Command> commands() {
        return commands;
    }

    /** How far a thread has come; null if there is none. */
    public @Nullable Head head(UUID conversationId) {
        return heads.get(conversationId);
    }

    /** A thread that begins with this batch. */
    public Head begin(UUID conversationId) {
        return heads.computeIfAbsent(conversationId, Head::first);
    }

    void found(Head head) {
        heads.put(head.conversationId(), head);
    }

    void found(ThreadEvent event) {
        known.put(event.once(), event);
    }

    void found(Once once, String answer) {
        knownAnswers.put(once, answer);
    }

    /** Whether a command of this person is stored, in this batch or before. */
    public boolean isStored(UUID conversationId, UUID actor, UUID clientEventId) {
        return known.containsKey(new Once(conversationId, actor, clientEventId));
    }

    /**
     * Decides one command, unless it is a repeat or comes too fast.
     *
     * @param decision runs at most once, and only for what is new; it may advance the head's messages before it says what happened
     */
    public void decide(Command command, Head head, Supplier<Outcome> decision) {
        var once = command.once();
        if (once != null && isAnsweredAgain(command, once)) {
            return;
        }
        if (head.hasDecided(command.onTheLog())) {
            // A cursor was moved then, as far as the thread had come then.
            answer(command, once == null ? Answers.done() : NOTHING);
            return;
        }
        if (once != null) {
            head.decides(command.onTheLog());
            var wait = rates.waitOf(command.by().value(), command.conversationId(), command.askedAt());
            if (!wait.isZero()) {
                answer(command, Answers.refused(tooFast(wait)));
                return;
            }
            counted.add(command);
        }
        answer(command, answerTo(command, head, decision.get()));
    }

    private boolean isAnsweredAgain(Command command, Once once) {
        var event = known.get(once);
        if (event != null) {
            repeated.add(event);
            traces.putIfAbsent(once, command.trace());
            answer(command, event.answer());
            return true;
        }
        var answer = knownAnswers.get(once);
        if (answer != null) {
            answer(command, answer);
        }
        return answer != null;
    }

    private static Outcome.Refused tooFast(Duration wait) {
        return new Outcome.Refused(
                ErrorCode.RATE_LIMITED,
                "too many commands of this person, or in this conversation",
                Members.none().add("retry_after_ms", wait.toMillis() + 1));
    }

    private String answerTo(Command command, Head head, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Happened happened -> append(command, head, happened).answer();
            case Outcome.Unchanged same -> keep(command, Answers.done(same.ev(), at, same.answer()));
            case Outcome.Done done -> Answers.done();
            case Outcome.Refused refused -> Answers.refused(refused);
        };
    }

    private ThreadEvent append(Command command, Head head, Outcome.Happened happened) {
        var durable = (ChatCommand.Durable) command.asked();
        long ev = head.advance();
        var event = new ThreadEvent(
                command.conversationId(),
                ev,
                happened.kind(),
                command.by().value(),
                durable.clientEventId(),
                happened.messageId(),
                head.lastMessageNo(),
                Answers.done(ev, at, happened.answer()),
                Answers.frame(command, ev, at, happened),
                at);
        events.add(event);
        known.put(event.once(), event);
        traces.put(event.once(), command.trace());
        return event;
    }

    private String keep(Command command, String answer) {
        var once = Objects.requireNonNull(command.once());
        knownAnswers.put(once, answer);
        unchanged.put(once, answer);
        return answer;
    }

    private void answer(Command command, String answer) {
        answers[command.place()] = answer;
    }

    /** Answers what no kind has taken. */
    void refuseTheRest() {
        var refused = Answers.refused(
                Outcome.Refused.because(ErrorCode.NOT_FOUND, "conversation_id: no such conversation here"));
        open().forEach(command -> answer(command, refused));
    }

    /** Rewrites the frames of this batch's events about a message, those that are repeated included. */
    public void rewrite(UUID messageId, UnaryOperator<String> frame) {
        events.replaceAll(
                event -> messageId.equals(event.messageId()) ? event.with(frame.apply(event.frame())) : event);
    }

    /** What is told beside events and answers, once all is committed. */
    public Telling telling() {
        return telling;
    }

    Collection<Head> heads() {
        return heads.values();
    }

    /** New events, in order per thread. */
    public List<ThreadEvent> events() {
        return events;
    }

    Map<Once, String> unchanged() {
        return unchanged;
    }

    /** Events whose commands came again. */
    public Set<ThreadEvent> repeated() {
        return repeated;
    }

    /** The trace of the command that made an event, or that asked for it again. */
    public TraceContext traceOf(ThreadEvent event) {
        return Objects.requireNonNull(traces.get(event.once()));
    }

    /** It was not committed: what was decided costs nobody anything. */
    void comesToNothing() {
        counted.forEach(command -> rates.giveBack(command.by().value(), command.conversationId()));
        counted.clear();
    }

    /** Members of the answer; empty if there is none. */
    String answerTo(Command command) {
        return Objects.requireNonNull(answers[command.place()]);
    }
}
