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

    ``words`` are those of the button, where it says more than 改为.
    """

    address: str
    instead: str
    span: tuple[int, int] | None = None
    words: str = ""


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
    return Mend(str(finding.cells[-1]), finding.instead) if finding.cells else None


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
    seen = (stored | figures).get(offered.address, "")
    now = offered.instead
    if offered.span:
        start, end = offered.span
        now = f"{seen[:start]}{offered.instead}{seen[end:]}"
    saved = editing.save(report.pk, user, [Edit(offered.address, seen, now, Source.INSERTED)])
    if offered.address not in saved.applied:
        raise Refused(GONE)
    return offered


def undo(report: AnnualReport, user: User, address: str) -> None:
    """Put back what stood at an address before this person mended it; ``Refused`` where it was changed since.

    Raises ``NotEditable`` as every edit does.
    """
    last = report.changes.filter(address=address).select_related("editor").first()
    if last is None or last.editor_id != user.pk or last.source != Source.INSERTED:
        raise Refused(GONE)
    saved = editing.save(report.pk, user, [Edit(address, last.new, last.old, Source.UNDONE)])
    if address not in saved.applied:
        raise Refused(GONE)
