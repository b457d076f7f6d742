"""Every page type of the product, who sees it in the world, and how one gets there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page type: the view's name, a member of the cast (nobody: ``""``), and an address.

    Where the address holds a key, ``path`` is a page with a link to it and ``link`` a CSS selector of that link.
    """

    view: str
    who: str
    path: str
    link: str = ""

    @property
    def id(self) -> str:
        return self.view.replace(":", "-") + (f"-{self.who}" if self.who else "")


PAGES = (
    Page("account_login", "", "/konto/login/"),
    Page("account_reset_password", "", "/konto/password/reset/"),
    Page("about", "", "/om/"),
    Page("accessibility", "", "/tillganglighet/"),
    Page("home", "anna", "/"),
    Page("home", "bosse", "/"),
    Page("home", "gunilla", "/"),
    Page("frameworks:list", "anna", "/karriarmodeller/"),
    Page("frameworks:detail", "anna", "/karriarmodeller/pilot-sjukskoterska-kommun/"),
    Page("frameworks:detail", "gunilla", "/karriarmodeller/pilot-rehab-kommun/"),
    Page(
        "frameworks:compare",
        "anna",
        "/karriarmodeller/jamfor/?left=pilot-rehab-kommun&right=pilot-sjukskoterska-kommun",
    ),
)
