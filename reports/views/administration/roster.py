"""Organs and accounts from a workbook: first tried without writing, row by row, then taken as a whole."""

from django.core import signing
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.formats.gate import check_size
from reports.forms.roster import ACCOUNTS, ORGANS, RosterOutcome, Rows, import_roster
from reports.official.interchange import NotUnderstood
from reports.people.duties import Duty
from reports.web.administrators import for_duty
from reports.web.auditing import note_refused_file
from reports.web.handing_over import handed_over

SALT = "reports.roster"
A_DAY = 24 * 60 * 60


@for_duty(Duty.ROSTER)
def roster(request: HttpRequest) -> HttpResponse:
    """Try an uploaded workbook, show what would come of it, and take it only when that is confirmed."""
    if request.method != "POST":
        return render(request, "administration/roster.html")
    if "rows" in request.POST:
        return _confirmed(request)
    try:
        rows = _uploaded(request)
    except NotUnderstood as refusal:
        note_refused_file(request, refusal)
        return render(request, "administration/roster.html", {"refused": str(refusal)})
    return _shown(request, rows, import_roster(rows, is_trial=True))


def _shown(request: HttpRequest, rows: Rows, outcome: RosterOutcome) -> HttpResponse:
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
    outcome = import_roster(rows, is_trial=False)
    if not outcome.is_sound:
        return _shown(request, rows, outcome)
    if outcome.made:
        return handed_over(request, outcome.made)
    return render(request, "administration/roster.html", {"done": outcome.taken[ORGANS]})


def _salt(request: HttpRequest) -> str:
    """Bound to the person: nobody confirms what another one was shown."""
    return f"{SALT}.{request.user.pk}"


@for_duty(Duty.ROSTER)
def roster_template(request: HttpRequest) -> HttpResponse:
    from reports.people.roster import template  # noqa: PLC0415 openpyxl costs every start 0.16 s

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template(), content_type=kind)
    response["Content-Disposition"] = (
        "attachment; filename=\"roster.xlsx\"; filename*=UTF-8''%E5%8D%95%E4%BD%8D%E5%92%8C%E8%B4%A6%E5%8F%B7.xlsx"
    )
    return response


def _uploaded(request: HttpRequest) -> Rows:
    from reports.people.roster import read  # noqa: PLC0415 openpyxl costs every start 0.16 s

    file = request.FILES.get("file")
    if file is None:
        raise NotUnderstood("请选择文件")
    check_size(file.name, file.size)
    found = read(file.name, file.read())
    return {sheet: [(row.number, row.fields) for row in rows] for sheet, rows in found.items()}
