"""Where a requirement of one version is found in another version of its framework, by the mappings between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from stegvis.frameworks.models import FrameworkVersion, VersionMapping
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.entries import Relation

Found = dict[str, bool]
"""Code → whether it is the same requirement all the way."""

Step = dict[str, Found]


class Counterparts:
    """Follows requirements through all versions of some frameworks, forwards and backwards. One query."""

    def __init__(self, frameworks: Collection[int]) -> None:
        self.earlier: dict[int, int] = {}
        self.forwards: dict[int, Step] = defaultdict(lambda: defaultdict(dict))
        self.backwards: dict[int, Step] = defaultdict(lambda: defaultdict(dict))
        for row in VersionMapping.objects.filter(version__framework__in=frameworks):
            self.earlier[row.version_id] = row.earlier_id
            for old in row.from_codes:
                for new in row.to_codes:
                    is_same = row.relation == Relation.SAME
                    self.forwards[row.version_id][old][new] = is_same
                    self.backwards[row.version_id][new][old] = is_same

    def of(self, code: str, version: FrameworkVersion, asked: FrameworkVersion) -> Found:
        """What became of ``version``'s requirement in ``asked``; empty where it is gone.

        Where no mappings lead from one to the other it may be what has the same code now, which nobody has said.
        """
        ours, theirs = self._line(version.pk), self._line(asked.pk)
        common = next((one for one in ours if one in theirs), None)
        if common is None:
            return {code: False} if code in codes_of(asked) else {}
        found = {code: True}
        for step in ours[: ours.index(common)]:
            found = _followed(found, self.backwards[step])
        for step in reversed(theirs[: theirs.index(common)]):
            found = _followed(found, self.forwards[step])
        return found

    def _line(self, version: int) -> list[int]:
        """The version and those before it, the latest first."""
        line = [version]
        while line[-1] in self.earlier:
            line.append(self.earlier[line[-1]])
        return line


def codes_of(version: FrameworkVersion) -> set[str]:
    return {requirement.code for requirement in effective_of(version).document.requirements()}


def _followed(found: Found, step: Step) -> Found:
    return {new: was and is_same for code, was in found.items() for new, is_same in step.get(code, {}).items()}
