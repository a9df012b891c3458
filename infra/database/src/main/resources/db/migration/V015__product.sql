-- One spelling per language: otherwise en-GB and en-gb would be two translations of one text.
CREATE FUNCTION product.are_language_tags(tags text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$tags$
    SELECT coalesce(bool_and(tag IS NOT NULL AND tag ~
        '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$'), true)
    FROM unnest(tags) AS tag
$tags$;
COMMENT ON FUNCTION product.are_language_tags(text[]) IS
    'Whether all are BCP 47 tags in canonical case: language, then script, region and variants as needed (hi, pt-BR, zh-Hant-TW).';

-- Places --------------------------------------------------------------------------------------------------------------
CREATE TABLE product.destinations (
    destination_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name           varchar(255)  NOT NULL,
    city           varchar(100),
    country        varchar(2)    NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    currency_code  varchar(3)    NOT NULL CHECK (currency_code ~ '^[A-Z]{3}$'),
    language_codes varchar(35)[] NOT NULL DEFAULT '{}',
    timezone       varchar(50)   NOT NULL,
    region         text          NOT NULL CHECK (region IN ('americas', 'europe', 'asia_pacific', 'middle_east_africa')),
    CONSTRAINT destinations_language_codes CHECK (product.are_language_tags(language_codes))
);
COMMENT ON TABLE product.destinations IS 'A place people travel to: it gives its venues their currency, languages and time zone.';
COMMENT ON COLUMN product.destinations.destination_id IS 'Key of the destination.';
COMMENT ON COLUMN product.destinations.name IS 'What the place is commonly called.';
COMMENT ON COLUMN product.destinations.city IS 'Its main city; empty where there is none.';
COMMENT ON COLUMN product.destinations.country IS 'ISO 3166-1 alpha-2, upper case.';
COMMENT ON COLUMN product.destinations.currency_code IS 'ISO 4217 code of the local currency, in which prices may be shown there.';
COMMENT ON COLUMN product.destinations.language_codes IS 'BCP 47 tags of the official languages, in canonical case; may be empty.';
COMMENT ON COLUMN product.destinations.timezone IS 'IANA name of the time zone, one PostgreSQL knows (VE040).';
COMMENT ON COLUMN product.destinations.region IS 'Part of the world, for analytics and regional management.';

-- pg_timezone_names also lists copies of the whole tree and a few files that are no zones.
CREATE FUNCTION product.keep_known_timezone() RETURNS trigger
    LANGUAGE plpgsql AS
$keep$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = NEW.timezone)
        OR NEW.timezone ~ '^(posix/.*|right/.*|posixrules|localtime|Factory)$' THEN
        PERFORM public.refuse('VE040', format('%s: the time zone %s is not known (expected: an IANA name such as Asia/Kolkata)',
            TG_TABLE_NAME, NEW.timezone));
    END IF;
    RETURN NEW;
END
$keep$;
COMMENT ON FUNCTION product.keep_known_timezone() IS 'VE040: a time zone is an IANA name that PostgreSQL can calculate with, in its exact spelling.';
CREATE TRIGGER destinations_timezone BEFORE INSERT OR UPDATE OF timezone ON product.destinations
    FOR EACH ROW WHEN (NEW.timezone IS NOT NULL) EXECUTE FUNCTION product.keep_known_timezone();

