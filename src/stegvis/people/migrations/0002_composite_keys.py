from django.db import migrations


class Migration(migrations.Migration):
    """An employment's unit is its employer's: the key carries the employer."""

    dependencies = [("people", "0001_initial"), ("organisations", "0002_composite_keys")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE people_employment ADD CONSTRAINT employment_unit_of_same_employer
                FOREIGN KEY (employer_id, unit_id) REFERENCES organisations_unit (organisation_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE people_employment DROP CONSTRAINT employment_unit_of_same_employer;",
        )
    ]
