package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.hub.whatsapp.template.Templates;
import reactor.core.publisher.Mono;

/** Gathers what {@link SendPolicy} needs to know. */
final class SendStates {

    private SendStates() {}

    static Mono<SendPolicy.State> of(Templates templates, Target target, Content content) {
        var untouched = new SendPolicy.State(target.blocked(), target.windowEnd(), null);
        return switch (content) {
            case Content.Text text -> Mono.just(untouched);
            case Content.FromTemplate use ->
                templates
                        .find(target.number().team(), target.number().account(), use.name(), use.language())
                        .map(template -> new SendPolicy.State(target.blocked(), target.windowEnd(), template))
                        .defaultIfEmpty(untouched);
        };
    }
}
