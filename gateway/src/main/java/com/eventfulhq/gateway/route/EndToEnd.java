package com.eventfulhq.gateway.route;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** Which headers travel on (RFC 9110, section 7.6.1): all but those about this one connection. */
final class EndToEnd {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Said to us, answered by us, or not for a caller to claim. */
    private static final Set<String> OURS =
            Set.of("host", "expect", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto");

    private EndToEnd() {}

    static void request(HttpHeaders from, HttpHeaders to) {
        copy(from, to, OURS);
    }

    /** An address of the service itself becomes one of ours: it is shown without its host. */
    static void response(HttpHeaders from, HttpHeaders to, URI base) {
        copy(from, to, Set.of());
        for (var name : Set.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_LOCATION)) {
            var location = to.getFirst(name);
            if (location != null && location.startsWith(base + "/")) {
                to.set(name, location.substring(base.toString().length()));
            }
        }
    }

    private static void copy(HttpHeaders from, HttpHeaders to, Set<String> except) {
        var dropped = new HashSet<>(except);
        dropped.addAll(HOP_BY_HOP);
        for (var option : from.getConnection()) {
            dropped.add(option.toLowerCase(Locale.ROOT));
        }
        from.forEach((name, values) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                to.put(name, values);
            }
        });
    }
}
