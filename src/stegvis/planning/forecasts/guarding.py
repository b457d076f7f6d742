"""What a scenario does not tell others, so that no few can be subtracted out beside decided plans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stegvis.foundation.access.actor import Actor
from stegvis.planning.ground.results import Result
from stegvis.planning.models import Ground
from stegvis.planning.plans.beside import beside, told_by
from stegvis.planning.plans.subtracting import lets_out


def hidden_beside(actor: Actor, ground: Ground, masked: Result) -> np.ndarray:
    """(R + 1, P) what of a masked result is hidden too. The places are told one after the other; where one is hidden,
    so is their sum. Three queries."""
    found = np.zeros(masked.few.shape, bool)
    others = beside(actor, employer=ground.employer_id, collaboration=ground.collaboration_id)
    codes = {number: code for code, number in others.members.items()}
    for ends in sorted({one.ends for one in others.plans if one.is_joint}):
        told = others.told(ends)
        for new in told_by(masked, others.members, ends):
            (member,) = new.members
            kept = frozenset(what for what in new.figures if lets_out(what, new, told))
            told.append(replace(new, withheld=kept))
            for profession, _name in kept:
                found[masked.places.index(codes[member]), masked.professions.index(profession)] = True
    found[-1] |= found[:-1].any(axis=0)
    return found
