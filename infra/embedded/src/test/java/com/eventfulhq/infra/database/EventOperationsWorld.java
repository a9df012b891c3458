package com.eventfulhq.infra.database;

/**
 * What the tests of event operations start from. Ben has bought all tickets; Ana, Eve and Mia are other people. Ticket types, tickets
 * and transfers are called after their state, and the token of a transfer is its name, then zeros.
 */
final class EventOperationsWorld {

    private static final String EVENTS = """
            INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<ana>, 'ana@example.com', 'Fan'),
                (<ben>, 'ben@example.com', 'Fan'), (<eve>, 'eve@example.com', 'Fan'), (<mia>, 'mia@example.com', 'Expert');
            INSERT INTO product.event_categories (category_id, category_name, taxonomy_code) VALUES (<music>, 'Tested music', 'TEST_1');
            INSERT INTO product.events (event_edition_id, edition_title, category_id, start_datetime, end_datetime, owner_user_id) VALUES
                (<festa>, 'Festa', <music>, '2030-01-01', '2030-01-02', <mia>), (<fira>, 'Fira', <music>, '2030-02-01', '2030-02-02', <mia>);
            """;

    private static final String TICKETS = """
            INSERT INTO event_operations.ticket_types (ticket_type_id, event_id, name, price_credits, total_quantity, sale_start_datetime,
                sale_end_datetime)
            SELECT ticket_type, <festa>, 'Type', 10, places, now() + opens, now() + closes FROM (VALUES
                (<on_sale>::uuid, 20, interval '-1 h', interval '1 h'), (<sold_out>, 1, '-1 h', '1 h'), (<not_yet>, 5, '1 h', '2 h'),
                (<over>, 5, '-2 h', '-1 h'), (<withdrawn>, 5, '-1 h', '1 h')) AS t (ticket_type, places, opens, closes);
            UPDATE event_operations.ticket_types SET is_deleted = true WHERE ticket_type_id = <withdrawn>;
            INSERT INTO event_operations.tickets (ticket_id, ticket_number, event_id, ticket_type_id, purchaser_user_id,
                current_owner_user_id, purchase_price_credits, qr_code, access_token)
            SELECT ticket, number, <festa>, CASE number WHEN 'T0' THEN <sold_out>::uuid ELSE <on_sale> END, <ben>, <ben>, 10, 'qr ' || number,
                rpad(number, 32, '.')
            FROM (VALUES (<only>::uuid, 'T0'), (<active>, 'T1'), (<refunded>, 'T2'), (<checked_in>, 'T3'), (<no_show>, 'T4'), (<offered>, 'T5'),
                (<late>, 'T6'), (<claimed>, 'T7'), (<deleted>, 'T8'), (<for_eve>, 'T9'), (<taken_back>, 'T10')) AS t (ticket, number);
            INSERT INTO event_operations.ticket_transfers (transfer_id, ticket_id, from_user_id, to_user_id, to_email, transfer_token,
                created_at, expires_at) VALUES
                (<open_offer>, <offered>, <ben>, NULL, 'ana@example.com', rpad('open', 32, '0'), now(), now() + interval '1 h'),
                (<late_offer>, <late>, <ben>, NULL, 'ana@example.com', rpad('late', 32, '0'), '2020-01-01', '2020-01-02'),
                (<done_offer>, <claimed>, <ben>, NULL, 'ana@example.com', rpad('done', 32, '0'), now(), now() + interval '1 h'),
                (<eves_offer>, <for_eve>, <ben>, <eve>, NULL, rpad('eve', 32, '0'), now(), now() + interval '1 h'),
                (<cancelled_offer>, <taken_back>, <ben>, NULL, 'ana@example.com', rpad('cancelled', 32, '0'), now(), now() + interval '1 h');
            SELECT event_operations.claim_transfer(rpad('done', 32, '0'), <ana>);
            UPDATE event_operations.ticket_transfers SET status = 'cancelled' WHERE transfer_id = <cancelled_offer>;
            UPDATE event_operations.tickets SET status = 'refunded' WHERE ticket_id = <refunded>;
            UPDATE event_operations.tickets SET check_in_status = 'checked_in' WHERE ticket_id = <checked_in>;
            UPDATE event_operations.tickets SET check_in_status = 'no_show' WHERE ticket_id = <no_show>;
            UPDATE event_operations.tickets SET is_deleted = true WHERE ticket_id = <deleted>;
            """;

    private static final String WORK = """
            INSERT INTO event_operations.event_staff (staff_assignment_id, event_id, user_id, role_title, role_category,
                shift_start_datetime, shift_end_datetime)
            SELECT assignment, <festa>, <mia>, 'Stage', 'production', starts, starts + interval '8 h' FROM (VALUES
                (<invited>::uuid, timestamptz '2030-01-01'), (<accepted>, '2030-01-01'), (<declined>, '2030-01-01'), (<worked>, '2020-01-01'))
                AS s (assignment, starts);
            UPDATE event_operations.event_staff SET assignment_status = 'accepted' WHERE staff_assignment_id IN (<accepted>, <worked>);
            UPDATE event_operations.event_staff SET assignment_status = 'declined' WHERE staff_assignment_id = <declined>;
            UPDATE event_operations.event_staff SET assignment_status = 'completed' WHERE staff_assignment_id = <worked>;
            INSERT INTO event_operations.event_requirements (requirement_id, event_id, requirement_type, title,
                depends_on_requirement_ids) VALUES
                (<stage>, <festa>, 'technical', 'Stage', '{}'), (<sound>, <festa>, 'technical', 'Sound', ARRAY[<stage>]::uuid[]),
                (<light>, <festa>, 'technical', 'Light', ARRAY[<sound>]::uuid[]), (<dropped>, <festa>, 'technical', 'Fog', '{}'),
                (<elsewhere>, <fira>, 'technical', 'Stage', '{}');
            UPDATE event_operations.event_requirements SET is_deleted = true WHERE requirement_id = <dropped>;
            UPDATE event_operations.event_requirements SET status = 'quoted';
            UPDATE event_operations.event_requirements SET status = 'booked' WHERE requirement_id <> <stage>;
            INSERT INTO event_operations.event_checklist (checklist_item_id, event_id, title, category, depends_on_item_ids) VALUES
                (<plan>, <festa>, 'Plan', 'planning', '{}'), (<print>, <festa>, 'Print', 'marketing', ARRAY[<plan>]::uuid[]),
                (<other_plan>, <fira>, 'Plan', 'planning', '{}');
            """;

    private EventOperationsWorld() {}

    static void begin(DatabaseAddress database) {
        Sql.script(database, Names.in(EVENTS + TICKETS + WORK));
    }
}
