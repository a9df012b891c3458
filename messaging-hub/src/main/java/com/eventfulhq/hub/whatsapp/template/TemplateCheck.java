package com.eventfulhq.hub.whatsapp.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a template can be sent with these parameters, by Meta's rules; checked here because Meta's refusal comes late. */
public final class TemplateCheck {

    private static final int MAX_BODY = 1_024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\n\\r\\t]| {5,}");

    private TemplateCheck() {}

    /** What the check found. */
    public sealed interface Result {

        /**
         * It fits.
         *
         * @param text       the body with the parameters in place
         * @param parameters in order, with their names if the template has named ones
         */
        record Fits(Template template, String text, List<Parameter> parameters) implements Result {}

        /**
         * It does not.
         *
         * @param pointer the field at fault, relative to the template, for example {@code /parameters/0}
         */
        record Refused(String pointer, String reason) implements Result {}
    }

    /** One body parameter. */
    public record Parameter(@Nullable String name, String value) {}

    /** @param template null if there is none of that name and language */
    public static Result check(@Nullable Template template, List<String> parameters) {
        if (template == null) {
            return new Result.Refused("/name", "no such template in this language");
        }
        if (!template.sendable()) {
            return new Result.Refused(
                    "/name", "template is %s (expected: approved and active)".formatted(template.status()));
        }
        var placeholders = placeholders(template);
        if (placeholders.size() != parameters.size()) {
            return new Result.Refused(
                    "/parameters",
                    "found %d parameters (expected %d)".formatted(parameters.size(), placeholders.size()));
        }
        for (int i = 0; i < parameters.size(); i++) {
            var fault = fault(parameters.get(i));
            if (fault != null) {
                return new Result.Refused("/parameters/" + i, fault);
            }
        }
        return hydrated(template, placeholders, parameters);
    }

    private static Result hydrated(Template template, List<String> placeholders, List<String> parameters) {
        var text = PLACEHOLDER
                .matcher(template.body())
                .replaceAll(match -> Matcher.quoteReplacement(parameters.get(placeholders.indexOf(match.group(1)))));
        int length = text.codePointCount(0, text.length());
        if (length > MAX_BODY) {
            return new Result.Refused(
                    "/parameters", "text of %d characters (expected at most %d)".formatted(length, MAX_BODY));
        }
        var named = new ArrayList<Parameter>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            named.add(new Parameter(template.named() ? placeholders.get(i) : null, parameters.get(i)));
        }
        return new Result.Fits(template, text, List.copyOf(named));
    }

    /** The distinct placeholders in the order their parameters come: by number, by the declared names, else as they appear. */
    private static List<String> placeholders(Template template) {
        var found = new LinkedHashSet<String>();
        PLACEHOLDER.matcher(template.body()).results().forEach(match -> found.add(match.group(1)));
        if (!template.named()) {
            return found.stream().sorted(TemplateCheck::byNumber).toList();
        }
        return found.containsAll(template.variables()) && template.variables().size() == found.size()
                ? template.variables()
                : List.copyOf(found);
    }

    private static int byNumber(String left, String right) {
        return left.length() == right.length() ? left.compareTo(right) : Integer.compare(left.length(), right.length());
    }

    private static @Nullable String fault(String parameter) {
        if (parameter.isBlank()) {
            return "empty (expected: some text)";
        }
        return FORBIDDEN.matcher(parameter).find()
                ? "has a line break, a tab or more than four spaces in a row (expected: one line)"
                : null;
    }
}
