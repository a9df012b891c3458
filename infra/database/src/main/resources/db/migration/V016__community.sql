-- Posts ---------------------------------------------------------------------------------------------------------------
-- Counters change far more often than what somebody wrote: the free space of a page keeps those updates out of the indexes.
CREATE TABLE community.posts (
    post_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author_user_id      uuid    NOT NULL REFERENCES security.users (user_id),
    content             text    NOT NULL,
    content_type        text    NOT NULL DEFAULT 'text' CHECK (content_type IN ('text', 'image', 'video', 'poll', 'review', 'event_share')),
    media_urls          text[]  NOT NULL DEFAULT '{}',
    related_entity_id   uuid,
    related_entity_type varchar(50) CHECK (related_entity_type ~ '^[a-z][a-z_]*$'),
    like_count          integer NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    comment_count       integer NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
    is_flagged          boolean NOT NULL DEFAULT false,
    moderation_status   text    NOT NULL DEFAULT 'unreviewed' CHECK (moderation_status IN ('unreviewed', 'in_review', 'approved', 'rejected')),
    is_published        boolean NOT NULL DEFAULT true,
    published_at        timestamptz,
    CONSTRAINT posts_entity_pair CHECK ((related_entity_id IS NULL) = (related_entity_type IS NULL)),
    CONSTRAINT posts_publication CHECK (NOT is_published OR published_at IS NOT NULL)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
CALL public.make_base_entity('community.posts', 'post_id');
CREATE INDEX idx_posts_author_user ON community.posts (author_user_id) WHERE NOT is_deleted;
CREATE INDEX idx_posts_published_at ON community.posts (published_at) WHERE NOT is_deleted AND is_published;
CREATE INDEX idx_posts_related_entity ON community.posts (related_entity_id, related_entity_type)
    WHERE NOT is_deleted AND related_entity_id IS NOT NULL;
COMMENT ON TABLE community.posts IS 'What a person put on the social wall of an event, a venue or any other entity, or on their own.';
COMMENT ON COLUMN community.posts.post_id IS 'Key of the post.';
COMMENT ON COLUMN community.posts.author_user_id IS 'Who wrote it; fixed.';
COMMENT ON COLUMN community.posts.content IS 'The text itself.';
COMMENT ON COLUMN community.posts.content_type IS 'What kind of post it is; decides how it is shown.';
COMMENT ON COLUMN community.posts.media_urls IS 'Addresses of its files in the media domain, in the order they are shown; empty if there are none.';
COMMENT ON COLUMN community.posts.related_entity_id IS 'On whose wall it is; empty for the author''s own.';
COMMENT ON COLUMN community.posts.related_entity_type IS 'Table of that entity: plural, snake case.';
COMMENT ON COLUMN community.posts.like_count IS 'Number of its rows in post_likes; kept by a trigger, which alone may.';
COMMENT ON COLUMN community.posts.comment_count IS 'Number of its comments that are not deleted; kept by a trigger, which alone may.';
COMMENT ON COLUMN community.posts.is_flagged IS 'Whether somebody reported it and nobody has dealt with that yet.';
COMMENT ON COLUMN community.posts.moderation_status IS 'Where moderation stands: nobody looked, somebody looks, or what was decided.';
COMMENT ON COLUMN community.posts.is_published IS 'Whether others see it.';
COMMENT ON COLUMN community.posts.published_at IS 'When it was published first; empty for a draft.';

-- A like is not a change of the post: it makes no editor's version stale and leaves no audit row of a text that is the same.
CREATE OR REPLACE TRIGGER posts_base BEFORE UPDATE OF post_id, author_user_id, content, content_type, media_urls, related_entity_id,
    related_entity_type, is_flagged, moderation_status, is_published, published_at, created_at, updated_at, created_by_user_id,
    updated_by_user_id, version, is_deleted, deleted_at, deleted_by_user_id ON community.posts
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
CREATE OR REPLACE TRIGGER posts_audit AFTER INSERT OR UPDATE OF post_id, author_user_id, content, content_type, media_urls,
    related_entity_id, related_entity_type, is_flagged, moderation_status, is_published, published_at, created_at, updated_at,
    created_by_user_id, updated_by_user_id, version, is_deleted, deleted_at, deleted_by_user_id ON community.posts
    FOR EACH ROW EXECUTE FUNCTION public.audit_entity('post_id');

CREATE FUNCTION community.start_post() RETURNS trigger
    LANGUAGE plpgsql AS
$start$
BEGIN
    NEW.like_count := 0;
    NEW.comment_count := 0;
    RETURN NEW;
END
$start$;
COMMENT ON FUNCTION community.start_post() IS 'A new post has no likes and no comments, whatever its writer says.';
CREATE TRIGGER posts_start_counters BEFORE INSERT ON community.posts FOR EACH ROW EXECUTE FUNCTION community.start_post();

CREATE FUNCTION community.keep_publication() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NEW.is_published AND NEW.published_at IS NULL THEN
        NEW.published_at := now();
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION community.keep_publication() IS 'A post that is published has the time of it: now, unless its writer says another.';
CREATE TRIGGER posts_publication BEFORE INSERT OR UPDATE OF is_published, published_at ON community.posts
    FOR EACH ROW EXECUTE FUNCTION community.keep_publication();

-- The counting functions run as the owner of the tables, and the owner is who keep_fixed_columns lets through.
CREATE TRIGGER posts_fixed BEFORE UPDATE OF author_user_id, like_count, comment_count ON community.posts
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('author_user_id', 'like_count', 'comment_count');

-- What people did for the community -------------------------------------------------------------------------------------
CREATE TABLE community.contribution_signals (
    signal_id   uuid PRIMARY KEY DEFAULT uuidv7(),
    user_id     uuid        NOT NULL REFERENCES security.users (user_id),
    signal_kind text        NOT NULL CHECK (signal_kind IN ('post_written', 'post_withdrawn', 'comment_written', 'comment_withdrawn',
        'like_received', 'like_withdrawn')),
    points      integer     NOT NULL,
    entity_id   uuid        NOT NULL,
    entity_type varchar(50) NOT NULL CHECK (entity_type ~ '^[a-z][a-z_]*$'),
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contribution_signals_sign CHECK (points <> 0 AND (points < 0) = (signal_kind LIKE '%\_withdrawn'))
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX idx_contribution_signals_user ON community.contribution_signals (user_id, signal_id);
CREATE TRIGGER contribution_signals_append_only BEFORE UPDATE OR DELETE ON community.contribution_signals
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
REVOKE INSERT, UPDATE, DELETE ON community.contribution_signals FROM community_domain;
COMMENT ON TABLE community.contribution_signals IS
    'What adds to a person''s contribution, and what takes it back, written by triggers alone. The score itself is the identity domain''s: its rewards engine reads the signals, and nothing here writes a profile.';
COMMENT ON COLUMN community.contribution_signals.signal_id IS 'Key of the signal; time-ordered.';
COMMENT ON COLUMN community.contribution_signals.user_id IS 'Whose contribution it is: the author, never who liked.';
COMMENT ON COLUMN community.contribution_signals.signal_kind IS 'What happened.';
COMMENT ON COLUMN community.contribution_signals.points IS 'What we suggest it is worth; below zero for what was withdrawn, so that the sum is what still stands.';
COMMENT ON COLUMN community.contribution_signals.entity_id IS 'The post or comment that was written, or the post that was liked.';
COMMENT ON COLUMN community.contribution_signals.entity_type IS 'Its table: posts or post_comments.';
COMMENT ON COLUMN community.contribution_signals.created_at IS 'When the transaction it happened in began.';

CREATE FUNCTION community.signal_worth(kind text) RETURNS integer
    LANGUAGE sql IMMUTABLE AS
$worth$
    SELECT CASE kind
        WHEN 'post_written' THEN 10 WHEN 'post_withdrawn' THEN -10
        WHEN 'comment_written' THEN 3 WHEN 'comment_withdrawn' THEN -3
        WHEN 'like_received' THEN 1 WHEN 'like_withdrawn' THEN -1
    END
$worth$;
COMMENT ON FUNCTION community.signal_worth(text) IS 'The points of each kind of contribution signal.';

CREATE FUNCTION community.signal_writing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$signal$
DECLARE
    what text := TG_ARGV[0] || CASE WHEN NEW.is_deleted THEN '_withdrawn' ELSE '_written' END;
BEGIN
    INSERT INTO community.contribution_signals (user_id, signal_kind, points, entity_id, entity_type)
    VALUES (NEW.author_user_id, what, community.signal_worth(what), (to_jsonb(NEW) ->> TG_ARGV[1])::uuid, TG_TABLE_NAME);
    RETURN NULL;
END
$signal$;
COMMENT ON FUNCTION community.signal_writing() IS
    'A post or comment is a signal of its author''s contribution; its deletion takes that back, its return gives it again. Arguments: post or comment, and the key column.';
REVOKE EXECUTE ON FUNCTION community.signal_writing() FROM PUBLIC;
CREATE TRIGGER posts_signal AFTER INSERT ON community.posts
    FOR EACH ROW WHEN (NOT NEW.is_deleted) EXECUTE FUNCTION community.signal_writing('post', 'post_id');
CREATE TRIGGER posts_signal_deletion AFTER UPDATE OF is_deleted ON community.posts
    FOR EACH ROW WHEN (OLD.is_deleted <> NEW.is_deleted) EXECUTE FUNCTION community.signal_writing('post', 'post_id');

-- Likes ---------------------------------------------------------------------------------------------------------------
CREATE TABLE community.post_likes (
    like_id       uuid PRIMARY KEY DEFAULT uuidv7(),
    post_id       uuid        NOT NULL REFERENCES community.posts (post_id),
    user_id       uuid        NOT NULL REFERENCES security.users (user_id),
    reaction_type text        NOT NULL DEFAULT 'like' CHECK (reaction_type IN ('like', 'love', 'laugh', 'wow', 'sad', 'angry')),
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT post_likes_one_per_user UNIQUE (post_id, user_id)
);
CREATE INDEX idx_post_likes_user ON community.post_likes (user_id);
CREATE TRIGGER post_likes_fixed BEFORE UPDATE OF post_id, user_id ON community.post_likes
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('post_id', 'user_id');
COMMENT ON TABLE community.post_likes IS 'One reaction of one person to one post; taking it back removes the row.';
COMMENT ON COLUMN community.post_likes.like_id IS 'Key of the reaction; time-ordered.';
COMMENT ON COLUMN community.post_likes.post_id IS 'The post; fixed.';
COMMENT ON COLUMN community.post_likes.user_id IS 'Who reacts; fixed, and once per post.';
COMMENT ON COLUMN community.post_likes.reaction_type IS 'Which reaction; may be changed.';
COMMENT ON COLUMN community.post_likes.created_at IS 'When the person reacted.';

-- Once per statement, so that a batch of a thousand likes of one post is one update of it.
CREATE FUNCTION community.count_likes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$count$
DECLARE
    direction constant integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
    what      constant text := CASE TG_OP WHEN 'INSERT' THEN 'like_received' ELSE 'like_withdrawn' END;
BEGIN
    -- In the order of their keys: two batches that share posts wait for one another, and never both.
    PERFORM FROM community.posts WHERE post_id IN (SELECT post_id FROM changed) ORDER BY post_id FOR NO KEY UPDATE;
    UPDATE community.posts AS post SET like_count = post.like_count + direction * likes.number
    FROM (SELECT post_id, count(*)::integer AS number FROM changed GROUP BY post_id) AS likes
    WHERE post.post_id = likes.post_id;
    INSERT INTO community.contribution_signals (user_id, signal_kind, points, entity_id, entity_type)
    SELECT post.author_user_id, what, community.signal_worth(what), post.post_id, 'posts'
    FROM changed JOIN community.posts AS post USING (post_id)
    WHERE post.author_user_id <> changed.user_id;
    RETURN NULL;
END
$count$;
COMMENT ON FUNCTION community.count_likes() IS
    'posts.like_count is the number of rows in post_likes, under concurrent writers too; each is a signal of the author''s contribution, unless it is the author''s own.';
REVOKE EXECUTE ON FUNCTION community.count_likes() FROM PUBLIC;
CREATE TRIGGER post_likes_count AFTER INSERT ON community.post_likes
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION community.count_likes();
CREATE TRIGGER post_likes_count_removed AFTER DELETE ON community.post_likes
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION community.count_likes();

-- Comments ------------------------------------------------------------------------------------------------------------
CREATE TABLE community.post_comments (
    comment_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id           uuid    NOT NULL REFERENCES community.posts (post_id),
    author_user_id    uuid    NOT NULL REFERENCES security.users (user_id),
    content           text    NOT NULL,
    parent_comment_id uuid REFERENCES community.post_comments (comment_id),
    is_flagged        boolean NOT NULL DEFAULT false,
    moderation_status text    NOT NULL DEFAULT 'unreviewed' CHECK (moderation_status IN ('unreviewed', 'in_review', 'approved', 'rejected'))
);
CALL public.make_base_entity('community.post_comments', 'comment_id');
CREATE INDEX idx_post_comments_post ON community.post_comments (post_id, created_at) WHERE NOT is_deleted;
CREATE INDEX idx_post_comments_author_user ON community.post_comments (author_user_id) WHERE NOT is_deleted;
CREATE INDEX idx_post_comments_parent ON community.post_comments (parent_comment_id) WHERE NOT is_deleted AND parent_comment_id IS NOT NULL;
CREATE TRIGGER post_comments_fixed BEFORE UPDATE OF post_id, author_user_id, parent_comment_id ON community.post_comments
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('post_id', 'author_user_id', 'parent_comment_id');
CREATE TRIGGER post_comments_signal AFTER INSERT ON community.post_comments
    FOR EACH ROW WHEN (NOT NEW.is_deleted) EXECUTE FUNCTION community.signal_writing('comment', 'comment_id');
CREATE TRIGGER post_comments_signal_deletion AFTER UPDATE OF is_deleted ON community.post_comments
    FOR EACH ROW WHEN (OLD.is_deleted <> NEW.is_deleted) EXECUTE FUNCTION community.signal_writing('comment', 'comment_id');
COMMENT ON TABLE community.post_comments IS 'What a person said below a post, or in reply to another comment below it.';
COMMENT ON COLUMN community.post_comments.comment_id IS 'Key of the comment.';
COMMENT ON COLUMN community.post_comments.post_id IS 'The post; fixed.';
COMMENT ON COLUMN community.post_comments.author_user_id IS 'Who wrote it; fixed.';
COMMENT ON COLUMN community.post_comments.content IS 'The text itself.';
COMMENT ON COLUMN community.post_comments.parent_comment_id IS 'The comment it answers, below the same post; empty if it answers the post. Fixed, so threads have no circles.';
COMMENT ON COLUMN community.post_comments.is_flagged IS 'Whether somebody reported it and nobody has dealt with that yet.';
COMMENT ON COLUMN community.post_comments.moderation_status IS 'Where moderation stands: nobody looked, somebody looks, or what was decided.';

CREATE FUNCTION community.keep_thread() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    parents_post uuid := (SELECT post_id FROM community.post_comments WHERE comment_id = NEW.parent_comment_id);
BEGIN
    IF parents_post IS DISTINCT FROM NEW.post_id THEN
        PERFORM public.refuse('VE013', format('post_comments: the parent %s is below post %s (expected: below %s, like the reply)',
            NEW.parent_comment_id, coalesce(parents_post::text, 'none'), NEW.post_id));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION community.keep_thread() IS
    'VE013: a reply answers a comment of the same post, which is there before it; so no thread spans posts or runs in circles.';
CREATE TRIGGER post_comments_thread BEFORE INSERT ON community.post_comments
    FOR EACH ROW WHEN (NEW.parent_comment_id IS NOT NULL) EXECUTE FUNCTION community.keep_thread();

CREATE FUNCTION community.count_comments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$count$
DECLARE
    before constant integer := CASE WHEN TG_OP <> 'INSERT' AND NOT OLD.is_deleted THEN 1 ELSE 0 END;
    after  constant integer := CASE WHEN TG_OP <> 'DELETE' AND NOT NEW.is_deleted THEN 1 ELSE 0 END;
BEGIN
    IF after <> before THEN
        UPDATE community.posts SET comment_count = comment_count + after - before WHERE post_id = coalesce(NEW.post_id, OLD.post_id);
    END IF;
    RETURN NULL;
END
$count$;
COMMENT ON FUNCTION community.count_comments() IS
    'posts.comment_count is the number of its comments that are not deleted, under concurrent writers too.';
REVOKE EXECUTE ON FUNCTION community.count_comments() FROM PUBLIC;
CREATE TRIGGER post_comments_count AFTER INSERT OR DELETE OR UPDATE OF is_deleted ON community.post_comments
    FOR EACH ROW EXECUTE FUNCTION community.count_comments();

-- Follows -------------------------------------------------------------------------------------------------------------
--   (request) → pending → active → blocked
--                  └─────────────────┘        a row that is removed: a request declined or taken back, a follow ended, a block lifted
CREATE TABLE community.follows (
    follow_id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    follower_user_id  uuid        NOT NULL REFERENCES security.users (user_id),
    following_user_id uuid        NOT NULL REFERENCES security.users (user_id),
    status            text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'pending', 'blocked')),
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT follows_once UNIQUE (follower_user_id, following_user_id),
    CONSTRAINT follows_not_oneself CHECK (follower_user_id <> following_user_id)
);
CREATE INDEX idx_follows_following_user ON community.follows (following_user_id, status);
CREATE TRIGGER follows_fixed BEFORE UPDATE OF follower_user_id, following_user_id ON community.follows
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('follower_user_id', 'following_user_id');
CREATE TRIGGER follows_lifecycle BEFORE UPDATE OF status ON community.follows
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'pending>active', 'pending>blocked', 'active>blocked');
COMMENT ON TABLE community.follows IS 'Who follows whom, wants to, or must not. A profile that is private is followed by a pending row, which the followed person approves.';
COMMENT ON COLUMN community.follows.follow_id IS 'Key of the row.';
COMMENT ON COLUMN community.follows.follower_user_id IS 'Who follows; fixed.';
COMMENT ON COLUMN community.follows.following_user_id IS 'Who is followed; fixed, and never the follower.';
COMMENT ON COLUMN community.follows.status IS 'active; pending until the followed person approves; blocked by the followed person, which only the end of the row lifts.';
COMMENT ON COLUMN community.follows.created_at IS 'When the follower asked, or was blocked without having asked.';