CREATE TABLE product.venues (
    venue_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name            varchar(255) NOT NULL,
    venue_type      text         NOT NULL CHECK (venue_type IN ('conference_center', 'outdoor_space', 'hotel', 'other')),
    max_capacity    integer      NOT NULL CHECK (max_capacity > 0),
    address_line1   varchar(255),
    country         varchar(2) CHECK (country ~ '^[A-Z]{2}$'),
    coordinates     point,
    destination_id  uuid         NOT NULL REFERENCES product.destinations (destination_id),
    google_place_id varchar(255) NOT NULL CHECK (google_place_id <> ''),
    owner_team_id   uuid REFERENCES identity.teams (team_id),
    owner_user_id   uuid REFERENCES security.users (user_id),
    CONSTRAINT venues_one_kind_of_owner CHECK (num_nonnulls(owner_team_id, owner_user_id) <= 1),
    CONSTRAINT venues_coordinates_on_earth CHECK (coordinates[0] BETWEEN -180 AND 180 AND coordinates[1] BETWEEN -90 AND 90)
);
CALL public.make_base_entity('product.venues', 'venue_id');
CREATE UNIQUE INDEX idx_venues_google_place ON product.venues (google_place_id) WHERE NOT is_deleted;
CREATE INDEX idx_venues_coordinates ON product.venues USING gist (coordinates) WHERE NOT is_deleted;
CREATE INDEX idx_venues_destination ON product.venues (destination_id) WHERE NOT is_deleted;
CREATE INDEX idx_venues_owner_team ON product.venues (owner_team_id) WHERE owner_team_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_venues_owner_user ON product.venues (owner_user_id) WHERE owner_user_id IS NOT NULL AND NOT is_deleted;
COMMENT ON TABLE product.venues IS 'A physical place where events are held, one row per place on Google Maps.';
COMMENT ON COLUMN product.venues.venue_id IS 'Key of the venue.';
COMMENT ON COLUMN product.venues.name IS 'What the venue is commonly called.';
COMMENT ON COLUMN product.venues.venue_type IS 'What kind of place it is.';
COMMENT ON COLUMN product.venues.max_capacity IS 'How many people the law allows in at once.';
COMMENT ON COLUMN product.venues.address_line1 IS 'Street and number; filled from Google, so empty until then.';
COMMENT ON COLUMN product.venues.country IS 'ISO 3166-1 alpha-2, upper case; filled from Google, so empty until then.';
COMMENT ON COLUMN product.venues.coordinates IS 'Longitude and latitude in degrees, in this order; filled from Google, so empty until then.';
COMMENT ON COLUMN product.venues.destination_id IS 'The destination it lies in; from there come currency and time zone.';
COMMENT ON COLUMN product.venues.google_place_id IS 'Google''s id of the place: no two venues that are not deleted share one.';
COMMENT ON COLUMN product.venues.owner_team_id IS 'The team that claimed the venue; empty if nobody or a person did.';
COMMENT ON COLUMN product.venues.owner_user_id IS 'The person who claimed the venue; empty if nobody or a team did.';

-- What events belong to -----------------------------------------------------------------------------------------------
CREATE TABLE product.brands (
    brand_id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    brand_name     varchar(255) NOT NULL,
    owning_team_id uuid         NOT NULL REFERENCES identity.teams (team_id)
);
CALL public.make_base_entity('product.brands', 'brand_id');
CREATE INDEX idx_brands_owning_team ON product.brands (owning_team_id) WHERE NOT is_deleted;
COMMENT ON TABLE product.brands IS 'A name under which a team holds recurring events; money stays with the team.';
COMMENT ON COLUMN product.brands.brand_id IS 'Key of the brand.';
COMMENT ON COLUMN product.brands.brand_name IS 'The name the public knows.';
COMMENT ON COLUMN product.brands.owning_team_id IS 'The team it belongs to; a team may have many brands.';

CREATE TABLE product.tours (
    tour_id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title         varchar(255) NOT NULL,
    status        text         NOT NULL DEFAULT 'planning' CHECK (status IN ('planning', 'active', 'completed')),
    start_date    date         NOT NULL,
    end_date      date         NOT NULL,
    owner_team_id uuid REFERENCES identity.teams (team_id),
    owner_user_id uuid REFERENCES security.users (user_id),
    CONSTRAINT check_tour_dates CHECK (end_date >= start_date),
    CONSTRAINT tours_one_owner CHECK (num_nonnulls(owner_team_id, owner_user_id) = 1)
);
CALL public.make_base_entity('product.tours', 'tour_id');
CREATE INDEX idx_tours_owner_team ON product.tours (owner_team_id) WHERE owner_team_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_tours_owner_user ON product.tours (owner_user_id) WHERE owner_user_id IS NOT NULL AND NOT is_deleted;
CREATE TRIGGER tours_lifecycle BEFORE UPDATE OF status ON product.tours
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'planning>active', 'active>completed');
COMMENT ON TABLE product.tours IS 'Several events planned, budgeted and promoted as one.';
COMMENT ON COLUMN product.tours.tour_id IS 'Key of the tour; events refer to it as tour_edition_id.';
COMMENT ON COLUMN product.tours.title IS 'The name the public knows.';
COMMENT ON COLUMN product.tours.status IS 'planning, then active, then completed.';
COMMENT ON COLUMN product.tours.start_date IS 'First day of the whole tour.';
COMMENT ON COLUMN product.tours.end_date IS 'Last day of the whole tour; not before the first.';
COMMENT ON COLUMN product.tours.owner_team_id IS 'The team that owns it; empty if a person does.';
COMMENT ON COLUMN product.tours.owner_user_id IS 'The person who owns it; empty if a team does.';

