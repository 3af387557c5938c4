"""A plan starts on the day of its conference, and moves with it (census rule 2885); nothing new stands under the number
of a record that was merged into another.
"""

from django.db import migrations

from people.merging.guard import guard

TABLES = (
    "strategydiscussionchild",
    "immediateprotection",
    "section47enquiry",
    "interview",
    "transferin",
    "conferencechild",
    "childprotectionplan",
)
STARTS_WITH_IT = """
ALTER TABLE safeguarding_childprotectionplan ADD CONSTRAINT childprotectionplan_starts_with_its_conference
FOREIGN KEY (conference_id, started_on) REFERENCES safeguarding_conference (id, held_on) ON UPDATE CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merged_records"), ("safeguarding", "0001_initial")]
    operations = [
        migrations.RunSQL(
            STARTS_WITH_IT,
            "ALTER TABLE safeguarding_childprotectionplan DROP CONSTRAINT childprotectionplan_starts_with_its_conference",
        ),
        *(guard(f"safeguarding_{table}", "child_id") for table in TABLES),
    ]
