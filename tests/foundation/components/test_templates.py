"""Templates obey the strict content security policy, and the style page shows every component."""

import re
from pathlib import Path

import pytest
from django.test import Client

import stegvis
from stegvis.foundation.components.samples import ICONS
from stegvis.foundation.components.views import SAMPLES

ROOT = Path(stegvis.__file__).parent
COTTON = ROOT / "foundation" / "components" / "templates" / "cotton"
INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\bsrc=|type=\"application/json\"))|\sstyle=|\son\w+=\"|javascript:", re.I
)


def test_no_template_holds_inline_script_or_style() -> None:
    found = {
        str(path.relative_to(ROOT)): INLINE.findall(path.read_text())
        for path in ROOT.rglob("templates/**/*.html")
        if INLINE.search(path.read_text())
    }
    assert found == {}


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for path in ROOT.rglob("templates/**/*.html")
        for name in re.findall(r"<c-icon name=\"([\w-]+)\"|\bicon=\"([\w-]+)\"|{% icon \"([\w-]+)\"", path.read_text())
        for name in name
        if name
    }
    assert named - set(ICONS) == set()


@pytest.mark.django_db
def test_the_style_page_shows_every_component() -> None:
    response = Client().get("/stil/")
    assert response.status_code == 200
    html = response.content.decode()
    assert re.findall(r'<section class="sv-stack" id="(\w+)" data-sample', html) == list(SAMPLES)
    samples = "".join(
        (ROOT / "foundation/components/templates/components/samples" / f"{name}.html").read_text() for name in SAMPLES
    )
    shell_and_parts = "".join(
        path.read_text() for path in [*COTTON.glob("*.html"), *ROOT.glob("web/templates/**/*.html")]
    )
    components = {path.stem.replace("_", "-") for path in COTTON.glob("*.html")}
    unused = {name for name in components if f"<c-{name}" not in samples + shell_and_parts}
    assert unused == {"field"}  # for forms laid out by hand


def test_the_policy_of_the_style_page_is_strict(db: None) -> None:
    policy = Client().get("/nothing-here/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