-- A main category is the row without a subcategory, so that an event may name either.
CREATE TABLE product.event_categories (
    category_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    category_name    varchar(100) NOT NULL,
    subcategory_name varchar(100),
    taxonomy_code    varchar(20)  NOT NULL UNIQUE,
    skills_required  text[]       NOT NULL DEFAULT '{}',
    CONSTRAINT event_categories_code CHECK (taxonomy_code ~
        CASE WHEN subcategory_name IS NULL THEN '^[A-Z]+_[0-9]+$' ELSE '^[A-Z]+_[0-9]+_[0-9]+$' END)
);
CREATE UNIQUE INDEX idx_event_categories_names ON product.event_categories (category_name, subcategory_name) NULLS NOT DISTINCT;
COMMENT ON TABLE product.event_categories IS 'What kinds of events there are: 15 main categories, the rows without a subcategory, and 44 subcategories of them.';
COMMENT ON COLUMN product.event_categories.category_id IS 'Key of the main category or subcategory; the same in every database.';
COMMENT ON COLUMN product.event_categories.category_name IS 'Name of the main category.';
COMMENT ON COLUMN product.event_categories.subcategory_name IS 'Name of the subcategory; empty for the main category itself.';
COMMENT ON COLUMN product.event_categories.taxonomy_code IS 'For programs: letters and number of the main category, then the number of the subcategory (CORP_1, CORP_1_1).';
COMMENT ON COLUMN product.event_categories.skills_required IS 'Competency tags such an event usually needs; experts are found by them.';

-- The keys are made of the two numbers: an event category is the same in every database.
INSERT INTO product.event_categories (category_id, category_name, subcategory_name, taxonomy_code, skills_required)
SELECT ('ca7e0000-0000-4000-8000-' || lpad((main * 100 + sub)::text, 12, '0'))::uuid, category, subcategory,
    concat_ws('_', letters, main, nullif(sub, 0)), string_to_array(skills, ' ')
