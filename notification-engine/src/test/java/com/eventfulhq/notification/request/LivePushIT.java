package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.notification.EngineUnderTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever watches the recipient's live channel, as a gateway does for a socket, sees the notification when it is made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePushIT {

    private static final String BODY = "{\"recipient_user_id\":\"" + EngineUnderTest.BEN
            + "\",\"template_name\":\"reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}";

    private final EngineUnderTest engine = new EngineUnderTest();

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void theRecipientIsToldAndNobodyElse() throws Exception {
        var live = engine.bean(LiveChannels.class);
        List<NotificationEvent> bens = new CopyOnWriteArrayList<>();
        List<NotificationEvent> anas = new CopyOnWriteArrayList<>();
        var benWatches = new AtomicBoolean();
        var anaWatches = new AtomicBoolean();
        var ben = live.watch(new LiveChannel.Notifications(EngineUnderTest.BEN), () -> benWatches.set(true))
                .subscribe(array -> bens.addAll(List.of(Json.read(array, NotificationEvent[].class))));
        var ana = live.watch(new LiveChannel.Notifications(EngineUnderTest.ANA), () -> anaWatches.set(true))
                .subscribe(array -> anas.addAll(List.of(Json.read(array, NotificationEvent[].class))));
        await().until(() -> benWatches.get() && anaWatches.get());

        var answer = engine.post(
                engine.token(EngineUnderTest.TEAM), UUID.randomUUID().toString(), BODY);

        var id = Json.MAPPER.readTree(answer.body()).path("notification_id").asString();
        await().until(() -> !bens.isEmpty());
        engine.post(
                engine.token(EngineUnderTest.TEAM),
                UUID.randomUUID().toString(),
                BODY.replace(EngineUnderTest.BEN.toString(), EngineUnderTest.ANA.toString()));
        await().until(() -> !anas.isEmpty());
        ben.dispose();
        ana.dispose();
        assertThat(bens).singleElement().isInstanceOfSatisfying(NotificationEvent.Created.class, created -> {
            assertThat(created.notificationId().toString()).isEqualTo(id);
            assertThat(created.message()).isEqualTo("Hello Ben, on 12 May.");
        });
        assertThat(anas).allMatch(event -> event.recipientUserId().equals(EngineUnderTest.ANA));
    }
}
