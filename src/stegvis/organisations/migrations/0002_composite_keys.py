from django.db import migrations


class Migration(migrations.Migration):
    """A row cannot point into another organisation's tree: the key carries the organisation."""

    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE organisations_unit ADD CONSTRAINT unit_parent_of_same_organisation
                FOREIGN KEY (organisation_id, parent_id) REFERENCES organisations_unit (organisation_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE organisations_rolegrant ADD CONSTRAINT role_unit_of_same_organisation
                FOREIGN KEY (organisation_id, unit_id) REFERENCES organisations_unit (organisation_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            """
            ALTER TABLE organisations_unit DROP CONSTRAINT unit_parent_of_same_organisation;
            ALTER TABLE organisations_rolegrant DROP CONSTRAINT role_unit_of_same_organisation;
            """,
        )
    ]
