package com.eventfulhq.notification.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventfulhq.notification.template.Template;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderedTest {

    private static final Template TEMPLATE = new Template(
            new UUID(1, 1),
            "reminder",
            3,
            List.of("in_app", "whatsapp"),
            "For {{{guest}}}",
            "Hello {{{guest}}}",
            "booking_reminder",
            "en",
            List.of("guest"));

    private static Rendered rendered(String guest) {
        return Rendered.of(TEMPLATE, Map.of("guest", guest));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Ana,Ana",
                " Ana ,Ana",
                "'Ana\nand\r\nBen',Ana and Ben",
                "'Ana\tand\u000bBen',Ana and Ben",
                "Ana     and Ben,Ana and Ben",
                "Ana  and Ben,Ana and Ben",
                "'Ana\u00a0\u2003and\u2028Ben',Ana and Ben",
                "'Ana\u0007and Ben',Ana and Ben",
                "Zoë 🎉 O'Neil,Zoë 🎉 O'Neil",
            })
    void whatsAppValuesAreOneLineWithWordsOneSpaceApart(String value, String cleaned) {
        assertThat(rendered(value).whatsappParameters()).containsExactly(cleaned);
    }

    @Test
    void whiteSpaceAloneIsEmpty() {
        assertThat(rendered(" \n\t ").whatsappParameters()).containsExactly("");
    }

    @Test
    void theAppReadsTheWordsAsTheyWereGiven() {
        assertThat(rendered("Ana\n<b>").message()).isEqualTo("Hello Ana\n<b>");
    }

    @Test
    void aLongTitleEndsBetweenTwoCharacters() {
        var title = String.valueOf(rendered("🎉".repeat(300)).title());

        assertThat(title.codePointCount(0, title.length())).isEqualTo(255);
        assertThat(title).endsWith("🎉…");
    }

    @Test
    void aVariableThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Rendered.of(TEMPLATE, Map.of()))
                .isInstanceOfSatisfying(
                        MissingVariable.class, e -> assertThat(e.name()).isEqualTo("guest"));
    }
}
