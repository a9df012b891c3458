CREATE TABLE media.media_files (
    file_id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    uploader_user_id       uuid           NOT NULL REFERENCES security.users (user_id),
    file_hash              varchar(64)    NOT NULL CHECK (file_hash ~ '^[0-9a-f]{64}$'),
    original_filename      varchar(255)   NOT NULL,
    file_size_bytes        bigint         NOT NULL CHECK (file_size_bytes >= 0),
    mime_type              varchar(100)   NOT NULL,
    storage_path           varchar(500)   NOT NULL,
    cdn_url                varchar(500),
    media_type             text           NOT NULL CHECK (media_type IN ('image', 'video', 'document')),
    image_width            integer CHECK (image_width > 0),
    image_height           integer CHECK (image_height > 0),
    video_duration_seconds integer CHECK (video_duration_seconds > 0),
    processing_status      text           NOT NULL DEFAULT 'uploaded' CHECK (processing_status IN ('uploaded', 'processing', 'completed', 'failed')),
    variants               jsonb          NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(variants) = 'object'),
    ai_tags                varchar(100)[] NOT NULL DEFAULT '{}',
    ai_description         text,
    reference_count        integer        NOT NULL DEFAULT 0 CHECK (reference_count >= 0)
);
CALL public.make_base_entity('media.media_files', 'file_id');
CREATE UNIQUE INDEX idx_media_files_hash ON media.media_files (file_hash) WHERE NOT is_deleted;
CREATE INDEX idx_media_files_uploader ON media.media_files (uploader_user_id) WHERE NOT is_deleted;
CREATE INDEX idx_media_files_ai_tags ON media.media_files USING gin (ai_tags) WHERE NOT is_deleted;
COMMENT ON TABLE media.media_files IS 'A file, once per content, whoever uploads it how often. Where it is used is entity_media.';
COMMENT ON COLUMN media.media_files.file_id IS 'Key of the file.';
COMMENT ON COLUMN media.media_files.uploader_user_id IS 'Who uploaded this content first; never changes.';
COMMENT ON COLUMN media.media_files.file_hash IS 'SHA-256 of the content, 64 hexadecimal digits in lower case; never changes. No two files that are not deleted share one.';
COMMENT ON COLUMN media.media_files.original_filename IS 'What the file was called when it was uploaded first.';
COMMENT ON COLUMN media.media_files.file_size_bytes IS 'Length of the content in bytes; never changes.';
COMMENT ON COLUMN media.media_files.mime_type IS 'Media type of the content, such as image/jpeg.';
COMMENT ON COLUMN media.media_files.storage_path IS 'Where the content lies in the object store.';
COMMENT ON COLUMN media.media_files.cdn_url IS 'Where the public fetches it; empty until it is published.';
COMMENT ON COLUMN media.media_files.media_type IS 'What kind of file it is.';
COMMENT ON COLUMN media.media_files.image_width IS 'In pixels; empty until processed, or if it has none.';
COMMENT ON COLUMN media.media_files.image_height IS 'In pixels; empty until processed, or if it has none.';
COMMENT ON COLUMN media.media_files.video_duration_seconds IS 'In seconds; empty until processed, or if it has none.';
COMMENT ON COLUMN media.media_files.processing_status IS 'uploaded, then processing, then completed or failed; what failed may be processed again.';
COMMENT ON COLUMN media.media_files.variants IS 'Object of name (thumbnail, medium) and address of each version made from it.';
COMMENT ON COLUMN media.media_files.ai_tags IS 'What a model saw in it; files are found by them.';
COMMENT ON COLUMN media.media_files.ai_description IS 'What a model saw in it, as a sentence; empty until it was asked.';
COMMENT ON COLUMN media.media_files.reference_count IS 'How many rows of entity_media use it, kept by a trigger there. A file in use cannot be deleted.';

