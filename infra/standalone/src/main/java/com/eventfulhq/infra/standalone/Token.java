package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./hub token}: a token for somebody of the demo world, signed with the data directory's key. */
public final class Token {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private Token() {}

    /** Arguments: the root of the source tree, the data directory, a name. */
    public static void main(String[] arguments) throws IOException {
        var keys = Keys.of(Place.of(Path.of(arguments[0]), Path.of(arguments[1])));
        System.out.println(
                switch (arguments[2]) {
                    case "ana" -> keys.token(World.ANA, LIFETIME);
                    case "ben" -> keys.token(World.BEN, LIFETIME);
                    case "cleo" -> keys.token(World.CLEO, LIFETIME);
                    case "sala-gran" -> keys.token(World.TEAM, LIFETIME);
                    case "harbour" -> keys.token(World.OTHER_TEAM, LIFETIME);
                    default ->
                        throw new IllegalArgumentException(
                                arguments[2] + " (expected: ana, ben, cleo, sala-gran or harbour)");
                });
    }
}
