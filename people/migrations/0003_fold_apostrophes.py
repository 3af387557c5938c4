"""O'Brien and OBrien, St Mary's Road and St Marys Road, fold to one spelling: an apostrophe parts no word."""

from django.db import migrations

FOLD = """
CREATE OR REPLACE FUNCTION people_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
    lower(public.unaccent('public.unaccent'::regdictionary, {value})), '[^a-z0-9]+', ' ', 'g'
  ))
$$;
-- Columns made by the function are worked out again.
UPDATE people_personname SET forename = forename;
UPDATE people_address SET line1 = line1;
"""
WITHOUT_APOSTROPHES = r"regexp_replace(value, '[''’‘`´]', '', 'g')"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_initial")]
    operations = [
        migrations.RunSQL(FOLD.format(value=WITHOUT_APOSTROPHES), FOLD.format(value="value")),
    ]
