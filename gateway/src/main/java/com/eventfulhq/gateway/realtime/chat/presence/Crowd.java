package com.eventfulhq.gateway.realtime.chat.presence;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who takes part in a conversation, and how each of them was last seen: without an object for each, for there are thousands. */
final class Crowd {

    private final List<Section> sections;
    private final int size;

    /**
     * The people of a conversation.
     *
     * @param chunk  most that are looked at with one command
     * @param before what is known of them from before
     */
    Crowd(Collection<UUID> people, int chunk, @Nullable Crowd before) {
        this.sections = Part.of(people, chunk).stream().map(Section::new).toList();
        this.size = people.size();
        if (before != null) {
            var known = before.known();
            sections.forEach(section -> section.learn(known));
        }
    }

    List<Section> sections() {
        return sections;
    }

    int size() {
        return size;
    }

    /** How somebody was last seen. */
    private record Seen(long at, boolean online) {}

    private Map<UUID, Seen> known() {
        Map<UUID, Seen> known = HashMap.newHashMap(size);
        for (var section : sections) {
            for (int i = 0; i < section.seen.length; i++) {
                known.put(section.part.people().get(i), new Seen(section.seen[i], section.online.get(i)));
            }
        }
        return known;
    }

    /** Those of them who are looked at with one command. */
    static final class Section {
        private final Part part;
        private final long[] seen;
        private final BitSet online;

        Section(Part part) {
            this.part = part;
            this.seen = new long[part.people().size()];
            this.online = new BitSet(seen.length);
        }

        Part part() {
            return part;
        }

        private void learn(Map<UUID, Seen> known) {
            for (int i = 0; i < seen.length; i++) {
                var before = known.get(part.people().get(i));
                if (before != null) {
                    seen[i] = before.at;
                    online.set(i, before.online);
                }
            }
        }

        /**
         * How many of them are online.
         *
         * @param lease in milliseconds
         * @param stay  whether those who were before still are, whatever was seen
         * @param here  who is without being seen
         */
        int count(Leases.Glance glance, long lease, boolean stay, Predicate<UUID> here) {
            for (int i = 0; i < seen.length; i++) {
                long at = glance.seen()[i];
                // What Redis has forgotten was seen before.
                seen[i] = at == 0 ? seen[i] : at;
                boolean holds = seen[i] != 0 && glance.now() - seen[i] < lease;
                online.set(
                        i,
                        holds
                                || (stay && online.get(i))
                                || here.test(part.people().get(i)));
            }
            return online.cardinality();
        }
    }
}
