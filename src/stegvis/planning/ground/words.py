"""What is wrong, in words: what, where, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.numbers import figure
from stegvis.planning.ground.problems import Problem

TEXTS: dict[str, Any] = {
    "unknown_place": gettext_lazy("“%(value)s” is no municipality or region. Use SCB's code, such as 1440 or 14."),
    "no_places": gettext_lazy("Choose at least one municipality or region."),
    "twice": gettext_lazy("“%(value)s” is there twice."),
    "unknown_profession": gettext_lazy("“%(value)s” is no profession that a forecast can be made for."),
    "unknown_sector": gettext_lazy("“%(value)s” is neither municipality nor region."),
    "unknown_key": gettext_lazy("“%(value)s” is no assumption."),
    "not_so_fine": gettext_lazy("%(label)s is the same for all: leave the profession, or the kind of employer, empty."),
    "out_of_range": gettext_lazy("%(label)s has to be between %(least)s and %(most)s, and is %(value)s."),
    "first_year_out_of_range": gettext_lazy("The first year has to be from %(least)s to %(most)s, and is %(value)s."),
    "years_out_of_range": gettext_lazy(
        "A forecast reaches from %(least)s to %(most)s years, and not %(value)s. Nobody knows what is beyond."
    ),
    "draws_out_of_range": gettext_lazy(
        "%(value)s draws are too many or too few: choose from %(least)s to %(most)s. 200 are enough: more do not make "
        "the forecast more certain."
    ),
    "too_large": gettext_lazy(
        "%(draws)s draws of this forecast take about %(time)s and %(gigabytes)s GB of memory, which is too much here. "
        "At most %(most)s draws can be computed, or more with fewer places or years. 200 are enough: more do not make "
        "it more certain."
    ),
    "too_large_years": gettext_lazy(
        "%(draws)s draws of this forecast take about %(time)s and %(gigabytes)s GB of memory, which is too much here. "
        "At most %(most)s draws can be computed, or more with fewer years. 200 are enough: more do not make it more "
        "certain."
    ),
    "too_many_draws": gettext_lazy(
        "%(draws)s draws are more than are computed here: choose at most %(most)s. 200 are enough: more do not make "
        "the forecast more certain."
    ),
    "too_large_places": gettext_lazy(
        "%(draws)s draws of this forecast take about %(time)s and %(gigabytes)s GB of memory, which is too much here. "
        "Choose fewer places, professions or years."
    ),
    "other_machines": gettext_lazy(
        "Whoever runs Stegvis can let other machines compute what is too large here (Dask, by STEGVIS_DASK)."
    ),
    "seed_out_of_range": gettext_lazy("The seed has to be a whole number from %(least)s to %(most)s."),
    "no_number": gettext_lazy("%(lever)s has to be a number."),
    "no_lever": gettext_lazy("“%(value)s” is no lever with a kind and an amount."),
    "unknown_lever": gettext_lazy("There is no lever called “%(value)s”."),
    "lever_out_of_range": gettext_lazy("%(lever)s has to be from %(least)s to %(most)s, and is %(value)s."),
    "backfill": gettext_lazy("The share of the hours that is replaced has to be from 0 to 1, and is %(value)s."),
    "shift_to_itself": gettext_lazy("Say from which professions the tasks go, and to another one than those."),
    "too_many_levers": gettext_lazy("There are at most %(most)s levers in a scenario."),
    "profession_not_in_forecast": gettext_lazy("%(lever)s: “%(value)s” is not in the forecast."),
    "place_not_in_forecast": gettext_lazy("%(lever)s: “%(value)s” is not in the forecast."),
    "lever_outside_years": gettext_lazy("%(lever)s: the year it holds from has to be from %(first)s to %(last)s."),
    "lever_from_the_start": gettext_lazy("%(lever)s holds from the first year; it cannot begin later."),
    "contradicts": gettext_lazy("%(levers)s pull different ways for the same people. Keep one of them."),
    "circle": gettext_lazy("%(levers)s send the same work round in a circle. Take one of them away."),
    "together": gettext_lazy(
        "%(levers)s come to %(total)s %(unit)s together for the same people. It has to be from %(least)s to %(most)s: "
        "lower one of them."
    ),
    "completion_beyond": gettext_lazy(
        "%(lever)s: %(value)s per cent complete it already; together it is outside 0–100."
    ),
    "lever_takes_none": gettext_lazy("%(lever)s holds for everybody: leave %(value)s out."),
    "lever_once": gettext_lazy("%(lever)s can be there only once."),
    "lever_more_than_people": gettext_lazy("%(lever)s: there are more seats than people who could take them."),
    "lever_below_zero": gettext_lazy("%(lever)s: it would leave fewer than nobody. Lower the amount."),
    "lever_above_one": gettext_lazy("%(lever)s: together it is more than all. Lower the amount."),
    "lever_more_than_all": gettext_lazy("%(lever)s: together it is more than all. Lower the amount."),
    "assumption_missing": gettext_lazy("An assumption is missing: %(label)s."),
    "unreadable": gettext_lazy("It cannot be read: %(error)s"),
    "bad_json": gettext_lazy("Line %(line)s, character %(column)s: this is not valid JSON."),
    "no_inputs": gettext_lazy("The file does not hold what a forecast is computed from."),
    "too_big": gettext_lazy("The file is larger than %(most)s MB."),
    "missing_years": gettext_lazy("There are not figures for every year: %(years)s are needed."),
    "shape": gettext_lazy("“%(value)s” does not fit the rest: it has the shape %(shape)s, and needs %(wanted)s."),
    "no_amount": gettext_lazy("%(spot)s is %(value)s: it has to be a number from 0 to %(most)s."),
    "too_unsure": gettext_lazy(
        "%(spot)s is %(value)s, a variance: where there are %(persons)s persons it can be at most %(most)s."
    ),
    "no_numbers": gettext_lazy("“%(value)s” has to be numbers, in rows of the same length."),
    "no_list": gettext_lazy("“%(value)s” has to be a list."),
    "no_codes": gettext_lazy('“%(value)s” has to be a list of codes as text, such as "1440".'),
    "part_missing": gettext_lazy("The file lacks %(value)s. Compute the forecast again and take its inputs anew."),
    "scope_parts": gettext_lazy("“scope” needs places, first_year and years, and may have no more than %(value)s."),
    "origin": gettext_lazy("“origin” needs a row for each place with a word for each profession, of %(value)s."),
    "region_differs": gettext_lazy("The region of county %(county)s has not as many inhabitants as the county."),
    "no_lever_part": gettext_lazy("The lever “%(lever)s”: “%(name)s” cannot be “%(value)s”."),
    "no_assumption": gettext_lazy("“%(value)s” is no assumption with a key, a value and words as words."),
    "spread_out_of_range": gettext_lazy("The spread of “%(value)s” has to be from %(least)s to %(most)s."),
    "at_line": gettext_lazy("Line %(line)s: %(error)s"),
    "nobody": gettext_lazy("Nobody lives in %(place)s by the figures."),
    "does_not_add_up": gettext_lazy(
        "The municipalities of county %(county)s do not have as many inhabitants together as the county."
    ),
    **dict.fromkeys(
        ("farm", "engine_gone"),
        gettext_lazy("The machines that would compute it do not answer. Nothing has been computed."),
    ),
}


def text_of(problem: Problem) -> str:
    """In the active language, with the place where it is."""
    params = dict(problem.params)
    key = KEYS.get(str(params.get("key", "")))
    params["label"] = str(key.label) if key else str(params.get("key", ""))
    if key and problem.code == "out_of_range":
        params |= {name: key.shown(params[name]) for name in ("value", "least", "most")}
    if "seconds" in params:
        params["time"] = _time(float(params["seconds"]))
        params["gigabytes"] = f"{params['gigabytes']:.1f}".replace(".", ",")
    template = TEXTS.get(problem.code)
    if template is None:
        return _("The forecast cannot be computed: %(field)s is not possible (%(code)s).") % {
            "field": problem.where,
            "code": problem.code,
        }
    return str(template) % {name: _shown(value) for name, value in params.items()}


def _time(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    if minutes < 120:
        return _("%(n)s min") % {"n": minutes}
    return _("%(n)s h") % {"n": round(minutes / 60)}


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return _(" and ").join(dict.fromkeys(map(str, value)))
    return figure(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
