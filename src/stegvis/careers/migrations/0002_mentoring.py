import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MentorMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('met_on', models.DateField(verbose_name='day')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('new', 'Being new'), ('role', 'The professional role'), ('clinical', 'Clinical judgement'), ('cooperation', 'Working with others'), ('leadership', 'Leading work'), ('teaching', 'Supervising and teaching'), ('improvement', 'Improving the care'), ('paths', 'Development and studies'), ('lasting', 'A working life that lasts')], max_length=12), default=list, size=None, verbose_name='about')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name': 'meeting of a mentorship',
                'ordering': ['-met_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MentorOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Open to questions'), ('paused', 'Paused'), ('withdrawn', 'Withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('new', 'Being new'), ('role', 'The professional role'), ('clinical', 'Clinical judgement'), ('cooperation', 'Working with others'), ('leadership', 'Leading work'), ('teaching', 'Supervising and teaching'), ('improvement', 'Improving the care'), ('paths', 'Development and studies'), ('lasting', 'A working life that lasts')], max_length=12), default=list, size=None, verbose_name='topics')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name="in one's own words")),
                ('professions', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name='professions')),
                ('places', models.PositiveSmallIntegerField(default=1, verbose_name='how many at once')),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('meets', models.CharField(choices=[('either', 'On site or at a distance'), ('on_site', 'On site'), ('distance', 'At a distance')], default='either', max_length=8, verbose_name='how we meet')),
                ('is_former', models.BooleanField(default=False, verbose_name='former employee')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mentor_offer', to='people.person')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'offer to be a mentor',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MentorOfferEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('open', 'Open to questions'), ('paused', 'Paused'), ('withdrawn', 'Withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('new', 'Being new'), ('role', 'The professional role'), ('clinical', 'Clinical judgement'), ('cooperation', 'Working with others'), ('leadership', 'Leading work'), ('teaching', 'Supervising and teaching'), ('improvement', 'Improving the care'), ('paths', 'Development and studies'), ('lasting', 'A working life that lasts')], max_length=12), default=list, size=None, verbose_name='topics')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name="in one's own words")),
                ('professions', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name='professions')),
                ('places', models.PositiveSmallIntegerField(default=1, verbose_name='how many at once')),
                ('meets', models.CharField(choices=[('either', 'On site or at a distance'), ('on_site', 'On site'), ('distance', 'At a distance')], default='either', max_length=8, verbose_name='how we meet')),
                ('is_former', models.BooleanField(default=False, verbose_name='former employee')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentoroffer')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MentorReflection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='reflection')),
                ('is_shared', models.BooleanField(default=False, verbose_name='shown to the other')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'closing reflection',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MentorRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('closes_on', models.DateField(verbose_name='last day for wishes')),
                ('state', models.CharField(choices=[('open', 'Open for wishes'), ('matched', 'Proposal to look at'), ('settled', 'Settled'), ('cancelled', 'Called off')], default='open', max_length=9, verbose_name='state')),
                ('seed', models.PositiveIntegerField(blank=True, null=True)),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='settled on')),
                ('collaboration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.collaboration')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'matching round',
                'ordering': ['-closes_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MentorAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='order')),
                ('suits', models.BooleanField(default=True, verbose_name='suits')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='careers.mentorround')),
            ],
            options={
                'verbose_name': "mentor's answer",
                'ordering': ['rank', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MentorRoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('closes_on', models.DateField(verbose_name='last day for wishes')),
                ('state', models.CharField(choices=[('open', 'Open for wishes'), ('matched', 'Proposal to look at'), ('settled', 'Settled'), ('cancelled', 'Called off')], default='open', max_length=9, verbose_name='state')),
                ('seed', models.PositiveIntegerField(blank=True, null=True)),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='settled on')),
                ('collaboration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.collaboration')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentorround')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mentorship',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('proposed', 'Proposed by a round'), ('running', 'Under way'), ('finished', 'Finished'), ('ended', 'Ended early'), ('declined', 'Did not come to be')], default='asked', max_length=8, verbose_name='state')),
                ('line', models.CharField(max_length=300, verbose_name='what I want help with')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('person_accepted_on', models.DateField(blank=True, null=True, verbose_name='the person said yes on')),
                ('mentor_accepted_on', models.DateField(blank=True, null=True, verbose_name='the mentor said yes on')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='planned end')),
                ('next_meeting', models.DateField(blank=True, null=True, verbose_name='next meeting')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mentor')),
                ('mentor_employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentorships', to='people.person')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mentorships', to='careers.mentorround')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mentorship',
                'ordering': ['-asked_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MentorReflectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(verbose_name='reflection')),
                ('is_shared', models.BooleanField(default=False, verbose_name='shown to the other')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentorreflection')),
                ('writer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentorship', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.mentorship')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='mentorreflection',
            name='mentorship',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reflections', to='careers.mentorship'),
        ),
        migrations.CreateModel(
            name='MentorMeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('met_on', models.DateField(verbose_name='day')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('new', 'Being new'), ('role', 'The professional role'), ('clinical', 'Clinical judgement'), ('cooperation', 'Working with others'), ('leadership', 'Leading work'), ('teaching', 'Supervising and teaching'), ('improvement', 'Improving the care'), ('paths', 'Development and studies'), ('lasting', 'A working life that lasts')], max_length=12), default=list, size=None, verbose_name='about')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentormeeting')),
                ('mentorship', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.mentorship')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='mentormeeting',
            name='mentorship',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='careers.mentorship'),
        ),
        migrations.CreateModel(
            name='MentorshipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('proposed', 'Proposed by a round'), ('running', 'Under way'), ('finished', 'Finished'), ('ended', 'Ended early'), ('declined', 'Did not come to be')], default='asked', max_length=8, verbose_name='state')),
                ('line', models.CharField(max_length=300, verbose_name='what I want help with')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('person_accepted_on', models.DateField(blank=True, null=True, verbose_name='the person said yes on')),
                ('mentor_accepted_on', models.DateField(blank=True, null=True, verbose_name='the mentor said yes on')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='planned end')),
                ('next_meeting', models.DateField(blank=True, null=True, verbose_name='next meeting')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('mentor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mentor')),
                ('mentor_employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentorship')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.mentorround')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MentorWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='order')),
                ('line', models.CharField(max_length=300, verbose_name='what I want help with')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
                ('outcome', models.CharField(blank=True, choices=[('matched', 'Matched'), ('dearer', 'A dearer wish was met'), ('unsuited', 'The mentor cannot help with this'), ('full', 'The places went to others'), ('gone', 'The mentor no longer has places')], max_length=8, verbose_name='outcome')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mentor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('profession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.profession')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='careers.mentorround')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'wish for a mentor',
                'ordering': ['rank', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MentorWishEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('rank', models.PositiveSmallIntegerField(verbose_name='order')),
                ('line', models.CharField(max_length=300, verbose_name='what I want help with')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='unit')),
                ('outcome', models.CharField(blank=True, choices=[('matched', 'Matched'), ('dearer', 'A dearer wish was met'), ('unsuited', 'The mentor cannot help with this'), ('full', 'The places went to others'), ('gone', 'The mentor no longer has places')], max_length=8, verbose_name='outcome')),
                ('employer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
                ('mentor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mentor')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='careers.mentorwish')),
                ('profession', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.profession')),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='careers.mentorround')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='mentoroffer',
            index=models.Index(fields=['employer', 'state'], name='mentor_offer_of_employer'),
        ),
        migrations.AddConstraint(
            model_name='mentoroffer',
            constraint=models.CheckConstraint(condition=models.Q(('places__range', (1, 5))), name='mentor_has_a_few_places'),
        ),
        migrations.AddConstraint(
            model_name='mentoroffer',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('places'))), name='mentor_takes_no_more_than_places'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentoroffer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorofferevent" ("about", "employer_id", "id", "is_former", "meets", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "profession_id", "professions", "state", "topics", "unit", "user_id") VALUES (NEW."about", NEW."employer_id", NEW."id", NEW."is_former", NEW."meets", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."places", NEW."profession_id", NEW."professions", NEW."state", NEW."topics", NEW."unit", NEW."user_id"); RETURN NULL;', hash='d3eecccdbed45905169d231435864416187a09ca', operation='INSERT', pgid='pgtrigger_insert_insert_6c91e', table='careers_mentoroffer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentoroffer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_former" IS DISTINCT FROM (NEW."is_former") OR OLD."meets" IS DISTINCT FROM (NEW."meets") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."profession_id" IS DISTINCT FROM (NEW."profession_id") OR OLD."professions" IS DISTINCT FROM (NEW."professions") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."topics" IS DISTINCT FROM (NEW."topics") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "careers_mentorofferevent" ("about", "employer_id", "id", "is_former", "meets", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "profession_id", "professions", "state", "topics", "unit", "user_id") VALUES (NEW."about", NEW."employer_id", NEW."id", NEW."is_former", NEW."meets", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."places", NEW."profession_id", NEW."professions", NEW."state", NEW."topics", NEW."unit", NEW."user_id"); RETURN NULL;', hash='c6ea613f216ea21bdd19803e946304e376209110', operation='UPDATE', pgid='pgtrigger_update_update_f549b', table='careers_mentoroffer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentoroffer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorofferevent" ("about", "employer_id", "id", "is_former", "meets", "name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "profession_id", "professions", "state", "topics", "unit", "user_id") VALUES (OLD."about", OLD."employer_id", OLD."id", OLD."is_former", OLD."meets", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."places", OLD."profession_id", OLD."professions", OLD."state", OLD."topics", OLD."unit", OLD."user_id"); RETURN NULL;', hash='edc8b49a06bbee2642ec880e3212a5ef2e422a5a', operation='DELETE', pgid='pgtrigger_delete_delete_1b1aa', table='careers_mentoroffer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mentorround',
            constraint=models.CheckConstraint(condition=models.Q(('employer__isnull', True), ('collaboration__isnull', True), _connector='XOR'), name='mentor_round_has_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='mentorround',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'matched'])), fields=('employer',), name='one_mentor_round_of_employer'),
        ),
        migrations.AddConstraint(
            model_name='mentorround',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'matched'])), fields=('collaboration',), name='one_mentor_round_of_collaboration'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorround',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorroundevent" ("closes_on", "collaboration_id", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seed", "settled_on", "state", "title") VALUES (NEW."closes_on", NEW."collaboration_id", NEW."created_by_id", NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."seed", NEW."settled_on", NEW."state", NEW."title"); RETURN NULL;', hash='36b6040b498716e74c5c8b0c4ec477afbe2de952', operation='INSERT', pgid='pgtrigger_insert_insert_d49fa', table='careers_mentorround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorround',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_mentorroundevent" ("closes_on", "collaboration_id", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seed", "settled_on", "state", "title") VALUES (NEW."closes_on", NEW."collaboration_id", NEW."created_by_id", NEW."employer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."seed", NEW."settled_on", NEW."state", NEW."title"); RETURN NULL;', hash='63d133953d56a60cb52f81a6f0a107ec17c12e75', operation='UPDATE', pgid='pgtrigger_update_update_dfd57', table='careers_mentorround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorround',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorroundevent" ("closes_on", "collaboration_id", "created_by_id", "employer_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seed", "settled_on", "state", "title") VALUES (OLD."closes_on", OLD."collaboration_id", OLD."created_by_id", OLD."employer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."seed", OLD."settled_on", OLD."state", OLD."title"); RETURN NULL;', hash='b3c21a98c920a4955a89c6578d78734e9bef165d', operation='DELETE', pgid='pgtrigger_delete_delete_168b2', table='careers_mentorround', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mentoranswer',
            constraint=models.UniqueConstraint(fields=('round', 'person', 'mentor'), name='mentor_answers_once_about_each'),
        ),
        migrations.AddIndex(
            model_name='mentorship',
            index=models.Index(fields=['mentor', 'state'], name='mentorship_of_mentor'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.UniqueConstraint(fields=('employer', 'person', 'id'), name='mentorship_of_person'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('person',), name='one_mentor_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person',), name='one_mentor_asked_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('person',), name='one_mentor_proposed'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.CheckConstraint(condition=models.Q(('user', models.F('mentor')), _negated=True), name='nobody_is_their_own_mentor'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'proposed', 'declined']), models.Q(('ends__gte', models.F('starts')), ('ends__isnull', False), ('starts__isnull', False)), _connector='OR'), name='mentorship_that_runs_has_its_days'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorship',
            trigger=pgtrigger.compiler.Trigger(name='holds_a_place', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE change int; whose bigint;', func="\n        change := 0;\n        IF TG_OP <> 'DELETE' THEN\n            whose := NEW.mentor_id;\n            change := change + (NEW.state IN ('proposed', 'running'))::int;\n        END IF;\n        IF TG_OP <> 'INSERT' THEN\n            whose := OLD.mentor_id;\n            change := change - (OLD.state IN ('proposed', 'running'))::int;\n        END IF;\n        IF change <> 0 THEN\n            UPDATE careers_mentoroffer SET taken = taken + change WHERE user_id = whose;\n        END IF;\n        RETURN NULL;\n    ", hash='3105e3fe9fdc6ad9e82a098aac3dbc248be717b9', operation='INSERT OR UPDATE OF "state" OR DELETE', pgid='pgtrigger_holds_a_place_fe1d1', table='careers_mentorship', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorship',
            trigger=pgtrigger.compiler.Trigger(name='mentorship_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."mentor_id" IS DISTINCT FROM (NEW."mentor_id") OR OLD."mentor_employer_id" IS DISTINCT FROM (NEW."mentor_employer_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d23a9b40fb78ef88df0f8ed51d6ded877de73b58', operation='UPDATE', pgid='pgtrigger_mentorship_stays_6d532', table='careers_mentorship', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorship',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorshipevent" ("asked_on", "employer_id", "ended_on", "ends", "id", "line", "mentor_accepted_on", "mentor_employer_id", "mentor_id", "next_meeting", "person_accepted_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "starts", "state", "user_id") VALUES (NEW."asked_on", NEW."employer_id", NEW."ended_on", NEW."ends", NEW."id", NEW."line", NEW."mentor_accepted_on", NEW."mentor_employer_id", NEW."mentor_id", NEW."next_meeting", NEW."person_accepted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."round_id", NEW."starts", NEW."state", NEW."user_id"); RETURN NULL;', hash='1761051e3280aeb70570a506690434eed0af0585', operation='INSERT', pgid='pgtrigger_insert_insert_843d8', table='careers_mentorship', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorship',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_mentorshipevent" ("asked_on", "employer_id", "ended_on", "ends", "id", "line", "mentor_accepted_on", "mentor_employer_id", "mentor_id", "next_meeting", "person_accepted_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "starts", "state", "user_id") VALUES (NEW."asked_on", NEW."employer_id", NEW."ended_on", NEW."ends", NEW."id", NEW."line", NEW."mentor_accepted_on", NEW."mentor_employer_id", NEW."mentor_id", NEW."next_meeting", NEW."person_accepted_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."round_id", NEW."starts", NEW."state", NEW."user_id"); RETURN NULL;', hash='b66b04e61969a81c36019ab8c1dcae4386c20ce1', operation='UPDATE', pgid='pgtrigger_update_update_13af3', table='careers_mentorship', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorship',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorshipevent" ("asked_on", "employer_id", "ended_on", "ends", "id", "line", "mentor_accepted_on", "mentor_employer_id", "mentor_id", "next_meeting", "person_accepted_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "starts", "state", "user_id") VALUES (OLD."asked_on", OLD."employer_id", OLD."ended_on", OLD."ends", OLD."id", OLD."line", OLD."mentor_accepted_on", OLD."mentor_employer_id", OLD."mentor_id", OLD."next_meeting", OLD."person_accepted_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."round_id", OLD."starts", OLD."state", OLD."user_id"); RETURN NULL;', hash='2e9ab326fe7aea7db3882f36eca38d9ad0896b4d', operation='DELETE', pgid='pgtrigger_delete_delete_867d5', table='careers_mentorship', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mentorreflection',
            constraint=models.UniqueConstraint(fields=('mentorship', 'writer'), name='reflected_once_by_each'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorreflection',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorreflectionevent" ("employer_id", "id", "is_shared", "mentorship_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "writer_id") VALUES (NEW."employer_id", NEW."id", NEW."is_shared", NEW."mentorship_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."writer_id"); RETURN NULL;', hash='dfe9f310c92a471ff8528421cc071638b56bdf01', operation='INSERT', pgid='pgtrigger_insert_insert_bd394', table='careers_mentorreflection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorreflection',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_mentorreflectionevent" ("employer_id", "id", "is_shared", "mentorship_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "writer_id") VALUES (NEW."employer_id", NEW."id", NEW."is_shared", NEW."mentorship_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."writer_id"); RETURN NULL;', hash='66ffbef93e8602b5382923e479c6c32f9a4d2985', operation='UPDATE', pgid='pgtrigger_update_update_bce76', table='careers_mentorreflection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorreflection',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorreflectionevent" ("employer_id", "id", "is_shared", "mentorship_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "writer_id") VALUES (OLD."employer_id", OLD."id", OLD."is_shared", OLD."mentorship_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text", OLD."writer_id"); RETURN NULL;', hash='1e1960a42d11cd243affae90361aa77fe5597470', operation='DELETE', pgid='pgtrigger_delete_delete_96c8c', table='careers_mentorreflection', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mentormeeting',
            constraint=models.UniqueConstraint(fields=('mentorship', 'met_on'), name='met_once_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentormeeting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentormeetingevent" ("employer_id", "id", "mentorship_id", "met_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topics") VALUES (NEW."employer_id", NEW."id", NEW."mentorship_id", NEW."met_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."topics"); RETURN NULL;', hash='3bf744657ef42e79e04d410bb4788f61e358002c', operation='INSERT', pgid='pgtrigger_insert_insert_1f5e8', table='careers_mentormeeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentormeeting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_mentormeetingevent" ("employer_id", "id", "mentorship_id", "met_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topics") VALUES (NEW."employer_id", NEW."id", NEW."mentorship_id", NEW."met_on", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."topics"); RETURN NULL;', hash='306179cbec725cef6e4e4e7c71cde7364ea9d008', operation='UPDATE', pgid='pgtrigger_update_update_e2084', table='careers_mentormeeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentormeeting',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentormeetingevent" ("employer_id", "id", "mentorship_id", "met_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topics") VALUES (OLD."employer_id", OLD."id", OLD."mentorship_id", OLD."met_on", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."topics"); RETURN NULL;', hash='c132ba19fc34bf0b2c4488d7786b9515e84594cc', operation='DELETE', pgid='pgtrigger_delete_delete_82c56', table='careers_mentormeeting', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='mentorwish',
            index=models.Index(fields=['round', 'mentor'], name='mentor_wishes_for_mentor'),
        ),
        migrations.AddConstraint(
            model_name='mentorwish',
            constraint=models.UniqueConstraint(fields=('round', 'person', 'mentor'), name='mentor_wished_for_once'),
        ),
        migrations.AddConstraint(
            model_name='mentorwish',
            constraint=models.CheckConstraint(condition=models.Q(('user', models.F('mentor')), _negated=True), name='nobody_wishes_for_themself'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorwish',
            trigger=pgtrigger.compiler.Trigger(name='mentor_wish_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."mentor_id" IS DISTINCT FROM (NEW."mentor_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5dc8523d43f52c76ad6b8b1e6d837c919ddd791e', operation='UPDATE', pgid='pgtrigger_mentor_wish_stays_e7794', table='careers_mentorwish', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorwish',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorwishevent" ("employer_id", "id", "line", "mentor_id", "outcome", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "rank", "round_id", "unit", "user_id") VALUES (NEW."employer_id", NEW."id", NEW."line", NEW."mentor_id", NEW."outcome", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."profession_id", NEW."rank", NEW."round_id", NEW."unit", NEW."user_id"); RETURN NULL;', hash='9bf1dac5285c836704acc16f37d4cbc3d6c265ab', operation='INSERT', pgid='pgtrigger_insert_insert_f2123', table='careers_mentorwish', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorwish',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "careers_mentorwishevent" ("employer_id", "id", "line", "mentor_id", "outcome", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "rank", "round_id", "unit", "user_id") VALUES (NEW."employer_id", NEW."id", NEW."line", NEW."mentor_id", NEW."outcome", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."profession_id", NEW."rank", NEW."round_id", NEW."unit", NEW."user_id"); RETURN NULL;', hash='9b5fa1b8c4929f8bd6bec8203da60708ac8661b8', operation='UPDATE', pgid='pgtrigger_update_update_57209', table='careers_mentorwish', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mentorwish',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "careers_mentorwishevent" ("employer_id", "id", "line", "mentor_id", "outcome", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profession_id", "rank", "round_id", "unit", "user_id") VALUES (OLD."employer_id", OLD."id", OLD."line", OLD."mentor_id", OLD."outcome", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."profession_id", OLD."rank", OLD."round_id", OLD."unit", OLD."user_id"); RETURN NULL;', hash='a325ef0733e4531eae5d05d6f45ec1338d7bbceb', operation='DELETE', pgid='pgtrigger_delete_delete_09996', table='careers_mentorwish', when='AFTER')),
        ),
        migrations.RunSQL(
            sql="""
            ALTER TABLE careers_mentormeeting ADD CONSTRAINT meeting_of_same_mentorship
                FOREIGN KEY (employer_id, person_id, mentorship_id) REFERENCES careers_mentorship (employer_id, person_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE careers_mentorreflection ADD CONSTRAINT reflection_of_same_mentorship
                FOREIGN KEY (employer_id, person_id, mentorship_id) REFERENCES careers_mentorship (employer_id, person_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="""
            ALTER TABLE careers_mentormeeting DROP CONSTRAINT meeting_of_same_mentorship;
            ALTER TABLE careers_mentorreflection DROP CONSTRAINT reflection_of_same_mentorship;
            """,
        ),
    ]
