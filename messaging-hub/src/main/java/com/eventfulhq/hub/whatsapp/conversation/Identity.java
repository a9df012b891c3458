package com.eventfulhq.hub.whatsapp.conversation;

/**
 * One name under which Meta knows a person inside one WhatsApp Business Account.
 *
 * @param wabaId the account: the same human has other ids elsewhere
 */
public record Identity(String wabaId, Type type, String value) {

    /** The kinds of identity, spelt as the table spells them. */
    public enum Type {
        BSUID("bsuid"),
        PARENT_BSUID("parent_bsuid"),
        WA_ID("wa_id");

        private final String column;

        Type(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }

        static Type of(String column) {
            for (var type : values()) {
                if (type.column.equals(column)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("identity_type: " + column);
        }
    }
}
