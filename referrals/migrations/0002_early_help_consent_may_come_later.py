"""Early help can be opened before the family has been asked; the page then says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="earlyhelpassessment", name="consent_given_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="earlyhelpassessmentevent", name="consent_given_on", field=models.DateField(blank=True, null=True)
        ),
    ]
