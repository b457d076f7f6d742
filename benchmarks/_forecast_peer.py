"""The forecast's equations in PySD: the same stock of staff by place, profession and age, written as Vensim does it."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from stegvis.engine.forecast import Model, Moves

MDL = """{{UTF-8}}
Place: (place1-place{places}) ~~|
County: (county1-county{counties}) ~~|
Profession: (profession1-profession{professions}) ~~|
Age: (age1-age{ages}) ~~|
Older: (age2-age{ages}) -> Younger ~~|
Younger: (age1-age{last}) -> Older ~~|
Youngest: age1 ~~|
leaving[Profession, Age] = 0 ~~|
hours[Profession, Age] = 0 ~~|
entry[Profession, Age] = 0 ~~|
intake[Place, Profession] = 0 ~~|
within[Profession] = 0 ~~|
across[Profession] = 0 ~~|
share[Place] = 0 ~~|
in county[Place, County] = 0 ~~|
belongs[Place, County] = 0 ~~|
today[Place, Profession, Age] = 0 ~~|
stays[Place, Profession, Age] = staff[Place, Profession, Age] * (1 - leaving[Profession, Age]) ~~|
of county[County, Profession, Age] = SUM(stays[Place!, Profession, Age] * belongs[Place!, County]) ~~|
of nation[Profession, Age] = SUM(of county[County!, Profession, Age]) ~~|
near[Place, Profession, Age] = SUM(of county[County!, Profession, Age] * in county[Place, County!]) ~~|
moved[Place, Profession, Age] = (1 - within[Profession] - across[Profession]) * stays[Place, Profession, Age]
  + within[Profession] * near[Place, Profession, Age]
  + across[Profession] * share[Place] * of nation[Profession, Age] ~~|
grown[Place, Profession, Youngest] = 0 ~~|
grown[Place, Profession, Older] = moved[Place, Profession, Younger] ~~|
staff[Place, Profession, Age] = INTEG(grown[Place, Profession, Age]
  + intake[Place, Profession] * entry[Profession, Age] - staff[Place, Profession, Age],
  today[Place, Profession, Age]) ~~|
supply[Place, Profession] = SUM(staff[Place, Profession, Age!] * hours[Profession, Age!]) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = {years} ~~|
TIME STEP = 1 ~~|
SAVEPER = TIME STEP ~~|
"""


def peer(model: Model) -> tuple[Callable[[], np.ndarray], float]:
    """What runs one draw of the model in PySD and gives (T + 1, R, P), and the cell-years that it computes."""
    import pysd
    import xarray as xr

    places, professions, ages = model.shape
    moves = model.moves
    assert isinstance(moves, Moves)
    text = MDL.format(
        places=places,
        counties=moves.counties,
        professions=professions,
        ages=ages,
        last=ages - 1,
        years=model.years,
    )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "staff.mdl"
        path.write_text(text)
        loaded = pysd.read_vensim(str(path))

    def given(dims: str, array: np.ndarray) -> xr.DataArray:
        which = dims.split()
        lengths = {"Place": places, "County": moves.counties, "Profession": professions, "Age": ages}
        coords = {one: [f"{one.lower()}{number + 1}" for number in range(lengths[one])] for one in which}
        return xr.DataArray(array, coords, which)

    parameters = {
        "leaving": given("Profession Age", model.leaving[0, 0]),
        "hours": given("Profession Age", model.hours[0]),
        "entry": given("Profession Age", model.entry),
        "intake": given("Place Profession", model.intake[0, 0]),
        "within": given("Profession", moves.within[0, 0]),
        "across": given("Profession", moves.across[0, 0]),
        "share": given("Place", moves.share),
        "in county": given("Place County", moves.belongs().T * moves.in_county()[:, None]),
        "belongs": given("Place County", moves.belongs().T),
        "today": given("Place Profession Age", model.stock),
    }

    def job() -> np.ndarray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = loaded.run(params=parameters, return_columns=["supply"])
        return found.to_numpy().reshape(model.years + 1, -1)

    return job, float(np.prod(model.shape)) * model.years
