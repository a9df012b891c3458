package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.database.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Redis forgets everything, twice during the run and once after it. Each time the hub is asked at once about many windows, open
 * and closed and about to close; PostgreSQL says which answers are wrong.
 */
final class RedisFlush implements Trouble {

    private static final double[] FLUSHED_AT = {0.3, 0.6};
    /** Conversations of the crowd that are looked at beside the witnesses. */
    private static final int CROWD = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String QUEUED = """
            SELECT message_id, status FROM communications.whatsapp_messages
            WHERE direction = 'outbound' AND status = 'queued'
            """;

    /** The window is looked at again when a message leaves; its margin may have begun in the seconds since it was accepted. */
    private static final String FAILED = """
            SELECT m.message_id, m.error_title, m.provider_timestamp AS accepted_at, c.session_expires_at
            FROM communications.whatsapp_messages m
            JOIN communications.whatsapp_conversations c USING (conversation_id)
            WHERE m.direction = 'outbound' AND m.status = 'failed'
              AND NOT (m.error_title = 'window-closed'
                AND c.session_expires_at - interval '10 seconds' <= m.provider_timestamp + interval '5 seconds')
            """;

    private final List<String> witnesses = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unanswered = new ArrayList<>();

    @Override
    public void before(Scene scene) throws IOException, InterruptedException, DrillFailed {
        witnesses.addAll(new Witnesses(scene.house()).write());
        Scene.say("%d people beside the crowd, their windows open, closed, or about to close", witnesses.size());
    }

    @Override
    public void during(Scene scene) throws IOException, InterruptedException, DrillFailed {
        for (double share : FLUSHED_AT) {
            scene.awaitAccepted(share);
            scene.requireUnderWay("Redis flushed");
            flushAndAsk(scene);
        }
    }

    @Override
    public void after(Scene scene) throws IOException, InterruptedException {
        flushAndAsk(scene);
        scene.check("wrong window decisions", wrong);
        scene.check("questions about windows not answered", unanswered);
        scene.check("accepted to be sent, not sent in its window", notSent(scene));
    }

    private void flushAndAsk(Scene scene) throws IOException, InterruptedException {
        var stored = new Stored(scene.house().database());
        var questions = new Questions(scene.house());
        var conversations = new ArrayList<>(witnesses);
        stored.windowEnds().keySet().stream()
                .filter(conversation -> !witnesses.contains(conversation))
                .limit(CROWD)
                .forEach(conversations::add);
        scene.house().redis().flushAll();
        Scene.say("Redis flushed with %,d accepted", scene.answers().messages());
        // Twice: the first look refills Redis, the second is answered from it.
        judge(stored, "looks", () -> questions.look(conversations));
        judge(stored, "looks", () -> questions.look(conversations));
        scene.house().redis().flushAll();
        judge(stored, "free texts", () -> questions.send(witnesses));
    }

    private interface Round {
        Questions.Answers ask() throws InterruptedException;
    }

    private void judge(Stored stored, String what, Round round) throws InterruptedException {
        var before = stored.windowEnds();
        var answers = round.ask();
        var after = stored.windowEnds();
        long open = answers.decisions().stream().filter(Decision::open).count();
        Scene.say(
                "  %s: %,d said open, %,d said closed",
                what, open, answers.decisions().size() - open);
        answers.decisions().stream()
                .filter(decision -> decision.wrong(before, after))
                .forEach(decision -> wrong.add(decision.toString()));
        unanswered.addAll(answers.none());
    }

    /** What was accepted to be sent is decided once more when it leaves; in an open window it may not fail, or stay behind. */
    private static List<String> notSent(Scene scene) throws InterruptedException {
        var database = scene.house().database();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Sql.rows(database, QUEUED).isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        var left = new ArrayList<>(Sql.rows(database, QUEUED));
        left.addAll(Sql.rows(database, FAILED));
        return left.stream().map(Object::toString).toList();
    }

    @Override
    public boolean forgetful() {
        return true;
    }
}
