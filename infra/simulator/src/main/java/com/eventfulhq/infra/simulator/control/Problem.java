package com.eventfulhq.infra.simulator.control;

/** A problem in the shape of RFC 9457. */
record Problem(String type, String title, int status, String detail) {
    static Problem badRequest(String detail) {
        return new Problem("about:blank", "Bad Request", 400, detail);
    }

    static Problem unprocessable(String detail) {
        return new Problem("about:blank", "Unprocessable Content", 422, detail);
    }

    static Problem internal(String detail) {
        return new Problem("about:blank", "Internal Server Error", 500, detail);
    }
}
