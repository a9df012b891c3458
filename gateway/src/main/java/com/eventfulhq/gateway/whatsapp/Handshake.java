package com.eventfulhq.gateway.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meta's question whether this address is ours: who knows the verify token gets the challenge back. Changes nothing. */
final class Handshake {

    private final byte[] verifyToken;

    Handshake(String verifyToken) {
        this.verifyToken = verifyToken.getBytes(UTF_8);
    }

    /** The challenge to answer with, or empty to refuse. */
    Optional<String> answer(String uri) {
        var query = new QueryStringDecoder(uri).parameters();
        var token = single(query, "hub.verify_token").getBytes(UTF_8);
        boolean known = verifyToken.length > 0 && MessageDigest.isEqual(verifyToken, token);
        return known && single(query, "hub.mode").equals("subscribe") && query.containsKey("hub.challenge")
                ? Optional.of(single(query, "hub.challenge"))
                : Optional.empty();
    }

    /** Given twice counts as not given. */
    private static String single(Map<String, List<String>> query, String name) {
        var values = query.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }
}
