"""What the name of an organ (机关名称) shows: the regions it lies in, and the forms in which it may be shortened."""

import re
from dataclasses import dataclass

from reports.official.report_data import Kind

# Only a county may have a name of one character (泗县); 州 and 区 are often the second one (杭州市, 城区街道).
_REGION = re.compile(r".{1,15}?(?:县|(?<=..)[省市州盟区旗])")
_LEVELS = {"省": 1, "治区": 1, "市": 2, "州": 2, "盟": 2, "地区": 2, "县": 3, "区": 3, "旗": 3}
_ETHNIC = re.compile(r".{1,16}族(?:自治)?")

NO_DISTRICT = re.compile(
    r".*(?:自治|地|特|社|新|园|开发|高新|示范|合作|保税|综保|自贸|度假|试验|实验|管理|行政|功能|风景|景|产业|工业|生态"
    r"|核心|保护|集聚|先行|引领|经济|物流|服务)区"
)
"""Areas that are called 区 and need not be a district of a city."""


LONGEST = 100
"""Characters. No organ's name is longer, and taking a much longer text apart would take long."""


@dataclass(frozen=True)
class OrganName:
    """A name taken apart: the regions that lead it, and the organ's own name without 人民政府 or 办事处."""

    regions: tuple[str, ...]
    own: str

    @property
    def whole(self) -> str:
        return "".join((*self.regions, self.own))

    @classmethod
    def parse(cls, name: str) -> "OrganName":
        bare = re.sub(r"\s", "", name)[:LONGEST]
        bare = re.sub(r"人民政府|政府|人民$", "", bare)
        bare = re.sub(r"(?:街道)?办事处$|街道办$", "街道", bare)
        regions: list[str] = []
        rest = bare
        while (match := _REGION.match(rest)) and match.end() < len(rest):
            regions.append(match[0])
            rest = rest[match.end() :]
        return cls(tuple(regions), rest)


def is_of_a_county(name: str) -> bool:
    """Whether the name shows that the organ is a county's or a district's, or is one itself.

    A county-level city cannot be told from its name, nor a 开发区 or 新区: they show nothing.
    """
    parsed = OrganName.parse(name)
    return any(_is_county(region) for region in (*parsed.regions, parsed.own))


def _is_county(region: str) -> bool:
    if not _REGION.fullmatch(region) or NO_DISTRICT.fullmatch(region):
        return False
    return region[-1] in "县区旗"


def names_organ(written: str, organ: str, kind: Kind) -> bool:
    """Whether ``written`` is the organ's name, in full or short: without leading regions, 人民政府 or 办事处.

    Departments and offices may be called by their usual abbreviation (发改局 for 发展和改革局), and an
    autonomous county or an ethnic township without the peoples that it is named after.
    """
    short, full = OrganName.parse(written), OrganName.parse(organ)
    if _contradict(short.regions, full.regions):
        return False
    if short.own == full.own or _without_ethnic(short.own, full.own):
        return True
    return kind in {Kind.DEPARTMENT, Kind.OFFICE} and (
        _abbreviates(short.whole, full.whole) or _abbreviates(full.whole, short.whole)
    )


def _contradict(written: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether the innermost region written is another of the same level than those that the organ lies in."""
    if not written or any(_without_ethnic(written[-1], region) or written[-1] == region for region in known):
        return False
    return any(_level(region) == _level(written[-1]) for region in known)


def _level(region: str) -> int:
    return next((level for ending, level in _LEVELS.items() if region.endswith(ending)), 0)


def _without_ethnic(short: str, full: str) -> bool:
    """Whether leaving the peoples out of the full name makes the short one: 宽城县 of 宽城满族自治县."""
    return any(
        full.startswith(short[:cut])
        and full.endswith(short[cut:])
        and len(full) > len(short)
        and _ETHNIC.fullmatch(full[cut : len(full) - len(short) + cut])
        for cut in range(1, len(short))
    )


def _abbreviates(short: str, full: str) -> bool:
    """Whether the short name takes its characters from the full one, in order and up to its end."""
    rest = iter(full)
    return len(short) > 2 and short[-1] in full[-3:] and all(character in rest for character in short)
