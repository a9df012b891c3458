package com.eventfulhq.infra.simulator.delivery;

import com.eventfulhq.infra.simulator.callback.CallbackEnvelope;
import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.WireJson;
import com.eventfulhq.infra.simulator.knob.CallbackKnobs;
import com.eventfulhq.infra.simulator.knob.CallbackKnobs.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes and the signature of one callback, made once; every attempt and every copy carries exactly these. */
record Parcel(byte[] body, @Nullable String signature) {
    private static final CallbackSigner STRANGER = new CallbackSigner("the secret of somebody else");

    static Parcel pack(List<? extends CallbackItem> items, CallbackKnobs knobs, CallbackSigner signer) {
        var json = knobs.slashesEscaped() ? WireJson.META : WireJson.PLAIN_SLASHES;
        var body = json.bytes(CallbackEnvelope.of(items, knobs.layout()));
        return new Parcel(body, signature(body, knobs.signature(), signer));
    }

    private static @Nullable String signature(byte[] body, Signature kind, CallbackSigner signer) {
        return switch (kind) {
            case CORRECT -> signer.sign(body);
            case WRONG -> STRANGER.sign(body);
            case MISSING -> null;
        };
    }
}
