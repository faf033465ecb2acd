"""公布核对: what stands on the county's site is brought as a file, and compared with what was published here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.formats import sandbox
from reports.formats.gate import check_size
from reports.forms.uploads import UploadForm
from reports.lifecycle.batches.assigning import UNDERSTAND
from reports.models import AnnualReport, Publication, Status
from reports.official.interchange import NotUnderstood
from reports.official.report_data import ReportData
from reports.presenters.publication_check import PublicationCheck, check_publication
from reports.web.auditing import note_refused_file


def publication_check(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """A form to bring the saved page, and then in what it differs; nothing of it is kept."""
    report = _published(request, organ, year)
    publication = Publication.objects.filter(report=report).first()
    published = publication.data() if publication else None
    is_posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_posted else UploadForm()
    context = {"form": form, "report": report, "is_readable": published is not None}
    if is_posted and published and form.is_valid():
        context["result"] = _compared(request, form, published)
        context["file"] = form.files.get("file")
    return render(request, "publication_check/publication_check.html", context)


def _published(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    """The newest published revision of a report that the user may see; 404 where there is none."""
    reports = AnnualReport.objects.visible_to(request.user).filter(organ__slug=organ, year=year)
    published = reports.filter(status=Status.PUBLISHED).select_related("organ__superior", "reviewer")
    report = published.order_by("-revision").first()
    if report is None:
        raise Http404
    return report


def _compared(request: HttpRequest, form: UploadForm, published: ReportData) -> PublicationCheck | None:
    """Read what was brought, in a child with limits; ``None`` where it is refused, as the form then says."""
    file = form.cleaned_data["file"]
    try:
        if file:
            check_size(file.name, file.size)
        said = {"organ": published.organ, "kind": published.kind, "year": published.year}
        understood = sandbox.run(UNDERSTAND, *form.brought(), **said, is_shown=False)
        if understood.said_year and understood.said_year != published.year:
            raise NotUnderstood(f"文件是 {understood.said_year} 年度的报告，请上传 {published.year} 年度的公布页")
    except NotUnderstood as refusal:
        form.add_error("file" if file else "text", str(refusal))
        note_refused_file(request, refusal)
        return None
    return check_publication(published, understood.reading)
