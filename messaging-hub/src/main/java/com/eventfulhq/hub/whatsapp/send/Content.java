package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.event.SendRequested;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants to say. */
sealed interface Content {

    /** Free text: only inside the customer-service window. */
    record Text(String body, boolean previewUrl) implements Content {}

    /** A template in one language with its body parameters in order. */
    record FromTemplate(String name, String language, List<String> parameters) implements Content {}

    /** What a request on the log asks for; null if it asks for nothing. */
    static @Nullable Content of(SendRequested request) {
        var template = request.template();
        var text = request.text();
        if (template != null) {
            return new FromTemplate(template.name(), template.language(), template.bodyParameters());
        }
        return text == null ? null : new Text(text.body(), text.previewUrl());
    }
}
