package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.json.Json;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Asks the hub, gathered: what an event loop wants to know in one turn, and what it wants to know while as many calls as allowed
 * are under way, is one call. A question that comes alone waits for nobody; one that is waiting already is not asked twice, but one
 * that is under way is: its answer may be older than the wish to know it.
 */
public final class HubAsks {

    private static final Logger LOG = LoggerFactory.getLogger(HubAsks.class);

    /**
     * How much at once.
     *
     * @param underWay calls of one event loop that may wait for their answer
     * @param waiting  questions of one event loop that may wait for a call; more are refused
     * @param together questions in one call
     */
    public record Bounds(int underWay, int waiting, int together) {

        public Bounds(int underWay, int waiting) {
            this(underWay, waiting, ChatAsk.MOST);
        }
    }

    private final Function<byte[], Mono<byte[]>> call;
    private final Bounds bounds;
    private final AtomicBoolean away = new AtomicBoolean();
    private final FastThreadLocal<Gathering> gatherings = new FastThreadLocal<>();

    /** @param call one POST, with its own time-out and retry */
    public HubAsks(Function<byte[], Mono<byte[]>> call, Bounds bounds) {
        this.call = call;
        this.bounds = bounds;
    }

    /**
     * Asks.
     *
     * @param loop the event loop this is called on; the reply comes on it, always later than this returns
     */
    public void ask(EventLoop loop, ChatAsk ask, Consumer<Reply> then) {
        var gathering = gatherings.get();
        if (gathering == null) {
            gathering = new Gathering(loop);
            gatherings.set(gathering);
        }
        gathering.add(ask, then);
    }

    /** One question, and all who want its answer. */
    private record Asked(ChatAsk ask, List<Consumer<Reply>> then) {
        void reply(Reply reply) {
            then.forEach(one -> one.accept(reply));
        }
    }

    /** The questions of one event loop; everything happens on it. */
    private final class Gathering {
        private final EventLoop loop;
        private final Map<ChatAsk, Asked> waiting = new LinkedHashMap<>();
        private int waitingForReply;
        private int underWay;
        private boolean flushIsDue;

        Gathering(EventLoop loop) {
            this.loop = loop;
        }

        void add(ChatAsk ask, Consumer<Reply> then) {
            if (waitingForReply >= bounds.waiting()) {
                loop.execute(() -> then.accept(Reply.unavailable()));
                return;
            }
            waitingForReply++;
            waiting.computeIfAbsent(ask, key -> new Asked(key, new ArrayList<>(1)))
                    .then
                    .add(then);
            if (!flushIsDue && underWay < bounds.underWay()) {
                // At the end of the turn: what is wanted until then comes along.
                flushIsDue = true;
                loop.execute(this::flush);
            }
        }

        private void flush() {
            flushIsDue = false;
            while (underWay < bounds.underWay() && !waiting.isEmpty()) {
                post(take());
            }
        }

        private List<Asked> take() {
            var group = new ArrayList<Asked>(Math.min(waiting.size(), bounds.together()));
            var oldest = waiting.values().iterator();
            while (group.size() < bounds.together() && oldest.hasNext()) {
                var asked = oldest.next();
                oldest.remove();
                waitingForReply -= asked.then.size();
                group.add(asked);
            }
            return group;
        }

        private void post(List<Asked> group) {
            underWay++;
            // An array, because a list does not say of what it is, and the kind of each would be left out.
            var body = Json.bytes(group.stream().map(Asked::ask).toArray(ChatAsk[]::new));
            call.apply(body)
                    .map(answer -> ReplyReader.read(answer, group.size()))
                    .doOnSuccess(replies -> away.set(false))
                    .doOnError(HubAsks.this::failed)
                    .onErrorResume(error -> Mono.empty())
                    .defaultIfEmpty(List.of())
                    .subscribe(replies -> loop.execute(() -> answered(group, replies)));
        }

        private void answered(List<Asked> group, List<Reply> replies) {
            underWay--;
            flush();
            for (int i = 0; i < group.size(); i++) {
                group.get(i).reply(replies.isEmpty() ? Reply.unavailable() : replies.get(i));
            }
        }
    }

    /** Once until it answers again: thousands of clients ask at the same time. */
    private void failed(Throwable error) {
        if (away.compareAndSet(false, true)) {
            if (error instanceof JacksonException || error instanceof IllegalArgumentException) {
                LOG.error("hub: cannot read its answers", error);
            } else {
                LOG.warn(
                        "hub: does not answer questions about chats, clients are told to come again: {}",
                        error.toString());
            }
        }
    }
}
