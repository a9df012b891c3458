package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogReader;
import com.eventfulhq.common.log.LogReaders;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the way from {@code chat.commands} to what is told. */
@Configuration(proxyBeanMethods = false)
class LogOfChatsConfiguration {

    private static final String GROUP = "hub.chat";

    @Bean
    Bus chatBus(LiveChannels live, MeterRegistry registry) {
        return new Bus(live, registry);
    }

    @Bean
    Receipts chatReceipts(Bus bus, ChatSettings settings) {
        return new Receipts(bus::receipts, settings);
    }

    @Bean
    Tops chatTops(Bus bus, ChatSettings settings, Clock clock) {
        return new Tops(bus, settings, clock);
    }

    @Bean
    ChatLog chatLog(Database database, List<ThreadKind> kinds, ChatSettings settings, Clock clock) {
        return new ChatLog(database, kinds, new Rates(settings.rates()), clock);
    }

    @Bean
    LogReader chatCommandReader(
            LogReaders readers,
            ChatLog chats,
            Bus bus,
            Receipts receipts,
            Tops tops,
            ChatSettings settings,
            EventLog log,
            MeterRegistry registry) {
        var reader = new CommandReader(chats, new FanOut(bus, receipts, tops, log), new ChatMeters(registry));
        return readers.read(Topics.CHAT_COMMANDS, GROUP, settings.consumers(), reader);
    }
}
