"""Closed score sheets as files: an organ's own, for its people and its office, and those of all for the office."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.formats import registry
from reports.formats.drawing import CannotDraw, drawn
from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.models import AppraisalScheme, SchemeState
from reports.presenters.appraisal import by_organ
from reports.presenters.score_exports import TOGETHER, WRITER, lists_of, mark, papers_of, title_of
from reports.web.access import assessed_unit, closed_scheme
from reports.web.files import disposition, workbook_answer


def score_sheet_workbook(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """得分单 of one organ with its evidence; 404 before it is closed."""
    scheme, appraisal, sheet = _closed_sheet(request, pk, organ)
    return _workbook(scheme, appraisal, [sheet], title_of(appraisal, sheet), is_whole=False)


def score_sheet_paper(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """The same as a PDF; where it cannot be drawn now, the sheet says why."""
    scheme, appraisal, sheet = _closed_sheet(request, pk, organ)
    try:
        return _paper(scheme, appraisal, [sheet])
    except CannotDraw as refusal:
        messages.error(request, f"{refusal}。")
        return redirect("score_sheet", pk, organ)


def scores_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """All sheets of the office with the list of evidence, in the order of the organs; 404 before they are closed."""
    scheme = closed_scheme(request, organ, year)
    appraisal = appraisal_of(scheme)
    return _workbook(scheme, appraisal, by_organ(appraisal), title_of(appraisal), is_whole=True)


def scores_paper(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """All sheets in the order of the organs as one PDF; of very many, the page on which a worker is asked for it."""
    scheme = closed_scheme(request, organ, year)
    appraisal = appraisal_of(scheme)
    if not 0 < len(appraisal.sheets) <= TOGETHER:
        return redirect("scores_files", organ, year)
    try:
        return _paper(scheme, appraisal, by_organ(appraisal))
    except CannotDraw as refusal:
        messages.error(request, f"{refusal}。")
        return redirect("scores", organ, year)


def _paper(scheme: AppraisalScheme, appraisal: Appraisal, sheets: list[ScoreSheet]) -> HttpResponse:
    said = papers_of(appraisal, scheme.closing.content_hash, sheets, is_demonstration=settings.DEMONSTRATION)
    paper = drawn(WRITER, said, extension="pdf")
    kind = registry.writable()["pdf"].output.content_type
    name = f"{title_of(appraisal, sheets[0] if len(sheets) == 1 else None)}.pdf"
    return HttpResponse(paper, content_type=kind, headers={"Content-Disposition": disposition(name, "pdf")})


def _workbook(
    scheme: AppraisalScheme, appraisal: Appraisal, sheets: list[ScoreSheet], title: str, *, is_whole: bool
) -> HttpResponse:
    from reports.formats.xlsx.plain_list import PlainSheet, write_book  # noqa: PLC0415 openpyxl costs every start 0.16 s

    lists = lists_of(appraisal, scheme.closing.content_hash, sheets, is_whole=is_whole)
    marked = mark(is_demonstration=settings.DEMONSTRATION)
    return workbook_answer(f"{title}.xlsx", write_book(title, marked, (PlainSheet(*each) for each in lists)))


def _closed_sheet(request: HttpRequest, pk: int, organ: str) -> tuple[AppraisalScheme, Appraisal, ScoreSheet]:
    scheme, unit, _ = assessed_unit(request, pk, organ)
    if scheme.state != SchemeState.CLOSED:
        raise Http404
    appraisal = appraisal_of(scheme)
    sheet = appraisal.sheet_of(unit.pk)
    if sheet is None:
        raise Http404
    return scheme, appraisal, sheet