FROM (VALUES
    (1, 0, 'CORP', 'Corporate & Business Events', NULL, 'event_production logistics'),
    (1, 1, 'CORP', 'Corporate & Business Events', 'Internal Corporate Events', 'event_production hospitality_management facilitation'),
    (1, 2, 'CORP', 'Corporate & Business Events', 'Conferences & Summits', 'event_production speaker_management av_technology'),
    (1, 3, 'CORP', 'Corporate & Business Events', 'Product Launches', 'brand_experience av_technology public_relations'),
    (2, 0, 'EXPO', 'Exhibitions & Trade Shows', NULL, 'exhibition_management logistics'),
    (2, 1, 'EXPO', 'Exhibitions & Trade Shows', 'Trade Fairs', 'exhibition_management booth_construction sponsorship_sales'),
    (2, 2, 'EXPO', 'Exhibitions & Trade Shows', 'Consumer Shows', 'exhibition_management booth_construction crowd_management'),
    (2, 3, 'EXPO', 'Exhibitions & Trade Shows', 'Job & Career Fairs', 'exhibition_management registration_management recruitment'),
    (3, 0, 'TECH', 'Technology & Innovation', NULL, 'event_production av_technology'),
    (3, 1, 'TECH', 'Technology & Innovation', 'Hackathons', 'facilitation network_engineering community_management'),
    (3, 2, 'TECH', 'Technology & Innovation', 'Developer & Start-up Meetups', 'speaker_management community_management av_technology'),
    (3, 3, 'TECH', 'Technology & Innovation', 'Gaming & Esports', 'broadcast_production network_engineering tournament_management'),
    (4, 0, 'EDU', 'Education & Training', NULL, 'facilitation speaker_management'),
    (4, 1, 'EDU', 'Education & Training', 'Workshops & Masterclasses', 'facilitation instructional_design'),
    (4, 2, 'EDU', 'Education & Training', 'Academic Conferences', 'speaker_management registration_management av_technology'),
    (4, 3, 'EDU', 'Education & Training', 'Seminars & Lectures', 'speaker_management av_technology'),
    (5, 0, 'MUSIC', 'Music & Concerts', NULL, 'sound_engineering stage_management'),
    (5, 1, 'MUSIC', 'Music & Concerts', 'Concerts & Live Shows', 'sound_engineering lighting_design artist_management'),
    (5, 2, 'MUSIC', 'Music & Concerts', 'Music Festivals', 'festival_production sound_engineering crowd_management'),
    (5, 3, 'MUSIC', 'Music & Concerts', 'Club & DJ Nights', 'sound_engineering lighting_design security_management'),
    (6, 0, 'STAGE', 'Performing Arts & Comedy', NULL, 'stage_management lighting_design'),
    (6, 1, 'STAGE', 'Performing Arts & Comedy', 'Theatre & Musicals', 'stage_management lighting_design set_design'),
    (6, 2, 'STAGE', 'Performing Arts & Comedy', 'Dance & Opera', 'stage_management choreography sound_engineering'),
    (6, 3, 'STAGE', 'Performing Arts & Comedy', 'Comedy & Spoken Word', 'stage_management sound_engineering'),
    (7, 0, 'ART', 'Visual Arts, Film & Literature', NULL, 'curation logistics'),
    (7, 1, 'ART', 'Visual Arts, Film & Literature', 'Art Exhibitions', 'curation set_design lighting_design'),
    (7, 2, 'ART', 'Visual Arts, Film & Literature', 'Film Festivals & Screenings', 'curation projection public_relations'),
    (7, 3, 'ART', 'Visual Arts, Film & Literature', 'Literary Events', 'curation speaker_management'),
    (8, 0, 'FASH', 'Fashion & Lifestyle', NULL, 'brand_experience styling'),
    (8, 1, 'FASH', 'Fashion & Lifestyle', 'Fashion Shows', 'styling lighting_design stage_management'),
    (8, 2, 'FASH', 'Fashion & Lifestyle', 'Beauty & Wellness Events', 'brand_experience wellness_coaching'),
    (8, 3, 'FASH', 'Fashion & Lifestyle', 'Fan & Influencer Meetups', 'community_management security_management public_relations'),
    (9, 0, 'SPORT', 'Sports & Fitness', NULL, 'sports_management medical_support'),
    (9, 1, 'SPORT', 'Sports & Fitness', 'Matches & Tournaments', 'tournament_management broadcast_production security_management'),
    (9, 2, 'SPORT', 'Sports & Fitness', 'Races & Marathons', 'route_planning medical_support volunteer_coordination'),
    (9, 3, 'SPORT', 'Sports & Fitness', 'Fitness & Outdoor Activities', 'fitness_coaching medical_support'),
    (10, 0, 'FOOD', 'Food & Drink', NULL, 'catering hospitality_management'),
    (10, 1, 'FOOD', 'Food & Drink', 'Food & Drink Festivals', 'catering festival_production food_safety'),
    (10, 2, 'FOOD', 'Food & Drink', 'Tastings & Pairings', 'sommelier catering'),
    (10, 3, 'FOOD', 'Food & Drink', 'Pop-up Dining', 'catering hospitality_management set_design'),
    (11, 0, 'PRIV', 'Private Celebrations', NULL, 'event_planning catering'),
    (11, 1, 'PRIV', 'Private Celebrations', 'Birthday Parties', 'event_planning catering entertainment'),
    (11, 2, 'PRIV', 'Private Celebrations', 'Anniversaries & Reunions', 'event_planning catering photography'),
    (11, 3, 'PRIV', 'Private Celebrations', 'Seasonal & Themed Parties', 'event_planning set_design entertainment'),
    (12, 0, 'WED', 'Weddings', NULL, 'wedding_planning catering'),
    (12, 1, 'WED', 'Weddings', 'Wedding Ceremonies', 'wedding_planning floral_design photography'),
    (12, 2, 'WED', 'Weddings', 'Wedding Receptions', 'wedding_planning catering entertainment'),
    (12, 3, 'WED', 'Weddings', 'Pre-wedding Functions', 'wedding_planning choreography set_design'),
    (13, 0, 'FAITH', 'Religious & Spiritual', NULL, 'event_planning crowd_management'),
    (13, 1, 'FAITH', 'Religious & Spiritual', 'Religious Festivals', 'crowd_management security_management volunteer_coordination'),
    (13, 2, 'FAITH', 'Religious & Spiritual', 'Retreats & Pilgrimages', 'logistics hospitality_management medical_support'),
    (14, 0, 'GIVE', 'Charity & Fundraising', NULL, 'fundraising volunteer_coordination'),
    (14, 1, 'GIVE', 'Charity & Fundraising', 'Galas & Auctions', 'fundraising catering sponsorship_sales'),
    (14, 2, 'GIVE', 'Charity & Fundraising', 'Fundraising Drives', 'fundraising public_relations'),
    (14, 3, 'GIVE', 'Charity & Fundraising', 'Volunteering & Awareness Events', 'volunteer_coordination community_management'),
    (15, 0, 'CIVIC', 'Civic & Community Events', NULL, 'community_management security_management'),
    (15, 1, 'CIVIC', 'Civic & Community Events', 'Public Ceremonies & Parades', 'crowd_management security_management route_planning'),
    (15, 2, 'CIVIC', 'Civic & Community Events', 'Town Halls & Political Events', 'speaker_management security_management av_technology'),
    (15, 3, 'CIVIC', 'Civic & Community Events', 'Street Festivals & Markets', 'festival_production permit_management crowd_management')
) AS taxonomy (main, sub, letters, category, subcategory, skills);

