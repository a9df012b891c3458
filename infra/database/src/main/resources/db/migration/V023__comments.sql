-- What the columns of the messaging hub and of the notification engine mean, where their migrations left it to the reader.

COMMENT ON COLUMN communications.business_phone_numbers.waba_id IS 'WhatsApp Business Account the number belongs to, by Meta''s id.';
COMMENT ON COLUMN communications.business_phone_numbers.display_phone_number IS 'The number as Meta spells it for people; display data.';
COMMENT ON COLUMN communications.business_phone_numbers.team_id IS 'Team that claimed the number; empty while nobody has.';
COMMENT ON COLUMN communications.business_phone_numbers.status IS 'unclaimed, active or disabled; unclaimed exactly while there is no team.';
COMMENT ON COLUMN communications.business_phone_numbers.created_at IS 'When the number was first heard of.';
COMMENT ON COLUMN communications.business_phone_numbers.updated_at IS 'When the row was changed last.';

COMMENT ON COLUMN communications.whatsapp_contacts.contact_id IS 'Ours; orders by when the contact was first seen.';
COMMENT ON COLUMN communications.whatsapp_contacts.profile_name IS 'Name of the WhatsApp profile, as of the last message; display data.';
COMMENT ON COLUMN communications.whatsapp_contacts.merged_into_contact_id IS 'The contact this one turned out to be; empty for a contact of its own.';
COMMENT ON COLUMN communications.whatsapp_contacts.created_at IS 'When the contact was first seen.';
COMMENT ON COLUMN communications.whatsapp_contacts.updated_at IS 'When profile, username or merger changed last.';

COMMENT ON COLUMN communications.whatsapp_contact_identities.waba_id IS 'WhatsApp Business Account within which the id is valid.';
COMMENT ON COLUMN communications.whatsapp_contact_identities.identity_type IS 'bsuid and parent_bsuid: business-scoped user ids; wa_id: the phone number as Meta normalises it.';
COMMENT ON COLUMN communications.whatsapp_contact_identities.identity_value IS 'The id exactly as Meta sent it.';
COMMENT ON COLUMN communications.whatsapp_contact_identities.contact_id IS 'Who it names.';
COMMENT ON COLUMN communications.whatsapp_contact_identities.first_seen_at IS 'When it was first seen.';

COMMENT ON COLUMN communications.whatsapp_conversations.conversation_id IS 'Ours; orders by when the conversation began.';
COMMENT ON COLUMN communications.whatsapp_conversations.business_phone_number_id IS 'Our side of the thread: Meta''s id of the business number.';
COMMENT ON COLUMN communications.whatsapp_conversations.contact_id IS 'The other side of the thread.';
COMMENT ON COLUMN communications.whatsapp_conversations.whatsapp_phone_number IS 'The contact''s number, E.164 digits without a plus sign; empty when Meta gave only a user id.';
COMMENT ON COLUMN communications.whatsapp_conversations.whatsapp_user_id IS 'The contact''s business-scoped user id; empty when Meta gave only a number.';
COMMENT ON COLUMN communications.whatsapp_conversations.user_id IS 'The registered person behind the contact, once known.';
COMMENT ON COLUMN communications.whatsapp_conversations.status IS 'active, ended, blocked or archived. A blocked conversation takes no sends.';
COMMENT ON COLUMN communications.whatsapp_conversations.last_message_at IS 'Time of the newest message in either direction; never moves backwards.';
COMMENT ON COLUMN communications.whatsapp_conversations.last_inbound_at IS 'Time of the newest message or call of the contact; never moves backwards.';
COMMENT ON COLUMN communications.whatsapp_conversations.assigned_agent_id IS 'Person who answers this thread; empty if nobody is assigned.';
COMMENT ON COLUMN communications.whatsapp_conversations.assigned_bot IS 'Bot that answers this thread, by name; empty if none does.';
COMMENT ON COLUMN communications.whatsapp_conversations.conversation_category IS 'Subject for analytics, as agents or bots set it.';
COMMENT ON COLUMN communications.whatsapp_conversations.referral IS 'The advertisement or post through which the contact came last, as Meta sent it; empty if through none.';
COMMENT ON COLUMN communications.whatsapp_conversations.window_log_partition IS 'Partition of the log that belongs to window_log_offset.';
COMMENT ON COLUMN communications.whatsapp_conversations.created_at IS 'When the conversation was first stored.';
COMMENT ON COLUMN communications.whatsapp_conversations.updated_at IS 'When the row was changed last.';

