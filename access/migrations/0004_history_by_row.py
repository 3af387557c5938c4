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
        ('access', '0003_new_in_family'),
        ('people', '0010_numbers_in_question'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('referrals', '0006_numbers_as_given'),
        ('staff', '0006_move_earlier_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='blindmatchevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='access.blindmatch'),
        ),
        migrations.AlterField(
            model_name='newinfamilyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='access.newinfamily'),
        ),
        migrations.AlterField(
            model_name='oddaccessevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='access.oddaccess'),
        ),
        migrations.AddIndex(
            model_name='blindmatchevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='blindmatch_versions'),
        ),
        migrations.AddIndex(
            model_name='newinfamilyevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='newinfamily_versions'),
        ),
        migrations.AddIndex(
            model_name='oddaccessevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='oddaccess_versions'),
        ),
    ]