CREATE TABLE media.entity_media (
    entity_media_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_id       uuid        NOT NULL,
    entity_type     varchar(50) NOT NULL CHECK (entity_type IN
        ('users', 'artist_profiles', 'expert_profiles', 'fan_profiles', 'teams', 'brands', 'venues', 'events', 'tours', 'campaigns', 'destinations',
        'posts', 'post_comments', 'courses', 'videos', 'internal_messages', 'bookings', 'contracts', 'sponsorships', 'exhibitors',
        'ticket_types', 'event_requirements', 'event_checklist')),
    file_id         uuid        NOT NULL REFERENCES media.media_files (file_id),
    media_usage     text        NOT NULL CHECK (media_usage IN ('avatar', 'banner', 'gallery', 'document', 'attachment')),
    display_order   integer     NOT NULL DEFAULT 0 CHECK (display_order >= 0),
    alt_text        varchar(255),
    is_primary      boolean     NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX idx_entity_media_primary ON media.entity_media (entity_id, entity_type, media_usage) WHERE is_primary;
CREATE INDEX idx_entity_media_entity ON media.entity_media (entity_id, entity_type);
CREATE INDEX idx_entity_media_file ON media.entity_media (file_id);
COMMENT ON TABLE media.entity_media IS 'One use of a file: by what, as what, in which place.';
COMMENT ON COLUMN media.entity_media.entity_media_id IS 'Key of the use.';
COMMENT ON COLUMN media.entity_media.entity_id IS 'Key of what uses the file.';
COMMENT ON COLUMN media.entity_media.entity_type IS 'Table of what uses the file.';
COMMENT ON COLUMN media.entity_media.file_id IS 'The file; it may have many uses.';
COMMENT ON COLUMN media.entity_media.media_usage IS 'What the file is there for.';
COMMENT ON COLUMN media.entity_media.display_order IS 'Place in a gallery, from 0 upwards; equal places come in any order.';
COMMENT ON COLUMN media.entity_media.alt_text IS 'What screen readers and search engines are told; empty if nobody wrote it.';
COMMENT ON COLUMN media.entity_media.is_primary IS 'Whether this is the one to show for its entity and usage; at most one is.';

-- Files -----------------------------------------------------------------------------------------------------------------
CREATE TRIGGER media_files_fixed BEFORE UPDATE OF file_hash, file_size_bytes, uploader_user_id, reference_count ON media.media_files
    FOR EACH ROW EXECUTE FUNCTION public.keep_fixed_columns('file_hash', 'file_size_bytes', 'uploader_user_id', 'reference_count');
CREATE TRIGGER media_files_lifecycle BEFORE UPDATE OF processing_status ON media.media_files
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('processing_status',
        'uploaded>processing', 'processing>completed', 'processing>failed', 'failed>processing');

CREATE FUNCTION media.start_unused() RETURNS trigger
    LANGUAGE plpgsql AS
$start$
BEGIN
    NEW.reference_count := 0;
    RETURN NEW;
END
$start$;
COMMENT ON FUNCTION media.start_unused() IS 'A new file has no uses yet, whatever was given.';
CREATE TRIGGER media_files_unused BEFORE INSERT ON media.media_files
    FOR EACH ROW EXECUTE FUNCTION media.start_unused();

CREATE FUNCTION media.keep_used_files() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    PERFORM public.refuse('VE041', format('%s: file %s has %s uses (expected: none before it is deleted)', TG_TABLE_NAME, OLD.file_id, OLD.reference_count));
    RETURN NULL;
END
$keep$;
COMMENT ON FUNCTION media.keep_used_files() IS
    'VE041: uploaders of one content share its row, so it stays as long as anything of anybody uses it.';
CREATE TRIGGER media_files_used BEFORE UPDATE OF is_deleted ON media.media_files
    FOR EACH ROW WHEN (NEW.is_deleted AND NOT OLD.is_deleted AND OLD.reference_count > 0) EXECUTE FUNCTION media.keep_used_files();

-- A use elsewhere is no change of the file: it neither makes what its editor has read stale nor leaves an audit row.
CREATE OR REPLACE TRIGGER media_files_base BEFORE UPDATE ON media.media_files
    FOR EACH ROW WHEN (NEW.reference_count = OLD.reference_count) EXECUTE FUNCTION public.keep_base_entity();
DROP TRIGGER media_files_audit ON media.media_files;
CREATE TRIGGER media_files_audit AFTER INSERT ON media.media_files
    FOR EACH ROW EXECUTE FUNCTION public.audit_entity('file_id');
CREATE TRIGGER media_files_audit_change AFTER UPDATE ON media.media_files
    FOR EACH ROW WHEN (NEW.reference_count = OLD.reference_count) EXECUTE FUNCTION public.audit_entity('file_id');

-- Uses ------------------------------------------------------------------------------------------------------------------
-- Counted once per statement and locked in the order of their keys: two galleries that share files would otherwise lock them
-- crosswise. Deletion is looked at after the lock, so that a file is either deleted or used, whoever comes first.
CREATE FUNCTION media.count_uses() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$count$
DECLARE
    files   uuid[];
    changes integer[];
    gone    uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(file_id), array_agg(uses) INTO files, changes
        FROM (SELECT file_id, count(*) AS uses FROM added GROUP BY file_id) AS change;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(file_id), array_agg(-uses) INTO files, changes
        FROM (SELECT file_id, count(*) AS uses FROM removed GROUP BY file_id) AS change;
    ELSE
        SELECT array_agg(file_id), array_agg(uses) INTO files, changes
        FROM (SELECT file_id, sum(one) AS uses
            FROM (SELECT file_id, 1 AS one FROM added UNION ALL SELECT file_id, -1 FROM removed) AS use
            GROUP BY file_id HAVING sum(one) <> 0) AS change;
    END IF;
    PERFORM FROM media.media_files WHERE file_id = ANY (files) ORDER BY file_id FOR NO KEY UPDATE;
    SELECT file.file_id INTO gone
    FROM media.media_files AS file JOIN unnest(files, changes) AS change (file_id, uses) USING (file_id)
    WHERE file.is_deleted AND change.uses > 0 LIMIT 1;
    IF FOUND THEN
        PERFORM public.refuse('VE041', format('%s: file %s is deleted (expected: one that is not)', TG_TABLE_NAME, gone));
    END IF;
    UPDATE media.media_files AS file SET reference_count = file.reference_count + change.uses
    FROM unnest(files, changes) AS change (file_id, uses) WHERE file.file_id = change.file_id;
    RETURN NULL;
END
$count$;
COMMENT ON FUNCTION media.count_uses() IS
    'Keeps media_files.reference_count equal to the number of uses. VE041: a deleted file takes no new ones. Runs as its owner, since nobody else writes the count.';
CREATE TRIGGER entity_media_added AFTER INSERT ON media.entity_media
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION media.count_uses();
CREATE TRIGGER entity_media_removed AFTER DELETE ON media.entity_media
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION media.count_uses();
CREATE TRIGGER entity_media_changed AFTER UPDATE ON media.entity_media
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION media.count_uses();

-- The unique index decides between uploads that come at the same time: who loses sees the winner's row on the next turn.
CREATE FUNCTION media.register_file(uploader uuid, hash text, filename text, size_bytes bigint, content_type text, path text, kind text)
    RETURNS media.media_files
    LANGUAGE plpgsql AS
$register$
DECLARE
    file media.media_files;
BEGIN
    LOOP
        SELECT * INTO file FROM media.media_files WHERE file_hash = lower(hash) AND NOT is_deleted;
        IF FOUND THEN
            IF file.file_size_bytes <> size_bytes THEN
                PERFORM public.refuse('VE013', format('media_files: %s bytes of a content that has %s (expected: the same hash, the same length)',
                    size_bytes, file.file_size_bytes));
            END IF;
            RETURN file;
        END IF;
        INSERT INTO media.media_files (uploader_user_id, file_hash, original_filename, file_size_bytes, mime_type, storage_path, media_type)
        VALUES (uploader, lower(hash), filename, size_bytes, content_type, path, kind)
        ON CONFLICT (file_hash) WHERE NOT is_deleted DO NOTHING
        RETURNING * INTO file;
        IF FOUND THEN
            RETURN file;
        END IF;
    END LOOP;
END
$register$;
COMMENT ON FUNCTION media.register_file(uuid, text, text, bigint, text, text, text) IS
    'The file of a content: the one that is there, with its own name and path, or a new one. VE013: a known hash with another length. Runs with the rights of its caller.';
