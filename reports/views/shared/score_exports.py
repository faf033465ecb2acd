"""Closed score sheets as files: an organ's own, for its people and its office, and those of all for the office."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.formats import registry
from reports.formats.drawing import CannotDraw, drawn
from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.models import AppraisalScheme, SchemeState
from reports.presenters.score_exports import lists_of, mark, paper_of, title_of
from reports.web.access import assessed_unit, reviewing_office
from reports.web.files import disposition, workbook_answer


def score_sheet_workbook(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """得分单 of one organ with its evidence; 404 before it is closed."""
    scheme, appraisal, sheet = _closed_sheet(request, pk, organ)
    return _workbook(scheme, appraisal, [sheet], title_of(appraisal, sheet), is_whole=False)


def score_sheet_paper(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """The same as a PDF; where it cannot be drawn now, the sheet says why."""
    scheme, appraisal, sheet = _closed_sheet(request, pk, organ)
    said = paper_of(appraisal, scheme.closing.content_hash, sheet, is_demonstration=settings.DEMONSTRATION)
    content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    try:
        paper = drawn("reports.county.score_paper.write", content, extension="pdf")
    except CannotDraw as refusal:
        messages.error(request, f"{refusal}。")
        return redirect("score_sheet", pk, organ)
    kind = registry.writable()["pdf"].output.content_type
    name = f"{title_of(appraisal, sheet)}.pdf"
    return HttpResponse(paper, content_type=kind, headers={"Content-Disposition": disposition(name, "pdf")})


def scores_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """All sheets of the office with the list of evidence, in the order of the organs; 404 before they are closed."""
    office = reviewing_office(request, organ, year)
    schemes = AppraisalScheme.objects.filter(superior=office, year=year, state=SchemeState.CLOSED)
    scheme = schemes.select_related("superior").first()
    if scheme is None:
        raise Http404
    appraisal = appraisal_of(scheme)
    return _workbook(scheme, appraisal, list(appraisal.sheets), title_of(appraisal), is_whole=True)


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
