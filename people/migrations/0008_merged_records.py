"""A merged record is one step from the one that goes on, whose list of numbers follows by itself; and is not written to."""

from django.db import migrations

from people.merging.guard import FUNCTION, guard

ONE_STEP = """
ALTER TABLE people_person ALTER COLUMN merged_ids SET DEFAULT '{}';

CREATE FUNCTION people_merged_in_one_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.people_person WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL)
    OR EXISTS (SELECT FROM public.people_person WHERE merged_into_id = NEW.id) THEN
    RAISE EXCEPTION 'Record % or % is merged already', NEW.id, NEW.merged_into_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'person_merged_in_one_step';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER merged_in_one_step BEFORE INSERT OR UPDATE OF merged_into_id ON people_person FOR EACH ROW
  WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION people_merged_in_one_step();

CREATE FUNCTION people_list_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.people_person AS goes_on
  SET merged_ids = ARRAY(SELECT id FROM public.people_person WHERE merged_into_id = goes_on.id ORDER BY id)
  WHERE goes_on.id IN (OLD.merged_into_id, NEW.merged_into_id);
  RETURN NULL;
END $$;
CREATE TRIGGER list_merged AFTER UPDATE OF merged_into_id ON people_person FOR EACH ROW
  WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION people_list_merged();
"""
BACK = """
DROP TRIGGER list_merged ON people_person;
DROP FUNCTION people_list_merged();
DROP TRIGGER merged_in_one_step ON people_person;
DROP FUNCTION people_merged_in_one_step();
ALTER TABLE people_person ALTER COLUMN merged_ids DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_merging")]
    operations = [
        migrations.RunSQL(ONE_STEP, BACK),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION people_refuse_merged()"),
        guard("people_personname", "person_id"),
        guard("people_relationship", "from_person_id"),
        guard("people_relationship", "to_person_id"),
        guard("people_adulttoidentify", "child_id"),
        guard("people_adulttoidentify", "person_id"),
        guard("people_residence", "person_id"),
        guard("people_phoneuse", "person_id"),
        guard("people_vehicleuse", "person_id"),
    ]
