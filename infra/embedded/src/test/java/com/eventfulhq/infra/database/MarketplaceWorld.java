package com.eventfulhq.infra.database;

/**
 * What the tests of the marketplace start from. Ana is the talent; Ben books alone, Mia for team sala; Tom is only invited to it,
 * Old has left it; Eve is nobody's party. The festa is over, the fira is to come. Bookings, messages and contracts are called after their
 * state.
 */
final class MarketplaceWorld {

    private static final String PEOPLE = """
            INSERT INTO security.users (user_id, email, primary_archetype) VALUES
                (<ana>, 'ana@example.com', 'Artist'), (<ben>, 'ben@example.com', 'Fan'), (<mia>, 'mia@example.com', 'Expert'),
                (<tom>, 'tom@example.com', 'Expert'), (<old>, 'old@example.com', 'Expert'), (<eve>, 'eve@example.com', 'Fan');
            INSERT INTO identity.teams (team_id, team_name, team_type) VALUES
                (<sala>, 'Sala Gran', 'venue'), (<other>, 'Other', 'agency');
            INSERT INTO identity.team_memberships (user_id, team_id, invitation_status, is_active) VALUES
                (<mia>, <sala>, 'accepted', true), (<tom>, <sala>, 'pending', true), (<old>, <sala>, 'accepted', false);
            INSERT INTO product.event_categories (category_id, category_name, taxonomy_code) VALUES (<music>, 'Tested music', 'TEST_1');
            INSERT INTO product.brands (brand_id, brand_name, owning_team_id) VALUES (<brand>, 'Festa', <sala>);
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_team_id) VALUES
                (<festa>, 'Festa', <music>, '2020-01-01', '2020-01-02', <sala>), (<fira>, 'Fira', <music>, '2030-02-01', '2030-02-02', <sala>);
            """;

    private static final String BOOKINGS = """
            INSERT INTO marketplace.bookings (booking_id, booking_reference, event_id, talent_user_id, booked_by_user_id, fee_credits,
                travel_allowance_credits)
            SELECT booking, reference, <festa>, <ana>, <ben>, 100, 20 FROM (VALUES (<inquiry>::uuid, 'B1'), (<pending>, 'B2'), (<funded>, 'B3'),
                (<half_funded>, 'B4'), (<refunded>, 'B5'), (<confirmed>, 'B6'), (<done>, 'B7'), (<cancelled>, 'B8'), (<with_contract>, 'B9'))
                AS b (booking, reference);
            INSERT INTO marketplace.bookings (booking_id, booking_reference, event_id, talent_user_id, booked_by_team_id, fee_credits)
                VALUES (<free>, 'B10', <festa>, <ana>, <sala>, 0), (<team_done>, 'B11', <festa>, <ana>, <sala>, 0),
                    (<done_early>, 'B12', <fira>, <ana>, <sala>, 0);
            UPDATE marketplace.bookings SET status = 'pending' WHERE booking_id <> <inquiry>;
            SELECT finance.credit('C1', wallet_id, 10000) FROM finance.wallets WHERE user_id = <ben>;
            SELECT finance.hold_escrow(booking_id, wallet_id, CASE booking_id WHEN <half_funded> THEN 60 ELSE 120 END)
                FROM marketplace.bookings, finance.wallets
                WHERE user_id = <ben> AND booking_id IN (<funded>, <half_funded>, <refunded>, <confirmed>, <done>, <with_contract>);
            SELECT finance.refund_escrow(<refunded>);
            UPDATE marketplace.bookings SET status = 'confirmed' WHERE booking_id IN (<confirmed>, <done>, <with_contract>, <team_done>, <done_early>);
            UPDATE marketplace.bookings SET status = 'completed' WHERE booking_id IN (<done>, <team_done>, <done_early>);
            UPDATE marketplace.bookings SET status = 'cancelled' WHERE booking_id = <cancelled>;
            """;

    private static final String THREADS = """
            INSERT INTO marketplace.booking_messages (message_id, booking_id, sender_user_id, message_text) VALUES
                (<unread>, <inquiry>, <ana>, 'Hello'), (<read>, <inquiry>, <ana>, 'Are you there?');
            UPDATE marketplace.booking_messages SET is_read = true WHERE message_id = <read>;
            INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data) VALUES
                (<pending>, <ana>, 'offer', 'For 100?', '{"fee": 100}'), (<pending>, <ben>, 'text', 'Let me think', NULL);
            INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data) VALUES
                (<funded>, <ana>, 'offer', 'For 100?', '{"fee": 100}'), (<funded>, <ben>, 'acceptance', 'Yes', NULL);
            INSERT INTO marketplace.booking_messages (booking_id, sender_user_id, message_type, message_text, offer_data) VALUES
                (<cancelled>, <ana>, 'offer', 'For 100?', '{"fee": 100}'), (<cancelled>, <ana>, 'withdrawal', 'No', NULL);
            """;

    private static final String PAPERS = """
            INSERT INTO marketplace.contract_templates (template_id, template_name, template_category, template_content, placeholders,
                is_public, created_by_team_id)
            VALUES (<public_text>, 'Standard', 'artist_performance', 'x', '{}', true, NULL),
                (<sala_text>, 'Sala', 'artist_performance', 'x', '{}', false, <sala>),
                (<other_text>, 'Other', 'artist_performance', 'x', '{}', false, <other>);
            UPDATE marketplace.bookings SET status = 'confirmed' WHERE booking_id = <free>;
            INSERT INTO marketplace.contracts (contract_id, booking_id, contract_number, document_url)
                VALUES (<sent>, <with_contract>, 'K1', 'https://example.com/k1.pdf');
            UPDATE marketplace.contracts SET status = 'sent', artist_signed_at = '2029-01-01';
            INSERT INTO marketplace.sponsorships (sponsorship_id, event_edition_id, brand_id, amount_credits)
                VALUES (<proposed>, <festa>, <brand>, 0);
            INSERT INTO marketplace.exhibitors (exhibitor_id, event_edition_id, exhibiting_team_id, booth_number, registration_fee_credits)
                VALUES (<exhibitor>, <festa>, <other>, 'A1', 10);
            """;

    private MarketplaceWorld() {}

    static void begin(DatabaseAddress database) {
        Sql.script(database, Names.in(PEOPLE + BOOKINGS + THREADS + PAPERS));
        // Somebody whom the grants would let through, to show that the rules hold without them.
        Sql.script(
                database,
                "GRANT UPDATE, DELETE ON marketplace.booking_messages, marketplace.booking_message_reads TO gateway");
    }
}
