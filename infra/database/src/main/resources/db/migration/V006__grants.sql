-- Everybody reads for context; only the owner writes (design: bounded contexts).
GRANT USAGE ON SCHEMA security, identity, communications, notification TO gateway, messaging_hub, notification_engine;
GRANT SELECT ON ALL TABLES IN SCHEMA security, identity, communications, notification
    TO gateway, messaging_hub, notification_engine;
ALTER DEFAULT PRIVILEGES IN SCHEMA security, identity, communications, notification
    GRANT SELECT ON TABLES TO gateway, messaging_hub, notification_engine;

GRANT INSERT, UPDATE ON security.users TO gateway;

GRANT INSERT, UPDATE ON communications.business_phone_numbers, communications.whatsapp_contacts,
    communications.whatsapp_contact_identities, communications.whatsapp_conversations,
    communications.whatsapp_templates, communications.whatsapp_send_attempts,
    communications.internal_conversations, communications.conversation_participants,
    communications.internal_messages TO messaging_hub;
GRANT INSERT, DELETE ON communications.whatsapp_parked_statuses, communications.whatsapp_send_requests TO messaging_hub;
GRANT INSERT ON communications.whatsapp_message_statuses, communications.whatsapp_changes,
    communications.whatsapp_quarantine TO messaging_hub;
-- The message log is immutable: only these columns ever advance.
GRANT INSERT ON communications.whatsapp_messages TO messaging_hub;
GRANT UPDATE (whatsapp_message_id, status, error_code, error_title, error_detail, ai_intent, ai_sentiment,
    media_url, next_attempt_at) ON communications.whatsapp_messages TO messaging_hub;

GRANT INSERT, UPDATE ON notification.notification_templates, notification.notification_deliveries TO notification_engine;
GRANT INSERT ON notification.notifications, notification.notification_timeline TO notification_engine;
GRANT UPDATE (status, channels_sent, read_at, provider_message_id) ON notification.notifications TO notification_engine;
