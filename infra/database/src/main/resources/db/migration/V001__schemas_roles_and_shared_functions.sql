-- One PostgreSQL schema per domain, one role per service. Roles are cluster-wide, so they may exist already;
-- LOGIN and passwords are given by whoever runs the migration, never by a script that is in version control.
CREATE SCHEMA security;
CREATE SCHEMA identity;
CREATE SCHEMA communications;
CREATE SCHEMA notification;

COMMENT ON SCHEMA security IS 'People, sessions, keys, consent and audit. Written by the gateway.';
COMMENT ON SCHEMA identity IS 'Teams and memberships. Written by the identity domain; ours read it.';
COMMENT ON SCHEMA communications IS 'WhatsApp and internal conversations. Written by the messaging hub.';
COMMENT ON SCHEMA notification IS 'Templates, notifications and their deliveries. Written by the notification engine.';

DO $roles$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['gateway', 'messaging_hub', 'notification_engine'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', service);
        END IF;
    END LOOP;
END
$roles$;

-- BaseEntity (rule X04): who and when, an optimistic lock, and soft deletion whose three columns agree.
CREATE FUNCTION public.keep_base_entity() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    NEW.created_at := OLD.created_at;
    NEW.created_by_user_id := OLD.created_by_user_id;
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    IF NEW.is_deleted AND NEW.deleted_at IS NULL THEN
        NEW.deleted_at := now();
    ELSIF NOT NEW.is_deleted THEN
        NEW.deleted_at := NULL;
        NEW.deleted_by_user_id := NULL;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION public.keep_base_entity() IS
    'Keeps the BaseEntity columns right on UPDATE: creation columns never change, version and updated_at advance, deletion columns agree.';
