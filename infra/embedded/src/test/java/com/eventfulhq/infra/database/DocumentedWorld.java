package com.eventfulhq.infra.database;

/** A row of each documented table of the domains around the marketplace, in which every column has a value. */
final class DocumentedWorld {

    private static final String PEOPLE = """
            INSERT INTO identity.artist_profiles (user_id, artist_name, bio, genre_primary, technical_rider_url, base_fee_credits)
                VALUES (<ana>, 'Ana', 'x', 'jazz', 'https://x', 1);
            INSERT INTO identity.expert_profiles (user_id, professional_title, company_name, core_competencies, hourly_rate_credits, portfolio_url)
                VALUES (<mia>, 'Mia', 'x', '{logistics}', 1, 'https://x');
            INSERT INTO identity.fan_profiles (user_id, display_name, bio, favorite_genres) VALUES (<ben>, 'Ben', 'x', '{jazz}');
            INSERT INTO identity.teams (team_id, team_name, team_type, description, website_url, logo_url, creator_user_id)
                VALUES (<club>, 'Club', 'collective', 'x', 'https://x', 'https://x', <ben>);
            INSERT INTO identity.team_memberships (user_id, team_id, invited_by_user_id) VALUES (<ana>, <club>, <ben>);
            """;

    private static final String MONEY = """
            INSERT INTO finance.payment_methods (payment_method_id, user_id, team_id, method_type, provider, external_id, last_four_digits, brand)
                VALUES (<card>, <ben>, NULL, 'card', 'stripe', 'pm_1', '4242', 'Visa'), (<account>, NULL, <sala>, 'bank_account', 'razorpay', 'ba_1', '0001', 'x');
            INSERT INTO billing.subscriptions (subscription_id, user_id, team_id, plan_id, current_period_start, current_period_end,
                external_subscription_id, payment_method_id)
                SELECT key, person, team, plan_id, current_date, current_date + 30, key::text, method FROM billing.subscription_plans, (VALUES
                    (<bens>::uuid, <ben>::uuid, NULL::uuid, <card>::uuid), (<salas>, NULL, <sala>, <account>)) AS s (key, person, team, method)
                WHERE plan_name = 'Pro';
            INSERT INTO billing.invoices (subscription_id, amount_credits, due_date, invoice_number, pdf_url)
                VALUES (<bens>, 1, current_date, 'S1', 'https://x');
            INSERT INTO billing.subscription_usage (subscription_id, usage_type, quantity_used) VALUES (<bens>, 'events_created', 1);
            INSERT INTO finance.invoices (invoice_number, billed_to_user_id, billed_to_team_id, subtotal, total_amount, due_date, pdf_url,
                subscription_id)
                VALUES ('I1', <ben>, NULL, 1, 1, current_date, 'https://x', <bens>), ('I2', NULL, <sala>, 1, 1, current_date, 'https://x', <salas>);
            UPDATE finance.transactions SET external_transaction_id = 'pi_1';
            """;

    private static final String PRODUCTS = """
            INSERT INTO product.destinations (destination_id, name, city, country, currency_code, timezone, region)
                VALUES (<place>, 'Udaipur', 'Udaipur', 'IN', 'INR', 'Asia/Kolkata', 'asia_pacific');
            INSERT INTO product.venues (name, venue_type, max_capacity, address_line1, country, destination_id, google_place_id, owner_team_id,
                owner_user_id)
                VALUES ('Palace', 'hotel', 1, 'x', 'IN', <place>, 'p1', <sala>, NULL), ('Garden', 'hotel', 1, 'x', 'IN', <place>, 'p2', NULL, <mia>);
            INSERT INTO product.tours (tour_id, title, start_date, end_date, owner_team_id, owner_user_id)
                VALUES (<tour>, 'Ten', '2030-01-01', '2030-01-31', <sala>, NULL), (<own_tour>, 'Two', '2030-01-01', '2030-01-31', NULL, <mia>);
            INSERT INTO product.events (edition_title, category_id, start_datetime, end_datetime, owner_user_id, tour_edition_id,
                parent_event_brand_id)
                VALUES ('Own', <music>, '2030-01-01', '2030-01-02', <mia>, <own_tour>, <brand>);
            INSERT INTO product.campaigns (name, campaign_type, owner_team_id, associated_entity_id, associated_entity_type)
                VALUES ('C', 'marketing', <sala>, <festa>, 'events');
            INSERT INTO product.entity_translations (entity_id, entity_type, field_name, language_code, translated_text)
                VALUES (<festa>, 'events', 'edition_title', 'hi', 'x');
            """;

    private static final String OPERATIONS = """
            INSERT INTO marketplace.contracts (booking_id, contract_number, template_id) VALUES (<confirmed>, 'K2', <public_text>);
            INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity, sale_start_datetime,
                sale_end_datetime)
                VALUES (<standing>, <festa>, 'Standing', 1, 5, now() - interval '1 h', now() + interval '1 h');
            INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id, current_owner_user_id,
                purchase_price_credits, qr_code) VALUES (<ticket>, 'T1', <festa>, <standing>, <ben>, <ben>, 1, 'qr 1');
            INSERT INTO event_operations.ticket_transfers (ticket_id, from_user_id, to_user_id, to_email, expires_at)
                VALUES (<ticket>, <ben>, <eve>, 'eve@example.com', now() + interval '1 h');
            INSERT INTO event_operations.event_staff (event_id, user_id, role_title, role_category, shift_start_datetime, shift_end_datetime,
                responsibilities, hourly_rate_credits)
                VALUES (<festa>, <mia>, 'Stage', 'production', '2020-01-01', '2020-01-02', 'x', 1);
            UPDATE event_operations.event_staff SET performance_rating = 5;
            INSERT INTO event_operations.event_requirements (event_id, requirement_type, title, assigned_to_user_id, estimated_cost_credits)
                VALUES (<festa>, 'permits', 'Permit', <mia>, 1);
            INSERT INTO event_operations.event_checklist (event_id, title, category, assigned_to_user_id)
                VALUES (<festa>, 'Plan', 'planning', <mia>);
            UPDATE marketplace.sponsorships SET sponsorship_tier = 'Gold';
            UPDATE marketplace.exhibitors SET booth_size = '10x10';
            """;

    private DocumentedWorld() {}

    static void begin(DatabaseAddress database) {
        MarketplaceWorld.begin(database);
        Sql.script(database, Names.in(PEOPLE + MONEY + PRODUCTS + OPERATIONS));
    }
}
