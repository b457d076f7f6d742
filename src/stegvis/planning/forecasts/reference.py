"""What others have said of the need, as a line beside one's own: the Göteborg region's figures, with their caveat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from stegvis.planning.ground.places import rows

REGION = frozenset(
    {"1384", "1401", "1402", "1407", "1415", "1419", "1440", "1441", "1462", "1480", "1481", "1482", "1489"}
)
"""The thirteen municipalities of Göteborgsregionen."""
GROUPS = {"sjuksköterskor": ("sjukskoterska",), "rehabilitering och förebyggande": ("fysioterapeut", "arbetsterapeut")}


@dataclass(frozen=True)
class Reference:
    """``share`` of the base year's need in the target year. ``is_certain``: the source says it plainly."""

    share: float
    base_year: int
    target_year: int
    is_certain: bool
    group: str
    note: str

    def at(self, year: int) -> float:
        """Straight from 1 in the base year, and on beyond the target."""
        return 1 + (self.share - 1) * (year - self.base_year) / (self.target_year - self.base_year)


@cache
def _known() -> dict[str, Reference]:
    found = {}
    for row in rows("workforce_need.csv"):
        for profession in GROUPS.get(row["group"], ()) if row["unit"] == "procent" else ():
            years = (int(row["base_year"]), int(row["target_year"]))
            found[profession] = Reference(
                float(row["value"]) / 100, *years, row["certain"] == "true", row["group"], row["note"]
            )
    return found


def reference_for(places: tuple[str, ...], profession: str) -> Reference | None:
    """Where the places are municipalities of the region that the figures are of."""
    return _known().get(profession) if places and set(places) <= REGION else None


__all__ = ["REGION", "Reference", "reference_for"]
