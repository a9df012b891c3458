package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.common.token.TokenFilter;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/bookings/{bookingId}/negotiation/export}, scope {@code chat}, for the parties of the booking. */
final class ExportController {

    static final String PATH = "/v1/bookings/{bookingId}/negotiation/export";

    private final Exports exports;

    ExportController(Exports exports) {
        this.exports = exports;
    }

    Mono<ServerResponse> export(ServerRequest request) {
        var reader = caller(request);
        var booking = booking(request);
        return exports.of(booking, reader).flatMap(file -> ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"negotiation-" + booking + ".json\"")
                .body(file, byte[].class));
    }

    /** A service's own token stands for nobody who could be a party. */
    private static UserId caller(ServerRequest request) {
        var user = TokenFilter.caller(request, Scopes.CHAT).userId();
        if (user == null) {
            throw ProblemException.of(ErrorCode.INSUFFICIENT_SCOPE, "token: stands for no person");
        }
        return user;
    }

    private static UUID booking(ServerRequest request) {
        var text = request.pathVariable("bookingId");
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw notOne();
        }
        throw notOne();
    }

    private static ProblemException notOne() {
        return ProblemException.field(ErrorCode.INVALID_VALUE, "/bookingId", "not a UUID");
    }
}
