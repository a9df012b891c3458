package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The demo world: two teams, their people and their business numbers. Ids are fixed, so that examples in documents stay true.
 */
public final class World {

    public static final String WABA_ID = "104996122399160";

    public static final Team TEAM = new Team(
            "7e000000-0000-4000-8000-000000000001",
            "Sala Gran Events",
            "106540352242922",
            "15550001111",
            "client-sala-gran");
    public static final Team OTHER_TEAM = new Team(
            "7e000000-0000-4000-8000-000000000002", "Harbour Hall", "106540352242933", "15550002222", "client-harbour");

    public static final User ANA = new User(
            "a0000000-0000-4000-8000-000000000001", "Ana Bosch", "ana@sala-gran.example", "34600111222", TEAM.teamId());
    public static final User BEN = new User(
            "a0000000-0000-4000-8000-000000000002", "Ben Ortiz", "ben@sala-gran.example", "34600111333", TEAM.teamId());
    public static final User CLEO = new User(
            "a0000000-0000-4000-8000-000000000003",
            "Cleo Marsh",
            "cleo@harbour.example",
            "447700900111",
            OTHER_TEAM.teamId());

    private World() {}

    /** A team with its business number and its client. */
    public record Team(String teamId, String name, String phoneNumberId, String displayPhoneNumber, String clientId) {}

    /** A person who is a member of one team. */
    public record User(String userId, String name, String email, String whatsappNumber, String teamId) {}

    static List<Team> teams() {
        return List.of(TEAM, OTHER_TEAM);
    }

    static List<User> users() {
        return List.of(ANA, BEN, CLEO);
    }

    /** The demo world as SQL; running it again changes nothing. */
    static String seed() {
        var sql = new StringBuilder();
        for (var team : teams()) {
            sql.append(fill(
                    TEAM_SQL,
                    Map.of(
                            "team",
                            team.teamId(),
                            "name",
                            team.name(),
                            "number",
                            team.phoneNumberId(),
                            "display",
                            team.displayPhoneNumber())));
        }
        for (var user : users()) {
            sql.append(fill(
                    USER_SQL,
                    Map.of(
                            "user",
                            user.userId(),
                            "name",
                            user.name(),
                            "email",
                            user.email(),
                            "whatsapp",
                            user.whatsappNumber(),
                            "team",
                            user.teamId())));
        }
        return sql.append(TEMPLATES_SQL).append(everythingElse()).toString();
    }

    /** Events, bookings, tickets and all else that other domains own. */
    private static String everythingElse() {
        try (var script = World.class.getResourceAsStream("/demo/world.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fill(String template, Map<String, String> values) {
        var filled = template;
        for (var value : values.entrySet()) {
            filled = filled.replace(":" + value.getKey() + ":", "'" + value.getValue() + "'");
        }
        return filled;
    }

    private static final String TEAM_SQL = """
            INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (:team:, :name:, 'event_organizer') ON CONFLICT DO NOTHING;
            UPDATE identity.teams SET verification_status = 'verified' WHERE team_id = :team: AND verification_status <> 'verified';
            INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, display_phone_number, team_id, status)
            VALUES (:number:, '%s', :display:, :team:, 'active')
            ON CONFLICT (phone_number_id) DO UPDATE SET team_id = excluded.team_id, status = 'active';
            """.formatted(WABA_ID);

    private static final String USER_SQL = """
            INSERT INTO security.users (user_id, name, email, email_verified, whatsapp_number, whatsapp_verified, primary_archetype, language_preference)
            VALUES (:user:, :name:, :email:, true, :whatsapp:, true, 'Expert', 'en') ON CONFLICT DO NOTHING;
            INSERT INTO identity.team_memberships (user_id, team_id, role, invitation_status, joined_at)
            VALUES (:user:, :team:, 'owner', 'accepted', now()) ON CONFLICT DO NOTHING;
            """;

    private static final String TEMPLATES_SQL = """
            INSERT INTO communications.whatsapp_templates
                (waba_id, template_name, category, language, body_text, variables, whatsapp_status, provider_status)
            VALUES ('%1$s', 'booking_reminder', 'utility', 'en_US', 'Hello {{1}}, see you on {{2}} at the venue.', '["guest","date"]', 'approved', 'APPROVED'),
                   ('%1$s', 'hello_world', 'utility', 'en_US', 'Welcome and congratulations!', '[]', 'approved', 'APPROVED')
            ON CONFLICT DO NOTHING;
            INSERT INTO notification.notification_templates
                (template_name, template_category, channels, subject_template, body_template, whatsapp_template_name,
                 whatsapp_language, whatsapp_variables, available_variables)
            VALUES ('booking_reminder', 'reminder', ARRAY['in_app', 'whatsapp'], 'Your booking on {{{date}}}',
                    'Hello {{{guest}}}, see you on {{{date}}} at the venue.', 'booking_reminder', 'en_US', ARRAY['guest', 'date'], '["guest","date"]')
            ON CONFLICT DO NOTHING;
            """.formatted(WABA_ID);
}
