"""What is assumed in a forecast: every key with its words, its unit and what it may be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROFESSIONS = (
    "sjukskoterska",
    "specialistsjukskoterska",
    "distriktsskoterska",
    "barnmorska",
    "rontgensjukskoterska",
    "biomedicinsk-analytiker",
    "lakare",
    "psykolog",
    "fysioterapeut",
    "arbetsterapeut",
    "logoped",
    "underskoterska",
)
"""In the order in which they are shown; the codes are those of the people room."""

COUNTED_AS = {
    "ambulanssjukskoterska": "specialistsjukskoterska",
    "anestesisjukskoterska": "specialistsjukskoterska",
    "barnsjukskoterska": "specialistsjukskoterska",
    "intensivvardssjukskoterska": "specialistsjukskoterska",
    "onkologisjukskoterska": "specialistsjukskoterska",
    "operationssjukskoterska": "specialistsjukskoterska",
    "psykiatrisjukskoterska": "specialistsjukskoterska",
    "specialistsjukskoterska-vard-av-aldre": "specialistsjukskoterska",
    "specialistsjukskoterska-medicin": "specialistsjukskoterska",
    "specialistsjukskoterska-kirurgi": "specialistsjukskoterska",
}
NURSE = "sjukskoterska"
FIRST_AGE, LAST_AGE = 20, 75
AGES = LAST_AGE - FIRST_AGE + 1
YOUNG = 35
"""Who is younger leaves otherwise."""
AGE_GROUPS = ((0, 20), (20, 65), (65, 80), (80, 101))
"""From, to before."""

PERSONS, SHARE, YEARS, RATIO, PER_10000 = (
    _("persons a year"),
    _("per cent"),
    _("years"),
    _("times a person of 20–64"),
    _("per 10,000 inhabitants"),
)


@dataclass(frozen=True)
class Key:
    """``least`` and ``most`` in the unit in which it is kept. A share is kept as 0.05 and shown as 5."""

    label: Promise
    unit: Promise
    least: float
    most: float
    group: Promise

    @property
    def is_share(self) -> bool:
        return self.unit is SHARE

    def shown(self, value: float) -> float:
        return round(value * 100, 6) if self.is_share else value

    def kept(self, value: float) -> float:
        return round(value / 100, 8) if self.is_share else value


STAFF, LEAVING, HOURS, COMING, GOING_ON, MOVING, AGENCY, NEED, DRIFT = GROUPS = (
    _("Staff where nobody is counted"),
    _("How people leave"),
    _("How much people work"),
    _("Who comes"),
    _("Nurses who study further"),
    _("Changes of employer"),
    _("Agency staff"),
    _("Demand and need"),
    _("How much conditions may change from year to year"),
)

KEYS = {
    "staff": Key(_("Staff"), PER_10000, 0, 500, STAFF),
    "mean_age": Key(_("Mean age"), YEARS, 30, 65, STAFF),
    "age_spread": Key(_("Spread of ages"), YEARS, 3, 25, STAFF),
    "retirement_age": Key(_("Mean age at retirement"), YEARS, 55, 74, LEAVING),
    "retirement_spread": Key(_("Spread of the age at retirement"), YEARS, 0.5, 8, LEAVING),
    "leaving": Key(_("Leave in a year, before retirement, from 35"), SHARE, 0, 1, LEAVING),
    "early_leaving": Key(_("Leave in a year, under 35"), SHARE, 0, 1, LEAVING),
    "first_year": Key(_("Are still there after their first year"), SHARE, 0, 1, LEAVING),
    "death": Key(_("Die in a year at 60"), SHARE, 0, 0.1, LEAVING),
    "death_doubling": Key(_("Years in which the risk of death doubles"), YEARS, 3, 20, LEAVING),
    "part_time": Key(_("Work part time"), SHARE, 0, 1, HOURS),
    "part_time_hours": Key(_("Hours of a part-timer, of full time"), SHARE, 0.1, 1, HOURS),
    "seats": Key(_("Places in the education, in the nation"), PERSONS, 0, 100_000, COMING),
    "completion": Key(_("Complete the education"), SHARE, 0, 1, COMING),
    "begins": Key(_("Of these begin at a municipality or a region"), SHARE, 0, 1, COMING),
    "local": Key(_("Of these stay in the county where they studied"), SHARE, 0, 1, COMING),
    "entry_age": Key(_("Mean age of the new"), YEARS, 20, 60, COMING),
    "entry_spread": Key(_("Spread of the new's ages"), YEARS, 0.5, 20, COMING),
    "abroad": Key(_("Recruited from abroad, in the nation"), PERSONS, 0, 20_000, COMING),
    "goes_on": Key(_("Of nurses aged 25–50 go on to this in a year"), SHARE, 0, 0.5, GOING_ON),
    "study_years": Key(_("Years of study in a study post"), YEARS, 1, 5, GOING_ON),
    "study_works": Key(_("Of the hours are worked meanwhile"), SHARE, 0, 1, GOING_ON),
    "study_completion": Key(_("Complete the study post"), SHARE, 0, 1, GOING_ON),
    "moves_within": Key(_("Change employer within the county in a year"), SHARE, 0, 0.5, MOVING),
    "moves_across": Key(_("Change employer in the nation in a year"), SHARE, 0, 0.5, MOVING),
    "agency": Key(_("Agency staff, of the own staff's hours"), SHARE, 0, 1, AGENCY),
    "vacancy": Key(_("Vacant posts, of those that are filled"), SHARE, 0, 1, NEED),
    "shortage": Key(_("Of the need is not met today"), SHARE, 0, 0.9, NEED),
    "use_0_19": Key(_("Need of a person of 0–19"), RATIO, 0, 200, NEED),
    "use_65_79": Key(_("Need of a person of 65–79"), RATIO, 0, 200, NEED),
    "use_80": Key(_("Need of a person of 80 or more"), RATIO, 0, 200, NEED),
    "trend": Key(_("The same people's need grows in a year"), SHARE, -0.1, 0.1, NEED),
    "near_care": Key(_("Of the region's work moves to the municipalities in a year"), SHARE, 0, 0.05, NEED),
    "leaving_drift": Key(_("Leaving changes in a year, on a logarithmic scale"), SHARE, 0, 1, DRIFT),
    "intake_drift": Key(_("Who come change in a year"), SHARE, 0, 1, DRIFT),
    "need_drift": Key(_("The need changes in a year"), SHARE, 0, 1, DRIFT),
    "shared_drift": Key(_("Of the change is shared by all professions"), SHARE, 0, 1, DRIFT),
}
COMMON = frozenset({"death", "death_doubling", "leaving_drift", "intake_drift", "need_drift", "shared_drift"})
"""The same for every profession."""
BY_SECTOR = frozenset(
    {
        *("staff", "mean_age", "retirement_age", "leaving", "early_leaving", "part_time", "goes_on"),
        *("agency", "use_0_19", "use_65_79", "use_80", "vacancy", "shortage"),
    }
)
"""These may differ between municipalities and regions."""
FAMILIES = (
    (NURSE, "specialistsjukskoterska", "distriktsskoterska"),
    *(
        (code,)
        for code in PROFESSIONS
        if not code.endswith("skoterska") or code in ("rontgensjukskoterska", "underskoterska")
    ),
)
"""Professions that people go over between, and so are followed together."""
