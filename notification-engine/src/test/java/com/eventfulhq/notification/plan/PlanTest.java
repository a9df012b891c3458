package com.eventfulhq.notification.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.notification.template.Recipient;
import com.eventfulhq.notification.template.Template;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Instant NOW = Instant.parse("2026-09-10T10:00:00Z");
    private static final UserId BEN = new UserId(new UUID(2, 2));
    private static final PhoneNumberId NUMBER = new PhoneNumberId("pn-1");

    private static Template template(@Nullable String whatsapp, String... channels) {
        return new Template(new UUID(1, 1), "reminder", 1, List.of(channels), null, "Hello", whatsapp, "en", List.of());
    }

    private static Plan plan(
            Template template,
            @Nullable String address,
            @Nullable PhoneNumberId number,
            @Nullable List<String> channels,
            @Nullable Instant expiresAt) {
        var request = new NotificationRequested(
                "bookings", "key", null, BEN, "reminder", Map.of(), channels, null, null, expiresAt);
        return Plan.of(request, template, new Recipient(BEN, address), number, NOW);
    }

    @Test
    void takesTheTemplatesChannelsInItsOrder() {
        var plan = plan(template("w", "whatsapp", "in_app"), "34600", NUMBER, null, null);

        assertThat(plan.steps()).containsExactly(new Plan.WhatsApp("34600", NUMBER), new Plan.InApp(BEN.toString()));
        assertThat(plan.suppressed()).isNull();
    }

    @Test
    void takesTheRequestsChannelsInItsOrderEachOnce() {
        var plan = plan(
                template("w", "whatsapp", "in_app"), "34600", NUMBER, List.of("in_app", "whatsapp", "in_app"), null);

        assertThat(plan.steps()).extracting(Plan.Step::channel).containsExactly("in_app", "whatsapp");
    }

    @Test
    void saysWhyAChannelIsLeftOut() {
        assertThat(plan(template("w", "in_app"), "34600", NUMBER, List.of("whatsapp"), null)
                        .skipped())
                .containsExactly(Map.entry("whatsapp", "template reminder is not made for this channel"));
        assertThat(plan(template(null, "whatsapp"), "34600", NUMBER, null, null).skipped())
                .containsExactly(Map.entry("whatsapp", "template has no WhatsApp template"));
        assertThat(plan(template("w", "whatsapp"), null, NUMBER, null, null).skipped())
                .containsExactly(Map.entry("whatsapp", "recipient has no verified WhatsApp number"));
        assertThat(plan(template("w", "whatsapp"), "34600", null, null, null).skipped())
                .containsExactly(Map.entry("whatsapp", "team has no active business number"));
        assertThat(plan(template("w", "email"), "34600", NUMBER, null, null).skipped())
                .containsExactly(Map.entry("email", "channel is not offered yet"));
    }

    @Test
    void withoutAnyChannelNothingIsSent() {
        assertThat(plan(template("w", "email"), "34600", NUMBER, null, null).suppressed())
                .isEqualTo("no channel is left");
    }

    @Test
    void expiredIsFromTheMomentItselfOn() {
        var template = template("w", "in_app");

        assertThat(plan(template, null, null, null, NOW.plusMillis(1)).steps()).hasSize(1);
        assertThat(plan(template, null, null, null, NOW).steps()).isEmpty();
        assertThat(plan(template, null, null, null, NOW).suppressed()).isEqualTo("expired at " + NOW);
    }
}
