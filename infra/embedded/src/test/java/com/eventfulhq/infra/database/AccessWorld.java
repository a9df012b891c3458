package com.eventfulhq.infra.database;

import com.eventfulhq.infra.embedded.TestServers;

/** The people, teams, keys and applications that the rules of security, identity and api are tried on. */
final class AccessWorld {

    static final String BCRYPT = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    static final String ARGON2 = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG";

    private AccessWorld() {}

    /** A new database with all of it. */
    static DatabaseAddress in(TestServers servers) {
        var database = servers.newDatabase();
        Sql.script(database, BILLING);
        Sql.script(database, Names.in(PEOPLE));
        Sql.script(database, Names.in(EVENTS));
        Sql.script(database, Names.in(hashed(RECORDS)));
        Sql.script(database, Names.in(hashed(FRONT_DOOR)));
        return database;
    }

    private static String hashed(String sql) {
        return sql.replace("BCRYPT", BCRYPT).replace("ARGON2", ARGON2);
    }

    /** Just enough of plans and subscriptions where the billing schema has none yet. */
    private static final String BILLING = """
            DO $$ BEGIN
                IF to_regclass('billing.subscriptions') IS NULL THEN
                    CREATE TABLE billing.subscription_plans (plan_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), plan_name varchar(100));
                    INSERT INTO billing.subscription_plans (plan_name) VALUES ('Base'), ('Pro'), ('ProMax');
                    CREATE TABLE billing.subscriptions (subscription_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team_id uuid, plan_id uuid,
                        status text, current_period_start date, current_period_end date, is_deleted boolean NOT NULL DEFAULT false);
                END IF;
            END $$;
            """;

    private static final String PEOPLE = """
            INSERT INTO security.users (user_id, email, email_verified, whatsapp_number, whatsapp_verified, primary_archetype, admin_tier_id) VALUES
                (<governor>, 'governor@example.com', true, NULL, false, 'SuperAdmin', '5ec00000-0000-4000-8000-000000000011'),
                (<finance>, 'finance@example.com', true, NULL, false, 'SuperAdmin', '5ec00000-0000-4000-8000-000000000010'),
                (<developer>, 'developer@example.com', true, NULL, false, 'SuperAdmin', '5ec00000-0000-4000-8000-000000000006'),
                (<plain>, 'plain@example.com', true, NULL, false, 'SuperAdmin', NULL),
                (<artist>, 'artist@example.com', true, NULL, false, 'Artist', NULL),
                (<expert>, 'expert@example.com', true, NULL, false, 'Expert', NULL),
                (<fan>, 'fan@example.com', true, '34600111222', true, 'Fan', NULL),
                (<other>, 'other@example.com', true, NULL, false, 'Fan', NULL),
                (<gone>, 'gone@example.com', true, '34600111999', true, 'Fan', NULL);
            UPDATE security.users SET is_deleted = true WHERE user_id = <gone>;
            INSERT INTO identity.teams (team_id, team_name, team_type, creator_user_id) VALUES (<team>, 'Sala Gran', 'venue', <expert>),
                (<free>, 'Petits', 'collective', <fan>), (<lapsed>, 'Antics', 'agency', <other>);
            INSERT INTO identity.team_memberships (membership_id, user_id, team_id, role, invitation_status, invited_by_user_id) VALUES
                (<member>, <expert>, <team>, 'owner', 'accepted', NULL), (<invitation>, <fan>, <team>, 'member', 'pending', <expert>),
                (<declined>, <other>, <team>, 'member', 'declined', <expert>);
            INSERT INTO billing.subscriptions (team_id, plan_id, status, current_period_start, current_period_end)
                SELECT team, plan_id, 'active', current_date, current_date + 30 FROM billing.subscription_plans, unnest(ARRAY[<team>, <lapsed>]::uuid[]) AS team
                WHERE plan_name = 'ProMax';
            INSERT INTO billing.subscriptions (team_id, plan_id, status, current_period_start, current_period_end)
                SELECT <free>, plan_id, 'active', current_date, current_date + 30 FROM billing.subscription_plans WHERE plan_name = 'Pro';
            """;

    private static final String EVENTS = """
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_team_id)
                SELECT <event>, 'Fair', category_id, '2027-03-01 10:00Z', '2027-03-01 18:00Z', <team>
                FROM product.event_categories WHERE taxonomy_code = 'CORP_1_1';
            """;

