"""Nothing new is written under the number of a record that was merged into another."""

from django.db import migrations

from people.merging.guard import guard


class Migration(migrations.Migration):
    dependencies = [("access", "0001_who_may_look"), ("people", "0008_merged_records")]
    operations = [guard("access_blindmatch", "person_id")]
