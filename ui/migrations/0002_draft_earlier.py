from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ui", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="earlier",
            field=models.JSONField(default=list),
        ),
    ]
