"""Whoever was restricted before stands among the hidden, as the trigger writes it from now on."""

from django.db import migrations

from people.merging.guard import guard

FILL = """
INSERT INTO staff_restrictedperson (restriction_id, person_id, from_on, to_on)
SELECT id, child_id, from_on, to_on FROM staff_restriction AS restriction
WHERE NOT EXISTS (
    SELECT 1 FROM staff_restrictedperson AS hidden
    WHERE hidden.restriction_id = restriction.id AND hidden.person_id = restriction.child_id
)
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_restricted_people_and_bars"), ("people", "0008_merged_records")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        guard("staff_restrictedperson", "person_id"),
        guard("staff_conflictofinterest", "person_id"),
    ]
