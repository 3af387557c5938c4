"""Nothing new is written under the number of a record that was merged into another."""

from django.db import migrations

from people.merging.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merged_records"), ("staff", "0001_initial")]
    operations = [
        guard("staff_allocation", "child_id"),
        guard("staff_accessgrant", "child_id"),
        guard("staff_restriction", "child_id"),
    ]
