package com.eventfulhq.gateway.route;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request's body on its way through: counted, never collected.
 *
 * @param max    bytes that are let through
 * @param within time it may take to arrive; a caller who trickles holds a connection that others wait for
 */
record RequestBody(long max, Duration within) {

    /** Whether there is one at all (RFC 9112, section 6.3). */
    static boolean present(HttpHeaders headers) {
        return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    boolean announcedTooLarge(HttpHeaders headers) {
        return headers.getContentLength() > max;
    }

    /** Fails as soon as it is too large or too late. */
    Flux<DataBuffer> of(ServerHttpRequest request) {
        return Flux.defer(() -> {
            var passed = new AtomicLong();
            return request.getBody()
                    .handle((DataBuffer buffer, reactor.core.publisher.SynchronousSink<DataBuffer> sink) -> {
                        if (passed.addAndGet(buffer.readableByteCount()) > max) {
                            DataBufferUtils.release(buffer);
                            sink.error(tooLarge());
                        } else {
                            sink.next(buffer);
                        }
                    })
                    .takeUntilOther(Mono.delay(within).then(Mono.error(RequestBody::tooLate)));
        });
    }

    ProblemException tooLarge() {
        return ProblemException.of(ErrorCode.TOO_LARGE, "body: larger than " + max + " bytes");
    }

    private static ProblemException tooLate() {
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "body: did not arrive in time");
    }
}
