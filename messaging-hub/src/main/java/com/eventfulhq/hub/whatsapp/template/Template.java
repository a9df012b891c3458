package com.eventfulhq.hub.whatsapp.template;

import java.util.List;
import java.util.UUID;

/**
 * A template as it stands now.
 *
 * @param body      the body with its placeholders: {@code {{1}}} … positional, {@code {{name}}} named
 * @param variables the names behind the placeholders, in order; may be empty for a positional template
 * @param named     whether parameters travel with their names
 * @param sendable  whether it is approved by Meta and active here
 * @param status    Meta's state of it
 */
public record Template(
        UUID id,
        String name,
        String language,
        String body,
        List<String> variables,
        boolean named,
        boolean sendable,
        String status) {

    /** Enough to choose one. */
    public record Choice(String name, String language) {}
}
