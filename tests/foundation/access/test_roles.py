"""What the web's role may do at all, and that drift from the declarations is found."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.sync import differences, sync_database
from stegvis.people.models import Person
from tests.support.cast import Cast
from tests.support.database import as_owner


def refused(statement: str) -> bool:
    """Whether the web's role is denied the statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_the_system_mark_is_not_heard_from_the_web(cast: Cast) -> None:
    with acting_as_system(reason="test"):
        assert list(Person.objects.all()) == []
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Person.objects.create(registered_by=cast.ale, given_name="N", family_name="N")
    with acting_as(cast.anna.pk), acting_as_system(reason="test"):
        assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE people_person CASCADE",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY stegvis_read ON people_person",
        "ALTER TABLE people_person DISABLE TRIGGER ALL",
        "CREATE TRIGGER t BEFORE INSERT ON people_person FOR EACH ROW EXECUTE FUNCTION stegvis_enter()",
        "CREATE TABLE own (person uuid REFERENCES people_person (id))",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT stegvis_purge_before(1, current_date, '', 1)",
        "SELECT stegvis_purgeable(1, current_date)",
        "SELECT nextval('stegvis_history_sequence')",
        "SET ROLE stegvis_backup",
        "UPDATE people_profession SET title_sv = ''",
        "DELETE FROM people_person",
        "UPDATE careers_standing SET level_order = 9",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ],
)
def test_the_web_may_not(cast: Cast, statement: str) -> None:
    with acting_as(cast.gunilla.pk):
        assert refused(statement)


def test_the_web_makes_no_temporary_tables(db: None) -> None:
    """The right is the database's own, which a copy of a template does not inherit: hence the sync."""
    with as_owner():
        sync_database()
    assert refused("CREATE TEMPORARY TABLE people_person (id uuid)")


def test_no_function_is_everybodys(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
            " WHERE a.grantee = 0)"
        )
        assert cursor.fetchall() == []


def test_functions_that_run_as_the_owner_look_nowhere_else(db: None) -> None:
    """A table of the same name in another schema, the temporary one first of all, must not take a real one's place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
            " AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=public, pg_temp']"
        )
        assert cursor.fetchall() == []


def test_a_table_without_a_guard_is_nobodys(db: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (secret text)")
    assert refused("SELECT * FROM forgotten")


# Each on a table of its own, so that one mending shows them all.
DRIFTS = {
    "ALTER POLICY stegvis_read ON people_person USING (true)": "people_person has another policy stegvis_read",
    "DROP POLICY stegvis_read ON people_employment": "people_employment lacks the policy stegvis_read",
    "CREATE POLICY more ON people_evidence USING (true)": "people_evidence carries the policy more",
    "ALTER TABLE careers_talk NO FORCE ROW LEVEL SECURITY": "careers_talk has no forced row-level security",
    "GRANT DELETE ON exchange_round TO stegvis_app": "stegvis_app may DELETE exchange_round beyond",
    "GRANT SELECT ON careers_standing TO PUBLIC": "PUBLIC may SELECT careers_standing beyond",
    "REVOKE SELECT ON organisations_unit FROM stegvis_app": "stegvis_app may not SELECT organisations_unit",
}


def test_drift_is_found_and_mended(db: None) -> None:
    with as_owner():
        for drift in DRIFTS:
            connection.cursor().execute(drift)
        found = sorted(differences())
        assert [one.startswith(words) for one, words in zip(found, sorted(DRIFTS.values()), strict=True)] == [True] * 7
        sync_database()
        assert differences() == []
