package com.eventfulhq.gateway.route;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/**
 * What a caller is told when a service did not answer. Two cases are kept apart: the request never got there, so it may simply be
 * sent again; or it did, and nobody knows what became of it.
 */
final class RouteFailure {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFailure.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    private RouteFailure() {}

    static ProblemException of(Route route, Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (neverLeft(cause)) {
                LOG.warn("{} not reached, answered 503: {}", route.service(), cause.toString());
                return ProblemException.unavailable("please try again shortly", RETRY_AFTER_SECONDS, error);
            }
        }
        LOG.warn("{} did not answer, answered 504: {}", route.service(), error.toString());
        return ProblemException.of(
                ErrorCode.NO_ANSWER,
                "whether the request was carried out is not known; repeat it with its Idempotency-Key");
    }

    private static boolean neverLeft(Throwable error) {
        return error instanceof ConnectException
                || error instanceof UnknownHostException
                || error instanceof NoRouteToHostException
                || error instanceof PoolAcquireTimeoutException
                || error instanceof PoolAcquirePendingLimitException;
    }
}
