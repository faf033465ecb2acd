"""与各单位合计比较: where the government's own report differs from the sums, and its figures taken from them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.county.differences import Discrepancy, differences
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.consolidation.sums import Sums
from reports.lifecycle.deriving import Followed, follow, would_follow
from reports.lifecycle.entries import Edit
from reports.lifecycle.refusals import NotEditable
from reports.models import AnnualReport, Origin
from reports.official import Cell
from reports.official.figures import Figure
from reports.presenters.consolidation import coverage, differing_rows, proposed_rows
from reports.web.access import consolidating_organ, may_decide_scope, may_edit

REPLACED = "replace"


def sums_differences(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Every figure that is not the sum; its clerk lets the report follow the sums, but for what was typed."""
    government = consolidating_organ(request, organ, year)
    report = AnnualReport.objects.visible_to(request.user).newest_revision(government, year)
    summed = standing_sums(government, year)
    editable = report is not None and may_edit(request.user, report)
    if request.method == "POST":
        if not editable:
            raise Http404
        _fill(request, report, _expected(summed))
        return redirect(request.path)
    found, proposed = _compared(report, summed)
    context = {
        "organ": government,
        "year": year,
        "own": report,
        "sums": summed,
        "coverage": coverage(summed),
        "blank": sum(each.own is None for each in found),
        "proposed": proposed_rows(summed, proposed) if editable else [],
        "may_register": may_decide_scope(request.user, government) and not summed.final,
        "rows": differing_rows(report, [each for each in found if each.own is not None]) if report else [],
        **_differing(found),
        "editable": editable,
    }
    return render(request, "county/differences.html", context)


def _differing(found: list[Discrepancy]) -> dict[str, Any]:
    """The cells of which the difference may be registered as an adjustment, and how they are asked for together."""
    differing = [str(each.cell) for each in found if each.own is not None and each.amount]
    return {"differing": differing, "differing_query": urlencode([("cell", each) for each in differing])}


def _compared(report: AnnualReport | None, summed: Sums) -> tuple[list[Discrepancy], list[Edit]]:
    """What differs, and what following the sums would fill in; nothing of a report in another form."""
    if report is None or report.edition != summed.edition.key:
        return [], []
    edits, _ = would_follow(report, _expected(summed), Origin.CONSOLIDATION)
    return differences(report, summed), edits


def _expected(summed: Sums) -> dict[Cell, Figure]:
    """By entry the sum as it is adjusted."""
    return {cell: summed.adjusted(cell) for cell in summed.figures}


def _fill(request: HttpRequest, report: AnnualReport, figures: dict) -> None:
    given_up = dict(each.partition("=")[::2] for each in request.POST.getlist(REPLACED))  # address=figure seen
    try:
        followed = follow(report.pk, figures, Origin.CONSOLIDATION, request.user, given_up)
    except NotEditable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _told(followed))


def _told(followed: Followed) -> str:
    written = f"已按各单位合计数填入 {len(followed.written)} 格" if followed.written else "没有需要填入的格"
    return f"{written}，手工填写的 {len(followed.typed)} 格未改" if followed.typed else written
