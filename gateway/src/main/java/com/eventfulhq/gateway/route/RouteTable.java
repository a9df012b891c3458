package com.eventfulhq.gateway.route;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who owns a path. It is compared as it was sent, undecoded, like the check for a token does: a path that is spelled in a way to
 * slip past one of them is nobody's.
 */
final class RouteTable {

    private final List<Route> routes;

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    Optional<Route> find(String rawPath) {
        return climbs(rawPath)
                ? Optional.empty()
                : routes.stream().filter(route -> route.owns(rawPath)).findFirst();
    }

    /** With dot segments (RFC 3986, section 3.3) a path may end up outside of what its beginning says. */
    private static boolean climbs(String rawPath) {
        for (var segment : rawPath.split("/", -1)) {
            var plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
