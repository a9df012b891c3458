package com.eventfulhq.infra.bench.drill;

import java.io.IOException;

/** What goes wrong in a drill, and what is looked at because of it. Each runs on the drill's own thread and may block. */
interface Trouble {

    /** Before the first callback. */
    default void before(Scene scene) throws IOException, InterruptedException, DrillFailed {}

    /** While callbacks come in. */
    void during(Scene scene) throws IOException, InterruptedException, DrillFailed;

    /** When all are accepted and worked off. */
    default void after(Scene scene) throws IOException, InterruptedException, DrillFailed {}

    /** Whether Redis may lack windows afterwards. */
    default boolean forgetful() {
        return false;
    }
}