CREATE FUNCTION community.keep_follow_parties() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
DECLARE
    actor  uuid := public.acting_user();
    follow community.follows := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    fits   boolean;
BEGIN
    fits := CASE
        WHEN actor IS NULL THEN true
        WHEN TG_OP = 'UPDATE' THEN actor = follow.following_user_id OR OLD.status = NEW.status
        WHEN follow.status = 'blocked' THEN actor = follow.following_user_id
        WHEN TG_OP = 'INSERT' THEN actor = follow.follower_user_id
        ELSE actor IN (follow.follower_user_id, follow.following_user_id)
    END;
    IF NOT fits THEN
        PERFORM public.refuse('VE011', format('follows: %s by %s (expected: a request by the follower; approval and blocks by the followed)',
            lower(TG_OP), actor));
    END IF;
    RETURN follow;
END
$keep$;
COMMENT ON FUNCTION community.keep_follow_parties() IS
    'VE011: of the two people only the follower asks, and only the followed one approves, blocks and lifts a block. Either ends a follow. The system itself, which acts for nobody, may do all of it.';
CREATE TRIGGER follows_parties BEFORE INSERT OR DELETE OR UPDATE OF status ON community.follows
    FOR EACH ROW EXECUTE FUNCTION community.keep_follow_parties();