    private static final String RECORDS = """
            INSERT INTO security.user_sessions (session_id, user_id, token_id, expires_at, created_at, last_active, is_revoked, revoked_at) VALUES
                (<session>, <fan>, 'token-1', now() + interval '1 day', now(), now(), false, NULL),
                (<second>, <fan>, 'token-2', now() + interval '1 day', now(), now(), false, NULL),
                (<ended>, <fan>, 'token-3', now() - interval '1 day', now() - interval '2 days', now() - interval '2 days', false, NULL),
                (<revoked>, <fan>, 'token-4', now() + interval '1 day', now(), now(), true, now());
            INSERT INTO security.user_consents (consent_id, user_id, consent_type, granted, granted_at)
                VALUES (<consent>, <fan>, 'MARKETING_EMAILS', true, '2026-01-01'), (<refusal>, <fan>, 'ANALYTICS_TRACKING', false, NULL);
            INSERT INTO security.api_keys (api_key_id, team_id, name, key_prefix, key_hash, permissions) VALUES
                (<key>, <team>, 'Door', 'evh_door', 'BCRYPT', '{events:read}'), (<deadkey>, <team>, 'Old', 'evh_old', 'ARGON2', '{events:read}');
            UPDATE security.api_keys SET status = 'revoked' WHERE api_key_id = <deadkey>;
            INSERT INTO security.data_export_requests (request_id, user_id, status, export_data_url, expires_at) VALUES
                (<queued>, <fan>, 'queued', NULL, NULL), (<ready>, <fan>, 'ready', 'https://files.example.com/export?sig=1', now() + interval '1 day');
            INSERT INTO security.ai_usage_logs (team_id, llm_provider, model, tokens_consumed, cost_credits, operation_type)
                VALUES (<team>, 'Anthropic', 'large', 12, 0.5, 'analysis');
            """;

    private static final String FRONT_DOOR = """
            INSERT INTO api.developer_applications (app_id, app_name, owning_team_id, redirect_uris) VALUES
                (<app>, 'Till', <team>, '{https://till.example.com/back}'), (<lapsedapp>, 'Past', <lapsed>, '{}');
            INSERT INTO api.api_credentials (credential_id, app_id, client_id, client_secret_hash, permissions_scope) VALUES
                (<credential>, <app>, 'till', 'BCRYPT', '{events:read,tickets:write}'), (<lapsedcredential>, <lapsedapp>, 'past', 'BCRYPT', '{events:read}');
            UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = <lapsedapp>;
            INSERT INTO api.authorization_codes (code_hash, credential_id, user_id, redirect_uri, scope, code_challenge, expires_at, created_at) VALUES
                (repeat('c', 64), <credential>, <fan>, 'https://till.example.com/back', '{events:read}', 'x', now() + interval '5 minutes', now()),
                (repeat('d', 64), <credential>, <fan>, 'https://till.example.com/back', '{events:read}', 'x', now() - interval '5 minutes', now() - interval '10 minutes');
            INSERT INTO api.refresh_token_families (family_id, credential_id, session_id, scope, expires_at) VALUES
                (<family>, <credential>, <session>, '{events:read}', now() + interval '30 days'),
                (<deadfamily>, <credential>, NULL, '{events:read}', now() + interval '30 days');
            INSERT INTO api.refresh_tokens (token_hash, family_id, used_at) VALUES (repeat('0', 64), <family>, now()), (repeat('a', 64), <family>, NULL),
                (repeat('b', 64), <deadfamily>, NULL);
            UPDATE api.refresh_token_families SET revoked_at = now() WHERE family_id = <deadfamily>;
            INSERT INTO api.embeddable_widgets (widget_id, owning_team_id, widget_type, target_entity_id, target_entity_type, widget_token)
                VALUES (<widget>, <team>, 'event_tickets', <event>, 'events', repeat('w', 32));
            INSERT INTO api.inbound_webhooks (inbound_webhook_id, owning_team_id, name, endpoint_url, url_token_hash, target_action)
                VALUES (<hook>, <team>, 'Form', '/v1/inbound/' || <hook>, repeat('e', 64), 'create_event');
            INSERT INTO api.api_usage_logs (credential_id, team_id, requesting_ip, method, endpoint, status_code, response_time_ms)
                VALUES (<credential>, <team>, '192.0.2.1', 'GET', '/v1/events', 200, 12);
            UPDATE billing.subscriptions SET status = 'past_due' WHERE team_id = <lapsed>;
            UPDATE billing.subscriptions SET status = 'unpaid' WHERE team_id = <lapsed>;
            -- Whoever had the right to change them would still be refused.
            GRANT UPDATE, DELETE ON security.security_audit_log, security.user_consent_decisions, security.ai_usage_logs, api.api_usage_logs TO product_domain;
            GRANT UPDATE ON security.admin_tiers, security.user_consents, api.refresh_token_families TO product_domain;
            """;
}
