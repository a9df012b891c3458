package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.problem.Problems;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.Objects;

/** A handshake that is answered with a problem (RFC 9457). The connection is closed after it. */
record Refusal(HttpResponseStatus status, String type, String title, String detail, HttpHeaders headers) {

    /** One that says no more than its status. */
    Refusal(HttpResponseStatus status, String detail) {
        this(status, "about:blank", status.reasonPhrase(), detail, new DefaultHttpHeaders());
    }

    static Refusal of(ErrorCode code, String detail) {
        return new Refusal(
                HttpResponseStatus.valueOf(code.status().value()),
                code.type().toString(),
                code.title(),
                detail,
                new DefaultHttpHeaders());
    }

    static Refusal of(Throwable error) {
        ProblemException problem = Problems.of(error);
        var refusal = of(
                problem.code(),
                Objects.requireNonNullElse(
                        problem.getBody().getDetail(), problem.code().title()));
        problem.getHeaders().forEach((name, values) -> refusal.headers().set(name, values));
        return refusal;
    }

    Refusal with(CharSequence header, Object value) {
        headers.set(header, value);
        return this;
    }

    FullHttpResponse response(String path) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("title", title);
        body.put("status", status.code());
        body.put("detail", detail);
        body.put("instance", path);
        var bytes = Json.bytes(body);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(headers)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }
}
