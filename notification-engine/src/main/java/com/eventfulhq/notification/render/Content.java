package com.eventfulhq.notification.render;

import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one channel, complete: whoever delivers needs nothing else, so a delivery that is repeated after a crash says
 * what was decided, whatever has become of template, team and number. Kept as JSON with the delivery.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Content.InApp.class, name = "in_app"),
    @JsonSubTypes.Type(value = Content.WhatsApp.class, name = "whatsapp")
})
public sealed interface Content {

    /** Words for the recipient's feed and socket. */
    record InApp(@Nullable String title, String message) implements Content {}

    /**
     * An approved template.
     *
     * @param parameters values of {{1}}..{{n}}, each on one line and not empty
     */
    record WhatsApp(TeamId team, PhoneNumberId number, String template, String language, List<String> parameters)
            implements Content {}
}
