"""Nothing new is written under the number of a record that was merged into another."""

from django.db import migrations

from people.merging.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merged_records"), ("timescales", "0001_initial")]
    operations = [
        guard("timescales_clock", "child_id"),
    ]