CREATE TABLE product.events (
    event_edition_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    edition_title         varchar(255) NOT NULL,
    description           text,
    category_id           uuid         NOT NULL REFERENCES product.event_categories (category_id),
    status                text         NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'completed', 'cancelled')),
    start_datetime        timestamptz  NOT NULL,
    end_datetime          timestamptz  NOT NULL,
    owner_team_id         uuid REFERENCES identity.teams (team_id),
    owner_user_id         uuid REFERENCES security.users (user_id),
    tour_edition_id       uuid REFERENCES product.tours (tour_id),
    parent_event_brand_id uuid REFERENCES product.brands (brand_id),
    CONSTRAINT check_datetime CHECK (end_datetime > start_datetime),
    CONSTRAINT events_one_owner CHECK (num_nonnulls(owner_team_id, owner_user_id) = 1)
);
CALL public.make_base_entity('product.events', 'event_edition_id');
CREATE INDEX idx_events_start_datetime ON product.events (start_datetime) WHERE NOT is_deleted;
CREATE INDEX idx_events_category ON product.events (category_id) WHERE NOT is_deleted;
CREATE INDEX idx_events_owner_team ON product.events (owner_team_id) WHERE owner_team_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_events_owner_user ON product.events (owner_user_id) WHERE owner_user_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_events_tour ON product.events (tour_edition_id) WHERE tour_edition_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_events_brand ON product.events (parent_event_brand_id) WHERE parent_event_brand_id IS NOT NULL AND NOT is_deleted;
CREATE TRIGGER events_lifecycle BEFORE UPDATE OF status ON product.events
    FOR EACH ROW EXECUTE FUNCTION public.keep_lifecycle('status', 'draft>published', 'draft>cancelled', 'published>completed', 'published>cancelled');
COMMENT ON TABLE product.events IS 'One edition of an event, at its time: what bookings, tickets, staff and sponsors refer to.';
COMMENT ON COLUMN product.events.event_edition_id IS 'Key of the event; other tables also call it event_id.';
COMMENT ON COLUMN product.events.edition_title IS 'The name the public knows.';
COMMENT ON COLUMN product.events.description IS 'What the event is about, in the language of its owner; empty while nothing is written.';
COMMENT ON COLUMN product.events.category_id IS 'What kind of event it is: a main category or a subcategory.';
COMMENT ON COLUMN product.events.status IS 'draft, then published, then completed; a draft or a published event may be cancelled instead.';
COMMENT ON COLUMN product.events.start_datetime IS 'When it begins.';
COMMENT ON COLUMN product.events.end_datetime IS 'When it ends; after it begins.';
COMMENT ON COLUMN product.events.owner_team_id IS 'The team that owns it; empty if a person does.';
COMMENT ON COLUMN product.events.owner_user_id IS 'The person who owns it; empty if a team does.';
COMMENT ON COLUMN product.events.tour_edition_id IS 'The tour it is part of; empty if of none.';
COMMENT ON COLUMN product.events.parent_event_brand_id IS 'The brand all editions of the same event share; empty if it has none.';