COMMENT ON COLUMN communications.whatsapp_templates.template_id IS 'Ours; what messages refer to.';
COMMENT ON COLUMN communications.whatsapp_templates.team_id IS 'Owning team; empty for a template of the platform.';
COMMENT ON COLUMN communications.whatsapp_templates.waba_id IS 'WhatsApp Business Account at which the template is registered; empty until it is.';
COMMENT ON COLUMN communications.whatsapp_templates.template_name IS 'Name at Meta; together with team and language it is unique.';
COMMENT ON COLUMN communications.whatsapp_templates.category IS 'authentication, marketing or utility: decides price and consent.';
COMMENT ON COLUMN communications.whatsapp_templates.language IS 'Language of this variant, in Meta''s spelling.';
COMMENT ON COLUMN communications.whatsapp_templates.body_text IS 'Text of the body with its placeholders.';
COMMENT ON COLUMN communications.whatsapp_templates.components IS 'Header, body, footer and buttons as Meta defines them.';
COMMENT ON COLUMN communications.whatsapp_templates.parameter_format IS 'Whether placeholders are numbered (positional) or named.';
COMMENT ON COLUMN communications.whatsapp_templates.provider_template_id IS 'Meta''s id of the template; empty until Meta has answered.';
COMMENT ON COLUMN communications.whatsapp_templates.whatsapp_status IS 'Approval state in our words. Only approved and active templates can be sent.';
COMMENT ON COLUMN communications.whatsapp_templates.rejected_reason IS 'Why Meta refused it, in Meta''s words; empty unless it did.';
COMMENT ON COLUMN communications.whatsapp_templates.is_active IS 'The owner''s own switch: false stops use although Meta approved.';
COMMENT ON COLUMN communications.whatsapp_templates.created_at IS 'When the template was made here.';
COMMENT ON COLUMN communications.whatsapp_templates.updated_at IS 'When content or state changed last.';

COMMENT ON COLUMN communications.whatsapp_messages.message_id IS 'Ours; orders by when the message was recorded.';
COMMENT ON COLUMN communications.whatsapp_messages.conversation_id IS 'The thread it belongs to.';
COMMENT ON COLUMN communications.whatsapp_messages.whatsapp_message_id IS 'Meta''s id (wamid), unique for ever: recognises repeated callbacks. Empty until an outbound message is accepted.';
COMMENT ON COLUMN communications.whatsapp_messages.direction IS 'inbound: from the contact; outbound: to the contact.';
COMMENT ON COLUMN communications.whatsapp_messages.message_type IS 'Meta''s own type, known to us or not: an unknown one is stored, not refused.';
COMMENT ON COLUMN communications.whatsapp_messages.text_content IS 'The text people read: body or caption; empty if there is none.';
COMMENT ON COLUMN communications.whatsapp_messages.media_url IS 'Where the media of the message lies with us; never Meta''s own link, which expires. Empty without media.';
COMMENT ON COLUMN communications.whatsapp_messages.template_name IS 'Name of the template sent; only outbound.';
COMMENT ON COLUMN communications.whatsapp_messages.template_id IS 'The template sent; only outbound.';
COMMENT ON COLUMN communications.whatsapp_messages.context_message_id IS 'Meta''s id of the message this one answers or forwards.';
COMMENT ON COLUMN communications.whatsapp_messages.status IS 'received for inbound. Outbound goes queued, accepted, sent, delivered, read, played, or failed; only forward.';
COMMENT ON COLUMN communications.whatsapp_messages.error_code IS 'Meta''s code of the failure; only with status failed.';
COMMENT ON COLUMN communications.whatsapp_messages.error_title IS 'Meta''s short name of the failure.';
COMMENT ON COLUMN communications.whatsapp_messages.error_detail IS 'Meta''s explanation of the failure.';
COMMENT ON COLUMN communications.whatsapp_messages.ai_intent IS 'What the contact wants, as analysis found; inbound only, may come later.';
COMMENT ON COLUMN communications.whatsapp_messages.ai_sentiment IS 'positive, negative or neutral, as analysis found; inbound only, may come later.';
COMMENT ON COLUMN communications.whatsapp_messages.sender_user_id IS 'Person who sent it from our side; empty for services and bots.';
COMMENT ON COLUMN communications.whatsapp_messages.send_before IS 'Outbound: no attempt begins after this; empty for no limit.';
COMMENT ON COLUMN communications.whatsapp_messages.log_partition IS 'Partition of the log that belongs to log_offset.';
COMMENT ON COLUMN communications.whatsapp_messages.created_at IS 'When we recorded the message.';

