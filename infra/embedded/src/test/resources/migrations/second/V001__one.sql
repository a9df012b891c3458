CREATE TABLE one (id int);
CREATE FUNCTION dollars() RETURNS text LANGUAGE sql AS $$ SELECT '${kept}' $$;
