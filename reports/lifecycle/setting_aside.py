"""与表三无关: that a sentence which the checks hold against a table does not speak of it.

It is an explanation of its own kind: the supervisor sees it, and accepts it or asks. It stands while the sentence does.
"""

from django.db import transaction

from reports.checks.registry import Finding
from reports.lifecycle.editing import locked
from reports.lifecycle.refusals import Refused
from reports.models.organs import User
from reports.models.review import Explanation, ExplanationKind
from reports.models.sealing import sealing
from reports.models.unrelated_marks import UnrelatedMark
from reports.official import Edition


def unrelated_words(form: Edition, finding: Finding) -> str:
    """What is said of the sentence, by the number of the section with the table: 与表三无关."""
    numbers = dict.fromkeys(form.section_of[cell.table].title.partition("、")[0] for cell in finding.cells)
    return f"与表{'、'.join(numbers)}无关"


@transaction.atomic
@sealing()
def set_aside(report_id: int, user: User, finding: Finding) -> None:
    """Say that the sentence of a finding does not speak of the table; said again, it changes nothing.

    Raises ``Refused`` for a finding that is none of a sentence and a table, ``NotEditable`` as every edit does.
    """
    if not finding.is_of_a_sentence_and_a_table:
        raise Refused("这一项不能标为与表格无关。")
    report = locked(report_id)
    words = unrelated_words(report.official_form, finding)
    said = {"kind": ExplanationKind.UNRELATED, "rule": finding.rule, "finding": finding.message}
    said |= {"body": f"这句话{words}", "author": user}
    _, is_new = Explanation.objects.get_or_create(report=report, fingerprint=finding.statement, defaults=said)
    if is_new:
        _note(report.pk, user, finding, words)


@transaction.atomic
@sealing()
def take_back(report_id: int, user: User, finding: Finding) -> None:
    """Let the sentence be held against the table again."""
    report = locked(report_id)
    deleted, _ = report.explanations.filter(fingerprint=finding.statement, kind=ExplanationKind.UNRELATED).delete()
    if deleted:
        _note(report.pk, user, finding, unrelated_words(report.official_form, finding), is_taken_back=True)


def _note(report_id: int, user: User, finding: Finding, words: str, *, is_taken_back: bool = False) -> None:
    UnrelatedMark.objects.create(
        report_id=report_id,
        rule=finding.rule,
        address=finding.texts[0],
        quote=finding.quote,
        words=words,
        is_taken_back=is_taken_back,
        by=user,
    )