COMMENT ON COLUMN communications.whatsapp_message_statuses.message_id IS 'The message it is about.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.status IS 'The status as Meta spells it.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.recipient IS 'Member of a group to whom it applies; empty outside groups.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.provider_timestamp IS 'When it happened, by Meta''s clock.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.error_code IS 'Meta''s code of a failure.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.error_title IS 'Meta''s short name of a failure.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.error_detail IS 'Meta''s explanation of a failure.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.pricing_category IS 'What Meta charges the message as.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.pricing_type IS 'How Meta charges it: regular, or one of the free kinds.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.log_partition IS 'Partition of the log that belongs to log_offset.';
COMMENT ON COLUMN communications.whatsapp_message_statuses.created_at IS 'When we recorded it.';

COMMENT ON COLUMN communications.whatsapp_parked_statuses.whatsapp_message_id IS 'Meta''s id of the message that is not known yet.';
COMMENT ON COLUMN communications.whatsapp_parked_statuses.status IS 'The status as Meta spells it.';
COMMENT ON COLUMN communications.whatsapp_parked_statuses.recipient IS 'Member of a group to whom it applies; empty outside groups.';
COMMENT ON COLUMN communications.whatsapp_parked_statuses.payload IS 'The status as it came, in JSON.';
COMMENT ON COLUMN communications.whatsapp_parked_statuses.parked_at IS 'When it was put aside.';
COMMENT ON COLUMN communications.whatsapp_parked_statuses.expires_at IS 'When it is given up.';

COMMENT ON COLUMN communications.whatsapp_send_attempts.attempt_id IS 'Travels with the call, so that a status can be led back to the attempt.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.message_id IS 'The message that is sent.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.attempt_no IS 'Counts the attempts of one message from 1.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.state IS 'started; then accepted, rejected, retry (another attempt follows) or unknown (no answer came).';
COMMENT ON COLUMN communications.whatsapp_send_attempts.started_at IS 'When the call was about to begin.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.finished_at IS 'When its outcome was known; empty until then.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.settle_by IS 'Until when an outcome is waited for, then the attempt is unknown for good; empty once it is settled.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.http_status IS 'HTTP status of the answer; empty if none came.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.error_code IS 'Meta''s code of the refusal.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.error_detail IS 'Meta''s explanation of the refusal, or what went wrong on the way.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.fbtrace_id IS 'Meta''s trace id, to be quoted to its support.';
COMMENT ON COLUMN communications.whatsapp_send_attempts.whatsapp_message_id IS 'Meta''s id of the message, if the attempt was accepted.';

COMMENT ON COLUMN communications.whatsapp_send_requests.team_id IS 'Team that asked.';
COMMENT ON COLUMN communications.whatsapp_send_requests.idempotency_key IS 'The asker''s own key; unique within the team.';
COMMENT ON COLUMN communications.whatsapp_send_requests.request_sha256 IS 'SHA-256 of the request: tells a repetition from another request under the same key.';
COMMENT ON COLUMN communications.whatsapp_send_requests.message_id IS 'The message that answers every repetition.';
COMMENT ON COLUMN communications.whatsapp_send_requests.created_at IS 'When the request was accepted first.';

COMMENT ON COLUMN communications.whatsapp_changes.change_sha256 IS 'SHA-256 of the change: the same one is kept once.';
COMMENT ON COLUMN communications.whatsapp_changes.waba_id IS 'WhatsApp Business Account it concerns.';
COMMENT ON COLUMN communications.whatsapp_changes.phone_number_id IS 'Business number it concerns; empty if it concerns the account.';
COMMENT ON COLUMN communications.whatsapp_changes.field IS 'Meta''s name of the webhook field.';
COMMENT ON COLUMN communications.whatsapp_changes.payload IS 'The change as Meta sent it.';
COMMENT ON COLUMN communications.whatsapp_changes.received_at IS 'When the callback arrived.';
COMMENT ON COLUMN communications.whatsapp_changes.created_at IS 'When it was stored.';

COMMENT ON COLUMN communications.whatsapp_quarantine.quarantine_id IS 'Ours; orders by when it was put aside.';
COMMENT ON COLUMN communications.whatsapp_quarantine.body_sha256 IS 'SHA-256 of the body: the same one is kept once.';
COMMENT ON COLUMN communications.whatsapp_quarantine.reason IS 'Why it could not be read.';
COMMENT ON COLUMN communications.whatsapp_quarantine.body IS 'The body as it arrived.';
COMMENT ON COLUMN communications.whatsapp_quarantine.received_at IS 'When the callback arrived.';
COMMENT ON COLUMN communications.whatsapp_quarantine.created_at IS 'When it was stored.';

