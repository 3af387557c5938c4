"""An address without a postcode is told apart by its town: two towns' "12 High Street" are two houses.

The column is made by the database and cannot be altered: it is taken away, with what stands on it, and made again.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Case, F, Func, When


class Migration(migrations.Migration):
    dependencies = [("people", "0003_fold_apostrophes")]
    operations = [
        migrations.RemoveConstraint(model_name="address", name="address_once"),
        migrations.RemoveIndex(model_name="address", name="address_trigram"),
        migrations.RemoveField(model_name="address", name="key"),
        migrations.AddField(
            model_name="address",
            name="key",
            field=models.GeneratedField(
                expression=Func(
                    "line1",
                    Case(When(postcode="", then=F("town")), default=F("postcode")),
                    function="people_full_key",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
                db_persist=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="address", constraint=models.UniqueConstraint(fields=["key"], name="address_once")
        ),
        migrations.AddIndex(
            model_name="address",
            index=GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="address_trigram"),
        ),
    ]
