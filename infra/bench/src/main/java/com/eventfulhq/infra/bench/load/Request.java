package com.eventfulhq.infra.bench.load;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import java.nio.charset.StandardCharsets;

/**
 * One signed callback, ready to be written.
 *
 * @param bytes head and body of an HTTP/1.1 POST
 * @param items    messages and statuses in the body
 * @param messages how many of them are messages
 */
public record Request(byte[] bytes, int items, int messages) {

    public static Request post(String path, byte[] body, int items, int messages, CallbackSigner signer) {
        var head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + CallbackSigner.HEADER + ": " + signer.sign(body) + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        var ascii = head.getBytes(StandardCharsets.US_ASCII);
        var bytes = new byte[ascii.length + body.length];
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        System.arraycopy(body, 0, bytes, ascii.length, body.length);
        return new Request(bytes, items, messages);
    }
}