COMMENT ON COLUMN communications.internal_conversations.conversation_id IS 'Names the thread; given by the client or by the database.';
COMMENT ON COLUMN communications.internal_conversations.title IS 'What the thread is called; empty for one that is named after its participants.';
COMMENT ON COLUMN communications.internal_conversations.related_entity_id IS 'What the thread is about, with related_entity_type; empty if about nothing in particular.';
COMMENT ON COLUMN communications.internal_conversations.related_entity_type IS 'Table of what the thread is about: snake_case plural.';
COMMENT ON COLUMN communications.internal_conversations.last_message_at IS 'Time of the newest message; empty before the first.';

COMMENT ON COLUMN communications.conversation_participants.conversation_id IS 'The thread.';
COMMENT ON COLUMN communications.conversation_participants.user_id IS 'Who takes part.';
COMMENT ON COLUMN communications.conversation_participants.role IS 'owner, admin or member of the thread.';
COMMENT ON COLUMN communications.conversation_participants.joined_at IS 'When the person joined, or joined again.';
COMMENT ON COLUMN communications.conversation_participants.left_at IS 'When the person left or was removed; empty while taking part.';
COMMENT ON COLUMN communications.conversation_participants.last_read_seq IS 'Number of the last message the person has read; 0 for none.';
COMMENT ON COLUMN communications.conversation_participants.muted_until IS 'Until when the person is not told of new messages; empty for not muted.';

COMMENT ON COLUMN communications.internal_messages.message_id IS 'Names the message; orders by when it was written.';
COMMENT ON COLUMN communications.internal_messages.conversation_id IS 'The thread.';
COMMENT ON COLUMN communications.internal_messages.sender_user_id IS 'Who wrote it.';
COMMENT ON COLUMN communications.internal_messages.seq IS 'Number within the thread, from 1 without gaps: the order everybody sees.';
COMMENT ON COLUMN communications.internal_messages.client_message_id IS 'The sender''s own id: a repeated send is the same message.';
COMMENT ON COLUMN communications.internal_messages.message_type IS 'What kind it is; text unless the client says otherwise.';
COMMENT ON COLUMN communications.internal_messages.content IS 'The text; empty for a message of attachments only.';
COMMENT ON COLUMN communications.internal_messages.attachments IS 'Files of the message, as a JSON array; empty if there are none.';
COMMENT ON COLUMN communications.internal_messages.reply_to_message_id IS 'The message this one answers.';

COMMENT ON COLUMN notification.notification_templates.template_id IS 'Ours; what notifications refer to.';
COMMENT ON COLUMN notification.notification_templates.template_name IS 'Name by which producers ask for it.';
COMMENT ON COLUMN notification.notification_templates.template_category IS 'transactional, marketing, alert or reminder: decides consent, quiet hours and caps.';
COMMENT ON COLUMN notification.notification_templates.channels IS 'Channels the template can be sent on.';
COMMENT ON COLUMN notification.notification_templates.subject_template IS 'Subject or title with its placeholders; empty for channels without one.';
COMMENT ON COLUMN notification.notification_templates.body_template IS 'Text with placeholders in triple braces.';
COMMENT ON COLUMN notification.notification_templates.whatsapp_template_name IS 'Approved WhatsApp template that carries it outside the customer-service window; empty if there is none.';
COMMENT ON COLUMN notification.notification_templates.whatsapp_language IS 'Language of that WhatsApp template.';
COMMENT ON COLUMN notification.notification_templates.available_variables IS 'The placeholders and what they mean, as a JSON array for developers.';
COMMENT ON COLUMN notification.notification_templates.version IS 'Rises with every change of the content; notifications keep the one they used.';
COMMENT ON COLUMN notification.notification_templates.is_active IS 'Whether producers may ask for it.';
COMMENT ON COLUMN notification.notification_templates.created_at IS 'When the template was made.';
COMMENT ON COLUMN notification.notification_templates.updated_at IS 'When it was changed last.';

