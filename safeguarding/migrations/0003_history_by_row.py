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
        ('safeguarding', '0002_held_by_the_database'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='childprotectionplanevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.childprotectionplan'),
        ),
        migrations.AlterField(
            model_name='conferencechildevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.conferencechild'),
        ),
        migrations.AlterField(
            model_name='conferenceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.conference'),
        ),
        migrations.AlterField(
            model_name='conferenceinvitationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.conferenceinvitation'),
        ),
        migrations.AlterField(
            model_name='conferenceroomevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.conferenceroom'),
        ),
        migrations.AlterField(
            model_name='coregroupevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.coregroup'),
        ),
        migrations.AlterField(
            model_name='coregroupplanevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.coregroupplan'),
        ),
        migrations.AlterField(
            model_name='immediateprotectionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.immediateprotection'),
        ),
        migrations.AlterField(
            model_name='interviewevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.interview'),
        ),
        migrations.AlterField(
            model_name='protectionactionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.protectionaction'),
        ),
        migrations.AlterField(
            model_name='protectionoutcomeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.protectionoutcome'),
        ),
        migrations.AlterField(
            model_name='section47enquiryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.section47enquiry'),
        ),
        migrations.AlterField(
            model_name='strategyattendanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.strategyattendance'),
        ),
        migrations.AlterField(
            model_name='strategydiscussionchildevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.strategydiscussionchild'),
        ),
        migrations.AlterField(
            model_name='strategydiscussionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.strategydiscussion'),
        ),
        migrations.AlterField(
            model_name='transferinevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='safeguarding.transferin'),
        ),
        migrations.AddIndex(
            model_name='childprotectionplanevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='childprotectionplan_versions'),
        ),
        migrations.AddIndex(
            model_name='conferencechildevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='conferencechild_versions'),
        ),
        migrations.AddIndex(
            model_name='conferenceevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='conference_versions'),
        ),
        migrations.AddIndex(
            model_name='conferenceinvitationevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='conferenceinvitation_versions'),
        ),
        migrations.AddIndex(
            model_name='conferenceroomevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='conferenceroom_versions'),
        ),
        migrations.AddIndex(
            model_name='coregroupevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='coregroup_versions'),
        ),
        migrations.AddIndex(
            model_name='coregroupplanevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='coregroupplan_versions'),
        ),
        migrations.AddIndex(
            model_name='immediateprotectionevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='immediateprotection_versions'),
        ),
        migrations.AddIndex(
            model_name='interviewevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='interview_versions'),
        ),
        migrations.AddIndex(
            model_name='protectionactionevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='protectionaction_versions'),
        ),
        migrations.AddIndex(
            model_name='protectionoutcomeevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='protectionoutcome_versions'),
        ),
        migrations.AddIndex(
            model_name='section47enquiryevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='section47enquiry_versions'),
        ),
        migrations.AddIndex(
            model_name='strategyattendanceevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='strategyattendance_versions'),
        ),
        migrations.AddIndex(
            model_name='strategydiscussionchildevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='strategydiscussionchi_versions'),
        ),
        migrations.AddIndex(
            model_name='strategydiscussionevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='strategydiscussion_versions'),
        ),
        migrations.AddIndex(
            model_name='transferinevent',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], include=('pgh_created_at',), name='transferin_versions'),
        ),
    ]
