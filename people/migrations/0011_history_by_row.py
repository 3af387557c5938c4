"""The history of each table by row and version, with the moment in the index.

Serves the history page (the version before this one: pgh_obj_id = ? AND pgh_id < ? ORDER BY pgh_id DESC LIMIT 1) and a
record as it was known (is there a later version by then: pgh_obj_id = ? AND pgh_id > ? AND pgh_created_at <= ?). It takes
the place of the index on pgh_obj_id alone. Relations and homes also by when they were written, for whoever is new
in a family: pgh_created_at >= ?.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_numbers_in_question'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AlterField(
            model_name='addressevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.address'),
        ),
        migrations.AlterField(
            model_name='adulttoidentifyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.adulttoidentify'),
        ),
        migrations.AlterField(
            model_name='personevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
        ),
        migrations.AlterField(
            model_name='personmergeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.personmerge'),
        ),
        migrations.AlterField(
            model_name='personnameevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.personname'),
        ),
        migrations.AlterField(
            model_name='phoneevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.phone'),
        ),
        migrations.AlterField(
            model_name='phoneuseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.phoneuse'),
        ),
        migrations.AlterField(
            model_name='relationshipevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.relationship'),
        ),
        migrations.AlterField(
            model_name='residenceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.residence'),
        ),
        migrations.AlterField(
            model_name='vehicleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.vehicle'),
        ),
        migrations.AlterField(
            model_name='vehicleuseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.vehicleuse'),
        ),
        migrations.AddIndex(
            model_name='addressevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='address_versions'),
        ),
        migrations.AddIndex(
            model_name='adulttoidentifyevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='adulttoidentify_versions'),
        ),
        migrations.AddIndex(
            model_name='personevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='person_versions'),
        ),
        migrations.AddIndex(
            model_name='personmergeevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='personmerge_versions'),
        ),
        migrations.AddIndex(
            model_name='personnameevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='personname_versions'),
        ),
        migrations.AddIndex(
            model_name='phoneevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='phone_versions'),
        ),
        migrations.AddIndex(
            model_name='phoneuseevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='phoneuse_versions'),
        ),
        migrations.AddIndex(
            model_name='relationshipevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='relationship_versions'),
        ),
        migrations.AddIndex(
            model_name='relationshipevent',
            index=models.Index(fields=['pgh_created_at'], name='relationship_written'),
        ),
        migrations.AddIndex(
            model_name='residenceevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='residence_versions'),
        ),
        migrations.AddIndex(
            model_name='residenceevent',
            index=models.Index(fields=['pgh_created_at'], name='residence_written'),
        ),
        migrations.AddIndex(
            model_name='vehicleevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='vehicle_versions'),
        ),
        migrations.AddIndex(
            model_name='vehicleuseevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='vehicleuse_versions'),
        ),
    ]
