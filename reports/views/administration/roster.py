"""Organs and accounts from a workbook: first tried without writing, row by row, then taken as a whole."""

from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.signing import BadSignature
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.forms.administration import ADMINISTRATOR, AccountForm, OrganForm
from reports.imports.gate import check_size
from reports.models import Organ, User
from reports.models.accounts import one_time_password
from reports.official.interchange import NotUnderstood
from reports.views.administration.access import administrators_only
from reports.views.administration.accounts import create_from, handed_over

SALT = "reports.roster"
A_DAY = 24 * 60 * 60
ORGANS, ACCOUNTS = (str(model._meta.verbose_name) for model in (Organ, User))  # the names of the worksheets
Rows = dict[str, list[tuple[int, dict[str, str]]]]


class Undo(Exception):
    """Ends a trial: nothing of it stays."""


@dataclass
class Outcome:
    """What became of the rows: the faults by worksheet, how many can be taken, and the accounts that were made."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {ORGANS: [], ACCOUNTS: []})
    taken: dict[str, int] = field(default_factory=lambda: {ORGANS: 0, ACCOUNTS: 0})
    made: list[tuple[User, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not any(self.faults.values())


@administrators_only
def roster(request: HttpRequest) -> HttpResponse:
    """Try an uploaded workbook, show what would come of it, and take it only when that is confirmed."""
    if request.method != "POST":
        return render(request, "administration/roster.html")
    if "rows" in request.POST:
        return _confirmed(request)
    try:
        rows = _uploaded(request)
    except NotUnderstood as refusal:
        return render(request, "administration/roster.html", {"refused": str(refusal)})
    return _shown(request, rows, enter(rows, is_trial=True))


def _shown(request: HttpRequest, rows: Rows, outcome: Outcome) -> HttpResponse:
    signed = signing.dumps(rows, salt=_salt(request), compress=True) if outcome.is_sound else ""
    context = {
        "outcome": outcome,
        "organs": outcome.taken[ORGANS],
        "accounts": outcome.taken[ACCOUNTS],
        "signed": signed,
    }
    return render(request, "administration/roster_trial.html", context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    """Tried anew: what was free when it was shown may have been taken meanwhile."""
    try:
        rows = signing.loads(request.POST["rows"], salt=_salt(request), max_age=A_DAY)
    except BadSignature:
        return render(request, "administration/roster.html", {"refused": "页面已过期，请重新选择文件"})
    outcome = enter(rows, is_trial=False)
    if not outcome.is_sound:
        return _shown(request, rows, outcome)
    if outcome.made:
        return handed_over(request, outcome.made)
    return render(request, "administration/roster.html", {"done": outcome.taken[ORGANS]})


def _salt(request: HttpRequest) -> str:
    """Bound to the person: nobody confirms what another one was shown."""
    return f"{SALT}.{request.user.pk}"


@administrators_only
def roster_template(request: HttpRequest) -> HttpResponse:
    from reports.imports.roster import template  # noqa: PLC0415 openpyxl costs every start 0.16 s

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template(), content_type=kind)
    response["Content-Disposition"] = (
        "attachment; filename=\"roster.xlsx\"; filename*=UTF-8''%E5%8D%95%E4%BD%8D%E5%92%8C%E8%B4%A6%E5%8F%B7.xlsx"
    )
    return response


def _uploaded(request: HttpRequest) -> Rows:
    from reports.imports.roster import read  # noqa: PLC0415 openpyxl costs every start 0.16 s

    file = request.FILES.get("file")
    if file is None:
        raise NotUnderstood("请选择文件")
    check_size(file.name, file.size)
    found = read(file.name, file.read())
    return {sheet: [(row.number, row.fields) for row in rows] for sheet, rows in found.items()}


def enter(rows: Rows, *, is_trial: bool) -> Outcome:
    """Make the organs and then the accounts, all of them or none, by the same forms as by hand."""
    outcome = Outcome()
    clear = ["" if is_trial else one_time_password() for _ in rows[ACCOUNTS]]
    encoded = [make_password(password or None) for password in clear]  # slow, and so before the transaction
    try:
        with transaction.atomic():
            _enter_organs(rows[ORGANS], outcome)
            _enter_accounts(rows[ACCOUNTS], outcome, clear, encoded)
            if is_trial or not outcome.is_sound:
                raise Undo
    except Undo:
        outcome.made.clear()
    except IntegrityError:  # somebody else made the same one in the same second
        outcome.made.clear()
        outcome.faults[ACCOUNTS].append("其他管理员刚刚新增了相同的单位或账号，请重新选择文件")
    return outcome


def _enter_organs(rows: list[tuple[int, dict[str, str]]], outcome: Outcome) -> None:
    for number, fields in _superiors_first(rows):
        form = OrganForm({**fields, "reviews_before_publication": "yes"})
        if form.is_valid():
            form.save()
            outcome.taken[ORGANS] += 1
        else:
            outcome.faults[ORGANS].append(_fault(number, form))


def _superiors_first(rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    """In an order in which a superior of the same file is there before its subordinates."""
    ordered, waiting = [], list(rows)
    while waiting:
        ahead = {fields["slug"] for _, fields in waiting}
        ready = [row for row in waiting if row[1]["superior"] not in ahead] or waiting
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return ordered


def _enter_accounts(
    rows: list[tuple[int, dict[str, str]]], outcome: Outcome, clear: list[str], encoded: list[str]
) -> None:
    for (number, fields), password, hashed in zip(rows, clear, encoded, strict=True):
        form = AccountForm(fields)
        if fields["role"] == ADMINISTRATOR:
            outcome.faults[ACCOUNTS].append(f"第 {number} 行：系统管理员须在页面上新增")
        elif form.is_valid():
            outcome.made.append((create_from(form, hashed), password))
            outcome.taken[ACCOUNTS] += 1
        else:
            outcome.faults[ACCOUNTS].append(_fault(number, form))


def _fault(number: int, form: forms.Form) -> str:
    """Such as 第 5 行：账号“bzx01”已存在."""
    return f"第 {number} 行：{'；'.join(message for messages in form.errors.values() for message in messages)}"
