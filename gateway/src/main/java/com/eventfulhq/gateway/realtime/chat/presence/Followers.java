package com.eventfulhq.gateway.realtime.chat.presence;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who watches one person on one event loop. Each of them knows its place here, and this knows whose slot of theirs it is: so whoever
 * goes is not looked for, however many there are, and thousands may go at once.
 */
final class Followers {

    private final UUID person;
    private @Nullable Standing standing;
    private @Nullable Onlooker[] onlookers = new Onlooker[1];
    private int[] slots = new int[1];
    private int size;

    Followers(UUID person, @Nullable Standing standing) {
        this.person = person;
        this.standing = standing;
    }

    UUID person() {
        return person;
    }

    /** Null as long as nobody has looked. */
    @Nullable
    Standing standing() {
        return standing;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The place it has from now on, until it is told another one. */
    int add(Onlooker onlooker, int slot) {
        if (size == onlookers.length) {
            onlookers = Arrays.copyOf(onlookers, 2 * size);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        onlookers[size] = onlooker;
        slots[size] = slot;
        return size++;
    }

    /** The last one takes the place. */
    void remove(int place) {
        size--;
        var last = onlookers[size];
        onlookers[size] = null;
        if (place < size && last != null) {
            onlookers[place] = last;
            slots[place] = slots[size];
            last.moved(slots[place], place);
        }
    }

    void changed(Standing next, Consumer<Onlooker> concerns) {
        standing = next;
        for (int i = 0; i < size; i++) {
            var onlooker = onlookers[i];
            if (onlooker != null) {
                concerns.accept(onlooker);
            }
        }
    }
}
