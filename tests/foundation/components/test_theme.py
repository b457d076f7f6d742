"""The colours keep their promise: text 4.5:1 and 7:1, borders 3:1, on every background, light and dark."""

import re
from pathlib import Path

import stegvis.foundation.components as components

CSS = Path(components.__file__).parent / "static" / "stegvis" / "css"
TOKEN = re.compile(r"--ds-color-(\w+)-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
COLORS = ["accent", "brand1", "brand2", "neutral", "info", "success", "warning", "danger"]
BACKGROUNDS = ["background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover"]
FOREGROUNDS = {"text-subtle": 4.5, "text-default": 7.0, "border-default": 3.0}


def tokens() -> dict[tuple[str, str], tuple[str, str]]:
    text = (CSS / "theme.css").read_text()
    return {(name, part): (light, dark) for name, part, light, dark in TOKEN.findall(text)}


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert [round(contrast(*pair), 2) for pair in (("#000000", "#ffffff"), ("#777777", "#ffffff"))] == [21.0, 4.48]


def test_text_and_borders_stand_out_on_every_background() -> None:
    found = tokens()
    weak = [
        (color, part, own, background, ("light", "dark")[scheme])
        for color in COLORS
        for part, least in FOREGROUNDS.items()
        for own in (color, "neutral")
        for background in BACKGROUNDS
        for scheme in (0, 1)
        if contrast(found[color, part][scheme], found[own, background][scheme]) < least
    ]
    assert weak == []


def test_what_stands_on_a_filled_colour_can_be_read() -> None:
    found = tokens()
    weak = [
        (color, part, scheme)
        for color in COLORS
        for part in ("base-default", "base-hover", "base-active")
        for scheme in (0, 1)
        if contrast(found[color, part][scheme], found[color, "base-contrast-default"][scheme]) < 4.5
    ]
    assert weak == []


def test_stylesheets_fetch_nothing_from_elsewhere() -> None:
    addresses = [
        match for path in CSS.glob("*.css") for match in re.findall(r"url\(([^)]*)\)|@import", path.read_text())
    ]
    assert addresses == ['"../header-steps.svg"']
