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
        ('staff', '0006_move_earlier_tokens'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accessgrantevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.accessgrant'),
        ),
        migrations.AlterField(
            model_name='agencyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.agency'),
        ),
        migrations.AlterField(
            model_name='allocationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.allocation'),
        ),
        migrations.AlterField(
            model_name='apitokenevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.apitoken'),
        ),
        migrations.AlterField(
            model_name='conflictofinterestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.conflictofinterest'),
        ),
        migrations.AlterField(
            model_name='localityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.locality'),
        ),
        migrations.AlterField(
            model_name='restrictedpersonevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.restrictedperson'),
        ),
        migrations.AlterField(
            model_name='restrictionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.restriction'),
        ),
        migrations.AlterField(
            model_name='restrictionreviewevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.restrictionreview'),
        ),
        migrations.AlterField(
            model_name='teamevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team'),
        ),
        migrations.AlterField(
            model_name='userevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='accessgrantevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='accessgrant_versions'),
        ),
        migrations.AddIndex(
            model_name='agencyevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='agency_versions'),
        ),
        migrations.AddIndex(
            model_name='allocationevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='allocation_versions'),
        ),
        migrations.AddIndex(
            model_name='apitokenevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='apitoken_versions'),
        ),
        migrations.AddIndex(
            model_name='conflictofinterestevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='conflictofinterest_versions'),
        ),
        migrations.AddIndex(
            model_name='localityevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='locality_versions'),
        ),
        migrations.AddIndex(
            model_name='restrictedpersonevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='restrictedperson_versions'),
        ),
        migrations.AddIndex(
            model_name='restrictionevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='restriction_versions'),
        ),
        migrations.AddIndex(
            model_name='restrictionreviewevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='restrictionreview_versions'),
        ),
        migrations.AddIndex(
            model_name='teamevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='team_versions'),
        ),
        migrations.AddIndex(
            model_name='userevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='user_versions'),
        ),
    ]
