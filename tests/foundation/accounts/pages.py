"""Reading a page as a browser under the strict content security policy would."""

from __future__ import annotations

from html.parser import HTMLParser

# A block of this type is data to the browser: it is neither run nor stopped by the policy.
DATA_TYPES = {"application/json"}


class _InlineCode(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names and names.get("type") not in DATA_TYPES):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in names if name == "style" or name.startswith("on")]
        self.found += [f"<{tag} {n}>" for n, value in attrs if (value or "").strip().lower().startswith("javascript:")]


def inline_code(html: str) -> list[str]:
    """Every inline script, style, handler and javascript address of a page."""
    parser = _InlineCode()
    parser.feed(html)
    return parser.found
