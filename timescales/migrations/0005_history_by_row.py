"""The history of each table by row and version, with the moment in the index.

Serves the history page (the version before this one: pgh_obj_id = ? AND pgh_id < ? ORDER BY pgh_id DESC LIMIT 1) and a
record as it was known (is there a later version by then: pgh_obj_id = ? AND pgh_id > ? AND pgh_created_at <= ?). It takes
the place of the index on pgh_obj_id alone.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_history_by_row'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('timescales', '0004_clock_late_unexplained'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='clockreasonevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timescales.clock'),
        ),
        migrations.AlterField(
            model_name='extranonworkingdayevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timescales.extranonworkingday'),
        ),
        migrations.AlterField(
            model_name='localtimescaleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timescales.localtimescale'),
        ),
        migrations.AddIndex(
            model_name='clockreasonevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='clock_versions'),
        ),
        migrations.AddIndex(
            model_name='extranonworkingdayevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='extranonworkingday_versions'),
        ),
        migrations.AddIndex(
            model_name='localtimescaleevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='localtimescale_versions'),
        ),
    ]
