"""Has finished files read back (O1) in the child that reads, within its limits, while nothing is locked.

The child costs nothing while it idles, and what a paper of 300 pages takes is its own and not the web server's. What
was proved is noted beside what was drawn: the same bytes of the same report are read back once.
"""

import hashlib
import logging

from reports.formats import registry, sandbox, store
from reports.formats.drawing import Busy, CannotDraw
from reports.official.interchange import NotUnderstood
from reports.official.report_data import ReportData

CODE_PROOF = "reports.formats.html.code_proof"
MISMATCHES = "reports.formats.proof.mismatches"
_PROVED = b"proved"
_WHOM_TO_ASK = "请稍后再试，仍有问题请联系管理员"
_logger = logging.getLogger(__name__)


class NotProved(CannotDraw):
    """A finished file does not say what the data says; the message names where, for the person who asked for it."""


def prove(
    extension: str, content: bytes, report: ReportData, *, demonstration: bool = False, patience: float = 0
) -> None:
    """Raise ``NotProved`` unless every figure and paragraph of the file is that of the report.

    ``Busy`` where no place to read is free in time.
    """
    format = registry.writable()[extension]
    _prove(format.proof, f"{format.spaced_name} 文件", content, report, demonstration=demonstration, patience=patience)


def prove_code(code: str, report: ReportData, *, demonstration: bool = False) -> None:
    """Raise ``NotProved`` unless the code for a website's editor says what the report says; ``Busy`` as ``prove``."""
    _prove(CODE_PROOF, "网页代码", code.encode(), report, demonstration=demonstration)


def _prove(
    proof: str, what: str, content: bytes, report: ReportData, *, demonstration: bool, patience: float = 0
) -> None:
    try:
        found = _differences(proof, content, report, demonstration=demonstration, patience=patience)
    except NotUnderstood as error:  # the limits, or a fault of the reading
        raise NotProved(f"未能核对{what}的内容，未放行。{_WHOM_TO_ASK}") from error
    if found:
        _logger.error("%s of %s, %s, is not released: %s", what, report.organ, report.year, "；".join(found))
        raise NotProved(_refusal(what, found))


def differences(
    extension: str, content: bytes, report: ReportData, *, demonstration: bool = False, patience: float = 0
) -> list[str]:
    """In what a file says otherwise than the report, a sentence each, the first few; none where it says the same.

    ``NotUnderstood`` where it cannot be read within the limits, ``Busy`` as ``prove``.
    """
    proof = registry.writable()[extension].proof
    return _differences(proof, content, report, demonstration=demonstration, patience=patience)


def _differences(proof: str, content: bytes, report: ReportData, *, demonstration: bool, patience: float) -> list[str]:
    name = store.name_of((proof, hashlib.sha256(content).hexdigest(), report, demonstration))
    if store.kept(name) == _PROVED:
        return []
    patience = max(patience, sandbox.PATIENCE)
    try:
        found = sandbox.run(MISMATCHES, proof, content, report, demonstration, patience=patience)
    except sandbox.ReadingBusy as busy:
        raise Busy(busy.wait) from busy
    if not found:
        store.keep(name, _PROVED)
    return found


def _refusal(what: str, found: list[str]) -> str:
    return f"生成的{what}与数据不一致，未放行：{'；'.join(found)}。数据没有改动，请联系管理员"
