package com.eventfulhq.infra.bench.drill;

/**
 * How much is sent.
 *
 * @param callbacks messages, one in each callback; repeats not counted
 * @param users     most different people they are from
 * @param perSecond how many become due in a second; whether the former were answered or not; fewer at the beginning
 */
record Size(int callbacks, int users, int perSecond) {

    Size {
        if (callbacks < 1 || users < 1 || perSecond < 1) {
            throw new IllegalArgumentException("drill: found " + callbacks + " callbacks of " + users + " users, "
                    + perSecond + " a second (expected: 1 or more of each)");
        }
    }
}
