package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackItem.FieldChange;
import com.eventfulhq.infra.simulator.callback.CallbackItem.InboundMessage;
import com.eventfulhq.infra.simulator.callback.CallbackItem.StatusUpdate;
import com.eventfulhq.infra.simulator.knob.CallbackKnobs.Layout;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Composes what callbacks tell about one business number: messages of users, statuses, template changes. Ids follow from the
 * seed and the order of calls, so the same calls give the same bytes. May be used by several threads; then ids stay unique
 * but their order is the threads'.
 */
public final class CallbackBodies {
    private final BusinessNumber number;
    private final Wamids wamids;

    public CallbackBodies(BusinessNumber number, long seed) {
        this(number, new Wamids(seed));
    }

    public CallbackBodies(BusinessNumber number, Wamids wamids) {
        this.number = number;
        this.wamids = wamids;
    }

    /** The bytes of one POST with these items, as Meta would write them. */
    public static byte[] body(CallbackItem... items) {
        return body(List.of(items), Layout.MERGED);
    }

    public static byte[] body(List<? extends CallbackItem> items, Layout layout) {
        return WireJson.META.bytes(CallbackEnvelope.of(items, layout));
    }

    public InboundMessage text(EndUser user, String body, Instant at) {
        var message = message(user, "text", at);
        message.putObject("text").put("body", body);
        return inbound(user, message);
    }

    /** A swipe reply to another message. */
    public InboundMessage replyText(EndUser user, String repliedTo, String body, Instant at) {
        var message = message(user, "text", at);
        context(message, repliedTo);
        message.putObject("text").put("body", body);
        return inbound(user, message);
    }

    public InboundMessage image(EndUser user, @Nullable String caption, Instant at) {
        var message = message(user, "image", at);
        var image = message.putObject("image");
        if (caption != null) {
            image.put("caption", caption);
        }
        media(image, "image/jpeg", message);
        return inbound(user, message);
    }

    public InboundMessage voice(EndUser user, Instant at) {
        var message = message(user, "audio", at);
        media(message.putObject("audio"), "audio/ogg; codecs=opus", message).put("voice", true);
        return inbound(user, message);
    }

    public InboundMessage document(EndUser user, String filename, Instant at) {
        var message = message(user, "document", at);
        media(message.putObject("document").put("filename", filename), "application/pdf", message);
        return inbound(user, message);
    }

    public InboundMessage location(EndUser user, double latitude, double longitude, Instant at) {
        var message = message(user, "location", at);
        message.putObject("location").put("latitude", latitude).put("longitude", longitude);
        return inbound(user, message);
    }

    /** A tap on a reply button of an interactive message. */
    public InboundMessage buttonReply(EndUser user, String answered, String id, String title, Instant at) {
        return interactive(user, answered, "button_reply", id, title, at);
    }

    /** A row picked from a list. */
    public InboundMessage listReply(EndUser user, String answered, String id, String title, Instant at) {
        return interactive(user, answered, "list_reply", id, title, at);
    }

    /** A tap on a quick reply of a template. */
    public InboundMessage templateButton(EndUser user, String answered, String payload, String text, Instant at) {
        var message = message(user, "button", at);
        context(message, answered);
        message.putObject("button").put("payload", payload).put("text", text);
        return inbound(user, message);
    }

    /** A reaction; without an emoji the earlier one is taken back. */
    public InboundMessage reaction(EndUser user, String target, @Nullable String emoji, Instant at) {
        var message = message(user, "reaction", at);
        var reaction = message.putObject("reaction").put("message_id", target);
        if (emoji != null) {
            reaction.put("emoji", emoji);
        }
        return inbound(user, message);
    }

    /** Something the Cloud API cannot carry, here a poll. */
    public InboundMessage unsupported(EndUser user, Instant at) {
        var message = message(user, "unsupported", at);
        var error = new StatusError(131051, "Message type unknown", "Message type is currently not supported.");
        message.putArray("errors").add(error.json());
        message.putObject("unsupported").put("type", "poll_creation");
        return inbound(user, message);
    }

