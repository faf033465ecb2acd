"""汇总 as a workbook: of the sums as they hold, or of a document that was final once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from reports.lifecycle.consolidation.document import Document, read_document
from reports.lifecycle.consolidation.finalising import document_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.models import Finalisation
from reports.web.access import consolidating_organ
from reports.web.files import workbook_answer

MOST_AT_ONCE = 300  # units whose details are written while somebody waits: two seconds
MOST_BYTES_AT_ONCE = MOST_AT_ONCE * 1_000  # of the document of about as many


def sums_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The final sums, or those of now, which say so; 404 where nothing can be summed up yet.

    Of very many units a worker is asked for it, on a page of its own.
    """
    government = consolidating_organ(request, organ, year)
    sums = standing_sums(government, year)
    if not sums.reports:
        raise Http404
    if len(sums.reports) > MOST_AT_ONCE:
        return redirect("sums_files", organ, year)
    return _answer(document_of(sums))


def sums_final_workbook(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """The workbook of one document, the same bytes whatever has happened since."""
    government = consolidating_organ(request, organ, year)
    final = Finalisation.objects.filter(pk=pk, consolidation__organ=government, consolidation__year=year).first()
    if final is None:
        raise Http404
    content = bytes(final.content)
    if len(content) > MOST_BYTES_AT_ONCE:
        return redirect(f"{reverse('sums_files', args=[organ, year])}?final={pk}")
    return _answer(read_document(content))


def _answer(document: Document) -> HttpResponse:
    from reports.county.workbook import write  # noqa: PLC0415 openpyxl costs every start 0.16 s

    state = "定稿" if document.finalised_by else "未定稿"
    name = f"{document.name}{document.year}年度政府信息公开工作年度报告汇总表（{state}）.xlsx"
    return workbook_answer(name, write(document))