-- Courses -------------------------------------------------------------------------------------------------------------
CREATE TABLE community.courses (
    course_id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title              varchar(255)  NOT NULL,
    description        text,
    instructor_user_id uuid          NOT NULL REFERENCES security.users (user_id),
    price_credits      numeric(10,2) NOT NULL DEFAULT 0 CHECK (price_credits >= 0),
    difficulty_level   text          NOT NULL DEFAULT 'beginner' CHECK (difficulty_level IN ('beginner', 'intermediate', 'advanced'))
);
CALL public.make_base_entity('community.courses', 'course_id');
CREATE INDEX idx_courses_instructor_user ON community.courses (instructor_user_id) WHERE NOT is_deleted;
COMMENT ON TABLE community.courses IS 'A course of the academy.';
COMMENT ON COLUMN community.courses.course_id IS 'Key of the course.';
COMMENT ON COLUMN community.courses.title IS 'Its public title.';
COMMENT ON COLUMN community.courses.description IS 'What is taught, to whom, and what they can do afterwards; empty until it is written.';
COMMENT ON COLUMN community.courses.instructor_user_id IS 'Who teaches it: a verified artist or expert with a ProMax subscription when they take it on.';
COMMENT ON COLUMN community.courses.price_credits IS 'What enrolling costs, in credits; 0 is free.';
COMMENT ON COLUMN community.courses.difficulty_level IS 'For whom it is.';

