"""The extensions (延期) of an organ and year as pages list them: the one that still matters, and those of the past."""

from reports.lifecycle.deadlines import Timing
from reports.models import Extension, Organ


def extensions_of(organ: Organ, year: int, timing: Timing) -> dict[str, list[Extension]]:
    """``standing`` has the one by whose days something is still to be done, ``past`` all others, the newest first."""
    given = list(organ.extensions.filter(year=year).select_related("granted_by"))
    standing = [each for each in given if each == timing.standing_extension]
    return {"standing": standing, "past": [each for each in given if each not in standing]}