CREATE TABLE product.event_venues (
    event_edition_id uuid    NOT NULL REFERENCES product.events (event_edition_id),
    venue_id         uuid    NOT NULL REFERENCES product.venues (venue_id),
    is_primary       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (event_edition_id, venue_id)
);
CREATE UNIQUE INDEX idx_event_venues_primary ON product.event_venues (event_edition_id) WHERE is_primary;
CREATE INDEX idx_event_venues_venue ON product.event_venues (venue_id);
COMMENT ON TABLE product.event_venues IS 'Where an event is held: an event may use several venues, a venue serves many events.';
COMMENT ON COLUMN product.event_venues.event_edition_id IS 'The event.';
COMMENT ON COLUMN product.event_venues.venue_id IS 'The venue.';
COMMENT ON COLUMN product.event_venues.is_primary IS 'Whether this is the venue to name when only one is named; at most one per event.';

-- What is said about them -----------------------------------------------------------------------------------------------
CREATE TABLE product.campaigns (
    campaign_id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name                   varchar(255) NOT NULL,
    campaign_type          text         NOT NULL CHECK (campaign_type IN ('event_promotion', 'brand_activation', 'marketing', 'pr', 'influencer')),
    owner_team_id          uuid         NOT NULL REFERENCES identity.teams (team_id),
    associated_entity_id   uuid,
    associated_entity_type varchar(50) CHECK (associated_entity_type IN ('events', 'tours', 'venues', 'brands')),
    CONSTRAINT campaigns_entity_pair CHECK ((associated_entity_id IS NULL) = (associated_entity_type IS NULL))
);
CALL public.make_base_entity('product.campaigns', 'campaign_id');
CREATE INDEX idx_campaigns_entity ON product.campaigns (associated_entity_id, associated_entity_type)
    WHERE associated_entity_id IS NOT NULL AND NOT is_deleted;
CREATE INDEX idx_campaigns_owner_team ON product.campaigns (owner_team_id) WHERE NOT is_deleted;
COMMENT ON TABLE product.campaigns IS 'An effort of a team to make something known. What it sends goes through the notification engine.';
COMMENT ON COLUMN product.campaigns.campaign_id IS 'Key of the campaign.';
COMMENT ON COLUMN product.campaigns.name IS 'What the team calls it.';
COMMENT ON COLUMN product.campaigns.campaign_type IS 'What kind of effort it is.';
COMMENT ON COLUMN product.campaigns.owner_team_id IS 'The team that runs it.';
COMMENT ON COLUMN product.campaigns.associated_entity_id IS 'Key of what is promoted; empty together with its type if it is nothing in particular.';
COMMENT ON COLUMN product.campaigns.associated_entity_type IS 'Table of what is promoted: events, tours, venues or brands.';

CREATE TABLE product.entity_translations (
    translation_id  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    entity_id       uuid         NOT NULL,
    entity_type     varchar(50)  NOT NULL CHECK (entity_type IN
        ('venues', 'events', 'tours', 'campaigns', 'brands', 'destinations', 'event_categories')),
    field_name      varchar(100) NOT NULL CHECK (field_name ~ '^[a-z][a-z0-9_]*$'),
    language_code   varchar(35)  NOT NULL,
    translated_text text         NOT NULL,
    CONSTRAINT entity_translations_language_code CHECK (product.are_language_tags(ARRAY[language_code])),
    UNIQUE (entity_id, entity_type, field_name, language_code)
);
COMMENT ON TABLE product.entity_translations IS 'A text field of an entity in another language; once per entity, field and language.';
COMMENT ON COLUMN product.entity_translations.translation_id IS 'Key of the translation.';
COMMENT ON COLUMN product.entity_translations.entity_id IS 'Key of what is translated.';
COMMENT ON COLUMN product.entity_translations.entity_type IS 'Table of what is translated.';
COMMENT ON COLUMN product.entity_translations.field_name IS 'The field that is translated, such as title or description.';
COMMENT ON COLUMN product.entity_translations.language_code IS 'BCP 47 tag in canonical case, so that one language is spelt one way.';
COMMENT ON COLUMN product.entity_translations.translated_text IS 'The text in that language.';
