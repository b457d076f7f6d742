from django.db import migrations


class Migration(migrations.Migration):
    """An invitation cannot name another organisation's unit: the key carries the organisation."""

    dependencies = [("organisations", "0003_invitations")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE organisations_invitation ADD CONSTRAINT invitation_unit_of_same_organisation
                FOREIGN KEY (organisation_id, unit_id) REFERENCES organisations_unit (organisation_id, id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE organisations_invitation DROP CONSTRAINT invitation_unit_of_same_organisation;",
        )
    ]
