-- Retention of the logs of the other schemas, and the partitions that are due; both are run every day (Maintenance).
INSERT INTO security.data_retention_policies (entity_schema, entity_type, time_column, retention_period_days, minimum_period_days) VALUES
    ('operations', 'system_health_checks', 'checked_at', 90, 7),
    ('operations', 'microservice_communications', 'created_at', 30, 2),
    ('operations', 'webhook_deliveries', 'created_at', 90, 7),
    ('integration', 'sync_logs', 'started_at', 365, 30);

CREATE FUNCTION operations.prepare_days() RETURNS integer
    LANGUAGE plpgsql AS
$prepare$
DECLARE
    policy security.data_retention_policies;
    made   integer := api.make_usage_partitions(7);
BEGIN
    FOR policy IN SELECT p.* FROM security.data_retention_policies p
        WHERE p.entity_schema = 'operations' AND p.entity_type IN ('system_health_checks', 'microservice_communications') LOOP
        made := made + operations.make_day_partitions(format('%I.%I', policy.entity_schema, policy.entity_type)::regclass, 7);
        IF policy.is_active THEN
            PERFORM operations.drop_day_partitions(format('%I.%I', policy.entity_schema, policy.entity_type)::regclass, policy.retention_period_days);
        END IF;
    END LOOP;
    PERFORM api.drop_empty_usage_partitions();
    RETURN made;
END
$prepare$;
REVOKE EXECUTE ON FUNCTION operations.prepare_days() FROM PUBLIC;
COMMENT ON FUNCTION operations.prepare_days() IS
    'Makes the partitions of the next days and drops those whose days are over, of all tables that have any. Returns how many it made. For the migration role, every day.';
