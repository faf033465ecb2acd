"""Which report a page is about: the one at the address, if the person may see it, and otherwise none."""

from django.http import Http404, HttpRequest

from reports.models import AnnualReport, Organ, Role, User


def visible_report(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    """The newest revision that the user may see; 404 where there is none, or it is another organ's."""
    report = (
        AnnualReport.objects.visible_to(request.user)
        .filter(organ__slug=organ, year=year)
        .select_related("organ__superior")
        .order_by("-revision")
        .first()
    )
    if report is None:
        raise Http404
    return report


def organ_of_clerk(request: HttpRequest, slug: str) -> Organ:
    """The organ at the address, if the user is its clerk and it still reports; otherwise 404, as if absent."""
    organ = Organ.objects.filter(slug=slug, is_active=True, pk__in=request.user.organ_ids(Role.CLERK)).first()
    if organ is None:
        raise Http404
    return organ


def own_organ(request: HttpRequest, slug: str) -> Organ:
    """The organ at the address, if the user is one of its people and it still reports; otherwise 404, as if absent."""
    own = request.user.organ_ids(Role.CLERK, Role.LEADER, Role.READER)
    organ = Organ.objects.filter(slug=slug, is_active=True, pk__in=own).first()
    if organ is None:
        raise Http404
    return organ


def may_edit(user: User, report: AnnualReport) -> bool:
    return report.is_editable and report.has_entry_form and user.is_(Role.CLERK, report.organ_id)


def reviews(user: User, report: AnnualReport) -> bool:
    """Whether the user supervises the organ that filed the report."""
    superior = report.organ.superior_id
    return superior is not None and user.is_(Role.SUPERVISOR, superior)
