package com.eventfulhq.notification.render;

import com.eventfulhq.notification.template.Template;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person will read.
 *
 * @param title              at most 255 characters; null if the template has none
 * @param whatsappParameters values of {{1}}..{{n}} of the WhatsApp template, each on one line
 */
public record Rendered(@Nullable String title, String message, List<String> whatsappParameters) {

    private static final int MAX_TITLE = 255;
    private static final Mustache.Compiler MUSTACHE = Mustache.compiler().escapeHTML(false);

    /**
     * Fills a template.
     *
     * @throws MissingVariable if it needs a variable that was not given
     */
    public static Rendered of(Template template, Map<String, String> variables) {
        var subject = template.subject();
        return new Rendered(
                subject == null ? null : shortened(fill(subject, variables)),
                fill(template.body(), variables),
                WhatsAppValues.cleaned(template.whatsappVariables().stream()
                        .map(name -> required(variables, name))
                        .toList()));
    }

    private static String fill(String text, Map<String, String> variables) {
        try {
            return MUSTACHE.compile(text).execute(variables);
        } catch (MustacheException.Context e) {
            throw new MissingVariable(e.key);
        }
    }

    private static String required(Map<String, String> variables, String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new MissingVariable(name);
        }
        return value;
    }

    /** Never between the halves of a character. */
    private static String shortened(String title) {
        if (title.codePointCount(0, title.length()) <= MAX_TITLE) {
            return title;
        }
        return title.substring(0, title.offsetByCodePoints(0, MAX_TITLE - 1)) + "…";
    }
}
