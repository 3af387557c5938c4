"""Nothing new is written under the number of a record that was merged into another."""

from django.db import migrations

from people.merging.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merged_records"), ("casework", "0003_visit_seen_has_a_time")]
    operations = [
        guard("casework_needepisode", "child_id"),
        guard("casework_assessment", "child_id"),
        guard("casework_casenotechild", "child_id"),
        guard("casework_document", "child_id"),
        guard("casework_chronologymark", "child_id"),
        guard("casework_childinneedplan", "child_id"),
        guard("casework_visitchild", "child_id"),
    ]