-- The profiles and subscriptions are other domains': their tables are looked up when a course is written, not before.
CREATE FUNCTION community.check_instructor() RETURNS trigger
    LANGUAGE plpgsql AS
$check$
BEGIN
    IF NOT (EXISTS (SELECT FROM identity.artist_profiles AS artist WHERE artist.user_id = NEW.instructor_user_id AND artist.is_verified)
        OR EXISTS (SELECT FROM identity.expert_profiles AS expert JOIN security.users AS person USING (user_id)
            WHERE expert.user_id = NEW.instructor_user_id AND person.email_verified)) THEN
        PERFORM public.refuse('VE009', format('courses: instructor %s is not verified (expected: an artist or expert who is)', NEW.instructor_user_id));
    END IF;
    IF NOT EXISTS (SELECT FROM billing.subscriptions AS held JOIN billing.subscription_plans AS plan USING (plan_id)
        WHERE held.user_id = NEW.instructor_user_id AND plan.plan_name = 'ProMax' AND held.status IN ('trialing', 'active', 'past_due')
            AND NOT held.is_deleted) THEN
        PERFORM public.refuse('VE009', format('courses: instructor %s has no live subscription to ProMax (expected: one)', NEW.instructor_user_id));
    END IF;
    RETURN NEW;
END
$check$;
COMMENT ON FUNCTION community.check_instructor() IS
    'VE009: who takes on a course is an artist whose profile is verified, or an expert whose sign-in is (profiles of experts have no mark of their own), and subscribes to ProMax.';
