"""Babies not yet born are found by their due date: an index of those few."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_address_key_by_town")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("expected_date_of_birth__isnull", False)),
                fields=["expected_date_of_birth"],
                name="person_expected",
            ),
        ),
    ]
