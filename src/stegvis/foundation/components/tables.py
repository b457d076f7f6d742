"""What a list page needs besides its rows: order, pages and addresses, read from the query string."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

AriaSort = Literal["ascending", "descending", "none"]


@dataclass(frozen=True)
class Column:
    """A column of a data table.

    ``order`` holds the fields to sort by, most important first; without it the column cannot be
    sorted. ``key`` is what stands in the address.
    """

    key: str
    label: str
    order: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True)
class Header:
    """A column as the page shows it: ``url`` turns the order, empty where it cannot be sorted."""

    label: str
    url: str
    aria_sort: AriaSort | Literal[""]
    is_number: bool


@dataclass(frozen=True)
class PageLink:
    """One place in the row of page links; ``url`` is empty for the gap between far pages."""

    label: str
    url: str
    is_current: bool


@dataclass
class Table:
    """One page of ``rows`` in the order that the address asks for (``?sort=-name&page=2``).

    ``rows`` is a queryset, or a sequence together with ``order_by``, which returns it sorted by the
    given fields (a leading minus turns a field). ``formats`` (say ``{"xlsx": "Excel"}``) become links
    with ``?export=`` that keep filters and order; the view answers them.

    Raises Http404 for an order that is not a column's and for a page that is not there.
    """

    request: HttpRequest
    rows: QuerySet | Sequence[Any]
    columns: Sequence[Column]
    page_size: int = 50
    formats: dict[str, str] = field(default_factory=dict)
    order_by: Callable[[Any, tuple[str, ...]], Sequence[Any]] = lambda rows, fields: rows.order_by(*fields)

    def __post_init__(self) -> None:
        self.sort = self.request.GET.get("sort", "")
        self.ordered = self._ordered_rows()
        self.page: Page = self._asked_page()

    @property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns]

    @property
    def page_links(self) -> list[PageLink]:
        pages: Iterable[int | str] = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=1, on_ends=1
        )
        return [
            PageLink(
                label=str(number),
                url=self._url(page=str(number)) if isinstance(number, int) else "",
                is_current=number == self.page.number,
            )
            for number in pages
        ]

    @property
    def previous_url(self) -> str:
        return self._url(page=str(self.page.previous_page_number())) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._url(page=str(self.page.next_page_number())) if self.page.has_next() else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Return (label, address) for every format offered."""
        return [(label, self._url(export=key, page=None)) for key, label in self.formats.items()]

    def _header(self, column: Column) -> Header:
        if not column.order:
            return Header(column.label, "", "", column.is_number)
        is_ascending = self.sort == column.key
        is_descending = self.sort == f"-{column.key}"
        return Header(
            label=column.label,
            url=self._url(sort=f"-{column.key}" if is_ascending else column.key, page=None),
            aria_sort="ascending" if is_ascending else "descending" if is_descending else "none",
            is_number=column.is_number,
        )

    def _ordered_rows(self) -> QuerySet | Sequence[Any]:
        if not self.sort:
            return self.rows
        key = self.sort.removeprefix("-")
        column = next((column for column in self.columns if column.order and column.key == key), None)
        if column is None:
            raise Http404
        return self.order_by(
            self.rows, tuple(turned(name) for name in column.order) if self.sort != key else column.order
        )

    def _asked_page(self) -> Page:
        try:
            return Paginator(self.ordered, self.page_size).page(self.request.GET.get("page", "1"))
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404 from error

    def _url(self, **changes: str | None) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return f"?{query.urlencode()}" if query else self.request.path


def turned(name: str) -> str:
    """Return the same field sorted the other way."""
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
