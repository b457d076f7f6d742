import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from stegvis.foundation.database.triggers import install_triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_cache'),
        ('frameworks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalibrationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('sample_size', models.PositiveSmallIntegerField(verbose_name='how many judgements to repeat')),
                ('seed', models.PositiveIntegerField()),
                ('answer_by', models.DateField(verbose_name='answer by')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Open'), ('closed', 'Closed')], default='planned', max_length=8, verbose_name='state')),
                ('result', models.JSONField(default=dict)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'calibration round',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(fields=('employer', 'id'), name='round_of_employer')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_calibrationroundevent" ("answer_by", "closed_at", "created_at", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "result", "sample_size", "seed", "state", "title", "version_id") VALUES (NEW."answer_by", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."result", NEW."sample_size", NEW."seed", NEW."state", NEW."title", NEW."version_id"); RETURN NULL;', hash='4a5dc9492b5c17d95bad1200470d76033e6830a5', operation='INSERT', pgid='pgtrigger_insert_insert_1af59', table='careers_calibrationround', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_calibrationroundevent" ("answer_by", "closed_at", "created_at", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "result", "sample_size", "seed", "state", "title", "version_id") VALUES (NEW."answer_by", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."result", NEW."sample_size", NEW."seed", NEW."state", NEW."title", NEW."version_id"); RETURN NULL;', hash='31a5d743b43d5e701d2b7bf543b9732f69dc36e3', operation='UPDATE', pgid='pgtrigger_update_update_e2285', table='careers_calibrationround', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_calibrationroundevent" ("answer_by", "closed_at", "created_at", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "result", "sample_size", "seed", "state", "title", "version_id") VALUES (OLD."answer_by", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."employer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."result", OLD."sample_size", OLD."seed", OLD."state", OLD."title", OLD."version_id"); RETURN NULL;', hash='48fdc38d9d1535ab93ec1a0ec15ba3f908b8c025', operation='DELETE', pgid='pgtrigger_delete_delete_05487', table='careers_calibrationround', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CalibrationRoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.calibrationround')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('sample_size', models.PositiveSmallIntegerField(verbose_name='how many judgements to repeat')),
                ('seed', models.PositiveIntegerField()),
                ('answer_by', models.DateField(verbose_name='answer by')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Open'), ('closed', 'Closed')], default='planned', max_length=8, verbose_name='state')),
                ('result', models.JSONField(default=dict)),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoundAssessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessors', to='careers.calibrationround')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'second assessor',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'user'), name='assessor_is_chosen_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='assessor_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='16bafae41ff956194bda3ed53bae7f89c6fbf00e', operation='UPDATE', pgid='pgtrigger_assessor_stays_546a2', table='careers_roundassessor', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_roundassessorevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "user_id") VALUES (NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."round_id", NEW."user_id"); RETURN NULL;', hash='6e6f7185686aceefbc24c76323bd9635444a0799', operation='INSERT', pgid='pgtrigger_insert_insert_031bc', table='careers_roundassessor', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_roundassessorevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "user_id") VALUES (NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."round_id", NEW."user_id"); RETURN NULL;', hash='6ab402eda5d5aa27cac14645d6505f0b381ecde0', operation='UPDATE', pgid='pgtrigger_update_update_8f7e2', table='careers_roundassessor', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_roundassessorevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "user_id") VALUES (OLD."employer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."round_id", OLD."user_id"); RETURN NULL;', hash='36eb536b540180d71618c8a533a5c85f589e5e0f', operation='DELETE', pgid='pgtrigger_delete_delete_d2c43', table='careers_roundassessor', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RoundAssessorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.roundassessor')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.calibrationround')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SecondAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='careers.calibrationround', verbose_name='calibration round')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='employer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('evidence', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.evidence', verbose_name='evidence')),
                ('first_event', models.PositiveBigIntegerField(editable=False)),
                ('competence', models.SlugField(max_length=80, verbose_name='competence')),
                ('area', models.SlugField(blank=True, max_length=80, verbose_name='area')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second assessor')),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rating')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='judged on')),
                ('declined', models.BooleanField(default=False, verbose_name='cannot judge')),
            ],
            options={
                'verbose_name': 'second assessment',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'person', 'competence', 'area'), name='judged_a_second_time_once_per_round')],
                'triggers': [pgtrigger.compiler.Trigger(name='answered_while_open', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM 1 FROM careers_calibrationround WHERE id = NEW.round_id AND state = 'open' FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE check_violation USING MESSAGE = 'the calibration round is not open';\n        END IF;\n        RETURN NEW;\n    ", hash='a9b595de0df84065c0a327d3ecafae8b6da941c0', operation='UPDATE OF "rating", "note", "judged_on", "declined"', pgid='pgtrigger_answered_while_open_7b140', table='careers_secondassessment', when='BEFORE')), pgtrigger.compiler.Trigger(name='what_is_judged_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."first_event" IS DISTINCT FROM (NEW."first_event") OR OLD."competence" IS DISTINCT FROM (NEW."competence") OR OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."assessor_id" IS DISTINCT FROM (NEW."assessor_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3f80bc61ce4bae2b042f88e3cf485f6320b4e491', operation='UPDATE', pgid='pgtrigger_what_is_judged_stays_5e0f1', table='careers_secondassessment', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_secondassessmentevent" ("area", "assessor_id", "competence", "declined", "employer_id", "evidence_id", "id", "judged_on", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "round_id") VALUES (NEW."area", NEW."assessor_id", NEW."competence", NEW."declined", NEW."employer_id", NEW."evidence_id", NEW."id", NEW."judged_on", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rating", NEW."round_id"); RETURN NULL;', hash='99d47d046c03d4df990f54af54e6494ee764e7d7', operation='INSERT', pgid='pgtrigger_insert_insert_3bbc8', table='careers_secondassessment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."assessor_id" IS DISTINCT FROM (NEW."assessor_id") OR OLD."competence" IS DISTINCT FROM (NEW."competence") OR OLD."declined" IS DISTINCT FROM (NEW."declined") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."evidence_id" IS DISTINCT FROM (NEW."evidence_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."judged_on" IS DISTINCT FROM (NEW."judged_on") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."rating" IS DISTINCT FROM (NEW."rating") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id"))', func='INSERT INTO "careers_secondassessmentevent" ("area", "assessor_id", "competence", "declined", "employer_id", "evidence_id", "id", "judged_on", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "round_id") VALUES (NEW."area", NEW."assessor_id", NEW."competence", NEW."declined", NEW."employer_id", NEW."evidence_id", NEW."id", NEW."judged_on", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rating", NEW."round_id"); RETURN NULL;', hash='9ccb6082a9110d0e542b96e9ecd91a0f2c3c869f', operation='UPDATE', pgid='pgtrigger_update_update_fb755', table='careers_secondassessment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_secondassessmentevent" ("area", "assessor_id", "competence", "declined", "employer_id", "evidence_id", "id", "judged_on", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "round_id") VALUES (OLD."area", OLD."assessor_id", OLD."competence", OLD."declined", OLD."employer_id", OLD."evidence_id", OLD."id", OLD."judged_on", OLD."note", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rating", OLD."round_id"); RETURN NULL;', hash='945af8773763038947170f1cdb9606bb92e372e8', operation='DELETE', pgid='pgtrigger_delete_delete_2fbd0', table='careers_secondassessment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SecondAssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.secondassessment')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.calibrationround', verbose_name='calibration round')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='employer')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('evidence', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.evidence', verbose_name='evidence')),
                ('competence', models.SlugField(db_index=False, max_length=80, verbose_name='competence')),
                ('area', models.SlugField(blank=True, db_index=False, max_length=80, verbose_name='area')),
                ('assessor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second assessor')),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rating')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='judged on')),
                ('declined', models.BooleanField(default=False, verbose_name='cannot judge')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VersionMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('from_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('to_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('state', models.CharField(choices=[('running', 'Being computed'), ('ready', 'Ready to decide'), ('accepted', 'Accepted'), ('undone', 'Undone'), ('dropped', 'Dropped')], default='running', max_length=10, verbose_name='state')),
                ('job_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('computed_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
                ('undo_until', models.DateField(null=True)),
                ('adopted_since', models.DateField(null=True)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'move to a new version',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'ready'])), fields=('employer', 'profession'), name='one_open_move_per_profession_and_employer'), models.UniqueConstraint(fields=('employer', 'id'), name='move_of_employer')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_versionmoveevent" ("adopted_since", "computed_at", "created_at", "decided_at", "decided_by_id", "employer_id", "from_version_id", "id", "job_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "state", "to_version_id", "undo_until", "undone_at", "undone_by_id") VALUES (NEW."adopted_since", NEW."computed_at", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."employer_id", NEW."from_version_id", NEW."id", NEW."job_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."state", NEW."to_version_id", NEW."undo_until", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='26b13c7fadc2fa4caaa472021002f90a9d989fbe', operation='INSERT', pgid='pgtrigger_insert_insert_08e90', table='careers_versionmove', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_versionmoveevent" ("adopted_since", "computed_at", "created_at", "decided_at", "decided_by_id", "employer_id", "from_version_id", "id", "job_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "state", "to_version_id", "undo_until", "undone_at", "undone_by_id") VALUES (NEW."adopted_since", NEW."computed_at", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."employer_id", NEW."from_version_id", NEW."id", NEW."job_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."state", NEW."to_version_id", NEW."undo_until", NEW."undone_at", NEW."undone_by_id"); RETURN NULL;', hash='ac52e51893b5887c7b914e32a0ae3de1a87a159a', operation='UPDATE', pgid='pgtrigger_update_update_ea27d', table='careers_versionmove', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_versionmoveevent" ("adopted_since", "computed_at", "created_at", "decided_at", "decided_by_id", "employer_id", "from_version_id", "id", "job_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "state", "to_version_id", "undo_until", "undone_at", "undone_by_id") VALUES (OLD."adopted_since", OLD."computed_at", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."employer_id", OLD."from_version_id", OLD."id", OLD."job_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."state", OLD."to_version_id", OLD."undo_until", OLD."undone_at", OLD."undone_by_id"); RETURN NULL;', hash='41ec979d6faafa64628d242c0f2c7193645fbd0b', operation='DELETE', pgid='pgtrigger_delete_delete_c01cd', table='careers_versionmove', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='VersionMoveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.versionmove')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('from_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('to_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('state', models.CharField(choices=[('running', 'Being computed'), ('ready', 'Ready to decide'), ('accepted', 'Accepted'), ('undone', 'Undone'), ('dropped', 'Dropped')], default='running', max_length=10, verbose_name='state')),
                ('job_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('computed_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
                ('undo_until', models.DateField(null=True)),
                ('adopted_since', models.DateField(null=True)),
                ('undone_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MoveOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='careers.versionmove')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('area', models.SlugField(blank=True, max_length=80)),
                ('outcome', models.CharField(choices=[('kept', 'Kept'), ('review', 'Needs review'), ('lapsed', 'Lapsed')], max_length=6)),
                ('level_before', models.PositiveSmallIntegerField()),
                ('level_after', models.PositiveSmallIntegerField()),
                ('level_if_reviewed', models.PositiveSmallIntegerField()),
                ('kept', models.PositiveSmallIntegerField()),
                ('to_review', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=80), default=list, size=None)),
                ('lapsed', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=80), default=list, size=None)),
                ('is_primary', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['employer', 'person'], name='outcome_of_employer')],
                'constraints': [models.UniqueConstraint(fields=('move', 'person', 'area'), name='one_outcome_per_person_and_area')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='frameworks.frameworkversion')),
                ('area', models.SlugField(blank=True, max_length=80, verbose_name='area')),
                ('track', models.SlugField(blank=True, max_length=80, verbose_name='track')),
                ('kind', models.CharField(choices=[('placed', 'Placed'), ('changed_field', 'Changed field'), ('stepped_back', 'Stepped back'), ('recognised', 'Recognised from another employer'), ('moved', 'Moved to a new version')], default='placed', max_length=14, verbose_name='kind')),
                ('level_code', models.SlugField(blank=True, max_length=80)),
                ('level_order', models.PositiveSmallIntegerField()),
                ('proposed_order', models.PositiveSmallIntegerField()),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.TextField(blank=True, verbose_name='ground')),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_ground', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'placement',
                'ordering': ['decided_on', 'id'],
                'indexes': [models.Index(fields=['employer', 'person'], name='placement_of_employer')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_placementevent" ("area", "decided_by_id", "decided_on", "employer_id", "ground", "id", "kind", "level_code", "level_order", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "proposed_order", "track", "version_id", "withdrawal_ground", "withdrawn_by_id", "withdrawn_on") VALUES (NEW."area", NEW."decided_by_id", NEW."decided_on", NEW."employer_id", NEW."ground", NEW."id", NEW."kind", NEW."level_code", NEW."level_order", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."proposed_order", NEW."track", NEW."version_id", NEW."withdrawal_ground", NEW."withdrawn_by_id", NEW."withdrawn_on"); RETURN NULL;', hash='c534cadfb71ab91cc4282ee0d5ea62cb9f71eb9c', operation='INSERT', pgid='pgtrigger_insert_insert_93367', table='careers_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_placementevent" ("area", "decided_by_id", "decided_on", "employer_id", "ground", "id", "kind", "level_code", "level_order", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "proposed_order", "track", "version_id", "withdrawal_ground", "withdrawn_by_id", "withdrawn_on") VALUES (NEW."area", NEW."decided_by_id", NEW."decided_on", NEW."employer_id", NEW."ground", NEW."id", NEW."kind", NEW."level_code", NEW."level_order", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."proposed_order", NEW."track", NEW."version_id", NEW."withdrawal_ground", NEW."withdrawn_by_id", NEW."withdrawn_on"); RETURN NULL;', hash='0ccabe44c60fb6b9acbde7750e372795b47c92f9', operation='UPDATE', pgid='pgtrigger_update_update_00eb8', table='careers_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_placementevent" ("area", "decided_by_id", "decided_on", "employer_id", "ground", "id", "kind", "level_code", "level_order", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "proposed_order", "track", "version_id", "withdrawal_ground", "withdrawn_by_id", "withdrawn_on") VALUES (OLD."area", OLD."decided_by_id", OLD."decided_on", OLD."employer_id", OLD."ground", OLD."id", OLD."kind", OLD."level_code", OLD."level_order", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."proposed_order", OLD."track", OLD."version_id", OLD."withdrawal_ground", OLD."withdrawn_by_id", OLD."withdrawn_on"); RETURN NULL;', hash='c52d1c6df284a0dc5617ca3309e3cfe66bfee35b', operation='DELETE', pgid='pgtrigger_delete_delete_c341b', table='careers_placement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlacementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.placement')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('area', models.SlugField(blank=True, db_index=False, max_length=80, verbose_name='area')),
                ('track', models.SlugField(blank=True, db_index=False, max_length=80, verbose_name='track')),
                ('kind', models.CharField(choices=[('placed', 'Placed'), ('changed_field', 'Changed field'), ('stepped_back', 'Stepped back'), ('recognised', 'Recognised from another employer'), ('moved', 'Moved to a new version')], default='placed', max_length=14, verbose_name='kind')),
                ('level_code', models.SlugField(blank=True, db_index=False, max_length=80)),
                ('level_order', models.PositiveSmallIntegerField()),
                ('proposed_order', models.PositiveSmallIntegerField()),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.TextField(blank=True, verbose_name='ground')),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_ground', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='frameworks.frameworkversion')),
                ('area', models.SlugField(blank=True, max_length=80, verbose_name='area')),
                ('level_code', models.SlugField(blank=True, max_length=80)),
                ('level_order', models.PositiveSmallIntegerField()),
                ('level_until', models.DateField(null=True)),
                ('next_level_code', models.SlugField(blank=True, max_length=80)),
                ('missing_for_next', models.PositiveSmallIntegerField()),
                ('next_lapse', models.DateField(null=True)),
                ('met', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(), size=None)),
                ('met_until', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(null=True), size=None)),
                ('evaluated_on', models.DateField()),
                ('is_primary', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'standing',
                'indexes': [models.Index(fields=['person'], name='standing_of_person')],
                'constraints': [models.UniqueConstraint(fields=('employer', 'person', 'version', 'area'), name='one_standing_per_version_and_area'), models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('employer', 'person'), name='one_primary_standing_per_employer')],
            },
        ),
        migrations.RunPython(install_triggers('careers'), migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(
            sql="""
            ALTER TABLE careers_moveoutcome ADD CONSTRAINT outcome_unit_of_same_employer
                FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE careers_moveoutcome ADD CONSTRAINT move_of_same_employer
                FOREIGN KEY (employer_id, move_id) REFERENCES careers_versionmove (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE careers_secondassessment ADD CONSTRAINT round_of_same_employer
                FOREIGN KEY (employer_id, round_id) REFERENCES careers_calibrationround (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="""
            ALTER TABLE careers_moveoutcome DROP CONSTRAINT outcome_unit_of_same_employer;
            ALTER TABLE careers_moveoutcome DROP CONSTRAINT move_of_same_employer;
            ALTER TABLE careers_secondassessment DROP CONSTRAINT round_of_same_employer;
            """,
        ),
        migrations.RunSQL(
            sql="""
            ALTER TABLE careers_roundassessor ADD CONSTRAINT assessor_round_of_same_employer
                FOREIGN KEY (employer_id, round_id) REFERENCES careers_calibrationround (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE careers_secondassessment ADD CONSTRAINT assessment_of_evidence
                FOREIGN KEY (evidence_id) REFERENCES people_evidence (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="""
            ALTER TABLE careers_roundassessor DROP CONSTRAINT assessor_round_of_same_employer;
            ALTER TABLE careers_secondassessment DROP CONSTRAINT assessment_of_evidence;
            """,
        ),
    ]
