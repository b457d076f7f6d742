"""What the law reserves for certain professions, and what a unit has marked: neither is delegated.

The law's part holds for the packaged tasks, as the regulations are commonly read. What else holds in a unit is for the
employer's MAS or MAR.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stegvis.planning.mix.content import Task

UNIT = "unit"
"""A task that the unit itself has marked. Any other mark is a key of LAW."""
NURSES = frozenset(
    {
        "ambulanssjukskoterska",
        "anestesisjukskoterska",
        "barnmorska",
        "barnsjukskoterska",
        "distriktsskoterska",
        "intensivvardssjukskoterska",
        "onkologisjukskoterska",
        "operationssjukskoterska",
        "psykiatrisjukskoterska",
        "rontgensjukskoterska",
        "sjukskoterska",
        "specialistsjukskoterska",
        "specialistsjukskoterska-kirurgi",
        "specialistsjukskoterska-medicin",
        "specialistsjukskoterska-vard-av-aldre",
    }
)
REHABILITATION = frozenset({"arbetsterapeut", "fysioterapeut", "logoped", "ortopedingenjor", "audionom", "dietist"})
DOCTORS = frozenset({"lakare"})


@dataclass(frozen=True)
class Law:
    """``who`` may do it at all; ``why`` and ``source`` are said to whoever chooses somebody else."""

    why: str
    source: str
    who: frozenset[str]
    titles: frozenset[str]


LAW = {
    "care": Law(
        gettext_noop("To assess the state of health and plan care rests on a licence, and is not delegated."),
        "SOSFS 1997:14, 6 kap. patientsäkerhetslagen (2010:659)",
        NURSES | DOCTORS,
        frozenset({"Bedöma hälsotillstånd och planera omvårdnad", "Bedöma och ordinera sårbehandling"}),
    ),
    "medicines": Law(
        gettext_noop("To assess and follow up treatment with medicines rests on a licence, and is not delegated."),
        "HSLF-FS 2017:37, SOSFS 1997:14",
        NURSES | DOCTORS,
        frozenset({"Iordningställa läkemedel och följa upp behandling"}),
    ),
    "prescribing": Law(
        gettext_noop("To prescribe takes the right to prescribe, which one has oneself and cannot delegate."),
        "HSLF-FS 2018:43, HSLF-FS 2021:75",
        NURSES | DOCTORS,
        frozenset({"Förskriva läkemedel och hjälpmedel"}),
    ),
    "rehabilitation": Law(
        gettext_noop("To assess function and set goals rests on a licence, and is not delegated."),
        "SOSFS 1997:14, 6 kap. patientsäkerhetslagen (2010:659)",
        REHABILITATION | DOCTORS,
        frozenset({"Bedöma funktion och aktivitet och sätta mål"}),
    ),
    "aids": Law(
        gettext_noop("To assess the need of aids and choose them rests on a licence, and is not delegated."),
        "SOSFS 1997:14, 6 kap. patientsäkerhetslagen (2010:659)",
        REHABILITATION | NURSES | DOCTORS,
        frozenset({"Förskriva och prova ut hjälpmedel"}),
    ),
}
PRESCRIBES = ("förskriv", "ordinera", "skriva ut recept", "skriv ut recept")
"""What a unit's own task begins with where it is to prescribe."""
_BY_TITLE = {title.casefold(): code for code, law in LAW.items() for title in law.titles}


def mark_of(task: Task) -> str:
    """A key of LAW, UNIT, or none. A packaged task's name brings its law along, whoever has written it, and so does a
    name that says that it is to prescribe."""
    return task.reserved if task.reserved in LAW else _by_title(task.title.strip().casefold()) or task.reserved


def _by_title(title: str) -> str:
    if title.startswith(PRESCRIBES) and title not in _BY_TITLE:
        return "aids" if "hjälpmedel" in title and "läkemedel" not in title else "prescribing"
    return _BY_TITLE.get(title, "")


def law_of(task: Task) -> Law | None:
    return LAW.get(mark_of(task))


def said(law: Law) -> str:
    return _("%(why)s Source: %(source)s.") % {"why": _(law.why), "source": law.source}


def refusals(task: Task) -> dict[str, str]:
    """By role why it may not do the task as is said, in the reader's language."""
    law = law_of(task)
    if law is not None:
        wrong = [one.role for one in task.doers if one.role not in law.who or one.ground == "delegated"]
        return dict.fromkeys(wrong, said(law))
    if mark_of(task) != UNIT:
        return {}
    delegated = [one.role for one in task.doers if one.ground == "delegated"]
    return dict.fromkeys(delegated, _("The unit has said that this is not delegated."))
