"""People and requirements: every status has a word and a shape."""

from django.utils import translation

from stegvis.foundation.components.matrices import Matrix, MatrixColumn, MatrixRow, Status


def cell(status: str, icon: str, word: str) -> str:
    return (
        f'<td data-status="{status}"><svg class="sv-icon" aria-hidden="true">'
        f'<use href="/static/stegvis/icons.svg#{icon}"></use></svg><span>{word}</span></td>'
    )


def total(words: str, left: str, items: str) -> str:
    unfolded = f"<details><summary>{left}</summary><ul>{items}</ul></details>"
    return f'<td class="sv-matrix__sum sv-number"><span>{words}</span>{unfolded}</td>'


def item(status: str, short: str, word: str) -> str:
    return f'<li data-status="{status}">{short} <b>{word}</b></li>'


def test_a_row_becomes_its_cells_and_what_is_left_of_them_escaped_and_in_order() -> None:
    matrix = Matrix(
        columns=[MatrixColumn(label="Licence", short="<b>L</b>"), MatrixColumn(label="First aid", short="F")],
        rows=[MatrixRow("Anna", (Status.MET, Status.LAPSES)), MatrixRow("Bo", (Status.MISSING, Status.NOT_ASKED))],
    )
    with translation.override("en"):
        assert [(row.label, str(cells)) for row, cells in matrix.lines] == [
            (
                "Anna",
                total("2 of 2", "2 of 2", item("lapses", "F", "Lapses soon"))
                + cell("met", "check", "Met")
                + cell("lapses", "clock", "Lapses soon"),
            ),
            (
                "Bo",
                total("0 of 1", "1 left", item("missing", "&lt;b&gt;L&lt;/b&gt;", "Missing"))
                + cell("missing", "circle", "Missing")
                + cell("not_asked", "minus", "Not asked for"),
            ),
        ]
    assert matrix.statuses == [Status.MET, Status.MISSING, Status.LAPSES, Status.NOT_ASKED]


def test_what_lapses_still_counts_and_what_is_not_asked_does_not() -> None:
    row = MatrixRow("Anna", (Status.MET, Status.LAPSES, Status.MISSING, Status.REVIEW, Status.NOT_ASKED))
    assert (row.met, row.asked, row.missing) == (2, 4, 1)


def test_no_two_statuses_share_a_shape_or_a_word() -> None:
    with translation.override("en"):
        assert len({status.icon for status in Status}) == len({status.label for status in Status}) == len(Status)
