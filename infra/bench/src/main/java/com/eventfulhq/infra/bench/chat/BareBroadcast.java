package com.eventfulhq.infra.bench.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the chats are measured against: a bare Netty server on one event loop that speaks just enough of the protocol to be loaded by
 * the same crowd, checks nothing and stores nothing. A message goes straight to everybody in the room.
 */
public final class BareBroadcast {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_REQUEST = 8 * 1024;
    private static final int MAX_FRAME = 64 * 1024;
    private static final int BACKLOG = 4096;

    private final Map<String, Room> rooms = new HashMap<>();

    private BareBroadcast() {}

    private static final class Room {
        private final List<Channel> members = new ArrayList<>();
        private long ev;
    }

    /** Argument: port. */
    public static void main(String[] arguments) throws InterruptedException {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        start(group, Integer.parseInt(arguments[0])).closeFuture().sync();
    }

    /** Port 0: any. */
    static Channel start(EventLoopGroup group, int port) throws InterruptedException {
        var bare = new BareBroadcast();
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST))
                                .addLast(new WebSocketServerProtocolHandler(
                                        "/v1/realtime", "eventful.v1", false, MAX_FRAME))
                                .addLast(bare.new Connection());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    /** One event loop serves all of them, so rooms need no lock. */
    private final class Connection extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private @Nullable Room room;

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            var command = JSON.readTree(frame.text());
            var id = command.path("id").stringValue("");
            switch (command.path("op").stringValue("")) {
                case "subscribe" ->
                    subscribe(context, id, command.path("conversation_id").stringValue(""));
                case "send" -> send(context, id, command);
                default -> say(context, "{\"re\":\"%s\",\"ok\":true}".formatted(id));
            }
        }

        private void subscribe(ChannelHandlerContext context, String id, String conversation) {
            var joined = rooms.computeIfAbsent(conversation, key -> new Room());
            joined.members.add(context.channel());
            room = joined;
            say(
                    context,
                    "{\"re\":\"%s\",\"ok\":true,\"conversation\":{\"epoch\":\"1\"},\"events\":[],\"ev\":%d}"
                            .formatted(id, joined.ev));
        }

        private void send(ChannelHandlerContext context, String id, JsonNode command) {
            var here = room;
            if (here == null) {
                return;
            }
            long ev = ++here.ev;
            var text =
                    "{\"push\":\"event\",\"conversation_id\":\"%s\",\"ev\":%d,\"kind\":\"message\",\"message\":{\"message_id\":\"%s\",\"content\":\"%s\"}}"
                            .formatted(
                                    command.path("conversation_id").stringValue(""),
                                    ev,
                                    new UUID(0, ev),
                                    command.path("content").stringValue(""));
            var utf8 = text.getBytes(UTF_8);
            var bytes = context.alloc().directBuffer(utf8.length).writeBytes(utf8);
            for (var member : here.members) {
                var unused = member.writeAndFlush(new TextWebSocketFrame(bytes.retainedDuplicate()));
            }
            bytes.release();
            say(context, "{\"re\":\"%s\",\"ok\":true,\"ev\":%d}".formatted(id, ev));
        }

        private void say(ChannelHandlerContext context, String text) {
            var unused = context.writeAndFlush(new TextWebSocketFrame(text));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var left = room;
            if (left != null) {
                left.members.remove(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }
}
