"""What has changed in the members' reports since the sums were declared final (county.md §4.4)."""

from dataclasses import dataclass

from reports.lifecycle.consolidation.document import HeldMember, in_order
from reports.lifecycle.consolidation.sums import Sums, newest_counted, sums_of
from reports.models.keys import Keys
from reports.models.reading import figures_of_each
from reports.models.reports import AnnualReport
from reports.official import Cell
from reports.official.figures import Figure

CORRECTED, REVOKED = "已更正", "审核通过已撤销"


@dataclass(frozen=True)
class Drift:
    """The members whose reports are others now, with what happened, and the entries whose sums follow."""

    members: tuple[tuple[str, str], ...] = ()
    cells: tuple[tuple[Cell, Figure, Figure], ...] = ()  # as it is final, and as it is now; ``None`` is not known

    def __bool__(self) -> bool:
        return bool(self.members)


def drift(sums: Sums) -> Drift:
    """Nothing while the sums are not final; three queries where nothing has changed, however many members."""
    if sums.held is None:
        return Drift()
    now = {each.organ_id: each for each in newest_counted(Keys(sums.scope.included), sums.scope.year)}
    touched = [each for each in sums.held.members if _is_touched(each, now.get(each.organ))]
    figures = figures_of_each([now[each.organ] for each in touched if each.organ in now], sums.edition.entries)
    changed = []
    for each in touched:
        report = now.get(each.organ)
        if report is None:
            changed.append((each.name, REVOKED))
        elif in_order(sums.edition, figures[report.pk]) != list(each.figures):
            changed.append((each.name, CORRECTED))
    if not changed:
        return Drift()
    live = sums_of(sums.scope)
    cells = ((cell, sums.figures.get(cell), live.figures.get(cell)) for cell in sums.edition.entries)
    return Drift(tuple(changed), tuple(each for each in cells if each[1] != each[2]))


def _is_touched(held: HeldMember, report: AnnualReport | None) -> bool:
    return report is None or (report.pk, report.changed_at.isoformat()) != (held.report, held.changed_at)
