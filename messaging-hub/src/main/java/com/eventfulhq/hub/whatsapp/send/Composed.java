package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.whatsapp.template.TemplateCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message as its row keeps it.
 *
 * @param text         what the user reads; null if that is not known (a refused template)
 * @param templateName null for free text
 * @param templateId   null for free text or an unknown template
 * @param content      the object behind the type in Meta's shape; null for plain text
 */
record Composed(
        String type,
        @Nullable String text,
        @Nullable String templateName,
        @Nullable UUID templateId,
        @Nullable JsonNode content) {

    static final String TEXT = "text";
    static final String TEMPLATE = "template";

    static Composed of(Content.Text text) {
        return new Composed(TEXT, text.body(), null, null, text.previewUrl() ? textNode(text.body(), true) : null);
    }

    static Composed of(TemplateCheck.Result.Fits fits) {
        var template = fits.template();
        return new Composed(
                TEMPLATE,
                fits.text(),
                template.name(),
                template.id(),
                templateNode(template.name(), template.language(), fits.parameters()));
    }

    /** Of a message that was refused: what was asked for, as far as it can be told. */
    static Composed refused(Content content) {
        return switch (content) {
            case Content.Text text -> of(text);
            case Content.FromTemplate template ->
                new Composed(
                        TEMPLATE,
                        null,
                        template.name(),
                        null,
                        templateNode(template.name(), template.language(), unnamed(template.parameters())));
        };
    }

    private static List<TemplateCheck.Parameter> unnamed(List<String> values) {
        return values.stream()
                .map(value -> new TemplateCheck.Parameter(null, value))
                .toList();
    }

    /** What is posted. */
    JsonNode graphContent() {
        return content == null ? textNode(text == null ? "" : text, false) : content;
    }

    /** What was asked for, read back from the row. */
    Content asked() {
        if (content == null || !TEMPLATE.equals(type)) {
            return new Content.Text(
                    text == null ? "" : text,
                    content != null && content.path("preview_url").asBoolean(false));
        }
        var values = new ArrayList<String>();
        content.path("components")
                .path(0)
                .path("parameters")
                .forEach(parameter -> values.add(parameter.path("text").asString("")));
        return new Content.FromTemplate(
                content.path("name").asString(""),
                content.path("language").path("code").asString(""),
                List.copyOf(values));
    }

    private static ObjectNode textNode(String body, boolean previewUrl) {
        var node = Json.MAPPER.createObjectNode().put("body", body);
        return previewUrl ? node.put("preview_url", true) : node;
    }

    private static ObjectNode templateNode(String name, String language, List<TemplateCheck.Parameter> parameters) {
        var node = Json.MAPPER.createObjectNode().put("name", name);
        node.putObject("language").put("code", language);
        if (!parameters.isEmpty()) {
            var body = node.putArray("components").addObject().put("type", "body");
            var list = body.putArray("parameters");
            for (var parameter : parameters) {
                var one = list.addObject().put("type", "text");
                if (parameter.name() != null) {
                    one.put("parameter_name", parameter.name());
                }
                one.put("text", parameter.value());
            }
        }
        return node;
    }
}