    /** The person took a new number. Carries no contact. */
    public InboundMessage changedNumber(EndUser user, String newWaId, Instant at) {
        var message = message(user, "system", at);
        message.putObject("system")
                .put("type", "user_changed_number")
                .put("body", "User " + user.name() + " changed to " + newWaId)
                .put("wa_id", newWaId);
        return new InboundMessage(number, null, message);
    }

    /** The first message of somebody who came from an advertisement: opens the free entry point. */
    public InboundMessage referred(EndUser user, String body, Instant at) {
        var message = message(user, "text", at);
        message.putObject("text").put("body", body);
        message.putObject("referral")
                .put("source_url", "https://fb.me/3cr4")
                .put("source_id", "120226305854810726")
                .put("source_type", "ad")
                .put("headline", "Book the hall")
                .put("ctwa_clid", "Aff-n8ZTODi");
        return inbound(user, message);
    }

    /** A message of a type nobody has heard of yet. */
    public InboundMessage ofUnknownType(EndUser user, Instant at) {
        var message = message(user, "hologram", at);
        message.putObject("hologram").put("depth", 3);
        return inbound(user, message);
    }

    /** A status without pricing or opaque data; see {@link StatusBuilder} for all of it. */
    public StatusUpdate status(EndUser user, String wamid, String status, Instant at) {
        return new StatusBuilder(number, user, wamid, status, at).build();
    }

    public StatusBuilder statusOf(EndUser user, String wamid, String status, Instant at) {
        return new StatusBuilder(number, user, wamid, status, at);
    }

    public StatusUpdate failed(EndUser user, String wamid, StatusError error, Instant at) {
        return new StatusBuilder(number, user, wamid, "failed", at).error(error).build();
    }

    /** The review or the quality of a template changed its state: {@code APPROVED}, {@code PAUSED}, … */
    public FieldChange templateStatus(String templateId, String name, String language, String event, Instant at) {
        var value = JsonNodeFactory.instance
                .objectNode()
                .put("event", event)
                .put("message_template_id", Long.parseLong(templateId))
                .put("message_template_name", name)
                .put("message_template_language", language.replace('_', '-'))
                .put("reason", "NONE");
        return new FieldChange(number, "message_template_status_update", value, at.getEpochSecond());
    }

    /** The next message id, for messages of the business. */
    public String wamid(EndUser user) {
        return wamids.next(user.id());
    }

    private InboundMessage inbound(EndUser user, ObjectNode message) {
        return new InboundMessage(number, user, message);
    }

    private ObjectNode message(EndUser user, String type, Instant at) {
        var message = JsonNodeFactory.instance.objectNode();
        if (user.waId() != null) {
            message.put("from", user.waId());
        }
        return message.put("from_user_id", user.userId())
                .put("id", wamids.next(user.id()))
                .put("timestamp", Long.toString(at.getEpochSecond()))
                .put("type", type);
    }

    private InboundMessage interactive(
            EndUser user, String answered, String kind, String id, String title, Instant at) {
        var message = message(user, "interactive", at);
        context(message, answered);
        var interactive = message.putObject("interactive").put("type", kind);
        interactive.putObject(kind).put("id", id).put("title", title);
        return inbound(user, message);
    }

    private void context(ObjectNode message, String repliedTo) {
        message.putObject("context").put("from", number.displayPhoneNumber()).put("id", repliedTo);
    }

    private static ObjectNode media(ObjectNode media, String mimeType, ObjectNode message) {
        int hash = message.path("id").asString("").hashCode();
        var digest = new byte[32];
        digest[0] = (byte) hash;
        String id = Long.toString(1_000_000_000_000_000L + Integer.toUnsignedLong(hash));
        return media.put("mime_type", mimeType)
                .put("sha256", Base64.getEncoder().encodeToString(digest))
                .put("id", id)
                .put("url", "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=" + id);
    }
}
