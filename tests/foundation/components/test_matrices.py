"""People and requirements: every status has a word and a shape."""

from django.utils import translation

from stegvis.foundation.components.matrices import Matrix, MatrixColumn, MatrixRow, Status


def cell(status: str, label: str, icon: str, word: str) -> str:
    return (
        f'<td data-status="{status}" data-label="{label}"><svg class="sv-icon" aria-hidden="true">'
        f'<use href="/static/stegvis/icons.svg#{icon}"></use></svg><span>{word}</span></td>'
    )


def test_a_row_becomes_its_cells_escaped_and_in_order() -> None:
    matrix = Matrix(
        columns=[MatrixColumn(label="<b>Licence</b>", short="L"), MatrixColumn(label="First aid", short="F")],
        rows=[MatrixRow("Anna", (Status.MET, Status.LAPSES)), MatrixRow("Bo", (Status.NOT_ASKED, Status.MISSING))],
    )
    escaped = "&lt;b&gt;Licence&lt;/b&gt;"
    with translation.override("en"):
        assert [(row.label, str(cells)) for row, cells in matrix.lines] == [
            ("Anna", cell("met", escaped, "check", "Met") + cell("lapses", "First aid", "clock", "Lapses soon")),
            (
                "Bo",
                cell("not_asked", escaped, "minus", "Not asked for")
                + cell("missing", "First aid", "circle", "Missing"),
            ),
        ]
    assert matrix.statuses == [Status.MET, Status.MISSING, Status.LAPSES, Status.NOT_ASKED]


def test_what_lapses_still_counts_and_what_is_not_asked_does_not() -> None:
    row = MatrixRow("Anna", (Status.MET, Status.LAPSES, Status.MISSING, Status.REVIEW, Status.NOT_ASKED))
    assert (row.met, row.asked) == (2, 4)


def test_no_two_statuses_share_a_shape_or_a_word() -> None:
    with translation.override("en"):
        assert len({status.icon for status in Status}) == len({status.label for status in Status}) == len(Status)
