package com.eventfulhq.gateway.realtime.chat.ask;

import com.eventfulhq.common.chat.ChatAsk;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** One call of the hub. Questions change nothing, so one that may not have arrived is asked once more. */
public final class HubCall implements Function<byte[], Mono<byte[]>> {

    private final WebClient client;
    private final URI address;
    private final String bearer;
    private final Duration timeout;

    /**
     * @param hub     its base address
     * @param secret  what it knows us by
     * @param timeout of a call, its repetition included
     */
    public HubCall(WebClient client, URI hub, String secret, Duration timeout) {
        this.client = client;
        this.address = hub.resolve(ChatAsk.PATH);
        this.bearer = "Bearer " + secret;
        this.timeout = timeout;
    }

    @Override
    public Mono<byte[]> apply(byte[] asks) {
        return client.post()
                .uri(address)
                .header(HttpHeaders.AUTHORIZATION, bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(asks)
                .retrieve()
                .bodyToMono(byte[].class)
                .retryWhen(Retry.max(1).filter(HubCall::brokeOff))
                .timeout(timeout);
    }

    private static boolean brokeOff(Throwable error) {
        return error instanceof WebClientRequestException && error.getCause() instanceof IOException;
    }
}
