-- The demo world beyond the people and teams of World: somebody of every archetype, an event at its venue, its bookings, tickets,
-- staff and tasks, subscriptions and wallets. Everything goes the way the rules demand; running it again changes nothing.
DO $world$
DECLARE
    sala_gran constant uuid := '7e000000-0000-4000-8000-000000000001';
    harbour   constant uuid := '7e000000-0000-4000-8000-000000000002';
    ana       constant uuid := 'a0000000-0000-4000-8000-000000000001';
    ben       constant uuid := 'a0000000-0000-4000-8000-000000000002';
    cleo      constant uuid := 'a0000000-0000-4000-8000-000000000003';
    dario     constant uuid := 'a0000000-0000-4000-8000-000000000004';
    fatima    constant uuid := 'a0000000-0000-4000-8000-000000000005';
    greta     constant uuid := 'a0000000-0000-4000-8000-000000000006';
    sofia     constant uuid := 'a0000000-0000-4000-8000-000000000007';
    barcelona constant uuid := 'de000000-0000-4000-8000-000000000001';
    hall      constant uuid := 'fe000000-0000-4000-8000-000000000001';
    brand     constant uuid := 'b2000000-0000-4000-8000-000000000001';
    night     constant uuid := 'e0000000-0000-4000-8000-000000000001';
    summit    constant uuid := 'e0000000-0000-4000-8000-000000000002';
    booked    constant uuid := 'b0000000-0000-4000-8000-000000000001';
    asked     constant uuid := 'b0000000-0000-4000-8000-000000000002';
    standing  constant uuid := 'cc000000-0000-4000-8000-000000000001';
    balcony   constant uuid := 'cc000000-0000-4000-8000-000000000002';
    ticket    constant uuid := 'cd000000-0000-4000-8000-000000000001';
    rider     constant uuid := 'ce000000-0000-4000-8000-000000000001';
    opening   constant timestamptz := date_trunc('day', now()) + interval '60 days 20 hours';
