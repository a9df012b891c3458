package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.token.Caller;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;

/**
 * Stands before the server's HTTP handlers and takes what is addressed to the sockets; everything else passes untouched.
 *
 * <pre>passing ──our path──▶ reading ──end of the request──▶ verifying the token, if there is one ──▶ a socket
 *                          └──────────────┴──────── refused: a problem, and the connection closes</pre>
 *
 * Once it is a socket, every handler of the server is removed, and all they kept of the request with them.
 */
final class Entrance extends ChannelInboundHandlerAdapter {

    static final String NAME = "eventful.entrance";

    private static final String WIRE = "eventful.wire";

    /** Low, so that what waits for a slow reader waits in our queue, where it can still be discarded. */
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private enum State {
        PASSING,
        READING,
        VERIFYING,
        OVER
    }

    private final SocketSettings settings;
    private final Function<String, Mono<Caller>> verifier;
    private final Sockets sockets;
    private State state = State.PASSING;
    private Handshake.@Nullable Valid handshake;

    /** @param verifier of an {@code Authorization} header */
    Entrance(SocketSettings settings, Function<String, Mono<Caller>> verifier, Sockets sockets) {
        this.settings = settings;
        this.verifier = verifier;
        this.sockets = sockets;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.PASSING && !(message instanceof HttpRequest request && isOurs(request))) {
            context.fireChannelRead(message);
            return;
        }
        try {
            switch (state) {
                case PASSING -> begin(context, (HttpRequest) message);
                case READING -> end(context, message);
                // Nobody may say more before there is an answer; whoever does is not listened to.
                case VERIFYING, OVER -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean isOurs(HttpRequest request) {
        var path = settings.path();
        var uri = request.uri();
        return request.decoderResult().isSuccess()
                && uri.startsWith(path)
                && (uri.length() == path.length() || uri.charAt(path.length()) == '?');
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        switch (Handshake.read(request, settings)) {
            case Handshake.Refused refused -> refuse(context, refused.refusal());
            case Handshake.Valid valid -> {
                handshake = valid;
                state = State.READING;
            }
        }
    }

    private void end(ChannelHandlerContext context, Object message) {
        var valid = handshake;
        if (!(message instanceof LastHttpContent) || valid == null) {
            return;
        }
        var verdict = sockets.admission().enter();
        if (verdict != Admission.Verdict.ADMITTED) {
            refuse(context, refusal(verdict));
        } else if (valid.authorization() == null) {
            upgrade(context, valid, null);
        } else {
            state = State.VERIFYING;
            verify(context, valid, valid.authorization());
        }
    }

    private Refusal refusal(Admission.Verdict verdict) {
        var detail = verdict == Admission.Verdict.TOO_FAST
                ? "too many are connecting just now"
                : "this node takes no more connections";
        return Refusal.of(ErrorCode.UNAVAILABLE, detail)
                .with(HttpHeaderNames.RETRY_AFTER, sockets.admission().retryAfter());
    }

    private void verify(ChannelHandlerContext context, Handshake.Valid valid, String authorization) {
        var loop = context.channel().eventLoop();
        // Only who reads sees that the other side has left.
        context.channel().config().setAutoRead(true);
        var unused = verifier.apply(authorization)
                .subscribe(
                        caller -> loop.execute(() -> verified(context, valid, caller)),
                        error -> loop.execute(() -> notVerified(context, error)));
    }

    private void verified(ChannelHandlerContext context, Handshake.Valid valid, Caller caller) {
        if (state == State.VERIFYING) {
            upgrade(context, valid, caller);
        }
    }

    private void notVerified(ChannelHandlerContext context, Throwable error) {
        if (state == State.VERIFYING) {
            sockets.admission().leave();
            refuse(context, Refusal.of(error));
        }
    }

    /** Whoever leaves while the token is being verified gives the place back. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.VERIFYING) {
            sockets.admission().leave();
        }
        state = State.OVER;
        context.fireChannelInactive();
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal) {
        state = State.OVER;
        sockets.meters().refused(refusal.status().code());
        var unused = context.writeAndFlush(refusal.response(settings.path())).addListener(ChannelFutureListener.CLOSE);
    }

    private void upgrade(ChannelHandlerContext context, Handshake.Valid valid, @Nullable Caller caller) {
        state = State.OVER;
        var channel = context.channel();
        var unused = context.writeAndFlush(switching(valid));
        channel.config().setWriteBufferWaterMark(WATER_MARKS);
        // The server reads on demand; we always do, unless a client asks too much.
        channel.config().setAutoRead(true);
        var wire = sockets.wire(channel, valid.deflate());
        strip(channel, wire);
        sockets.opened(wire.connection(), caller);
    }

    private static DefaultFullHttpResponse switching(Handshake.Valid valid) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, valid.accept())
                .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.PROTOCOL);
        if (valid.deflate()) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, DeflateOffer.ANSWER);
        }
        return response;
    }

    /** The codec goes last: what it has read beyond the request is then handed to the wire. */
    private static void strip(Channel channel, Wire wire) {
        var pipeline = channel.pipeline();
        var before = List.copyOf(pipeline.toMap().keySet());
        pipeline.addLast(WIRE, wire);
        for (var name : before) {
            if (!name.equals(NettyPipeline.HttpCodec)) {
                pipeline.remove(name);
            }
        }
        pipeline.remove(NettyPipeline.HttpCodec);
    }
}
