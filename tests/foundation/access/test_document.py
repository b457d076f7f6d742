"""``docs/access-matrix.md`` says what the code and the table say."""

from scripts.access_matrix import FILE, text


def test_the_document_is_up_to_date() -> None:
    """``python -m scripts.access_matrix`` writes it anew."""
    assert FILE.read_text(encoding="utf-8") == text()
