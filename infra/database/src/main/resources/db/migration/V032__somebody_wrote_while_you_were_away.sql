-- What the messaging hub asks for when somebody has not read a conversation for a while.
INSERT INTO notification.notification_templates (template_name, template_category, channels, subject_template, body_template, available_variables)
VALUES ('chat_message', 'transactional', ARRAY['push', 'in_app', 'email'], '{{{sender}}} in {{{conversation}}}', '{{{preview}}}',
    '["sender", "conversation", "preview", "unread"]');