CREATE TRIGGER courses_instructor BEFORE INSERT OR UPDATE OF instructor_user_id ON community.courses
    FOR EACH ROW EXECUTE FUNCTION community.check_instructor();

CREATE TABLE community.enrollments (
    enrollment_id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id             uuid        NOT NULL REFERENCES security.users (user_id),
    course_id           uuid        NOT NULL REFERENCES community.courses (course_id),
    enrolled_at         timestamptz NOT NULL DEFAULT now(),
    progress_percentage integer     NOT NULL DEFAULT 0 CHECK (progress_percentage BETWEEN 0 AND 100),
    completed_at        timestamptz,
    CONSTRAINT enrollments_once UNIQUE (user_id, course_id),
    CONSTRAINT enrollments_completion CHECK ((completed_at IS NOT NULL) = (progress_percentage = 100))
);
CREATE INDEX idx_enrollments_course ON community.enrollments (course_id);
CREATE TRIGGER enrollments_fixed BEFORE UPDATE OF user_id, course_id, enrolled_at ON community.enrollments
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('user_id', 'course_id', 'enrolled_at');
COMMENT ON TABLE community.enrollments IS 'How far a learner has come in a course.';
COMMENT ON COLUMN community.enrollments.enrollment_id IS 'Key of the enrolment.';
COMMENT ON COLUMN community.enrollments.user_id IS 'The learner; fixed, and once per course.';
COMMENT ON COLUMN community.enrollments.course_id IS 'The course; fixed.';
COMMENT ON COLUMN community.enrollments.enrolled_at IS 'When the learner enrolled; fixed.';
COMMENT ON COLUMN community.enrollments.progress_percentage IS 'From 0 to 100; once 100, it stays.';
COMMENT ON COLUMN community.enrollments.completed_at IS 'When progress reached 100, by the database''s clock; empty until then.';

