package com.eventfulhq.infra.database;

/** People, posts and courses on which the rules of the community are tried. */
final class CommunityWorld {

    private CommunityWorld() {}

    static void make(DatabaseAddress database) {
        Sql.script(database, STAND_INS);
        Sql.script(database, Names.in(PEOPLE));
        Sql.script(database, Names.in(INSTRUCTORS));
        Sql.script(database, Names.in(CONTENT));
    }

    /** What courses look up in other domains: made here only where those domains have no tables yet. */
    private static final String STAND_INS = """
            CREATE TABLE IF NOT EXISTS identity.artist_profiles (user_id uuid PRIMARY KEY, artist_name text, is_verified boolean);
            CREATE TABLE IF NOT EXISTS identity.expert_profiles (
                user_id uuid PRIMARY KEY, professional_title text, core_competencies varchar(100)[]);
            CREATE TABLE IF NOT EXISTS billing.subscription_plans (plan_id uuid PRIMARY KEY, plan_name text);
            CREATE TABLE IF NOT EXISTS billing.subscriptions (subscription_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid,
                plan_id uuid, status text, current_period_start date, current_period_end date, is_deleted boolean DEFAULT false);
            INSERT INTO billing.subscription_plans (plan_id, plan_name) SELECT gen_random_uuid(), name
            FROM unnest(ARRAY['Pro', 'ProMax']) AS name
            WHERE NOT EXISTS (SELECT FROM billing.subscription_plans WHERE plan_name = name);
            """;

    private static final String PEOPLE = """
            INSERT INTO security.users (user_id, email, email_verified, primary_archetype) VALUES
                (<ana>, 'ana@example.com', true, 'Fan'), (<ben>, 'ben@example.com', true, 'Fan'), (<clo>, 'clo@example.com', true, 'Fan'),
                (<artist>, 'artist@example.com', true, 'Artist'), (<expert>, 'expert@example.com', true, 'Expert'),
                (<unverified artist>, 'a2@example.com', true, 'Artist'), (<unverified expert>, 'e2@example.com', false, 'Expert'),
                (<artist on pro>, 'a3@example.com', true, 'Artist'), (<artist who left>, 'a4@example.com', true, 'Artist'),
                (<artist on trial>, 'a5@example.com', true, 'Artist'), (<artist without plan>, 'a6@example.com', true, 'Artist'),
                (<fan on promax>, 'f2@example.com', true, 'Fan');
            """;

    private static final String INSTRUCTORS = """
            INSERT INTO identity.artist_profiles (user_id, artist_name, is_verified) VALUES
                (<artist>, 'A', true), (<unverified artist>, 'B', false), (<artist on pro>, 'C', true), (<artist who left>, 'D', true),
                (<artist on trial>, 'E', true), (<artist without plan>, 'F', true);
            INSERT INTO identity.expert_profiles (user_id, professional_title, core_competencies) VALUES
                (<expert>, 'Lighting', '{light}'), (<unverified expert>, 'Sound', '{sound}');
            INSERT INTO billing.subscriptions (user_id, plan_id, status, current_period_start, current_period_end)
            SELECT subscriber::uuid, plan_id, status, '2026-01-01', '2099-01-01' FROM billing.subscription_plans JOIN (VALUES
                (<artist>, 'ProMax', 'active'), (<expert>, 'ProMax', 'active'), (<unverified artist>, 'ProMax', 'active'),
                (<unverified expert>, 'ProMax', 'active'), (<artist on pro>, 'Pro', 'active'), (<artist who left>, 'ProMax', 'cancelled'),
                (<artist on trial>, 'ProMax', 'trialing'), (<fan on promax>, 'ProMax', 'active')
            ) AS wanted (subscriber, plan_name, status) USING (plan_name);
            """;

    private static final String CONTENT = """
            INSERT INTO community.posts (post_id, author_user_id, content) VALUES
                (<post>, <ana>, 'Doors at 8'), (<other post>, <ana>, 'Encore!');
            INSERT INTO community.post_comments (comment_id, post_id, author_user_id, content) VALUES
                (<comment>, <post>, <ben>, 'Early?'), (<comment below other post>, <other post>, <ben>, 'More!');
            INSERT INTO community.post_likes (post_id, user_id) VALUES (<post>, <ben>);
            INSERT INTO community.follows (follow_id, follower_user_id, following_user_id, status) VALUES
                (<follow>, <ben>, <ana>, 'active'), (<request>, <clo>, <ana>, 'pending'), (<block>, <expert>, <ana>, 'blocked');
            INSERT INTO community.courses (course_id, title, instructor_user_id) VALUES
                (<course>, 'Stage light', <artist>), (<other course>, 'Sound', <expert>);
            INSERT INTO community.enrollments (enrollment_id, user_id, course_id, progress_percentage) VALUES
                (<under way>, <ben>, <course>, 40), (<done>, <clo>, <course>, 100);
            INSERT INTO community.videos (video_id, title, cdn_url, uploader_user_id) VALUES (<video>, 'Aftermovie', 'https://cdn.example.com/1', <ana>);
            INSERT INTO community.playlists (playlist_id, owner_user_id, title) VALUES (<playlist>, <ana>, 'Best of');
            INSERT INTO community.playlist_videos (playlist_id, video_id) VALUES (<playlist>, <video>);
            INSERT INTO community.ai_models (model_id, model_name) VALUES (<model>, 'writer-1'), (<other model>, 'writer-2');
            INSERT INTO community.ai_enhanced_content (enhancement_id, entity_id, entity_type, field_name, original_content, enhanced_content,
                model_id, is_active) VALUES (<enhancement>, <post>, 'posts', 'content', 'Doors at 8', 'Doors open at eight', <model>, true);
            """;
}
