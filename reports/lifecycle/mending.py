"""改为, 删去: what would agree is put in place of what a finding is about, as an ordinary edit; 撤销 takes it back.

Whoever presses the button has seen the finding: its key says by which rule, where, with which values and in which
words. Where any of these has changed since, nothing is replaced.
"""

from dataclasses import dataclass

from reports.checks.registry import Finding
from reports.lifecycle import editing
from reports.lifecycle.editing import Edit
from reports.lifecycle.findings import findings_to_submit
from reports.lifecycle.refusals import Refused
from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.review import Source
from reports.official.figures import display

KEY_LENGTH = 16
GONE = "这一处已有改动，没有办理。请按现在的检查结果核对。"


@dataclass(frozen=True)
class Mend:
    """What would agree: ``instead`` at an address, of a text in place of ``text[start:end]``; empty, these go.

    ``words`` are those of the button, where it says more than 改为; ``others`` the addresses of further cells that
    get the same.
    """

    address: str
    instead: str
    span: tuple[int, int] | None = None
    words: str = ""
    others: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.address, *self.others)


def key_of(finding: Finding) -> str:
    """What a page calls a finding, in 16 hexadecimal digits: another one as soon as what it is about has changed."""
    return finding.fingerprint[:KEY_LENGTH]


def mend_of(finding: Finding) -> Mend | None:
    """The replacement that a finding offers; ``None`` where it knows none that would agree."""
    if finding.repair and finding.texts:
        start, end, text, words = finding.repair
        return Mend(finding.texts[0], text, (start, end), words)
    if not finding.instead:
        return None
    if finding.span and finding.texts:
        return Mend(finding.texts[0], finding.instead, finding.span)
    return _of_cells(finding) if finding.cells else None


def _of_cells(finding: Finding) -> Mend:
    """The last of its cells, or all of them, with the value that would agree; blank ones are filled (填)."""
    first, *others = map(str, finding.cells if finding.is_for_all else finding.cells[-1:])
    if not finding.is_for_all:
        return Mend(first, finding.instead)
    deed = f"{'改为' if any(finding.values[: len(finding.cells)]) else '填'} {finding.instead}"
    words = f"{len(finding.cells)} 格都{deed}" if others else deed
    return Mend(first, finding.instead, words=words, others=tuple(others))


def mend(report: AnnualReport, user: User, key: str) -> Mend:
    """Put what a finding offers in place, and say what was put where; ``Refused`` where the finding is no longer so.

    Raises ``NotEditable`` as every edit does.
    """
    stored = report.stored_texts()
    data = report.data(stored)
    found = findings_to_submit(report, data, stored)
    offered = next((each for each in map(mend_of, (f for f in found if key_of(f) == key)) if each), None)
    if offered is None:
        raise Refused(GONE)
    figures = {str(cell): display(figure) for cell, figure in data.figures.items()}
    edits = [_edit(offered, address, (stored | figures).get(address, "")) for address in offered.addresses]
    if not editing.save(report.pk, user, edits).applied:
        raise Refused(GONE)
    return offered


def _edit(offered: Mend, address: str, seen: str) -> Edit:
    now = offered.instead
    if offered.span:
        start, end = offered.span
        now = f"{seen[:start]}{offered.instead}{seen[end:]}"
    return Edit(address, seen, now, Source.INSERTED)


def undo(report: AnnualReport, user: User, *addresses: str) -> None:
    """Put back what stood at these addresses before this person mended them; ``Refused`` where one was changed since.

    Raises ``NotEditable`` as every edit does.
    """
    lasts = [report.changes.filter(address=each).select_related("editor").first() for each in addresses]
    if any(last is None or last.editor_id != user.pk or last.source != Source.INSERTED for last in lasts):
        raise Refused(GONE)
    edits = [Edit(last.address, last.new, last.old, Source.UNDONE) for last in lasts]
    if not editing.save(report.pk, user, edits).applied:
        raise Refused(GONE)
