package com.eventfulhq.infra.simulator.account;

/** A business phone number: its id at Meta, how it is displayed, and the account that owns it. */
public record BusinessNumber(String phoneNumberId, String displayPhoneNumber, String wabaId) {
    /** A number for examples; the ids are invented. */
    public static final BusinessNumber EXAMPLE =
            new BusinessNumber("106540352242922", "15550001111", "104996122399160");

    public BusinessNumber {
        if (phoneNumberId.isBlank() || wabaId.isBlank()) {
            throw new IllegalArgumentException("business number: blank id (expected: phone_number_id and waba_id)");
        }
    }
}
