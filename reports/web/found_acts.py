"""What is posted of a finding: 改为 puts what it offers in place, 与表三无关 sets it aside; and what became of it.

What was put in place can be taken back by the button beside the words that say so.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from reports.checks.registry import Finding
from reports.lifecycle.findings import findings
from reports.lifecycle.mending import GONE, key_of, mend, undo
from reports.lifecycle.refusals import NotEditable, Refused
from reports.lifecycle.setting_aside import set_aside, take_back, unrelated_words
from reports.models import AnnualReport
from reports.presenters.steps import name_of

# Before the key of a finding, in what a button posts.
MEND, UNDO, ASIDE, BACK = "mend-", "undo-", "aside-", "back-"


class _Done(NamedTuple):
    """What was done, in a sentence, and the addresses where it can be taken back at once."""

    said: str
    addresses: tuple[str, ...] = ()


def act_on_finding(request: HttpRequest, report: AnnualReport, go: str, form: str) -> bool:
    """Whether the pressed button asked for something of a finding; it is done where the finding is still so.

    ``form`` is the id of the page's own, which the button that takes it back sends.
    """
    act = next((each for each in _ACTS if go.startswith(each)), "")
    if not act:
        return False
    try:
        done = _ACTS[act](request, report, go.removeprefix(act))
    except (Refused, NotEditable) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _told(done, form))
    return True


def _told(done: _Done, form: str) -> str:
    if not done.addresses:
        return done.said
    go = f"{UNDO}{' '.join(done.addresses)}"
    return render_to_string("checking/_mended.html", {"said": done.said, "go": go, "form": form})


def _mend(request: HttpRequest, report: AnnualReport, key: str) -> _Done:
    done = mend(report, request.user, key)
    said = f"已{'将 ' if done.others else ''}{done.words or f'改为“{done.instead}”'}"
    return _Done(f"{said}：{_names(report, done.addresses)}", done.addresses)


def _undo(request: HttpRequest, report: AnnualReport, addresses: str) -> _Done:
    undo(report, request.user, *addresses.split(" "))
    return _Done(f"已撤销，恢复为原来的内容：{_names(report, addresses.split(' '))}")


def _names(report: AnnualReport, addresses: Iterable[str]) -> str:
    return "；".join(name_of(report, each) for each in addresses)


def _set_aside(request: HttpRequest, report: AnnualReport, key: str) -> _Done:
    found = _found(report, key)
    set_aside(report.pk, request.user, found)
    return _Done(f"已标为“{unrelated_words(report.official_form, found)}”，审核单位可以看到")


def _take_back(request: HttpRequest, report: AnnualReport, key: str) -> _Done:
    found = _found(report, key)
    take_back(report.pk, request.user, found)
    return _Done(f"已撤销“{unrelated_words(report.official_form, found)}”")


def _found(report: AnnualReport, key: str) -> Finding:
    found = next((each for each in findings(report, report.data()) if key_of(each) == key), None)
    if found is None or not found.is_of_a_sentence_and_a_table:
        raise Refused(GONE)
    return found


_ACTS = {MEND: _mend, UNDO: _undo, ASIDE: _set_aside, BACK: _take_back}
