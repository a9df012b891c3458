-- Functions that run as their owner may do more than their callers. Attached to a table of one's own, one that is a trigger would
-- write what its caller may not: an audit row that was never earned. So nobody but the owner attaches or calls them, unless a role
-- is named. Triggers that are there go on firing: that needs no right.
DO $rights$
DECLARE
    powerful regprocedure;
BEGIN
    FOR powerful IN
        SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', powerful);
    END LOOP;
END
$rights$;
GRANT EXECUTE ON FUNCTION identity.dietary_needs(uuid[]) TO event_operations_domain;