CREATE TABLE community.certifications (
    certification_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    enrollment_id    uuid        NOT NULL UNIQUE REFERENCES community.enrollments (enrollment_id),
    course_id        uuid        NOT NULL REFERENCES community.courses (course_id),
    user_id          uuid        NOT NULL REFERENCES security.users (user_id),
    issued_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_certifications_course ON community.certifications (course_id);
CREATE INDEX idx_certifications_user ON community.certifications (user_id);
CREATE TRIGGER certifications_append_only BEFORE UPDATE OR DELETE ON community.certifications
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE community.certifications IS 'That a person completed a course: one per enrolment, issued by the database when progress reaches 100, and for ever.';
COMMENT ON COLUMN community.certifications.certification_id IS 'Key of the certificate.';
COMMENT ON COLUMN community.certifications.enrollment_id IS 'The enrolment that was completed.';
COMMENT ON COLUMN community.certifications.course_id IS 'Its course.';
COMMENT ON COLUMN community.certifications.user_id IS 'Its learner.';
COMMENT ON COLUMN community.certifications.issued_at IS 'When it was issued.';

CREATE FUNCTION community.keep_completion() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.completed_at IS NOT NULL THEN
        IF NEW.progress_percentage IS DISTINCT FROM 100 THEN
            PERFORM public.refuse('VE004', format('enrollments: %s is completed (expected: progress stays 100, not %s)',
                OLD.enrollment_id, NEW.progress_percentage));
        END IF;
        NEW.completed_at := OLD.completed_at;
    ELSE
        NEW.completed_at := CASE WHEN NEW.progress_percentage = 100 THEN now() END;
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION community.keep_completion() IS
    'An enrolment is completed exactly when progress reaches 100, whatever time its writer says. VE004: progress of a completed one does not go back.';
CREATE TRIGGER enrollments_completion BEFORE INSERT OR UPDATE OF progress_percentage, completed_at ON community.enrollments
    FOR EACH ROW EXECUTE FUNCTION community.keep_completion();

CREATE FUNCTION community.issue_certification() RETURNS trigger
    LANGUAGE plpgsql AS
$issue$
BEGIN
    INSERT INTO community.certifications (enrollment_id, course_id, user_id)
    VALUES (NEW.enrollment_id, NEW.course_id, NEW.user_id) ON CONFLICT (enrollment_id) DO NOTHING;
    RETURN NULL;
END
$issue$;
COMMENT ON FUNCTION community.issue_certification() IS 'Completing an enrolment issues its certificate, once.';
CREATE TRIGGER enrollments_certification AFTER INSERT OR UPDATE OF progress_percentage ON community.enrollments
    FOR EACH ROW WHEN (NEW.completed_at IS NOT NULL) EXECUTE FUNCTION community.issue_certification();

CREATE FUNCTION community.check_certification() RETURNS trigger
    LANGUAGE plpgsql AS
$check$
BEGIN
    IF NOT EXISTS (SELECT FROM community.enrollments AS done WHERE done.enrollment_id = NEW.enrollment_id AND done.course_id = NEW.course_id
        AND done.user_id = NEW.user_id AND done.completed_at IS NOT NULL) THEN
        PERFORM public.refuse('VE013', format('certifications: enrolment %s is not a completed one of this person and course', NEW.enrollment_id));
    END IF;
    RETURN NEW;
END
$check$;
COMMENT ON FUNCTION community.check_certification() IS 'VE013: only a completed enrolment is certified, with its own learner and course.';
CREATE TRIGGER certifications_earned BEFORE INSERT ON community.certifications
    FOR EACH ROW EXECUTE FUNCTION community.check_certification();

-- Videos --------------------------------------------------------------------------------------------------------------
CREATE TABLE community.videos (
    video_id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title              varchar(255) NOT NULL,
    description        text,
    cdn_url            varchar(500) NOT NULL CHECK (cdn_url <> ''),
    duration_seconds   integer CHECK (duration_seconds >= 0),
    uploader_user_id   uuid         NOT NULL REFERENCES security.users (user_id),
    source_entity_id   uuid,
    source_entity_type varchar(50) CHECK (source_entity_type ~ '^[a-z][a-z_]*$'),
    CONSTRAINT videos_source_pair CHECK ((source_entity_id IS NULL) = (source_entity_type IS NULL))
);
CREATE INDEX idx_videos_uploader_user ON community.videos (uploader_user_id);
CREATE INDEX idx_videos_source_entity ON community.videos (source_entity_id, source_entity_type) WHERE source_entity_id IS NOT NULL;
COMMENT ON TABLE community.videos IS 'The catalogue of videos.';
COMMENT ON COLUMN community.videos.video_id IS 'Key of the video.';
COMMENT ON COLUMN community.videos.title IS 'Its public title.';
COMMENT ON COLUMN community.videos.description IS 'What it shows; empty if nobody said.';
COMMENT ON COLUMN community.videos.cdn_url IS 'Where the master file is.';
COMMENT ON COLUMN community.videos.duration_seconds IS 'How long it runs, in seconds; empty until it was measured.';
COMMENT ON COLUMN community.videos.uploader_user_id IS 'Who uploaded it.';
COMMENT ON COLUMN community.videos.source_entity_id IS 'What it comes from (an event, a tour, a course); empty if it stands alone. Recommendations use it.';
COMMENT ON COLUMN community.videos.source_entity_type IS 'Table of that entity: plural, snake case.';

CREATE TABLE community.playlists (
    playlist_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_user_id uuid         NOT NULL REFERENCES security.users (user_id),
    title         varchar(255) NOT NULL
);
CREATE INDEX idx_playlists_owner_user ON community.playlists (owner_user_id);
COMMENT ON TABLE community.playlists IS 'A person''s selection of videos.';
COMMENT ON COLUMN community.playlists.playlist_id IS 'Key of the playlist.';
COMMENT ON COLUMN community.playlists.owner_user_id IS 'Whose it is.';
COMMENT ON COLUMN community.playlists.title IS 'What its owner calls it.';

CREATE TABLE community.playlist_videos (
    playlist_id uuid        NOT NULL REFERENCES community.playlists (playlist_id) ON DELETE CASCADE,
    video_id    uuid        NOT NULL REFERENCES community.videos (video_id) ON DELETE CASCADE,
    added_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (playlist_id, video_id)
);
CREATE INDEX idx_playlist_videos_video ON community.playlist_videos (video_id);
COMMENT ON TABLE community.playlist_videos IS 'Which videos are in which playlist, each once.';
COMMENT ON COLUMN community.playlist_videos.playlist_id IS 'The playlist; what it holds goes with it.';
COMMENT ON COLUMN community.playlist_videos.video_id IS 'The video; it leaves all playlists when it goes.';
COMMENT ON COLUMN community.playlist_videos.added_at IS 'When it was added; playlists are in this order.';

-- Texts a model improved: the AI service's ----------------------------------------------------------------------------------
CREATE TABLE community.ai_models (
    model_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    model_name varchar(255) NOT NULL UNIQUE
);
COMMENT ON TABLE community.ai_models IS 'The models that enhance texts.';
COMMENT ON COLUMN community.ai_models.model_id IS 'Key of the model.';
COMMENT ON COLUMN community.ai_models.model_name IS 'Its name with its version, as its provider spells them.';

CREATE TABLE community.ai_enhanced_content (
    enhancement_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_id        uuid         NOT NULL,
    entity_type      varchar(50)  NOT NULL CHECK (entity_type ~ '^[a-z][a-z_]*$'),
    field_name       varchar(100) NOT NULL,
    original_content text         NOT NULL,
    enhanced_content text         NOT NULL,
    model_id         uuid         NOT NULL REFERENCES community.ai_models (model_id),
    is_active        boolean      NOT NULL DEFAULT false
);
CREATE INDEX idx_ai_enhanced_content_entity ON community.ai_enhanced_content (entity_id, entity_type, field_name);
CREATE INDEX idx_ai_enhanced_content_model ON community.ai_enhanced_content (model_id);
CREATE UNIQUE INDEX idx_ai_enhanced_content_active ON community.ai_enhanced_content (entity_id, entity_type, field_name) WHERE is_active;
CREATE TRIGGER ai_enhanced_content_fixed BEFORE UPDATE OF entity_id, entity_type, field_name, original_content, enhanced_content, model_id
    ON community.ai_enhanced_content
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('entity_id', 'entity_type', 'field_name', 'original_content',
        'enhanced_content', 'model_id');
CREATE TRIGGER ai_enhanced_content_stays BEFORE DELETE ON community.ai_enhanced_content
    FOR EACH ROW EXECUTE FUNCTION public.keep_append_only();
COMMENT ON TABLE community.ai_enhanced_content IS
    'A text as its author wrote it and as a model improved it. Both stay: the author can go back, we can say which model wrote what, and what people keep teaches the next one.';
COMMENT ON COLUMN community.ai_enhanced_content.enhancement_id IS 'Key of the enhancement.';
COMMENT ON COLUMN community.ai_enhanced_content.entity_id IS 'Whose text it is; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.entity_type IS 'Table of that entity: plural, snake case; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.field_name IS 'Which of its columns; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.original_content IS 'The author''s text; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.enhanced_content IS 'The model''s text; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.model_id IS 'The model; fixed.';
COMMENT ON COLUMN community.ai_enhanced_content.is_active IS 'Whether the model''s text is the one shown: at most one per field of an entity.';
REVOKE INSERT, UPDATE, DELETE ON community.ai_models, community.ai_enhanced_content FROM community_domain;
GRANT INSERT, UPDATE, DELETE ON community.ai_models, community.ai_enhanced_content TO ai_domain;
