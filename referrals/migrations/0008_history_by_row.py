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
        ('casework', '0008_history_by_row'),
        ('people', '0011_history_by_row'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('referrals', '0007_undecided_kept'),
        ('staff', '0006_move_earlier_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='childassentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.childassent'),
        ),
        migrations.AlterField(
            model_name='contactchildevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.contactchild'),
        ),
        migrations.AlterField(
            model_name='contactevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.contact'),
        ),
        migrations.AlterField(
            model_name='earlyhelpassessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.earlyhelpassessment'),
        ),
        migrations.AlterField(
            model_name='familyassentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.familyassent'),
        ),
        migrations.AlterField(
            model_name='numbersasgivenevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.numbersasgiven'),
        ),
        migrations.AlterField(
            model_name='partnercheckevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.partnercheck'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral'),
        ),
        migrations.AlterField(
            model_name='thresholddecisionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.thresholddecision'),
        ),
        migrations.AlterField(
            model_name='urgencychangeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.urgencychange'),
        ),
        migrations.AddIndex(
            model_name='childassentevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='childassent_versions'),
        ),
        migrations.AddIndex(
            model_name='contactchildevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='contactchild_versions'),
        ),
        migrations.AddIndex(
            model_name='contactevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='contact_versions'),
        ),
        migrations.AddIndex(
            model_name='earlyhelpassessmentevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='earlyhelpassessment_versions'),
        ),
        migrations.AddIndex(
            model_name='familyassentevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='familyassent_versions'),
        ),
        migrations.AddIndex(
            model_name='numbersasgivenevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='numbersasgiven_versions'),
        ),
        migrations.AddIndex(
            model_name='partnercheckevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='partnercheck_versions'),
        ),
        migrations.AddIndex(
            model_name='referralevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='referral_versions'),
        ),
        migrations.AddIndex(
            model_name='thresholddecisionevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='thresholddecision_versions'),
        ),
        migrations.AddIndex(
            model_name='urgencychangeevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='urgencychange_versions'),
        ),
    ]
