package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.event.CallbackItem;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.conversation.Renaming;
import com.eventfulhq.hub.whatsapp.conversation.Renaming.Move;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whom a change gives a further identity: a new number, a new business-scoped id. Nobody is created for it, and no window opens: the
 * user did not write.
 *
 * <pre>{"messages":[{"type":"system","from":"34600…","system":{"type":"user_changed_number","wa_id":"34999…"}}]}
 * {"user_id_update":[{"wa_id":"34600…","user_id":{"previous":"ES.88","current":"ES.91"},"parent_user_id":{…}}]}</pre>
 */
final class Renamings {

    /** System messages that say two names are one person; of others it is not known whom their ids mean. */
    private static final Set<String> RENAME =
            Set.of("user_changed_number", "customer_changed_number", "user_changed_user_id");

    private Renamings() {}

    static List<Renaming> of(CallbackItem item) {
        var waba = CallbackDecoder.wabaId(item);
        List<Renaming> renamings = new ArrayList<>();
        for (var message : item.value().path("messages")) {
            var type = CallbackDecoder.text(message.path("system"), "type");
            if (type != null && RENAME.contains(type)) {
                new Names(waba).ofSystem(message, message.path("system")).addTo(renamings);
            }
        }
        for (var update : item.value().path("user_id_update")) {
            new Names(waba).ofUpdate(update).addTo(renamings);
        }
        return renamings;
    }

    /** The names of one person as one change tells them. */
    private static final class Names {

        private final String waba;
        private final Set<Identity> identities = new LinkedHashSet<>();
        private final List<Move> moves = new ArrayList<>();

        Names(String waba) {
            this.waba = waba;
        }

        /** {@code customer} and {@code new_wa_id} are the older spelling. */
        Names ofSystem(JsonNode message, JsonNode system) {
            move(
                    Identity.Type.BSUID,
                    CallbackDecoder.text(message, "from_user_id"),
                    CallbackDecoder.text(system, "user_id"));
            move(
                    Identity.Type.PARENT_BSUID,
                    CallbackDecoder.text(message, "from_parent_user_id"),
                    CallbackDecoder.text(system, "parent_user_id"));
            move(
                    Identity.Type.WA_ID,
                    either(CallbackDecoder.text(system, "customer"), CallbackDecoder.text(message, "from")),
                    either(CallbackDecoder.text(system, "wa_id"), CallbackDecoder.text(system, "new_wa_id")));
            return this;
        }

        Names ofUpdate(JsonNode update) {
            move(Identity.Type.BSUID, update.path("user_id"));
            move(Identity.Type.PARENT_BSUID, update.path("parent_user_id"));
            move(Identity.Type.WA_ID, CallbackDecoder.text(update, "wa_id"), null);
            return this;
        }

        private void move(Identity.Type type, JsonNode update) {
            move(type, CallbackDecoder.text(update, "previous"), CallbackDecoder.text(update, "current"));
        }

        private void move(Identity.Type type, @Nullable String previous, @Nullable String current) {
            People.add(identities, waba, type, previous);
            People.add(identities, waba, type, current);
            if (previous != null && current != null && !previous.equals(current)) {
                moves.add(new Move(new Identity(waba, type, previous), new Identity(waba, type, current)));
            }
        }

        private static @Nullable String either(@Nullable String one, @Nullable String other) {
            return one == null ? other : one;
        }

        void addTo(List<Renaming> renamings) {
            if (identities.size() > 1) {
                renamings.add(new Renaming(new Person(List.copyOf(identities), null, null, false), moves));
            }
        }
    }
}
