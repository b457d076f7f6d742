import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from stegvis.foundation.database.tables import CreateTables
from stegvis.foundation.database.triggers import install_triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_cache'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(operations=[
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('jobtech', 'JobTech'), ('esco', 'ESCO')], max_length=8)),
                ('code', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('label_sv', models.CharField(max_length=300)),
                ('label_en', models.CharField(blank=True, max_length=300)),
                ('uri', models.CharField(blank=True, max_length=200)),
                ('is_deprecated', models.BooleanField(default=False)),
                ('replaced_by', models.CharField(blank=True, max_length=120)),
                ('refreshed_on', models.DateField()),
            ],
            options={
                'verbose_name': 'concept',
                'ordering': ['scheme', 'label_sv'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='concept_once_per_scheme')],
            },
        ),
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='organisations.collaboration')),
                ('title_sv', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'career framework',
                'ordering': ['title_sv'],
                'constraints': [models.CheckConstraint(condition=models.Q(('owner__isnull', True), ('collaboration__isnull', True), _connector='OR'), name='framework_has_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='FrameworkVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='frameworks.framework')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('status', models.CharField(max_length=12, verbose_name='status')),
                ('document', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('level_word', models.CharField(max_length=10)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='overlays', to='frameworks.frameworkversion')),
                ('licence', models.CharField(blank=True, max_length=60)),
                ('carried', models.JSONField(blank=True, default=dict)),
                ('exchange', models.JSONField(blank=True, default=dict)),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['framework', '-id'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'version'), name='version_is_published_once')],
            },
        ),
        migrations.CreateModel(
            name='VersionProfession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='frameworks.frameworkversion')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.profession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'profession'), name='profession_once_per_version')],
            },
        ),
        migrations.CreateModel(
            name='FrameworkRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='frameworks.frameworkversion')),
                ('position', models.PositiveSmallIntegerField()),
                ('level_code', models.SlugField(max_length=80)),
                ('level_order', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=80)),
                ('kind', models.CharField(max_length=12)),
                ('competence', models.SlugField(blank=True, max_length=80)),
                ('title_sv', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='requirement_position_once'), models.UniqueConstraint(fields=('version', 'code'), name='requirement_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='organisations.organisation')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='frameworks.frameworkversion')),
                ('since', models.DateField(verbose_name='since')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employer', 'profession'), name='one_framework_per_profession_and_employer')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_adoptionevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "since", "version_id") VALUES (NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."since", NEW."version_id"); RETURN NULL;', hash='e88135dac84daf4cd3ccddf7cfea280633c21d23', operation='INSERT', pgid='pgtrigger_insert_insert_342fe', table='frameworks_adoption', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_adoptionevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "since", "version_id") VALUES (NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."since", NEW."version_id"); RETURN NULL;', hash='99a5dc0f82b99e627b106abb4b6c0ddbc4183d37', operation='UPDATE', pgid='pgtrigger_update_update_1b66d', table='frameworks_adoption', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_adoptionevent" ("employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "since", "version_id") VALUES (OLD."employer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."since", OLD."version_id"); RETURN NULL;', hash='5d81bceed4d0efc40d7d0b870486c3a488b920c3', operation='DELETE', pgid='pgtrigger_delete_delete_9cf04', table='frameworks_adoption', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AdoptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.adoption')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('since', models.DateField(verbose_name='since')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('framework', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='frameworks.framework')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('state', models.CharField(choices=[('editing', 'Being written'), ('review', 'Out for review'), ('published', 'Published'), ('discarded', 'Discarded')], default='editing', max_length=10, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('content', models.JSONField(default=dict)),
                ('text', models.TextField(blank=True)),
                ('mapping', models.JSONField(blank=True, default=list)),
                ('exchange', models.JSONField(blank=True, default=dict)),
                ('removed', models.JSONField(blank=True, default=list)),
                ('published', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='frameworks.frameworkversion')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'draft',
                'ordering': ['-changed_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='draft_has_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='DraftReviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='frameworks.draft')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('may_read', models.BooleanField(default=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('role', models.CharField(choices=[('reviewer', 'Reviewer'), ('union', 'Union representative'), ('reference_group', 'Reference group')], max_length=16, verbose_name='role')),
                ('speaks_for', models.CharField(blank=True, max_length=120, verbose_name='speaks for')),
                ('asked_on', models.DateField(auto_now_add=True)),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('opinion', models.CharField(blank=True, choices=[('supports', 'Supports'), ('with_remarks', 'Supports with remarks'), ('objects', 'Objects'), ('abstains', 'Abstains')], max_length=12, verbose_name='opinion')),
                ('statement', models.TextField(blank=True, verbose_name='statement')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'reviewer',
                'ordering': ['role', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='draftreviewer_has_one_owner'), models.UniqueConstraint(condition=models.Q(('may_read', True)), fields=('draft', 'email'), name='reviewer_is_asked_once'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='reviewer_email_is_lower_case')],
                'triggers': [pgtrigger.compiler.Trigger(name='reviewer_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."draft_id" IS DISTINCT FROM (NEW."draft_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."role" IS DISTINCT FROM (NEW."role"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='66e37518ed6f18761044f56d7841adae909ff89c', operation='UPDATE', pgid='pgtrigger_reviewer_stays_1f2c1', table='frameworks_draftreviewer', when='BEFORE')), pgtrigger.compiler.Trigger(name='reviewer_stays_the_same', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS NOT NULL AND OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b5cd179e42e4838baf87d6f4d3f98b6f88263c4a', operation='UPDATE', pgid='pgtrigger_reviewer_stays_the_same_4a1b0', table='frameworks_draftreviewer', when='BEFORE')), pgtrigger.compiler.Trigger(name='owner_follows_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        SELECT owner_id, collaboration_id INTO NEW.owner_id, NEW.collaboration_id\n        FROM frameworks_draft WHERE id = NEW.draft_id;\n        RETURN NEW;\n    ', hash='66667ad7493248a6b61653455847ff8058c3797a', operation='INSERT OR UPDATE', pgid='pgtrigger_owner_follows_draft_8a29a', table='frameworks_draftreviewer', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_draftreviewerevent" ("answer_by", "answered_at", "asked_on", "collaboration_id", "draft_id", "email", "id", "may_read", "opened_at", "opinion", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "speaks_for", "statement", "user_id") VALUES (NEW."answer_by", NEW."answered_at", NEW."asked_on", NEW."collaboration_id", NEW."draft_id", NEW."email", NEW."id", NEW."may_read", NEW."opened_at", NEW."opinion", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."speaks_for", NEW."statement", NEW."user_id"); RETURN NULL;', hash='1b56bc366c2bf7b5dea5c50f3b35636a20d3eb61', operation='INSERT', pgid='pgtrigger_insert_insert_47492', table='frameworks_draftreviewer', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_draftreviewerevent" ("answer_by", "answered_at", "asked_on", "collaboration_id", "draft_id", "email", "id", "may_read", "opened_at", "opinion", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "speaks_for", "statement", "user_id") VALUES (NEW."answer_by", NEW."answered_at", NEW."asked_on", NEW."collaboration_id", NEW."draft_id", NEW."email", NEW."id", NEW."may_read", NEW."opened_at", NEW."opinion", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."speaks_for", NEW."statement", NEW."user_id"); RETURN NULL;', hash='8383780481d9f013896f54b60baacb5172b4837b', operation='UPDATE', pgid='pgtrigger_update_update_274f1', table='frameworks_draftreviewer', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_draftreviewerevent" ("answer_by", "answered_at", "asked_on", "collaboration_id", "draft_id", "email", "id", "may_read", "opened_at", "opinion", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "speaks_for", "statement", "user_id") VALUES (OLD."answer_by", OLD."answered_at", OLD."asked_on", OLD."collaboration_id", OLD."draft_id", OLD."email", OLD."id", OLD."may_read", OLD."opened_at", OLD."opinion", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."speaks_for", OLD."statement", OLD."user_id"); RETURN NULL;', hash='565b63ebcc97073b4a34f698c625bc6e4f8788e7', operation='DELETE', pgid='pgtrigger_delete_delete_7687d', table='frameworks_draftreviewer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DraftReviewerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.draftreviewer')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.draft')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('may_read', models.BooleanField(default=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('role', models.CharField(choices=[('reviewer', 'Reviewer'), ('union', 'Union representative'), ('reference_group', 'Reference group')], max_length=16, verbose_name='role')),
                ('speaks_for', models.CharField(blank=True, max_length=120, verbose_name='speaks for')),
                ('asked_on', models.DateField(auto_now_add=True)),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('opinion', models.CharField(blank=True, choices=[('supports', 'Supports'), ('with_remarks', 'Supports with remarks'), ('objects', 'Objects'), ('abstains', 'Abstains')], max_length=12, verbose_name='opinion')),
                ('statement', models.TextField(blank=True, verbose_name='statement')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DraftComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='frameworks.draft')),
                ('about', models.SlugField(blank=True, max_length=100)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(verbose_name='comment')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'comment',
                'ordering': ['created_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='draftcomment_has_one_owner')],
                'triggers': [pgtrigger.compiler.Trigger(name='owner_follows_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        SELECT owner_id, collaboration_id INTO NEW.owner_id, NEW.collaboration_id\n        FROM frameworks_draft WHERE id = NEW.draft_id;\n        RETURN NEW;\n    ', hash='1756475cc6b266cd947636ea44e0dc4dac43df98', operation='INSERT OR UPDATE', pgid='pgtrigger_owner_follows_draft_6353b', table='frameworks_draftcomment', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_draftcommentevent" ("about", "author_id", "collaboration_id", "created_at", "draft_id", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "resolved_by_id", "text") VALUES (NEW."about", NEW."author_id", NEW."collaboration_id", NEW."created_at", NEW."draft_id", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."resolved_at", NEW."resolved_by_id", NEW."text"); RETURN NULL;', hash='544fd792509296f20d288c4fb8ef34dc07a8384e', operation='INSERT', pgid='pgtrigger_insert_insert_f6288', table='frameworks_draftcomment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_draftcommentevent" ("about", "author_id", "collaboration_id", "created_at", "draft_id", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "resolved_by_id", "text") VALUES (NEW."about", NEW."author_id", NEW."collaboration_id", NEW."created_at", NEW."draft_id", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."resolved_at", NEW."resolved_by_id", NEW."text"); RETURN NULL;', hash='047c4dea31b679c7d0d222ed5023eca6bfc4f24b', operation='UPDATE', pgid='pgtrigger_update_update_1418d', table='frameworks_draftcomment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_draftcommentevent" ("about", "author_id", "collaboration_id", "created_at", "draft_id", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolved_at", "resolved_by_id", "text") VALUES (OLD."about", OLD."author_id", OLD."collaboration_id", OLD."created_at", OLD."draft_id", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."resolved_at", OLD."resolved_by_id", OLD."text"); RETURN NULL;', hash='729e659a668fa86f98a74a027bdd1c3c141d9546', operation='DELETE', pgid='pgtrigger_delete_delete_59e77', table='frameworks_draftcomment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DraftCommentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.draftcomment')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.draft')),
                ('about', models.SlugField(blank=True, db_index=False, max_length=100)),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(verbose_name='comment')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='frameworks.draft')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('kind', models.CharField(choices=[('information', 'Information'), ('collaboration', 'Consultation in the collaboration system'), ('negotiation', 'Negotiation')], max_length=14, verbose_name='kind')),
                ('parties', models.CharField(max_length=300, verbose_name='parties')),
                ('outcome', models.CharField(choices=[('agreed', 'Agreed'), ('noted', 'Noted'), ('disagreed', 'Disagreed')], max_length=10, verbose_name='outcome')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'consultation',
                'ordering': ['held_on', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='consultation_has_one_owner')],
                'triggers': [pgtrigger.compiler.Trigger(name='owner_follows_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        SELECT owner_id, collaboration_id INTO NEW.owner_id, NEW.collaboration_id\n        FROM frameworks_draft WHERE id = NEW.draft_id;\n        RETURN NEW;\n    ', hash='0313399aaef65102120e207912c06b1d4a1d936c', operation='INSERT OR UPDATE', pgid='pgtrigger_owner_follows_draft_b2796', table='frameworks_consultation', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_consultationevent" ("collaboration_id", "draft_id", "held_on", "id", "kind", "note", "outcome", "owner_id", "parties", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."collaboration_id", NEW."draft_id", NEW."held_on", NEW."id", NEW."kind", NEW."note", NEW."outcome", NEW."owner_id", NEW."parties", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;', hash='a02fb373bc802fec9f36450a6986983f76d73c87', operation='INSERT', pgid='pgtrigger_insert_insert_cd4e5', table='frameworks_consultation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_consultationevent" ("collaboration_id", "draft_id", "held_on", "id", "kind", "note", "outcome", "owner_id", "parties", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."collaboration_id", NEW."draft_id", NEW."held_on", NEW."id", NEW."kind", NEW."note", NEW."outcome", NEW."owner_id", NEW."parties", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;', hash='81144d37242ee4225b374414d267eb90fb3971fd', operation='UPDATE', pgid='pgtrigger_update_update_e5f07', table='frameworks_consultation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_consultationevent" ("collaboration_id", "draft_id", "held_on", "id", "kind", "note", "outcome", "owner_id", "parties", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."collaboration_id", OLD."draft_id", OLD."held_on", OLD."id", OLD."kind", OLD."note", OLD."outcome", OLD."owner_id", OLD."parties", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;', hash='8fe197cb9a5b1ab43092d862088cb90d4513fef1', operation='DELETE', pgid='pgtrigger_delete_delete_29fa4', table='frameworks_consultation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ConsultationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.consultation')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.draft')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('kind', models.CharField(choices=[('information', 'Information'), ('collaboration', 'Consultation in the collaboration system'), ('negotiation', 'Negotiation')], max_length=14, verbose_name='kind')),
                ('parties', models.CharField(max_length=300, verbose_name='parties')),
                ('outcome', models.CharField(choices=[('agreed', 'Agreed'), ('noted', 'Noted'), ('disagreed', 'Disagreed')], max_length=10, verbose_name='outcome')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FrameworkImport',
            fields=[
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=200)),
                ('format', models.CharField(blank=True, max_length=12)),
                ('upload', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('refused', 'Cannot be read'), ('preview', 'Ready to look through'), ('saved', 'Saved as a draft'), ('dropped', 'Dropped')], default='waiting', max_length=10)),
                ('content', models.JSONField(default=dict)),
                ('exchange', models.JSONField(default=dict)),
                ('report', models.JSONField(default=dict)),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='frameworks.draft')),
                ('job_id', models.UUIDField(null=True)),
            ],
            options={
                'verbose_name': 'framework import',
                'ordering': ['-created_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='frameworkimport_has_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='Pilot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pilots', to='organisations.organisation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pilots', to='frameworks.frameworkversion')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('purpose', models.TextField(blank=True, verbose_name='what is to be found out')),
                ('starts', models.DateField(verbose_name='starts')),
                ('ends', models.DateField(verbose_name='ends')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('running', 'Running'), ('ended', 'Ended'), ('widened', 'Widened to the whole employer')], default='planned', max_length=10, verbose_name='state')),
                ('evaluation', models.TextField(blank=True, verbose_name='evaluation')),
                ('evaluated_on', models.DateField(blank=True, null=True, verbose_name='evaluated on')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pilot',
                'ordering': ['-starts', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='pilot_ends_after_start'), models.UniqueConstraint(fields=('employer', 'id'), name='pilot_of_employer')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_pilotevent" ("created_by_id", "employer_id", "ends", "evaluated_on", "evaluation", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "starts", "state", "title", "version_id") VALUES (NEW."created_by_id", NEW."employer_id", NEW."ends", NEW."evaluated_on", NEW."evaluation", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."starts", NEW."state", NEW."title", NEW."version_id"); RETURN NULL;', hash='94a5bdafc69aa10934160c077531b55e4ba6f246', operation='INSERT', pgid='pgtrigger_insert_insert_d25f0', table='frameworks_pilot', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_pilotevent" ("created_by_id", "employer_id", "ends", "evaluated_on", "evaluation", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "starts", "state", "title", "version_id") VALUES (NEW."created_by_id", NEW."employer_id", NEW."ends", NEW."evaluated_on", NEW."evaluation", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."starts", NEW."state", NEW."title", NEW."version_id"); RETURN NULL;', hash='b8b08cb7b2cb29fbee195e6a7f3f5aa435fc15c9', operation='UPDATE', pgid='pgtrigger_update_update_991a9', table='frameworks_pilot', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_pilotevent" ("created_by_id", "employer_id", "ends", "evaluated_on", "evaluation", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "starts", "state", "title", "version_id") VALUES (OLD."created_by_id", OLD."employer_id", OLD."ends", OLD."evaluated_on", OLD."evaluation", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."starts", OLD."state", OLD."title", OLD."version_id"); RETURN NULL;', hash='6572fa1f13ef0fc8042c9e7cf3eabb244b944ba9', operation='DELETE', pgid='pgtrigger_delete_delete_12c80', table='frameworks_pilot', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PilotEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.pilot')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('purpose', models.TextField(blank=True, verbose_name='what is to be found out')),
                ('starts', models.DateField(verbose_name='starts')),
                ('ends', models.DateField(verbose_name='ends')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('running', 'Running'), ('ended', 'Ended'), ('widened', 'Widened to the whole employer')], default='planned', max_length=10, verbose_name='state')),
                ('evaluation', models.TextField(blank=True, verbose_name='evaluation')),
                ('evaluated_on', models.DateField(blank=True, null=True, verbose_name='evaluated on')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PilotUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='frameworks.pilot')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pilot', 'unit'), name='unit_once_per_pilot')],
            },
        ),
        migrations.CreateModel(
            name='PilotProfession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='professions', to='frameworks.pilot')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pilot', 'profession'), name='profession_once_per_pilot')],
            },
        ),
        migrations.CreateModel(
            name='PilotMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='frameworks.pilot')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('speaks_for', models.CharField(max_length=120, verbose_name='speaks for')),
            ],
            options={
                'verbose_name': 'member of the reference group',
                'ordering': ['id'],
                'triggers': [pgtrigger.compiler.Trigger(name='member_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."pilot_id" IS DISTINCT FROM (NEW."pilot_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='accede9fe55362b5276d7eaa0d17eb7eae8dce1c', operation='UPDATE', pgid='pgtrigger_member_stays_13c1c', table='frameworks_pilotmember', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_pilotmemberevent" ("employer_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "speaks_for") VALUES (NEW."employer_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."pilot_id", NEW."speaks_for"); RETURN NULL;', hash='30044cae951bfef5a1cd0be83ea5eff383ec21f2', operation='INSERT', pgid='pgtrigger_insert_insert_2067a', table='frameworks_pilotmember', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_pilotmemberevent" ("employer_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "speaks_for") VALUES (NEW."employer_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."pilot_id", NEW."speaks_for"); RETURN NULL;', hash='8996017815f2991613c2bf4b8705dabf19dd8e1a', operation='UPDATE', pgid='pgtrigger_update_update_23a04', table='frameworks_pilotmember', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_pilotmemberevent" ("employer_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "speaks_for") VALUES (OLD."employer_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."pilot_id", OLD."speaks_for"); RETURN NULL;', hash='45a31dfc1e6d01545411f6c45b14e749f28155f7', operation='DELETE', pgid='pgtrigger_delete_delete_c8229', table='frameworks_pilotmember', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PilotMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.pilotmember')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('pilot', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.pilot')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('speaks_for', models.CharField(max_length=120, verbose_name='speaks for')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VersionMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='frameworks.frameworkversion')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_by', to='frameworks.frameworkversion')),
                ('relation', models.CharField(choices=[('same', 'Same'), ('changed', 'Changed'), ('split', 'Split into'), ('merged', 'Merged from'), ('gone', 'Gone'), ('new', 'New')], max_length=8)),
                ('from_codes', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=80), default=list, size=None)),
                ('to_codes', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=80), default=list, size=None)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['version', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Equivalence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('left', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('left_code', models.SlugField(max_length=80)),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkversion')),
                ('right_code', models.SlugField(max_length=80)),
                ('relation', models.CharField(choices=[('same', 'Asks for the same'), ('broader', 'The first asks for more'), ('narrower', 'The second asks for more')], max_length=10, verbose_name='relation')),
                ('ground', models.CharField(blank=True, max_length=300, verbose_name='ground')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_on', models.DateField(auto_now_add=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'equivalence',
                'ordering': ['left', 'left_code', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration__isnull', True), ('owner__isnull', False)), models.Q(('collaboration__isnull', False), ('owner__isnull', True)), _connector='OR'), name='equivalence_has_one_owner'), models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('owner', 'collaboration', 'left', 'left_code', 'right', 'right_code'), name='equivalence_is_said_once', nulls_distinct=False)],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_equivalenceevent" ("collaboration_id", "ground", "id", "left_code", "left_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "relation", "right_code", "right_id", "withdrawn_on") VALUES (NEW."collaboration_id", NEW."ground", NEW."id", NEW."left_code", NEW."left_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."recorded_on", NEW."relation", NEW."right_code", NEW."right_id", NEW."withdrawn_on"); RETURN NULL;', hash='a28a7ded0fe89e145e356f62d16fedaf3d762e7e', operation='INSERT', pgid='pgtrigger_insert_insert_de2e5', table='frameworks_equivalence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "frameworks_equivalenceevent" ("collaboration_id", "ground", "id", "left_code", "left_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "relation", "right_code", "right_id", "withdrawn_on") VALUES (NEW."collaboration_id", NEW."ground", NEW."id", NEW."left_code", NEW."left_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."recorded_on", NEW."relation", NEW."right_code", NEW."right_id", NEW."withdrawn_on"); RETURN NULL;', hash='5ec65018bc4a3f56aec4050809e6f2081ebeb99f', operation='UPDATE', pgid='pgtrigger_update_update_d759d', table='frameworks_equivalence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "frameworks_equivalenceevent" ("collaboration_id", "ground", "id", "left_code", "left_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "relation", "right_code", "right_id", "withdrawn_on") VALUES (OLD."collaboration_id", OLD."ground", OLD."id", OLD."left_code", OLD."left_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."recorded_on", OLD."relation", OLD."right_code", OLD."right_id", OLD."withdrawn_on"); RETURN NULL;', hash='cce43052a48a1ff5816c40173f3a8457e33045a8', operation='DELETE', pgid='pgtrigger_delete_delete_8e0ac', table='frameworks_equivalence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EquivalenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='frameworks.equivalence')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('left', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('left_code', models.SlugField(db_index=False, max_length=80)),
                ('right', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.frameworkversion')),
                ('right_code', models.SlugField(db_index=False, max_length=80)),
                ('relation', models.CharField(choices=[('same', 'Asks for the same'), ('broader', 'The first asks for more'), ('narrower', 'The second asks for more')], max_length=10, verbose_name='relation')),
                ('ground', models.CharField(blank=True, max_length=300, verbose_name='ground')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_on', models.DateField(auto_now_add=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        ]),
        migrations.AddField(
            model_name='FrameworkVersion',
            name='professions',
            field=models.ManyToManyField(related_name='+', through='frameworks.VersionProfession', to='people.profession'),
        ),
        migrations.RunPython(install_triggers('frameworks'), migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(
            sql="""
            ALTER TABLE frameworks_pilotunit ADD CONSTRAINT pilot_unit_of_same_employer
                FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE frameworks_pilotunit ADD CONSTRAINT pilot_of_same_employer_as_unit
                FOREIGN KEY (employer_id, pilot_id) REFERENCES frameworks_pilot (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE frameworks_pilotprofession ADD CONSTRAINT pilot_of_same_employer_as_profession
                FOREIGN KEY (employer_id, pilot_id) REFERENCES frameworks_pilot (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE frameworks_pilotmember ADD CONSTRAINT pilot_of_same_employer_as_member
                FOREIGN KEY (employer_id, pilot_id) REFERENCES frameworks_pilot (employer_id, id) DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="""
            ALTER TABLE frameworks_pilotunit DROP CONSTRAINT pilot_unit_of_same_employer;
            ALTER TABLE frameworks_pilotunit DROP CONSTRAINT pilot_of_same_employer_as_unit;
            ALTER TABLE frameworks_pilotprofession DROP CONSTRAINT pilot_of_same_employer_as_profession;
            ALTER TABLE frameworks_pilotmember DROP CONSTRAINT pilot_of_same_employer_as_member;
            """,
        ),
    ]
