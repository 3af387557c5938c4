"""Nothing new is written under the number of a record that was merged into another."""

from django.db import migrations

from people.merging.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merged_records"), ("referrals", "0003_messages_of_partners")]
    operations = [
        guard("referrals_contactchild", "child_id"),
        guard("referrals_referral", "child_id"),
        guard("referrals_earlyhelpassessment", "child_id"),
    ]
