package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.token.Caller;
import com.eventfulhq.common.token.Tokens;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The handshake. A token may come with it, and is then verified before there is a socket; a browser cannot send one and
 * connects with its first frame.
 */
final class SocketHandler implements WebHandler {

    static final String PROTOCOL = "eventful.v1";

    private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

    private final WebSocketService upgrade;
    private final Tokens tokens;
    private final OpenSessions sessions;
    private final SessionOpener opener;

    /** Makes the session of a socket. */
    interface SessionOpener {
        Session open(WebSocketSession socket, Channel connection);
    }

    SocketHandler(WebSocketService upgrade, Tokens tokens, OpenSessions sessions, SessionOpener opener) {
        this.upgrade = upgrade;
        this.tokens = tokens;
        this.sessions = sessions;
        this.opener = opener;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            var request = exchange.getRequest();
            if (!request.getMethod().equals(HttpMethod.GET)) {
                throw new MethodNotAllowedException(request.getMethod(), List.of(HttpMethod.GET));
            }
            if (!speaksOurs(request.getHeaders())) {
                throw ProblemException.of(ErrorCode.INVALID_REQUEST, PROTOCOL_HEADER + ": lacks " + PROTOCOL);
            }
            sessions.admit();
            return caller(request.getHeaders())
                    .flatMap(caller ->
                            upgrade.handleRequest(exchange, new Socket(connection(exchange), caller.orElse(null))));
        });
    }

    private static boolean speaksOurs(HttpHeaders headers) {
        return headers.getValuesAsList(PROTOCOL_HEADER).contains(PROTOCOL);
    }

    private Mono<Optional<Caller>> caller(HttpHeaders headers) {
        @Nullable String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return authorization == null
                ? Mono.just(Optional.empty())
                : tokens.verifyHeader(authorization).map(Optional::of);
    }

    /** The connection itself: a reader who takes nothing can only be got rid of there. */
    private static Channel connection(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (request instanceof Connection connection) {
            return connection.channel();
        }
        throw new IllegalStateException("not Reactor Netty: " + request.getClass());
    }

    private final class Socket implements WebSocketHandler {

        private final Channel connection;
        private final @Nullable Caller caller;

        Socket(Channel connection, @Nullable Caller caller) {
            this.connection = connection;
            this.caller = caller;
        }

        @Override
        public List<String> getSubProtocols() {
            return List.of(PROTOCOL);
        }

        @Override
        public Mono<Void> handle(WebSocketSession socket) {
            var session = opener.open(socket, connection);
            sessions.add(session);
            return session.run(caller).doFinally(end -> sessions.remove(session));
        }
    }
}
