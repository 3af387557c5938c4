"""The database's own word that nothing new is written under the number of a record that was merged into another.

Used by migrations: each table with a column that names a person is guarded, and a test finds the one that is not.
"""

from django.db import migrations

# Named in the error, so that whoever catches it knows what happened.
IS_MERGED = "person_is_merged"

FUNCTION = f"""
CREATE FUNCTION people_refuse_merged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owner bigint;
  goes_on bigint;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) USING NEW INTO owner;
  -- Waits for a merge of this record that is under way, then sees what it did.
  SELECT merged_into_id INTO goes_on FROM public.people_person WHERE id = owner FOR KEY SHARE;
  IF goes_on IS NOT NULL THEN
    RAISE EXCEPTION 'Record % was merged into record %', owner, goes_on
      USING ERRCODE = 'check_violation', CONSTRAINT = '{IS_MERGED}';
  END IF;
  RETURN NEW;
END $$;
"""


def guard(table: str, column: str) -> migrations.RunSQL:
    """The operation that guards one column."""
    name = f"{column}_not_merged"
    return migrations.RunSQL(
        f'CREATE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF {column} ON {table} FOR EACH ROW '
        f"WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION people_refuse_merged('{column}')",
        f'DROP TRIGGER "{name}" ON {table}',
    )
