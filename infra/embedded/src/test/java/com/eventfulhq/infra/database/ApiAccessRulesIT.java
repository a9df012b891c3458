package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.SessionsByRole.OWNER;
import static com.eventfulhq.infra.database.Trial.accepted;
import static com.eventfulhq.infra.database.Trial.leaves;
import static com.eventfulhq.infra.database.Trial.refused;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the api schema refuses of tokens, widgets and webhooks, and what lies right beside it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiAccessRulesIT {

    private static final String GATEWAY = "gateway";
    private static final String HUB = "messaging_hub";

    /** What there is to show on other sites, beside the event of the team. */
    private static final String TO_SHOW = """
            INSERT INTO identity.artist_profiles (user_id, artist_name) VALUES (<artist>, 'Trencadís');
            INSERT INTO product.destinations (destination_id, name, country, currency_code, timezone, region)
                VALUES (<city>, 'Barcelona', 'ES', 'EUR', 'Europe/Madrid', 'europe');
            INSERT INTO product.venues (venue_id, name, venue_type, max_capacity, destination_id, google_place_id, owner_team_id) VALUES
                (<venue>, 'Sala Gran', 'other', 300, <city>, 'place-1', <team>), (<square>, 'Plaça', 'outdoor_space', 900, <city>, 'place-2', NULL);
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_team_id, owner_user_id)
                SELECT event::uuid, 'Fair', category_id, '2027-03-01 10:00Z', '2027-03-01 18:00Z', team::uuid, person::uuid
                FROM product.event_categories, (VALUES (<event of a member>, NULL, <expert>), (<event of others>, <free>, NULL),
                    (<event of somebody invited>, NULL, <fan>), (<deleted event>, <team>, NULL)) AS owned (event, team, person)
                WHERE taxonomy_code = 'CORP_1_1';
            UPDATE product.events SET is_deleted = true WHERE event_edition_id = <deleted event>;
            """;

    @AutoClose
    private final SessionsByRole sessions;

    ApiAccessRulesIT(TestServers servers) {
        var database = AccessWorld.in(servers);
        Sql.script(database, Names.in(TO_SHOW));
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tokens", "grants", "widgets", "webhooks"})
    void rule(Trial rule) {
        rule.holdsIn(sessions);
    }

    static Stream<Trial> tokens() {
        var code =
                "INSERT INTO api.authorization_codes (code_hash, credential_id, user_id, redirect_uri, scope, code_challenge, expires_at) VALUES ";
        var use = "UPDATE api.refresh_tokens SET used_at = now() WHERE token_hash = ";
        var token = "INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES (repeat('f', 64), ";
        var exchange = "UPDATE api.authorization_codes SET used_at = now() WHERE code_hash = ";
        return Stream.of(
                refused(
                        "a family ends",
                        "23502",
                        GATEWAY,
                        "INSERT INTO api.refresh_token_families (credential_id, scope) VALUES (<credential>, '{}')"),
                refused(
                        "a family does not end before it begins",
                        "23514",
                        GATEWAY,
                        "INSERT INTO api.refresh_token_families (credential_id, scope, expires_at) VALUES (<credential>, '{}', now())"),
                refused(
                        "a family's scope names thing and action",
                        "23514",
                        GATEWAY,
                        "INSERT INTO api.refresh_token_families (credential_id, scope, expires_at) VALUES (<credential>, '{all}', now() + interval '1 day')"),
                refused(
                        "a family's credentials exist",
                        "23503",
                        GATEWAY,
                        "INSERT INTO api.refresh_token_families (credential_id, scope, expires_at) VALUES (<new>, '{}', now() + interval '1 day')"),
                refused(
                        "a family's session exists",
                        "23503",
                        GATEWAY,
                        "INSERT INTO api.refresh_token_families (credential_id, session_id, scope, expires_at) VALUES (<credential>, <new>, '{}', now() + interval '1 day')"),
                refused(
                        "a family's end never moves, whoever may write",
                        "VE003",
                        "product_domain",
                        "UPDATE api.refresh_token_families SET expires_at = now() + interval '99 days' WHERE family_id = <family>"),
                accepted(
                        "a code is for an address the application named",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), <credential>, <fan>, 'https://till.example.com/back', '{events:read}', 'x', now() + interval '10 minutes')"),
                refused(
                        "a code is for no other address",
                        "VE013",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), <credential>, <fan>, 'https://till.example.com/back/', '{events:read}', 'x', now() + interval '1 minute')"),
                refused(
                        "a code is for no scope the application may not ask for",
                        "VE013",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), <credential>, <fan>, 'https://till.example.com/back', '{wallets:write}', 'x', now() + interval '1 minute')"),
                refused(
                        "a code ends within ten minutes",
                        "23514",
                        GATEWAY,
                        code
                                + "(repeat('1', 64), <credential>, <fan>, 'https://till.example.com/back', '{}', 'x', now() + interval '11 minutes')"),
                refused(
                        "a code is never stored itself",
                        "23514",
                        GATEWAY,
                        code
                                + "('secret', <credential>, <fan>, 'https://till.example.com/back', '{}', 'x', now() + interval '1 minute')"),
                accepted("a code is used", GATEWAY, exchange + "repeat('c', 64)"),
                refused(
                        "a code is used once",
                        "VE020",
                        GATEWAY,
                        exchange + "repeat('c', 64); " + exchange + "repeat('c', 64)"),
                refused("a code that ended is not used", "VE010", GATEWAY, exchange + "repeat('d', 64)"),
                accepted(
                        "a refresh token is exchanged for the next",
                        GATEWAY,
                        use + "repeat('a', 64); " + token + "<family>)"),
                refused("a refresh token is used once", "VE020", GATEWAY, use + "repeat('0', 64)"),
                refused("a family has one token that counts", "23505", GATEWAY, token + "<family>)"),
                refused("no token of a revoked family is used", "VE010", GATEWAY, use + "repeat('b', 64)"),
                refused("no token of a revoked family is made", "VE010", GATEWAY, token + "<deadfamily>)"),
                refused(
                        "a revoked family stays revoked",
                        "VE004",
                        GATEWAY,
                        "UPDATE api.refresh_token_families SET revoked_at = NULL WHERE family_id = <deadfamily>"),
                refused(
                        "a refresh token is never stored itself",
                        "23514",
                        GATEWAY,
                        "INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES ('secret', <family>)"),
                leaves(
                        "a session takes its tokens along",
                        "0",
                        OWNER,
                        "DELETE FROM security.user_sessions WHERE session_id = <session>",
                        "SELECT count(*) FROM api.refresh_tokens WHERE family_id = <family>"),
                refused("nobody else reads refresh tokens", "42501", HUB, "SELECT token_hash FROM api.refresh_tokens"),
                refused("nobody else reads codes", "42501", HUB, "SELECT code_hash FROM api.authorization_codes"));
    }

    /** What is given to an application ends where its credentials, its state, its team's plan and the person's session end. */
    static Stream<Trial> grants() {
        var family =
                "INSERT INTO api.refresh_token_families (credential_id, session_id, scope, expires_at) VALUES (<credential>, <session>, '{%s}', now() + interval '1 day')";
        var use = "UPDATE api.refresh_tokens SET used_at = now() WHERE token_hash = repeat('a', 64)";
        var given = Map.of(
                "a code",
                "INSERT INTO api.authorization_codes (code_hash, credential_id, user_id, redirect_uri, scope, code_challenge, expires_at)"
                        + " VALUES (repeat('1', 64), <credential>, <fan>, 'https://till.example.com/back', '{events:read}', 'x', now() + interval '1 minute')",
                "a family",
                family.formatted("events:read"),
                "the next token",
                use);
        var ends = Map.of(
                "a suspended application",
                "UPDATE api.developer_applications SET status = 'suspended' WHERE app_id = <app>; ",
                "an application that is under review",
                "UPDATE api.developer_applications SET status = 'under_review' WHERE app_id = <app>; ",
                "revoked credentials",
                "UPDATE api.api_credentials SET revoked_at = now() WHERE credential_id = <credential>; ",
                "a team without ProMax",
                "UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = <team>; ");
        var session = "UPDATE security.user_sessions SET %s WHERE session_id = <session>; ";
        return Stream.concat(
                Stream.of(
                        accepted(
                                "a family is for scopes the application may ask for",
                                GATEWAY,
                                family.formatted("events:read,tickets:write")),
                        refused("a family is for no other scope", "VE013", GATEWAY, family.formatted("wallets:write")),
                        refused(
                                "nor is one scope of several",
                                "VE013",
                                GATEWAY,
                                family.formatted("events:read,wallets:write")),
                        refused(
                                "a revoked session gets no next token",
                                "VE010",
                                GATEWAY,
                                session.formatted("is_revoked = true") + use),
                        refused(
                                "an expired session gets no next token",
                                "VE010",
                                GATEWAY,
                                session.formatted("expires_at = now()") + use),
                        accepted(
                                "an application that acts for its own team has no session",
                                GATEWAY,
                                "INSERT INTO api.refresh_token_families (family_id, credential_id, scope, expires_at) VALUES (<new>, <credential>, '{}', now() + interval '1 day');"
                                        + " INSERT INTO api.refresh_tokens (token_hash, family_id) VALUES (repeat('f', 64), <new>)")),
                ends.entrySet().stream().flatMap(end -> given.entrySet().stream()
                        .map(grant -> refused(
                                end.getKey() + " does not get " + grant.getKey(),
                                "VE009",
                                OWNER,
                                end.getValue() + grant.getValue()))));
    }

    static Stream<Trial> widgets() {
        var widget =
                "INSERT INTO api.embeddable_widgets (owning_team_id, widget_type, target_entity_id, target_entity_type, widget_token, allowed_origins) VALUES ";
        return Stream.of(
                refused(
                        "a widget has a token",
                        "23502",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', <event>, 'events', NULL, '{}')"),
                refused(
                        "a widget is active or disabled",
                        "23514",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET status = 'lost' WHERE widget_id = <widget>"),
                leaves(
                        "a change is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET status = 'disabled' WHERE widget_id = <widget>",
                        "SELECT updated_at = now() FROM api.embeddable_widgets WHERE widget_id = <widget>"),
                accepted(
                        "a ProMax team embeds its calendar",
                        GATEWAY,
                        widget
                                + "(<team>, 'venue_calendar', <venue>, 'venues', repeat('x', 32), '{https://sala.example.com}')"),
                refused(
                        "a team with Pro embeds nothing",
                        "VE009",
                        GATEWAY,
                        widget + "(<free>, 'venue_calendar', <venue>, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "there is no fourth widget",
                        "23514",
                        GATEWAY,
                        widget + "(<team>, 'clock', <venue>, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "a ticket box is about an event",
                        "23514",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', <venue>, 'venues', repeat('x', 32), '{}')"),
                refused(
                        "a widget is about something",
                        "23502",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', NULL, 'events', repeat('x', 32), '{}')"),
                refused(
                        "a widget says what that is",
                        "23502",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', <event>, NULL, repeat('x', 32), '{}')"),
                refused(
                        "a token is one widget's",
                        "23505",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', <event>, 'events', repeat('w', 32), '{}')"),
                refused(
                        "a token is not guessed",
                        "23514",
                        GATEWAY,
                        widget + "(<team>, 'event_tickets', <event>, 'events', 'short', '{}')"),
                refused(
                        "an origin is https",
                        "23514",
                        GATEWAY,
                        widget
                                + "(<team>, 'event_tickets', <event>, 'events', repeat('x', 32), '{http://sala.example.com}')"),
                refused(
                        "an origin has no path",
                        "23514",
                        GATEWAY,
                        widget
                                + "(<team>, 'event_tickets', <event>, 'events', repeat('x', 32), '{https://sala.example.com/}')"),
                refused(
                        "a widget stays about the same",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET target_entity_id = <team> WHERE widget_id = <widget>"),
                refused(
                        "looks are an object",
                        "23514",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET config_json = '7' WHERE widget_id = <widget>"),
                refused(
                        "a rate is above zero",
                        "23514",
                        GATEWAY,
                        "UPDATE api.embeddable_widgets SET rate_limit_per_minute = 0 WHERE widget_id = <widget>"),
                refused(
                        "a widget comes back only with ProMax",
                        "VE009",
                        OWNER,
                        "UPDATE api.embeddable_widgets SET status = 'disabled'; UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = <team>; UPDATE api.embeddable_widgets SET status = 'active'"),
                refused(
                        "only the gateway writes widgets",
                        "42501",
                        HUB,
                        widget + "(<team>, 'event_tickets', <event>, 'events', repeat('x', 32), '{}')"),
                accepted(
                        "an event of one of its members is the team's own",
                        GATEWAY,
                        show("<event of a member>, 'events'")),
                refused("a team embeds no event of others", "VE011", GATEWAY, show("<event of others>, 'events'")),
                refused(
                        "nor of somebody who is only invited",
                        "VE011",
                        GATEWAY,
                        show("<event of somebody invited>, 'events'")),
                refused(
                        "nor of a member it has suspended",
                        "VE011",
                        OWNER,
                        "UPDATE identity.team_memberships SET is_active = false WHERE membership_id = <member>; "
                                + show("<event of a member>, 'events'")),
                refused("nor one that is deleted", "VE011", GATEWAY, show("<deleted event>, 'events'")),
                refused("nor one that is not there", "VE011", GATEWAY, show("<new>, 'events'")),
                refused("a team embeds no venue that nobody claimed", "VE011", GATEWAY, show("<square>, 'venues'")),
                refused("a team embeds no artist of others", "VE011", GATEWAY, show("<artist>, 'artist_profiles'")),
                accepted(
                        "a team embeds the schedule of an artist who joined it",
                        OWNER,
                        "INSERT INTO identity.team_memberships (user_id, team_id, role, invitation_status) VALUES (<artist>, <team>, 'member', 'accepted'); "
                                + show("<artist>, 'artist_profiles'")),
                refused(
                        "a widget does not come back for what is no longer the team's",
                        "VE011",
                        OWNER,
                        "UPDATE api.embeddable_widgets SET status = 'disabled'; UPDATE product.events SET owner_team_id = <free> WHERE event_edition_id = <event>; UPDATE api.embeddable_widgets SET status = 'active'"));
    }

    private static String show(String target) {
        var type = Map.of(
                        "'events'",
                        "event_tickets",
                        "'venues'",
                        "venue_calendar",
                        "'artist_profiles'",
                        "artist_schedule")
                .get(target.substring(target.indexOf(", ") + 2));
        return "INSERT INTO api.embeddable_widgets (owning_team_id, widget_type, target_entity_id, target_entity_type, widget_token) VALUES (<team>, '"
                + type + "', " + target + ", repeat('x', 32))";
    }

    static Stream<Trial> webhooks() {
        var hook =
                "INSERT INTO api.inbound_webhooks (inbound_webhook_id, owning_team_id, name, platform, endpoint_url, url_token_hash, target_action) VALUES ";
        return Stream.of(
                refused(
                        "an action is a word",
                        "23514",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <new>, repeat('1', 64), 'Create Event')"),
                refused(
                        "a webhook has a name",
                        "23502",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, NULL, 'make', '/v1/inbound/' || <new>, repeat('1', 64), 'create_event')"),
                leaves(
                        "a change is stamped",
                        "t",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET name = 'x' WHERE inbound_webhook_id = <hook>",
                        "SELECT updated_at = now() FROM api.inbound_webhooks WHERE inbound_webhook_id = <hook>"),
                accepted(
                        "a ProMax team lets others post",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, 'H', 'zapier', '/v1/inbound/' || <new>, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a team with Pro does not",
                        "VE009",
                        GATEWAY,
                        hook
                                + "(<new>, <free>, 'H', 'zapier', '/v1/inbound/' || <new>, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a platform is one of three",
                        "23514",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, 'H', 'pigeon', '/v1/inbound/' || <new>, repeat('1', 64), 'add_attendee')"),
                refused(
                        "an address ends with the key: no secret is in it",
                        "23514",
                        GATEWAY,
                        hook + "(<new>, <team>, 'H', 'make', '/v1/inbound/s3cr3t', repeat('1', 64), 'add_attendee')"),
                refused(
                        "an address is one webhook's",
                        "23514",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <hook>, repeat('1', 64), 'add_attendee')"),
                refused(
                        "there is an address",
                        "23502",
                        GATEWAY,
                        hook + "(<new>, <team>, 'H', 'make', NULL, repeat('1', 64), 'add_attendee')"),
                refused(
                        "a token is never stored itself",
                        "23514",
                        GATEWAY,
                        hook + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <new>, 's3cr3t', 'add_attendee')"),
                refused(
                        "there is a token",
                        "23502",
                        GATEWAY,
                        hook + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <new>, NULL, 'add_attendee')"),
                refused(
                        "a token is one webhook's",
                        "23505",
                        GATEWAY,
                        hook
                                + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <new>, repeat('e', 64), 'add_attendee')"),
                refused(
                        "a post asks for something",
                        "23502",
                        GATEWAY,
                        hook + "(<new>, <team>, 'H', 'make', '/v1/inbound/' || <new>, repeat('1', 64), NULL)"),
                refused(
                        "a mapping is an object",
                        "23514",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET field_mapping = '[]' WHERE inbound_webhook_id = <hook>"),
                accepted(
                        "a webhook is switched off",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET is_active = false WHERE inbound_webhook_id = <hook>"),
                refused(
                        "it comes back only with ProMax",
                        "VE009",
                        OWNER,
                        "UPDATE api.inbound_webhooks SET is_active = false; UPDATE billing.subscriptions SET is_deleted = true WHERE team_id = <team>; UPDATE api.inbound_webhooks SET is_active = true"),
                refused(
                        "an address never changes",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET endpoint_url = '/v2/inbound/' || <hook> WHERE inbound_webhook_id = <hook>"),
                refused(
                        "a webhook stays its team's",
                        "VE003",
                        GATEWAY,
                        "UPDATE api.inbound_webhooks SET owning_team_id = <lapsed> WHERE inbound_webhook_id = <hook>"),
                refused(
                        "nobody else reads the token's hash",
                        "42501",
                        HUB,
                        "SELECT url_token_hash FROM api.inbound_webhooks"),
                refused(
                        "nobody else reads the signing secret",
                        "42501",
                        HUB,
                        "SELECT signing_secret_encrypted FROM api.inbound_webhooks"));
    }
}
