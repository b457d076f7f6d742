"""One at a time, where two at once would each decide by what the other is about to change."""

from uuid import UUID

from django.db import connection


def wait_for_turn(what: str, *whose: int | UUID) -> None:
    """Let one transaction at a time do ``what`` for each of ``whose`` (or at all), until it ends.

    Of two at once the later waits here, and then sees what the first saved. Several keys are taken in one order, so
    that nobody waits for somebody who waits for them. Two names that hash alike only wait for each other needlessly.
    """
    with connection.cursor() as cursor:
        for key in sorted(map(str, whose)) or [""]:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{key}"])
