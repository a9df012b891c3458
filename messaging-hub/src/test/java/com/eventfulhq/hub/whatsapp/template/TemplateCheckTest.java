package com.eventfulhq.hub.whatsapp.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.hub.whatsapp.template.TemplateCheck.Result;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TemplateCheckTest {

    @Test
    void fillsAPositionalTemplateByNumber() {
        var fits = fits(positional("On {{2}}, {{1}}: {{2}}!"), "Ana", "Friday $1");
        assertThat(fits.text()).isEqualTo("On Friday $1, Ana: Friday $1!");
        assertThat(fits.parameters()).extracting(TemplateCheck.Parameter::value).containsExactly("Ana", "Friday $1");
    }

    @Test
    void namesTheParametersOfANamedTemplateInItsOwnOrder() {
        var template = new Template(
                UUID.randomUUID(),
                "t",
                "en",
                "At {{hall}} for {{guest}}",
                List.of("guest", "hall"),
                true,
                true,
                "approved");
        var fits = fits(template, "Ana", "Sala");
        assertThat(fits.text()).isEqualTo("At Sala for Ana");
        assertThat(fits.parameters()).extracting(TemplateCheck.Parameter::name).containsExactly("guest", "hall");
    }

    @Test
    void refusesWhatMetaWouldRefuse() {
        var template = positional("Hi {{1}}");
        assertThat(refused(template).pointer()).isEqualTo("/parameters");
        assertThat(refused(template, " ").pointer()).isEqualTo("/parameters/0");
        assertThat(refused(template, "a\nb").pointer()).isEqualTo("/parameters/0");
        assertThat(refused(template, "a\tb").pointer()).isEqualTo("/parameters/0");
        assertThat(refused(template, "a     b").pointer()).isEqualTo("/parameters/0");
        assertThat(refused(template, "x".repeat(1_022)).pointer()).isEqualTo("/parameters");
        assertThat(fits(template, "a    b").text()).isEqualTo("Hi a    b");
        assertThat(fits(template, "x".repeat(1_021)).text()).hasSize(1_024);
    }

    @Test
    void refusesATemplateThatIsAbsentOrNotSendable() {
        assertThat(TemplateCheck.check(null, List.of())).isInstanceOf(Result.Refused.class);
        var paused = new Template(UUID.randomUUID(), "t", "en", "Hi", List.of(), false, false, "paused");
        assertThat(refused(paused).reason()).contains("paused");
    }

    private static Template positional(String body) {
        return new Template(UUID.randomUUID(), "t", "en", body, List.of(), false, true, "approved");
    }

    private static Result.Fits fits(Template template, String... parameters) {
        return (Result.Fits) TemplateCheck.check(template, List.of(parameters));
    }

    private static Result.Refused refused(Template template, String... parameters) {
        return (Result.Refused) TemplateCheck.check(template, List.of(parameters));
    }
}
