"""What of a large county takes long, as pages on which a worker is asked for it: site copies, sums, score sheets."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.made_files import SiteForm
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.models import BundleKind, Finalisation, Organ, Publication
from reports.presenters.score_exports import title_of
from reports.web.access import closed_scheme, consolidating_organ, reviewing_office
from reports.web.made_files import handed_out, listed, made_for, ordered, resumed_or_discarded


@dataclass(frozen=True)
class _MadePage:
    """A page for one kind of file: for whom, where it and its files stand, and where one comes from."""

    kind: BundleKind
    organ: Organ
    year: int
    view: str
    file_view: str
    back: tuple[str, str]  # the view, and what it is called
    heading: str
    about: str
    counted: str = "单位数"

    def answer(self, request: HttpRequest, **more) -> HttpResponse:
        context = {"organ": self.organ, "year": self.year, "about": self.about, "title": self.kind.label}
        context |= {"heading": self.heading, "counted": self.counted}
        context |= {"file_view": self.file_view, "back": self.back, **listed(self.organ, self.year, self.kind)}
        return render(request, "county/made_files.html", context | more)

    def resumed(self, request: HttpRequest) -> bool:
        """Whether something was asked about a file that is there."""
        if request.POST.get("go") not in ("resume", "discard"):
            return False
        resumed_or_discarded(request, self.organ, self.year, self.kind)
        return True

    def again(self) -> HttpResponse:
        return redirect(self.view, self.organ.slug, self.year)

    def file(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        made = made_for(self.organ, self.year, self.kind)
        return handed_out(request, made, pk, name, (self.view, self.organ.slug, self.year))


def sums_files(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """汇总表 of a large county; ``final=`` names a document that was final once."""
    page = _sums(request, organ, year)
    if request.method == "POST":
        if not page.resumed(request):
            final = _final(page.organ, year, request.POST.get("final", ""))
            members = standing_sums(page.organ, year).members
            ordered(request, page.kind, page.organ, year, wanted={"final": final}, total=members)
        return page.again()
    return page.answer(request, final=_final(page.organ, year, request.GET.get("final", "")))


def sums_file(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """A finished workbook of the sums."""
    page = _sums(request, organ, year)
    return page.file(request, pk, f"{page.organ}{year}年度政府信息公开工作年度报告汇总表")


def _sums(request: HttpRequest, organ: str, year: int) -> _MadePage:
    government = consolidating_organ(request, organ, year)
    about = "单位较多，汇总表由后台生成：官方表格、各单位明细、汇总调整和未纳入单位，一个 Excel 文件。"
    heading, back = f"{government} {year} 年度汇总表（Excel）", ("sums", "汇总表")
    return _MadePage(BundleKind.SUMS, government, year, "sums_files", "sums_file", back, heading, about)


def _final(government: Organ, year: int, said: str) -> int | None:
    """The key of a document of these sums; ``None`` for those of now."""
    if not said:
        return None
    of_the_year = Finalisation.objects.filter(consolidation__organ=government, consolidation__year=year)
    keys = {str(key) for key in of_the_year.values_list("pk", flat=True)}
    if said not in keys:
        raise Http404
    return int(said)


def site_files(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """网站副本: all that is published, as plain files for a site that is built elsewhere."""
    page = _site(request, organ, year)
    form = SiteForm(request.POST if request.method == "POST" and "go" not in request.POST else None)
    if request.method == "POST":
        if page.resumed(request):
            return page.again()
        if form.is_valid():
            total = Publication.objects.newest().count()
            ordered(request, page.kind, page.organ, year, wanted=form.cleaned_data, total=total)
            return page.again()
    return page.answer(request, form=form)


def site_file(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """A finished copy of the site."""
    return _site(request, organ, year).file(request, pk, f"{settings.PUBLIC_COLUMN_NAME}网站副本")


def _site(request: HttpRequest, organ: str, year: int) -> _MadePage:
    office = reviewing_office(request, organ, year)
    if not settings.PUBLIC_COLUMN:
        raise Http404
    about = "把公开专栏中已公布的全部报告生成为静态网页（相对链接，不需服务器），打包成 .zip，解压后放到政府网站上。"
    back = ("publishing_list", "公布清单")
    names = "site_files", "site_file"
    return _MadePage(BundleKind.SITE, office, year, *names, back, "公开专栏网站副本", about, "报告数")


def scores_files(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """得分单 of all units of a large office as one PDF."""
    scheme, page = _scores(request, organ, year)
    if request.method == "POST":
        if not page.resumed(request):
            total = len(appraisal_of(scheme).sheets)
            ordered(request, page.kind, page.organ, year, wanted={"scheme": scheme.pk}, total=total)
        return page.again()
    return page.answer(request)


def scores_file(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """A finished paper of all score sheets."""
    scheme, page = _scores(request, organ, year)
    return page.file(request, pk, title_of(appraisal_of(scheme)))


def _scores(request: HttpRequest, organ: str, year: int) -> tuple:
    scheme = closed_scheme(request, organ, year)
    about = "单位较多，全部得分单由后台生成为一个 PDF，按单位顺序排列。内部工作资料，不对外公布。"
    back = ("scores", "考核")
    names, heading = ("scores_files", "scores_file"), f"{year} 年度全部得分单（PDF）"
    return scheme, _MadePage(BundleKind.SCORES, scheme.superior, year, *names, back, heading, about)
