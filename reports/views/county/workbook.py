"""汇总 as a workbook: of the sums as they hold, or of a document that was final once."""

from django.http import Http404, HttpRequest, HttpResponse

from reports.lifecycle.consolidation.document import Document, read_document
from reports.lifecycle.consolidation.finalising import document_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.models import Finalisation
from reports.web.access import consolidating_organ
from reports.web.files import workbook_answer


def sums_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The final sums, or those of now, which say so; 404 where nothing can be summed up yet."""
    government = consolidating_organ(request, organ, year)
    sums = standing_sums(government, year)
    if not sums.reports:
        raise Http404
    return _answer(document_of(sums))


def sums_final_workbook(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """The workbook of one document, the same bytes whatever has happened since."""
    government = consolidating_organ(request, organ, year)
    final = Finalisation.objects.filter(pk=pk, consolidation__organ=government, consolidation__year=year).first()
    if final is None:
        raise Http404
    return _answer(read_document(bytes(final.content)))


def _answer(document: Document) -> HttpResponse:
    from reports.county.workbook import write  # noqa: PLC0415 openpyxl costs every start 0.16 s

    state = "定稿" if document.finalised_by else "未定稿"
    name = f"{document.name}{document.year}年度政府信息公开工作年度报告汇总表（{state}）.xlsx"
    return workbook_answer(name, write(document))
