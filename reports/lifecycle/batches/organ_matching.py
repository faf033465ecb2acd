"""Whose report a file is: the organ that its title names, among those that may take it."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.checks.organ_names import LONGEST, OrganName, names_organ
from reports.models.organs import Organ
from reports.official.report_data import Kind

_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_EVERYBODYS = re.compile("人民政府|街道办事处|办事处|办公室")
_LIKE = 0.5  # from which likeness on another name is worth to be named


@dataclass(frozen=True)
class OrganMatch:
    """The organ that a name means, or else the sentence that says why it means none."""

    organ: Organ | None
    refusal: str = ""


@dataclass(frozen=True)
class Hint:
    """What the name of a file and of its folder say; a title is believed before them."""

    organ: Organ | None = None
    year: int | None = None


@dataclass
class OrganMatcher:
    """The organs whose reports may be among the files, their superiors selected."""

    organs: Sequence[Organ]
    asked: dict[str, OrganMatch] = field(default_factory=dict)

    @cached_property
    def full_names(self) -> dict[int, str]:
        """The name of each organ with the regions that it lies in, by its key."""
        return {organ.pk: _full_name(organ) for organ in self.organs}

    def match(self, written: str) -> OrganMatch:
        """The organ that is meant by a name as it stands in a title, in full or short, with or without its county."""
        written = "".join(written.split())[:LONGEST]
        if written not in self.asked:
            self.asked[written] = self._matched(written)
        return self.asked[written]

    def hint(self, path: str) -> Hint:
        """What the path of a file within the folder says, its last part before those before it."""
        organ = year = None
        for part in reversed(path.split("/")):
            years = set(_YEAR.findall(part))
            year = year or (int(years.pop()) if len(years) == 1 else None)
            organ = organ or self._named_in(part)
        return Hint(organ, year)

    def _matched(self, written: str) -> OrganMatch:
        organs = self.organs
        exact = [organ for organ in organs if written in (organ.name, self.full_names[organ.pk])]
        means = exact or [organ for organ in organs if self._is_meant(written, organ)]
        if len(means) == 1:
            return OrganMatch(means[0])
        if means:
            return OrganMatch(None, f"“{written}”可能是{'或'.join(organ.name for organ in means)}，不能确定")
        own = {_own_name(organ.name): organ.name for organ in organs}
        near = difflib.get_close_matches(_own_name(written), list(own), n=1, cutoff=_LIKE)
        return OrganMatch(None, f"系统中没有“{written}”{f'，最接近的是“{own[near[0]]}”' if near else ''}")

    def _is_meant(self, written: str, organ: Organ) -> bool:
        return written == organ.short_name or names_organ(written, self.full_names[organ.pk], Kind(organ.kind))

    def _named_in(self, part: str) -> Organ | None:
        """The one organ whose name, in full or short, stands in a piece of a path; the longest name counts."""
        named = [(len(name), organ) for organ in self.organs for name in (organ.name, organ.short_name) if name in part]
        longest = max((length for length, _ in named), default=0)
        found = {organ.pk: organ for length, organ in named if length == longest}
        return next(iter(found.values())) if len(found) == 1 else None


def _own_name(name: str) -> str:
    """A name without what nearly every organ is called, so that 宿迁市人民政府 is not like 赵村镇人民政府."""
    return _EVERYBODYS.sub("", name) or name


def _full_name(organ: Organ) -> str:
    """The name with the regions of the superior before it, where it has none of its own."""
    own = OrganName.parse(organ.name)
    if own.regions or organ.superior is None:
        return organ.name
    return "".join(OrganName.parse(organ.superior.name).regions) + organ.name
