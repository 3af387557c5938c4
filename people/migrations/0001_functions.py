"""The extensions, and the functions by which names are folded and sounded. Immutable, so that columns can be generated."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION people_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, value)), '[^a-z0-9]+', ' ', 'g'))
$$;
CREATE FUNCTION people_full_key(first text, second text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(people_fold(first) || ' ' || people_fold(second))
$$;
CREATE FUNCTION people_sound(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.dmetaphone(people_fold(value))
$$;
"""
DROP = """
DROP FUNCTION people_sound(text);
DROP FUNCTION people_full_key(text, text);
DROP FUNCTION people_fold(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
