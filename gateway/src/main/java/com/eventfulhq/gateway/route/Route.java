package com.eventfulhq.gateway.route;

import java.net.URI;

/**
 * Everything below one path belongs to one service.
 *
 * @param service its name in our logs
 * @param path    the path itself and all below it
 * @param base    where the service runs
 */
record Route(String service, String path, URI base) {

    Route {
        var text = base.toString();
        if (text.endsWith("/")) {
            base = URI.create(text.substring(0, text.length() - 1));
        }
    }

    boolean owns(String rawPath) {
        return rawPath.startsWith(path) && (rawPath.length() == path.length() || rawPath.charAt(path.length()) == '/');
    }

    /** The same path and query at the service. */
    URI target(URI requested) {
        var query = requested.getRawQuery();
        return URI.create(base + requested.getRawPath() + (query == null ? "" : "?" + query));
    }

    /** As a metric calls it. */
    String pattern() {
        return path + "/**";
    }
}
