package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.notification.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the story's beginning: what was decided, and why something is not sent.
 *
 * @param no counted from 1 without gaps
 */
record Beginning(
        NotificationId notification,
        int no,
        String event,
        @Nullable String channel,
        @Nullable String reason) {

    static List<Beginning> of(NewNotification notification) {
        var story = new Story(notification.notificationId(), new ArrayList<>());
        story.tell("accepted", null, null);
        for (var intent : notification.intents()) {
            story.tell("planned", intent.step().channel(), null);
            if (intent.rendering() instanceof Rendering.Unsendable unsendable) {
                story.tell(Standing.FAILED, intent.step().channel(), unsendable.reason());
            }
        }
        notification.plan().skipped().forEach((channel, reason) -> story.tell("skipped", channel, reason));
        if (notification.plan().suppressed() != null) {
            story.tell(Standing.SUPPRESSED, null, notification.plan().suppressed());
        }
        return story.lines;
    }

    private record Story(NotificationId notification, List<Beginning> lines) {
        void tell(String event, @Nullable String channel, @Nullable String reason) {
            lines.add(new Beginning(notification, lines.size() + 1, event, channel, reason));
        }
    }
}