COMMENT ON COLUMN notification.notifications.notification_id IS 'Made from producer and idempotency key, so that a repeated request meets the same row.';
COMMENT ON COLUMN notification.notifications.recipient_user_id IS 'Whom it is for; empty for somebody without an account.';
COMMENT ON COLUMN notification.notifications.recipient_address IS 'Address or number it is for, where there is no account; one of both is there.';
COMMENT ON COLUMN notification.notifications.template_id IS 'Template it was made from; empty for a message given whole.';
COMMENT ON COLUMN notification.notifications.template_version IS 'Version of that template.';
COMMENT ON COLUMN notification.notifications.title IS 'Subject or title as rendered; cut to fit.';
COMMENT ON COLUMN notification.notifications.message IS 'Text as rendered.';
COMMENT ON COLUMN notification.notifications.channels_sent IS 'Channels it really went out on.';
COMMENT ON COLUMN notification.notifications.status IS 'Best state over all channels; only forward. failed when every channel failed, suppressed when nothing was to be sent.';
COMMENT ON COLUMN notification.notifications.read_at IS 'When the recipient marked it read in the app; not the same as opened.';
COMMENT ON COLUMN notification.notifications.provider_message_id IS 'Id at the provider, for a notification of one channel; every channel''s own is in its delivery.';
COMMENT ON COLUMN notification.notifications.related_entity_id IS 'What caused it, with related_entity_type.';
COMMENT ON COLUMN notification.notifications.related_entity_type IS 'Table of what caused it: snake_case plural.';
COMMENT ON COLUMN notification.notifications.idempotency_key IS 'The producer''s own key of the request; unique for it.';
COMMENT ON COLUMN notification.notifications.priority IS 'low, normal, high or critical; critical ignores quiet hours, caps and opt-outs.';
COMMENT ON COLUMN notification.notifications.locale IS 'Language it was rendered in, as a BCP 47 tag.';
COMMENT ON COLUMN notification.notifications.request_id IS 'Request id that follows the operation through all services.';
COMMENT ON COLUMN notification.notifications.scheduled_at IS 'Not to be sent before this; empty for at once.';
COMMENT ON COLUMN notification.notifications.expires_at IS 'Not to be sent after this; empty for no limit.';
COMMENT ON COLUMN notification.notifications.created_at IS 'When the row was written.';

COMMENT ON COLUMN notification.notification_deliveries.delivery_id IS 'Ours; given to the provider as reference, where it takes one.';
COMMENT ON COLUMN notification.notification_deliveries.notification_id IS 'The notification that is delivered.';
COMMENT ON COLUMN notification.notification_deliveries.channel IS 'email, whatsapp, push, sms, in_app or webhook.';
COMMENT ON COLUMN notification.notification_deliveries.address IS 'Address, number or device it goes to; empty where the channel needs none.';
COMMENT ON COLUMN notification.notification_deliveries.attempt_no IS 'Counts the attempts on one channel from 1.';
COMMENT ON COLUMN notification.notification_deliveries.status IS 'Where this attempt stands; unknown when the provider did not answer.';
COMMENT ON COLUMN notification.notification_deliveries.provider IS 'Who carries it.';
COMMENT ON COLUMN notification.notification_deliveries.provider_message_id IS 'Its id at the provider: leads receipts back here.';
COMMENT ON COLUMN notification.notification_deliveries.error_class IS 'What a failure means for another attempt.';
COMMENT ON COLUMN notification.notification_deliveries.error_code IS 'The provider''s code of a failure.';
COMMENT ON COLUMN notification.notification_deliveries.error_detail IS 'The provider''s explanation of a failure.';
COMMENT ON COLUMN notification.notification_deliveries.created_at IS 'When the attempt was written down, before the provider was called.';
COMMENT ON COLUMN notification.notification_deliveries.updated_at IS 'When its status changed last.';

COMMENT ON COLUMN notification.notification_timeline.notification_id IS 'The notification it tells of.';
COMMENT ON COLUMN notification.notification_timeline.entry_no IS 'Counts the entries of one notification from 1, without gaps.';
COMMENT ON COLUMN notification.notification_timeline.occurred_at IS 'When it happened.';
COMMENT ON COLUMN notification.notification_timeline.event IS 'What happened.';
COMMENT ON COLUMN notification.notification_timeline.channel IS 'Channel it happened on; empty if it concerns them all.';
COMMENT ON COLUMN notification.notification_timeline.reason IS 'Why, in one word; empty where nothing needs a reason.';
COMMENT ON COLUMN notification.notification_timeline.detail IS 'What else is known of it.';

COMMENT ON COLUMN notification.notification_requests.notification_id IS 'Made from producer and idempotency key; the notification may not be there yet.';
COMMENT ON COLUMN notification.notification_requests.request_sha256 IS 'SHA-256 of the request: tells a repetition from another request under the same key.';
COMMENT ON COLUMN notification.notification_requests.created_at IS 'When it was asked for first.';

COMMENT ON COLUMN notification.parked_receipts.delivery_id IS 'The delivery that is not there yet.';
COMMENT ON COLUMN notification.parked_receipts.status IS 'What the receipt says.';
COMMENT ON COLUMN notification.parked_receipts.payload IS 'The receipt as it came.';
COMMENT ON COLUMN notification.parked_receipts.parked_at IS 'When it was put aside.';
COMMENT ON COLUMN notification.parked_receipts.expires_at IS 'When it is given up.';
