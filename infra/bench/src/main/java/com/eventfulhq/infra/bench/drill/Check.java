package com.eventfulhq.infra.bench.drill;

import java.util.List;

/**
 * Something that must not be found.
 *
 * @param what  in words, as the ledger prints it
 * @param found each case, said so that it can be looked up
 */
record Check(String what, List<String> found) {

    private static final int EXAMPLES = 3;

    boolean holds() {
        return found.isEmpty();
    }

    @Override
    public String toString() {
        if (holds()) {
            return "%-44s %,8d".formatted(what, 0);
        }
        return "%-44s %,8d  (expected: 0) %s"
                .formatted(
                        what,
                        found.size(),
                        String.join("; ", found.stream().limit(EXAMPLES).toList()));
    }
}
