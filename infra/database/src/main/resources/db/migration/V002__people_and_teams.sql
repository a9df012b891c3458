CREATE TABLE security.users (
    user_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name                varchar(255),
    email               varchar(255) NOT NULL,
    email_verified      boolean      NOT NULL DEFAULT false,
    whatsapp_number     varchar(20),
    whatsapp_verified   boolean      NOT NULL DEFAULT false,
    primary_archetype   text         NOT NULL CHECK (primary_archetype IN ('Artist', 'Expert', 'Fan', 'SuperAdmin')),
    language_preference varchar(35),
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),
    created_by_user_id  uuid,
    updated_by_user_id  uuid,
    version             integer      NOT NULL DEFAULT 0,
    is_deleted          boolean      NOT NULL DEFAULT false,
    deleted_at          timestamptz,
    deleted_by_user_id  uuid,
    CONSTRAINT users_deletion_agrees CHECK (is_deleted = (deleted_at IS NOT NULL))
);
CREATE UNIQUE INDEX idx_users_email ON security.users (email) WHERE NOT is_deleted;
CREATE UNIQUE INDEX idx_users_whatsapp_number ON security.users (whatsapp_number) WHERE NOT is_deleted;
CREATE INDEX idx_users_archetype ON security.users (primary_archetype) WHERE NOT is_deleted;
CREATE TRIGGER users_base BEFORE UPDATE ON security.users
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
COMMENT ON TABLE security.users IS 'A person: sign-in identity, verification flags and archetype.';
COMMENT ON COLUMN security.users.whatsapp_number IS 'E.164 digits without a plus sign; usable as a channel only when verified.';
COMMENT ON COLUMN security.users.language_preference IS 'BCP 47 tag; selects translations and message language.';

CREATE TABLE identity.teams (
    team_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    team_name           varchar(255) NOT NULL,
    team_type           text         NOT NULL CHECK (team_type IN ('event_organizer', 'venue', 'agency', 'corporate', 'collective')),
    description         text,
    website_url         varchar(500),
    logo_url            varchar(500),
    verification_status text         NOT NULL DEFAULT 'unverified' CHECK (verification_status IN ('unverified', 'pending', 'verified')),
    creator_user_id     uuid REFERENCES security.users (user_id),
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),
    created_by_user_id  uuid,
    updated_by_user_id  uuid,
    version             integer      NOT NULL DEFAULT 0,
    is_deleted          boolean      NOT NULL DEFAULT false,
    deleted_at          timestamptz,
    deleted_by_user_id  uuid,
    CONSTRAINT teams_deletion_agrees CHECK (is_deleted = (deleted_at IS NOT NULL))
);
CREATE INDEX idx_teams_type ON identity.teams (team_type) WHERE NOT is_deleted;
CREATE TRIGGER teams_base BEFORE UPDATE ON identity.teams
    FOR EACH ROW EXECUTE FUNCTION public.keep_base_entity();
COMMENT ON TABLE identity.teams IS 'A group acting together: owns numbers, templates, keys and conversations.';

CREATE TABLE identity.team_memberships (
    membership_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id            uuid    NOT NULL REFERENCES security.users (user_id),
    team_id            uuid    NOT NULL REFERENCES identity.teams (team_id),
    role               text    NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'manager', 'member')),
    invitation_status  text    NOT NULL DEFAULT 'pending' CHECK (invitation_status IN ('pending', 'accepted', 'declined')),
    invited_by_user_id uuid REFERENCES security.users (user_id),
    joined_at          timestamptz,
    is_active          boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX idx_teammemberships_user_team ON identity.team_memberships (user_id, team_id);
CREATE INDEX idx_teammemberships_team ON identity.team_memberships (team_id);
COMMENT ON TABLE identity.team_memberships IS 'Who is in which team, in which role, by whose invitation.';
