"""A restore reads a dump with an empty search path: functions that call each other name the schema they stand in."""

from django.db import migrations

CALLERS = """
CREATE OR REPLACE FUNCTION people_full_key(first text, second text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim({schema}people_fold(first) || ' ' || {schema}people_fold(second))
$$;
CREATE OR REPLACE FUNCTION people_sound(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.dmetaphone({schema}people_fold(value))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_person_expected")]
    operations = [
        migrations.RunSQL(CALLERS.format(schema="public."), CALLERS.format(schema="")),
    ]
