import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from stegvis.foundation.database.tables import CreateTables
from stegvis.foundation.database.triggers import InstallTriggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_cache'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        CreateTables(operations=[
        migrations.CreateModel(
            name='Profession',
            fields=[
                ('code', models.SlugField(primary_key=True, serialize=False)),
                ('title_sv', models.CharField(max_length=100)),
                ('title_en', models.CharField(max_length=100)),
                ('is_licensed', models.BooleanField()),
                ('concept_id', models.CharField(blank=True, max_length=20)),
                ('licence_concept_id', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name': 'profession',
                'ordering': ['title_sv'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL)),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('sort_name', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower(django.db.models.functions.text.Concat(models.F('family_name'), models.Value(' '), models.F('given_name'), models.Value(' '))), models.Value('åäæöøéèü'), models.Value('{||}}eeu'), function='translate'), output_field=models.CharField(db_collation='C', max_length=210))),
            ],
            options={
                'verbose_name': 'person',
                'ordering': ['sort_name'],
                'indexes': [models.Index(fields=['sort_name'], name='people_pers_sort_na_fb0d07_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1900, 2100)), _connector='OR'), name='birth_year_is_plausible')],
                'triggers': [pgtrigger.compiler.Trigger(name='registered_by_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.registered_by_id IS DISTINCT FROM NEW.registered_by_id AND current_user <> 'stegvis_owner')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fbc742b466e852827186bfbc82cac216db8d22e0', operation='UPDATE', pgid='pgtrigger_registered_by_stays_616c3', table='people_person', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("birth_year", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "user_id") VALUES (NEW."birth_year", NEW."family_name", NEW."given_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."registered_by_id", NEW."user_id"); RETURN NULL;', hash='76dd234899721c5f23c3227fb2714ea9f1f7d376', operation='INSERT', pgid='pgtrigger_insert_insert_65688', table='people_person', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."birth_year" IS DISTINCT FROM (NEW."birth_year") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "people_personevent" ("birth_year", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "user_id") VALUES (NEW."birth_year", NEW."family_name", NEW."given_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."registered_by_id", NEW."user_id"); RETURN NULL;', hash='bc1ff638ed5fe42b25dac8cd2c5371bbe3b19864', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("birth_year", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "user_id") VALUES (OLD."birth_year", OLD."family_name", OLD."given_name", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."registered_by_id", OLD."user_id"); RETURN NULL;', hash='f6acdeebfdc1f991a738a0648213a4fc6f49b474', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', table='people_person', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='shown to')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('evidence', 'Evidence that is checked, with its documents'), ('placements', 'Decided levels'), ('assessments', 'Signed assessments'), ('plans', 'Development plans')], max_length=12), size=None, verbose_name='what')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('until', models.DateField(verbose_name='until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'consent',
                'ordering': ['-given_on', '-id'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['receiver', 'until'], name='consent_to_receiver')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'receiver'), name='one_consent_at_a_time'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('given_on')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('given_on'), '+', models.Value(datetime.timedelta(days=731))))), name='consent_has_an_end'), models.CheckConstraint(condition=models.Q(('parts__len__gt', 0)), name='consent_is_of_something')],
                'triggers': [pgtrigger.compiler.Trigger(name='consent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."receiver_id" IS DISTINCT FROM (NEW."receiver_id") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."until" IS DISTINCT FROM (NEW."until"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3c0c513065cddad2fcff3c81d2e4077e2a7620db', operation='UPDATE', pgid='pgtrigger_consent_stays_e28e2', table='people_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_consentevent" ("ended_at", "given_on", "id", "parts", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "until") VALUES (NEW."ended_at", NEW."given_on", NEW."id", NEW."parts", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."receiver_id", NEW."until"); RETURN NULL;', hash='d1ab40f8dc3f38bd9a35ec3f0706cf06f736530d', operation='INSERT', pgid='pgtrigger_insert_insert_91c75', table='people_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_consentevent" ("ended_at", "given_on", "id", "parts", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "until") VALUES (NEW."ended_at", NEW."given_on", NEW."id", NEW."parts", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."receiver_id", NEW."until"); RETURN NULL;', hash='e27ec34b11d46123ddc89784f96fae2dd922c9d6', operation='UPDATE', pgid='pgtrigger_update_update_8387f', table='people_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_consentevent" ("ended_at", "given_on", "id", "parts", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "until") VALUES (OLD."ended_at", OLD."given_on", OLD."id", OLD."parts", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."receiver_id", OLD."until"); RETURN NULL;', hash='9ae650de0d02f0b08b33a23b1c5c77ad9d25f764', operation='DELETE', pgid='pgtrigger_delete_delete_ee4b6', table='people_consent', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.consent')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('receiver', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='shown to')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('evidence', 'Evidence that is checked, with its documents'), ('placements', 'Decided levels'), ('assessments', 'Signed assessments'), ('plans', 'Development plans')], max_length=12), size=None, verbose_name='what')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('until', models.DateField(verbose_name='until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='people_cons_person__1f39e6_idx')],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='employments', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='organisations.organisation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='organisations.unit')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='people.profession')),
                ('employee_number', models.CharField(max_length=40, verbose_name='employee number')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work e-mail')),
                ('share', models.PositiveSmallIntegerField(default=100, verbose_name='share of full time, per cent')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'employment',
                'indexes': [models.Index(fields=['unit', 'valid_to'], include=('person', 'employer', 'valid_from'), name='employment_of_unit'), models.Index(fields=['employer', 'valid_to'], name='employment_of_employer')],
                'constraints': [models.UniqueConstraint(fields=('employer', 'employee_number', 'valid_from'), name='employment_starts_once_per_number'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='employment_ends_after_start'), models.CheckConstraint(condition=models.Q(('share__range', (1, 100))), name='share_is_a_percentage')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_employmentevent" ("email", "employee_number", "employer_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "share", "title", "unit_id", "valid_from", "valid_to") VALUES (NEW."email", NEW."employee_number", NEW."employer_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."share", NEW."title", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='4a5898292719702270bddf4c05338de17b147329', operation='INSERT', pgid='pgtrigger_insert_insert_95151', table='people_employment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_employmentevent" ("email", "employee_number", "employer_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "share", "title", "unit_id", "valid_from", "valid_to") VALUES (NEW."email", NEW."employee_number", NEW."employer_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."share", NEW."title", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='68a7918b2d4785fa1e119559fc60d8517617fed8', operation='UPDATE', pgid='pgtrigger_update_update_a9fcf', table='people_employment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_employmentevent" ("email", "employee_number", "employer_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "share", "title", "unit_id", "valid_from", "valid_to") VALUES (OLD."email", OLD."employee_number", OLD."employer_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."share", OLD."title", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='b572b1fb1da2fb6bc497fba73a35a1cb034344d7', operation='DELETE', pgid='pgtrigger_delete_delete_40bce', table='people_employment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EmploymentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.employment')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('employer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.unit')),
                ('profession', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('employee_number', models.CharField(max_length=40, verbose_name='employee number')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work e-mail')),
                ('share', models.PositiveSmallIntegerField(default=100, verbose_name='share of full time, per cent')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='people_empl_person__da8c46_idx')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='employer')),
                ('kind', models.CharField(choices=[('licence', 'Licence to practise'), ('degree', 'Degree'), ('credits', 'Higher-education credits'), ('course', 'Course'), ('certificate', 'Certificate'), ('practice', 'Practice'), ('assignment', 'Assignment'), ('induction', 'Induction'), ('competence', 'Demonstrated competence'), ('reflection', 'Reflection')], max_length=12, verbose_name='kind')),
                ('code', models.SlugField(max_length=80, verbose_name='code')),
                ('area', models.SlugField(blank=True, max_length=80, verbose_name='area')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('amount', models.PositiveIntegerField(default=1, verbose_name='amount')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('judged_by', models.CharField(blank=True, max_length=30, verbose_name='judged by')),
                ('assessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='number or reference')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('checked_how', models.CharField(blank=True, max_length=120, verbose_name='how it was checked')),
                ('source', models.CharField(choices=[('import', "Employer's staff list"), ('manager', 'Manager'), ('person', 'The person'), ('induction', 'Introduction programme'), ('assessment', 'Assessment'), ('exchange', 'Took part in what was offered')], default='import', max_length=10, verbose_name='source')),
                ('origin', models.CharField(blank=True, default='', editable=False, max_length=36)),
                ('state', models.CharField(choices=[('stated', 'Waiting to be checked'), ('verified', 'Checked'), ('declined', 'Not accepted')], default='verified', max_length=8, verbose_name='state')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(blank=True, verbose_name='in your own words')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='why it is not accepted')),
            ],
            options={
                'verbose_name': 'evidence',
                'ordering': ['kind', 'code', 'valid_from'],
                'indexes': [models.Index(fields=['employer', 'person'], name='evidence_of_employer')],
                'constraints': [models.UniqueConstraint(fields=('person', 'employer', 'kind', 'code', 'area', 'valid_from', 'judged_by', 'origin'), name='evidence_is_stated_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='evidence_ends_after_start'), models.UniqueConstraint(fields=('employer', 'person', 'id'), name='evidence_of_person')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_evidenceevent" ("amount", "answer", "area", "assessor_id", "checked_by_id", "checked_how", "checked_on", "code", "employer_id", "id", "judged_by", "kind", "origin", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "source", "state", "text", "title", "valid_from", "valid_until") VALUES (NEW."amount", NEW."answer", NEW."area", NEW."assessor_id", NEW."checked_by_id", NEW."checked_how", NEW."checked_on", NEW."code", NEW."employer_id", NEW."id", NEW."judged_by", NEW."kind", NEW."origin", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."source", NEW."state", NEW."text", NEW."title", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='d95071716b71d5581fabe779768da13c46650ff5', operation='INSERT', pgid='pgtrigger_insert_insert_fc333', table='people_evidence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_evidenceevent" ("amount", "answer", "area", "assessor_id", "checked_by_id", "checked_how", "checked_on", "code", "employer_id", "id", "judged_by", "kind", "origin", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "source", "state", "text", "title", "valid_from", "valid_until") VALUES (NEW."amount", NEW."answer", NEW."area", NEW."assessor_id", NEW."checked_by_id", NEW."checked_how", NEW."checked_on", NEW."code", NEW."employer_id", NEW."id", NEW."judged_by", NEW."kind", NEW."origin", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."source", NEW."state", NEW."text", NEW."title", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='bb5c1642f75e7101b35da94894c21e1208596b0d', operation='UPDATE', pgid='pgtrigger_update_update_e7bd9', table='people_evidence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_evidenceevent" ("amount", "answer", "area", "assessor_id", "checked_by_id", "checked_how", "checked_on", "code", "employer_id", "id", "judged_by", "kind", "origin", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "source", "state", "text", "title", "valid_from", "valid_until") VALUES (OLD."amount", OLD."answer", OLD."area", OLD."assessor_id", OLD."checked_by_id", OLD."checked_how", OLD."checked_on", OLD."code", OLD."employer_id", OLD."id", OLD."judged_by", OLD."kind", OLD."origin", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."source", OLD."state", OLD."text", OLD."title", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='6ec7c722b0fcd2953cd6f0648a71088743b4feef', operation='DELETE', pgid='pgtrigger_delete_delete_7ad70', table='people_evidence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.evidence')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('employer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='employer')),
                ('kind', models.CharField(choices=[('licence', 'Licence to practise'), ('degree', 'Degree'), ('credits', 'Higher-education credits'), ('course', 'Course'), ('certificate', 'Certificate'), ('practice', 'Practice'), ('assignment', 'Assignment'), ('induction', 'Induction'), ('competence', 'Demonstrated competence'), ('reflection', 'Reflection')], max_length=12, verbose_name='kind')),
                ('code', models.SlugField(db_index=False, max_length=80, verbose_name='code')),
                ('area', models.SlugField(blank=True, db_index=False, max_length=80, verbose_name='area')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('amount', models.PositiveIntegerField(default=1, verbose_name='amount')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('judged_by', models.CharField(blank=True, max_length=30, verbose_name='judged by')),
                ('assessor', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='number or reference')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('checked_how', models.CharField(blank=True, max_length=120, verbose_name='how it was checked')),
                ('source', models.CharField(choices=[('import', "Employer's staff list"), ('manager', 'Manager'), ('person', 'The person'), ('induction', 'Introduction programme'), ('assessment', 'Assessment'), ('exchange', 'Took part in what was offered')], default='import', max_length=10, verbose_name='source')),
                ('origin', models.CharField(blank=True, default='', editable=False, max_length=36)),
                ('state', models.CharField(choices=[('stated', 'Waiting to be checked'), ('verified', 'Checked'), ('declined', 'Not accepted')], default='verified', max_length=8, verbose_name='state')),
                ('checked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(blank=True, verbose_name='in your own words')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='why it is not accepted')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='people_evid_person__ecd935_idx')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='people.evidence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('media_type', models.CharField(max_length=60)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('scan', models.CharField(choices=[('waiting', 'Being checked'), ('clean', 'Checked'), ('refused', 'Stopped')], default='waiting', max_length=7, verbose_name='check')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'file',
                'ordering': ['added_at'],
                'constraints': [models.UniqueConstraint(fields=('evidence', 'digest'), name='file_once_per_evidence')],
            },
        ),
        migrations.CreateModel(
            name='ProtectedIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('since', models.DateField(verbose_name='since')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ground')),
            ],
            options={
                'verbose_name': 'protected identity',
                'constraints': [models.UniqueConstraint(fields=('employer', 'person'), name='one_mark_per_employer_and_person')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_protectedidentityevent" ("employer_id", "id", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") VALUES (NEW."employer_id", NEW."id", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."since"); RETURN NULL;', hash='184fb75ed2843c9b0b9f7853f7465b64f9c2745b', operation='INSERT', pgid='pgtrigger_insert_insert_f1067', table='people_protectedidentity', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_protectedidentityevent" ("employer_id", "id", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") VALUES (NEW."employer_id", NEW."id", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."since"); RETURN NULL;', hash='22a93335e705ed473c88178c2c04e0fc34622584', operation='UPDATE', pgid='pgtrigger_update_update_83789', table='people_protectedidentity', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_protectedidentityevent" ("employer_id", "id", "note", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") VALUES (OLD."employer_id", OLD."id", OLD."note", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."since"); RETURN NULL;', hash='29ae5b57a44d73f07889974f480cecaba5e7714c', operation='DELETE', pgid='pgtrigger_delete_delete_5e049', table='people_protectedidentity', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ProtectedIdentityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.protectedidentity')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('employer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('since', models.DateField(verbose_name='since')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ground')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='people_prot_person__d6d42a_idx')],
            },
        ),
        migrations.CreateModel(
            name='StaffImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('refused', 'Cannot be read'), ('preview', 'Ready to look through'), ('applying', 'Being saved'), ('applied', 'Saved'), ('dropped', 'Dropped')], default='waiting', max_length=10)),
                ('report', models.JSONField(default=dict)),
                ('job_id', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'staff import',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='retention_rule', to='organisations.organisation')),
                ('months_after_end', models.PositiveSmallIntegerField(verbose_name="months after the employment's end")),
                ('ground', models.CharField(max_length=200, verbose_name="ground, such as the retention plan's reference")),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('months_after_end__range', (1, 1200))), name='retention_is_plausible')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_retentionruleevent" ("employer_id", "ground", "id", "months_after_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."employer_id", NEW."ground", NEW."id", NEW."months_after_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='d65d2cdae99149d64f0bcd5e90b2459c4789650d', operation='INSERT', pgid='pgtrigger_insert_insert_bce2a', table='people_retentionrule', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_retentionruleevent" ("employer_id", "ground", "id", "months_after_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."employer_id", NEW."ground", NEW."id", NEW."months_after_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='ae46d918a57b43ff460e779e614f4a41c830e9fa', operation='UPDATE', pgid='pgtrigger_update_update_3ebbe', table='people_retentionrule', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_retentionruleevent" ("employer_id", "ground", "id", "months_after_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."employer_id", OLD."ground", OLD."id", OLD."months_after_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='43538bee6b63999c2d91ee260ca5522002ca040c', operation='DELETE', pgid='pgtrigger_delete_delete_559bf', table='people_retentionrule', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RetentionRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.retentionrule')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('employer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('months_after_end', models.PositiveSmallIntegerField(verbose_name="months after the employment's end")),
                ('ground', models.CharField(max_length=200, verbose_name="ground, such as the retention plan's reference")),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PurgeProtocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(auto_now_add=True)),
                ('ended_before', models.DateField()),
                ('ground', models.CharField(max_length=200)),
                ('counts', models.JSONField()),
                ('is_protected', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        ]),
        InstallTriggers(),
        migrations.RunSQL(
            sql='\n            ALTER TABLE people_employment ADD CONSTRAINT employment_unit_of_same_employer\n                FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id)\n                DEFERRABLE INITIALLY DEFERRED;\n            ',
            reverse_sql='\n            ALTER TABLE people_employment DROP CONSTRAINT employment_unit_of_same_employer;\n            ',
        ),
        migrations.RunSQL(
            sql='\n            ALTER TABLE people_evidencefile ADD CONSTRAINT file_of_same_evidence\n                FOREIGN KEY (employer_id, person_id, evidence_id) REFERENCES people_evidence (employer_id, person_id, id)\n                DEFERRABLE INITIALLY DEFERRED;\n            ',
            reverse_sql='\n            ALTER TABLE people_evidencefile DROP CONSTRAINT file_of_same_evidence;\n            ',
        ),
    ]
