package com.eventfulhq.hub.whatsapp.conversation;

import java.util.List;

/**
 * Somebody Meta knows by another name from now on: all identities are theirs, the old ones stay.
 *
 * @param moves which name took the place of which; those a conversation may be addressed by
 */
public record Renaming(Person person, List<Move> moves) {

    /** An identity that is used no more, and the one of the same kind that is. */
    public record Move(Identity previous, Identity current) {}
}
