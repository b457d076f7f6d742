import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import stegvis.organisations.models
from django.conf import settings
from django.db import migrations, models

from stegvis.foundation.database.tables import CreateTables
from stegvis.foundation.database.triggers import InstallTriggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_cache'),
        # No need but haste: what changes a table later builds the state of all tables that there are by then.
        ('jobs', '0001_initial'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('notices', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('procrastinate', '0041_post_retry_failed_job'),
        ('sessions', '0001_initial'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        CreateTables(operations=[
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('municipality', 'Municipality'), ('region', 'Region'), ('university', 'University'), ('council', 'Healthcare competence council'), ('authority', 'National authority'), ('private', 'Private provider')], max_length=15, verbose_name='type')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
                ('code', models.CharField(blank=True, max_length=4, verbose_name='SCB code')),
                ('county_code', models.CharField(blank=True, max_length=2, verbose_name='county code')),
            ],
            options={
                'verbose_name': 'organisation',
                'ordering': ['name'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_organisationevent" ("code", "county_code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "type") VALUES (NEW."code", NEW."county_code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug", NEW."type"); RETURN NULL;', hash='71076044b873029b269c64fdef67308396cdadd4', operation='INSERT', pgid='pgtrigger_insert_insert_040c9', table='organisations_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_organisationevent" ("code", "county_code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "type") VALUES (NEW."code", NEW."county_code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug", NEW."type"); RETURN NULL;', hash='a5fdc54787eb6ae0a85675e3aafbc60327d2faaa', operation='UPDATE', pgid='pgtrigger_update_update_0b99b', table='organisations_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_organisationevent" ("code", "county_code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "type") VALUES (OLD."code", OLD."county_code", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug", OLD."type"); RETURN NULL;', hash='30fdb455171e749602f0884f7379ddb9d93d768e', operation='DELETE', pgid='pgtrigger_delete_delete_57a4b', table='organisations_organisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.organisation')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('type', models.CharField(choices=[('municipality', 'Municipality'), ('region', 'Region'), ('university', 'University'), ('council', 'Healthcare competence council'), ('authority', 'National authority'), ('private', 'Private provider')], max_length=15, verbose_name='type')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(db_index=False)),
                ('code', models.CharField(blank=True, max_length=4, verbose_name='SCB code')),
                ('county_code', models.CharField(blank=True, max_length=2, verbose_name='county code')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisations.organisation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.unit')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.CharField(max_length=40, verbose_name='unit code')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'unit',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='unit_code_is_unique_per_organisation'), models.UniqueConstraint(fields=('organisation', 'id'), name='unit_of_organisation'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_is_not_its_own_parent')],
                'triggers': [pgtrigger.compiler.Trigger(name='no_cycle', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE above bigint;', func="\n        IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;\n        PERFORM pg_advisory_xact_lock(hashtextextended('organisations_unit', NEW.organisation_id));\n        above := NEW.parent_id;\n        WHILE above IS NOT NULL LOOP\n            IF above = NEW.id THEN\n                RAISE check_violation USING MESSAGE = 'a unit cannot lie below itself';\n            END IF;\n            above := (SELECT parent_id FROM organisations_unit WHERE id = above);\n        END LOOP;\n        RETURN NEW;\n    ", hash='720982ba291d6228960ee4c52524bcbdc67a07e7', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_no_cycle_ee2f4', table='organisations_unit', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_unitevent" ("closed_on", "code", "id", "name", "organisation_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_on", NEW."code", NEW."id", NEW."name", NEW."organisation_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='477e45f061741721ee8abcc4b35a0519693c04b3', operation='INSERT', pgid='pgtrigger_insert_insert_dce7b', table='organisations_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_unitevent" ("closed_on", "code", "id", "name", "organisation_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_on", NEW."code", NEW."id", NEW."name", NEW."organisation_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='641477a47d16a0c4cf4be24b97e51af7dec7c959', operation='UPDATE', pgid='pgtrigger_update_update_a7406', table='organisations_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_unitevent" ("closed_on", "code", "id", "name", "organisation_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."closed_on", OLD."code", OLD."id", OLD."name", OLD."organisation_id", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ef5deb8a251db3e39d3bfaf3f46ae8651b181c0e', operation='DELETE', pgid='pgtrigger_delete_delete_3ecda', table='organisations_unit', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.unit')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.unit')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.CharField(max_length=40, verbose_name='unit code')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Collaboration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
            ],
            options={
                'verbose_name': 'collaboration',
                'ordering': ['name'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_collaborationevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='2565151f90a8eebde960076d19f5f5a350a06859', operation='INSERT', pgid='pgtrigger_insert_insert_04b65', table='organisations_collaboration', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_collaborationevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='16c2783de77d7a8ae932e92dc2fff330c032bb6b', operation='UPDATE', pgid='pgtrigger_update_update_160ef', table='organisations_collaboration', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_collaborationevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='9b0d96e68eb87190b974aba73ff906f6634eb914', operation='DELETE', pgid='pgtrigger_delete_delete_f1bae', table='organisations_collaboration', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CollaborationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.collaboration')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(db_index=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collaboration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisations.collaboration')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisations.organisation')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('collaboration', 'organisation', 'valid_from'), name='membership_starts_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_membershipevent" ("collaboration_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."collaboration_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='6d4d96f91aba91fe8b595cf7a3fd45e4bc5373a2', operation='INSERT', pgid='pgtrigger_insert_insert_ea1f9', table='organisations_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_membershipevent" ("collaboration_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."collaboration_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='836d4cc46d8b0b2b900ed9afb8bc4be97af10699', operation='UPDATE', pgid='pgtrigger_update_update_8973b', table='organisations_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_membershipevent" ("collaboration_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."collaboration_id", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='97894d7b724b3aed7ee8806aa0ac94842b6a09d7', operation='DELETE', pgid='pgtrigger_delete_delete_b591d', table='organisations_membership', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.membership')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('collaboration', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('unit_manager', 'Unit manager'), ('coordinator', 'Coordinator of an employer'), ('identity_handler', 'Handler of protected identities'), ('university', 'University representative'), ('collaboration_coordinator', 'Coordinator of a collaboration'), ('national_follow_up', 'National follow-up')], max_length=30, verbose_name='role')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='organisations.unit')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='organisations.collaboration')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'role',
                'ordering': ['role', 'id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'organisation', 'unit', 'collaboration', 'valid_from'), name='role_is_granted_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='role_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('organisation__isnull', False), ('role', 'unit_manager'), ('unit__isnull', False)), models.Q(('collaboration__isnull', True), ('organisation__isnull', False), ('role__in', ['coordinator', 'identity_handler', 'university']), ('unit__isnull', True)), models.Q(('collaboration__isnull', False), ('organisation__isnull', True), ('role', 'collaboration_coordinator'), ('unit__isnull', True)), models.Q(('collaboration__isnull', True), ('organisation__isnull', True), ('role', 'national_follow_up'), ('unit__isnull', True)), _connector='OR'), name='role_has_its_scope'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['coordinator', 'identity_handler', 'collaboration_coordinator', 'national_follow_up']), _negated=True), ('granted_by__isnull', True), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='role_of_trust_is_given_by_another')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_rolegrantevent" ("collaboration_id", "granted_by_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id", "valid_from", "valid_to") VALUES (NEW."collaboration_id", NEW."granted_by_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."unit_id", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='2f61d09dfbc368d6269e09992d252c581eeb917b', operation='INSERT', pgid='pgtrigger_insert_insert_c76fb', table='organisations_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_rolegrantevent" ("collaboration_id", "granted_by_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id", "valid_from", "valid_to") VALUES (NEW."collaboration_id", NEW."granted_by_id", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."unit_id", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='39156da34bcff9bd849f32379dac8ab63ab3e7f4', operation='UPDATE', pgid='pgtrigger_update_update_0e66c', table='organisations_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_rolegrantevent" ("collaboration_id", "granted_by_id", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "user_id", "valid_from", "valid_to") VALUES (OLD."collaboration_id", OLD."granted_by_id", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."unit_id", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='c347b234a3d3f604cb3ac9c30d0a5ac4c4d6f828', operation='DELETE', pgid='pgtrigger_delete_delete_24660', table='organisations_rolegrant', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RoleGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.rolegrant')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('unit_manager', 'Unit manager'), ('coordinator', 'Coordinator of an employer'), ('identity_handler', 'Handler of protected identities'), ('university', 'University representative'), ('collaboration_coordinator', 'Coordinator of a collaboration'), ('national_follow_up', 'National follow-up')], max_length=30, verbose_name='role')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.unit')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('granted_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('person_id', models.UUIDField(blank=True, null=True)),
                ('role', models.CharField(blank=True, choices=[('unit_manager', 'Unit manager'), ('coordinator', 'Coordinator of an employer'), ('identity_handler', 'Handler of protected identities'), ('university', 'University representative'), ('collaboration_coordinator', 'Coordinator of a collaboration'), ('national_follow_up', 'National follow-up')], max_length=30, verbose_name='role')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('role_from', models.DateField(blank=True, null=True, verbose_name='role from')),
                ('role_until', models.DateField(blank=True, null=True, verbose_name='role until')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(default=stegvis.organisations.models.in_two_weeks)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'invitation',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'), models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('organisation__isnull', False)), models.Q(('collaboration__isnull', False), ('organisation__isnull', True), ('unit__isnull', True)), _connector='OR'), name='invitation_has_one_sender'), models.CheckConstraint(condition=models.Q(('role_until__isnull', True), ('role_from__isnull', True), ('role_until__gte', models.F('role_from')), _connector='OR'), name='invitation_role_ends_after_start'), models.CheckConstraint(condition=models.Q(('role', ''), models.Q(('collaboration__isnull', True), ('organisation__isnull', False), ('role', 'unit_manager'), ('unit__isnull', False)), models.Q(('collaboration__isnull', True), ('organisation__isnull', False), ('role__in', ['coordinator', 'identity_handler', 'university']), ('unit__isnull', True)), models.Q(('collaboration__isnull', False), ('organisation__isnull', True), ('role', 'collaboration_coordinator'), ('unit__isnull', True)), models.Q(('collaboration__isnull', True), ('organisation__isnull', True), ('role', 'national_follow_up'), ('unit__isnull', True)), _connector='OR'), name='invitation_role_has_its_scope'), models.CheckConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='invitation_ends_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_invitationevent" ("collaboration_id", "created_at", "created_by_id", "email", "expires_at", "id", "name", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "role_from", "role_until", "sent_at", "unit_id", "used_at", "used_by_id", "withdrawn_at") VALUES (NEW."collaboration_id", NEW."created_at", NEW."created_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."name", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."role_from", NEW."role_until", NEW."sent_at", NEW."unit_id", NEW."used_at", NEW."used_by_id", NEW."withdrawn_at"); RETURN NULL;', hash='45a5d935f4c2b33e65f8ada53a4ddd3569040163', operation='INSERT', pgid='pgtrigger_insert_insert_1cad2', table='organisations_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."collaboration_id" IS DISTINCT FROM (NEW."collaboration_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."role_from" IS DISTINCT FROM (NEW."role_from") OR OLD."role_until" IS DISTINCT FROM (NEW."role_until") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."used_at" IS DISTINCT FROM (NEW."used_at") OR OLD."used_by_id" IS DISTINCT FROM (NEW."used_by_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "organisations_invitationevent" ("collaboration_id", "created_at", "created_by_id", "email", "expires_at", "id", "name", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "role_from", "role_until", "sent_at", "unit_id", "used_at", "used_by_id", "withdrawn_at") VALUES (NEW."collaboration_id", NEW."created_at", NEW."created_by_id", NEW."email", NEW."expires_at", NEW."id", NEW."name", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."role_from", NEW."role_until", NEW."sent_at", NEW."unit_id", NEW."used_at", NEW."used_by_id", NEW."withdrawn_at"); RETURN NULL;', hash='fc99d086505f5f33ec7d38f79379c0ea145b6c25', operation='UPDATE', pgid='pgtrigger_update_update_8905b', table='organisations_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_invitationevent" ("collaboration_id", "created_at", "created_by_id", "email", "expires_at", "id", "name", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "role_from", "role_until", "sent_at", "unit_id", "used_at", "used_by_id", "withdrawn_at") VALUES (OLD."collaboration_id", OLD."created_at", OLD."created_by_id", OLD."email", OLD."expires_at", OLD."id", OLD."name", OLD."organisation_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."role_from", OLD."role_until", OLD."sent_at", OLD."unit_id", OLD."used_at", OLD."used_by_id", OLD."withdrawn_at"); RETURN NULL;', hash='ee458a990e1da8d98ab740eb0d6e168c91061572', operation='DELETE', pgid='pgtrigger_delete_delete_b87bd', table='organisations_invitation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InvitationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.invitation')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('person_id', models.UUIDField(blank=True, null=True)),
                ('role', models.CharField(blank=True, choices=[('unit_manager', 'Unit manager'), ('coordinator', 'Coordinator of an employer'), ('identity_handler', 'Handler of protected identities'), ('university', 'University representative'), ('collaboration_coordinator', 'Coordinator of a collaboration'), ('national_follow_up', 'National follow-up')], max_length=30, verbose_name='role')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.unit')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('role_from', models.DateField(blank=True, null=True, verbose_name='role from')),
                ('role_until', models.DateField(blank=True, null=True, verbose_name='role until')),
                ('created_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(default=stegvis.organisations.models.in_two_weeks)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('used_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        ]),
        migrations.AddField(
            model_name='Collaboration',
            name='members',
            field=models.ManyToManyField(related_name='collaborations', through='organisations.Membership', to='organisations.organisation'),
        ),
        InstallTriggers(),
        migrations.RunSQL(
            sql='\n            ALTER TABLE organisations_unit ADD CONSTRAINT unit_parent_of_same_organisation\n                FOREIGN KEY (organisation_id, parent_id) REFERENCES organisations_unit (organisation_id, id)\n                DEFERRABLE INITIALLY DEFERRED;\n            ALTER TABLE organisations_rolegrant ADD CONSTRAINT role_unit_of_same_organisation\n                FOREIGN KEY (organisation_id, unit_id) REFERENCES organisations_unit (organisation_id, id)\n                DEFERRABLE INITIALLY DEFERRED;\n            ',
            reverse_sql='\n            ALTER TABLE organisations_unit DROP CONSTRAINT unit_parent_of_same_organisation;\n            ALTER TABLE organisations_rolegrant DROP CONSTRAINT role_unit_of_same_organisation;\n            ',
        ),
        migrations.RunSQL(
            sql='\n            ALTER TABLE organisations_invitation ADD CONSTRAINT invitation_unit_of_same_organisation\n                FOREIGN KEY (organisation_id, unit_id) REFERENCES organisations_unit (organisation_id, id)\n                DEFERRABLE INITIALLY DEFERRED;\n            ',
            reverse_sql='ALTER TABLE organisations_invitation DROP CONSTRAINT invitation_unit_of_same_organisation;\n            ',
        ),
    ]