BEGIN
    IF EXISTS (SELECT FROM product.events WHERE event_edition_id = night) THEN
        RETURN;
    END IF;

    INSERT INTO security.users (user_id, name, email, email_verified, whatsapp_number, whatsapp_verified, primary_archetype, admin_tier_id,
        language_preference)
    VALUES (dario, 'Dario Conti', 'dario@quintet.example', true, '393331112223', true, 'Artist', NULL, 'it'),
           (fatima, 'Fatima Rahal', 'fatima@fans.example', true, '34600111444', true, 'Fan', NULL, 'es'),
           (greta, 'Greta Lind', 'greta@fans.example', true, '46701112233', true, 'Fan', NULL, 'sv'),
           (sofia, 'Sofia Reyes', 'sofia@eventfulhq.example', true, '34600111555', true, 'SuperAdmin',
            (SELECT tier_id FROM security.admin_tiers WHERE tier_name = 'Platform Governor'), 'en');
    INSERT INTO identity.artist_profiles (user_id, artist_name, bio, genre_primary, base_fee_credits)
    VALUES (dario, 'Dario Conti Quintet', 'Five people who met on a night train.', 'jazz', 1200);
    INSERT INTO identity.expert_profiles (user_id, professional_title, company_name, core_competencies, hourly_rate_credits)
    VALUES (ana, 'Event producer', 'Sala Gran Events', ARRAY['event_production', 'logistics'], 45),
           (ben, 'Stage manager', 'Sala Gran Events', ARRAY['stage_management', 'sound_engineering'], 38),
           (cleo, 'Venue manager', 'Harbour Hall', ARRAY['hospitality_management'], 40);
    INSERT INTO identity.fan_profiles (user_id, display_name, favorite_genres, contribution_score, dietary_restrictions)
    VALUES (fatima, 'Fati', ARRAY['jazz'], 1250, ARRAY['vegetarian']),
           (greta, 'Greta L.', ARRAY['jazz', 'folk'], 40, '{}');
    INSERT INTO security.user_consents (user_id, consent_type, granted, granted_at)
    VALUES (fatima, 'MARKETING_WHATSAPP', true, now());

    INSERT INTO billing.subscriptions (team_id, user_id, plan_id, current_period_start, current_period_end)
    VALUES (sala_gran, NULL, (SELECT plan_id FROM billing.subscription_plans WHERE plan_name = 'ProMax'), current_date, current_date + 30),
           (harbour, NULL, (SELECT plan_id FROM billing.subscription_plans WHERE plan_name = 'Pro'), current_date, current_date + 30),
           (NULL, fatima, (SELECT plan_id FROM billing.subscription_plans WHERE plan_name = 'Base'), current_date, current_date + 30);
    PERFORM finance.credit('demo/sala-gran', (SELECT wallet_id FROM finance.wallets WHERE team_id = sala_gran), 5000);
    PERFORM finance.credit('demo/fatima', (SELECT wallet_id FROM finance.wallets WHERE user_id = fatima), 200);

    INSERT INTO product.destinations (destination_id, name, city, country, currency_code, language_codes, timezone, region)
    VALUES (barcelona, 'Barcelona', 'Barcelona', 'ES', 'EUR', ARRAY['ca', 'es'], 'Europe/Madrid', 'europe');
    INSERT INTO product.venues (venue_id, name, venue_type, max_capacity, address_line1, country, coordinates, destination_id,
        google_place_id, owner_team_id)
    VALUES (hall, 'Sala Gran', 'other', 600, 'Carrer del Port 12', 'ES', point(2.1734, 41.3851), barcelona, 'demo-sala-gran', sala_gran);
    INSERT INTO product.brands (brand_id, brand_name, owning_team_id) VALUES (brand, 'Nits de Jazz', sala_gran);
    INSERT INTO product.events (event_edition_id, edition_title, description, category_id, start_datetime, end_datetime, owner_team_id,
        parent_event_brand_id)
    VALUES (night, 'Nit de Jazz', 'The quintet, one night only.',
            (SELECT category_id FROM product.event_categories WHERE subcategory_name = 'Concerts & Live Shows'),
            opening, opening + interval '4 hours', sala_gran, brand),
           (summit, 'Harbour Summit', 'Two days of talks by the water.',
            (SELECT category_id FROM product.event_categories WHERE subcategory_name = 'Conferences & Summits'),
            opening + interval '30 days', opening + interval '32 days', harbour, NULL);
    UPDATE product.events SET status = 'published' WHERE event_edition_id = night;
    INSERT INTO product.event_venues (event_edition_id, venue_id, is_primary) VALUES (night, hall, true);

    INSERT INTO marketplace.bookings (booking_id, booking_reference, event_id, talent_user_id, booked_by_team_id, fee_credits,
        travel_allowance_credits)
    VALUES (booked, 'BK-DEMO-1', night, dario, sala_gran, 1300, 150), (asked, 'BK-DEMO-2', summit, dario, harbour, 1200, 0);
    INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data)
    VALUES (booked, ana, 'offer', 'Would you play for 1200?', '{"fee_credits": "1200"}');
    INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data)
    VALUES (booked, dario, 'counter_offer', '1300, and the train.', '{"fee_credits": "1300", "allowances": {"travel": "150"}}');
    INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text)
    VALUES (booked, ana, 'acceptance', 'Agreed.');
    UPDATE marketplace.bookings SET status = 'pending' WHERE booking_id = booked;
    PERFORM finance.hold_escrow(booked, (SELECT wallet_id FROM finance.wallets WHERE team_id = sala_gran), 1450);
    UPDATE marketplace.bookings SET status = 'confirmed' WHERE booking_id = booked;

    INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity, sale_start_datetime,
        sale_end_datetime, included_perks)
    VALUES (standing, night, 'Standing', 25, 500, now() - interval '1 day', opening, '{}'),
           (balcony, night, 'Balcony', 60, 40, now() - interval '1 day', opening, ARRAY['seat', 'drink']);
    INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id, current_owner_user_id,
        purchase_price_credits, qr_code)
    VALUES (ticket, 'TK-DEMO-1', night, standing, fatima, fatima, 25, 'demo-qr-1'),
           ('cd000000-0000-4000-8000-000000000002', 'TK-DEMO-2', night, standing, fatima, fatima, 25, 'demo-qr-2'),
           ('cd000000-0000-4000-8000-000000000003', 'TK-DEMO-3', night, balcony, greta, greta, 60, 'demo-qr-3');
    PERFORM set_config('eventful.acting_user', fatima::text, true);
    INSERT INTO event_operations.ticket_transfers (ticket_id, from_user_id, to_user_id, expires_at)
    VALUES (ticket, fatima, greta, now() + interval '7 days');
    PERFORM set_config('eventful.acting_user', '', true);

    INSERT INTO event_operations.event_staff (event_id, user_id, role_title, role_category, hourly_rate_credits, shift_start_datetime,
        shift_end_datetime)
    VALUES (night, ben, 'Stage manager', 'production', 38, opening - interval '4 hours', opening + interval '5 hours');
    INSERT INTO event_operations.event_requirements (requirement_id, event_id, requirement_type, title, priority, assigned_to_user_id,
        estimated_cost_credits)
    VALUES (rider, night, 'technical', 'Sound for a quintet', 'high', ben, 300);
    INSERT INTO event_operations.event_checklist (event_id, title, category, assigned_to_user_id, due_date)
    VALUES (night, 'Print the posters', 'marketing', ana, opening - interval '30 days');
    INSERT INTO community.posts (author_user_id, content, related_entity_id, related_entity_type)
    VALUES (dario, 'See you at Sala Gran!', night, 'events');
END
$world$;
