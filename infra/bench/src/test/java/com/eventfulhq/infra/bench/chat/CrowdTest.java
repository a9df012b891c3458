package com.eventfulhq.infra.bench.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The load itself, against a server that loses nothing. */
@DisplayName("a crowd")
class CrowdTest {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Rooms rooms = new Rooms(1, 20, 5);
    private Channel server;
    private Crowd crowd;

    @BeforeEach
    void start() throws InterruptedException {
        server = BareBroadcast.start(group, 0);
        crowd = new Crowd(rooms, 20, ((InetSocketAddress) server.localAddress()).getPort());
        crowd.come(1_000, person -> "token");
        assertThat(crowd.awaitHere(rooms.people(), 30)).isTrue();
    }

    @AfterEach
    void stop() {
        crowd.close();
        server.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    @DisplayName("sees every message reach everybody in its room, once")
    void everyMessageReachesItsRoom() throws InterruptedException {
        crowd.mark();
        crowd.talk(500, 1, rooms.people());
        assertThat(crowd.settle(30)).isTrue();

        var figures = crowd.figures();
        assertThat(figures.clean()).as(figures.witness()).isTrue();
        assertThat(figures.acknowledged()).isEqualTo(500);
        assertThat(figures.deliveries()).isEqualTo(2_500);
    }

    @Test
    @DisplayName("comes back by itself when it is cut off")
    void comesBack() throws InterruptedException {
        crowd.each(rooms.people(), Crowd.Act.CUT);

        assertThat(crowd.awaitHere(rooms.people(), 30)).isTrue();
    }
}
