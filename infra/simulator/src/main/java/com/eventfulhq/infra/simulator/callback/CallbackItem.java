package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One thing a callback tells; many of them may travel in one POST. */
public sealed interface CallbackItem {
    BusinessNumber number();

    /** The wamid, or for account level changes the field: what a log calls the item. */
    String label();

    /** A message a user wrote, with the contact that stands beside it; no contact on system messages. */
    record InboundMessage(BusinessNumber number, @Nullable EndUser user, ObjectNode message) implements CallbackItem {
        public String id() {
            return message.path("id").asString("");
        }

        @Override
        public String label() {
            return id();
        }
    }

    /** A status of a message the business sent; the contact is absent on failures. */
    record StatusUpdate(BusinessNumber number, @Nullable EndUser user, ObjectNode status) implements CallbackItem {
        @Override
        public String label() {
            return status.path("id").asString("") + ':' + status.path("status").asString("");
        }
    }

    /**
     * A change of another field, written as it is.
     *
     * @param time unix seconds of the entry
     */
    record FieldChange(BusinessNumber number, String field, ObjectNode value, long time) implements CallbackItem {
        @Override
        public String label() {
            return field;
        }
    }
}
