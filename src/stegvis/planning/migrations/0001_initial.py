from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("surveys", "0001_initial")]
    operations = []
