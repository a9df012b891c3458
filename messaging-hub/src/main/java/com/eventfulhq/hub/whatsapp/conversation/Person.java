package com.eventfulhq.hub.whatsapp.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as one callback names them: all identities in it belong to one person, because Meta says so.
 *
 * @param identities  at least one, the most stable first
 * @param profileName what the person calls themselves: free text, untrusted
 * @param writes      whether they wrote; somebody who is only renamed is not created for it
 */
public record Person(
        List<Identity> identities,
        @Nullable String profileName,
        @Nullable String username,
        boolean writes) {

    /** The value of the first identity of this kind, or null. */
    public @Nullable String value(Identity.Type type) {
        for (var identity : identities) {
            if (identity.type() == type) {
                return identity.value();
            }
        }
        return null;
    }
}
