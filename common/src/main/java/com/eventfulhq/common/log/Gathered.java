package com.eventfulhq.common.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;

/**
 * Whatever arrives while its reader is busy is one list when the reader asks for the next: what waits is not handled in the small
 * portions in which it came, and the later a reader is, the more it gets at a time. Nothing waits for company.
 *
 * <p>The source is asked for one list at a time, and for no further while as much waits as is allowed to. An error is told at
 * once, before what waits.
 */
final class Gathered<T> extends FluxOperator<List<T>, List<T>> {

    private final ToLongFunction<T> size;
    private final long most;

    /**
     * Lists of a source.
     *
     * @param size of an element
     * @param most sum of the sizes that wait, from which on the source is not asked for more
     */
    Gathered(Flux<List<T>> source, ToLongFunction<T> size, long most) {
        super(source);
        this.size = size;
        this.most = most;
    }

    @Override
    public void subscribe(CoreSubscriber<? super List<T>> reader) {
        source.subscribe(new Waiting<>(reader, size, most));
    }

    /** Whoever changes something drains, one thread at a time; the others leave their change to it. */
    private static final class Waiting<T> implements CoreSubscriber<List<T>>, Subscription {

        private final CoreSubscriber<? super List<T>> reader;
        private final ToLongFunction<T> size;
        private final long most;
        private final AtomicInteger changes = new AtomicInteger();
        private final AtomicLong asked = new AtomicLong();
        private final List<T> arrived = new ArrayList<>();
        private long waiting;
        private boolean sourceIsAsked;
        private volatile boolean ended;
        private volatile boolean cancelled;
        private @Nullable Throwable error;
        private @Nullable Subscription source;

        Waiting(CoreSubscriber<? super List<T>> reader, ToLongFunction<T> size, long most) {
            this.reader = reader;
            this.size = size;
            this.most = most;
        }

        @Override
        public reactor.util.context.Context currentContext() {
            return reader.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(source, subscription)) {
                source = subscription;
                reader.onSubscribe(this);
                drain();
            }
        }

        @Override
        public void onNext(List<T> list) {
            synchronized (arrived) {
                arrived.addAll(list);
                waiting += list.stream().mapToLong(size).sum();
                sourceIsAsked = false;
            }
            drain();
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
            ended = true;
            drain();
        }

        @Override
        public void onComplete() {
            ended = true;
            drain();
        }

        @Override
        public void request(long lists) {
            if (Operators.validate(lists)) {
                asked.accumulateAndGet(lists, Operators::addCap);
                drain();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            cancelSource();
        }

        private void cancelSource() {
            if (source != null) {
                source.cancel();
            }
        }

        private void drain() {
            if (changes.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                step();
                seen = changes.addAndGet(-seen);
            } while (seen != 0);
        }

        private void step() {
            if (cancelled) {
                return;
            }
            // Read before what has arrived: whatever came before the end is there then.
            boolean last = ended;
            if (last && error != null) {
                cancelled = true;
                reader.onError(error);
                return;
            }
            var list = take();
            if (!list.isEmpty()) {
                reader.onNext(list);
            }
            askSource();
            if (last && isEmpty()) {
                cancelled = true;
                reader.onComplete();
            }
        }

        private List<T> take() {
            if (asked.get() == 0) {
                return List.of();
            }
            List<T> list;
            synchronized (arrived) {
                list = List.copyOf(arrived);
                arrived.clear();
                waiting = 0;
            }
            if (!list.isEmpty() && asked.get() != Long.MAX_VALUE) {
                asked.decrementAndGet();
            }
            return list;
        }

        private boolean isEmpty() {
            synchronized (arrived) {
                return arrived.isEmpty();
            }
        }

        private void askSource() {
            synchronized (arrived) {
                if (sourceIsAsked || waiting >= most) {
                    return;
                }
                sourceIsAsked = true;
            }
            if (source != null && !ended) {
                source.request(1);
            }
        }
    }
}
