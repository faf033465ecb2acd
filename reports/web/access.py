"""Which report a page is about: the one at the address, if the person may see it, and otherwise none."""

from collections.abc import Mapping
from http import HTTPStatus

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from reports.lifecycle.transitions import WITHDRAWING
from reports.models import AnnualReport, AppraisalScheme, Event, Organ, Role, SchemeState, Status, User
from reports.models.organs import OWN_ROLES
from reports.models.presence import note_sighting
from reports.official import edition_for
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.presenters.progress import keys_of
from reports.web.auditing import note_opening


class Withdrawn(Http404):
    """A report that the person could see until it was withdrawn; the message says by whom and when.

    ``year`` is that of the queue in which it lay.
    """

    def __init__(self, message: str, year: int) -> None:
        super().__init__(message)
        self.year = year


def visible_report(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    """The newest revision that the user may see; 404 where there is none, or it is another organ's.

    ``Withdrawn`` says so to a supervisor to whom it had been submitted.
    """
    report = (
        AnnualReport.objects.visible_to(request.user)
        .filter(organ__slug=organ, year=year)
        .select_related("organ__superior", "reviewer")
        .order_by("-revision")
        .first()
    )
    if report is None:
        raise withdrawn(request.user, organ, year) or Http404
    note_sighting(report, request.user)
    note_opening(request, report)
    return report


def report_at(request: HttpRequest, organ: str, year: int, step: str) -> AnnualReport:
    """The report whose step a page is open at; 404 where it has no such step."""
    report = visible_report(request, organ, year)
    if step not in keys_of(report):
        raise Http404
    return report


def withdrawn(user: User, organ: str, year: int) -> Withdrawn | None:
    """What to tell a supervisor of a report that lay before the superior organ, and lies there no more."""
    supervised = _withdrawals(organ, year).filter(report__organ__superior__in=user.organ_ids(Role.SUPERVISOR))
    last = supervised.order_by("-pk").first()
    return Withdrawn(_told(last, str(last.report)), year) if last else None


def absent(user: User, report: AnnualReport) -> Http404:
    """What to raise for what the report has not: ``Withdrawn`` where a correction had it that was withdrawn."""
    message = withdrawn_correction(user, report)
    return Withdrawn(message, report.year) if message else Http404()


def withdrawn_correction(user: User, report: AnnualReport) -> str:
    """What to tell a supervisor who is shown the published revision because a correction of it was withdrawn.

    ``report`` is the newest revision that the user may see; empty where no newer one lay before the superior organ.
    """
    if report.status != Status.PUBLISHED or not reviews(user, report):
        return ""
    newer = _withdrawals(report.organ.slug, report.year).filter(report__revision__gt=report.revision)
    last = newer.order_by("-pk").first()
    return _told(last, f"{last.report}的更正") if last else ""


def _withdrawals(organ: str, year: int) -> QuerySet[Event]:
    events = Event.objects.filter(report__organ__slug=organ, report__year=year)
    lay_before = events.filter(action__in=WITHDRAWING, from_status=Status.IN_REVIEW)
    return lay_before.select_related("actor", "report__organ").defer("record")


def _told(event: Event, what: str) -> str:
    return f"{what}已由{event.actor}于 {timezone.localtime(event.at):%Y-%m-%d %H:%M} 撤回，重新提交后可以查看。"


def require_year_on_offer(year: int) -> None:
    """404 for a year that has not come, or whose form cannot be filled in here."""
    if not is_on_offer(year):
        raise Http404


def require_year_of_the_form(year: int) -> None:
    """404 for a year that has not come, or from before there was a form."""
    if not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
        raise Http404


def is_on_offer(year: int) -> bool:
    """Whether the year has come, and its form can be filled in here."""
    return FIRST_YEAR <= year <= year_on_offer(timezone.localdate()) and edition_for(year).has_entry_form


def organ_of_clerk(request: HttpRequest, slug: str) -> Organ:
    """The organ at the address, if the user is its clerk and it still reports; otherwise 404, as if absent."""
    organ = Organ.objects.filter(slug=slug, is_active=True, pk__in=request.user.organ_ids(Role.CLERK)).first()
    if organ is None:
        raise Http404
    return organ


def own_organ(request: HttpRequest, slug: str) -> Organ:
    """The organ at the address, if the user is one of its people and it still reports; otherwise 404, as if absent."""
    own = request.user.organ_ids(*OWN_ROLES)
    organ = Organ.objects.filter(slug=slug, is_active=True, pk__in=own).first()
    if organ is None:
        raise Http404
    return organ


def consolidating_organ(request: HttpRequest, slug: str, year: int) -> Organ:
    """The government whose report is summed up, for its people and those of the office that sums it up; else 404."""
    require_year_on_offer(year)
    organ = _governments_of(request.user).filter(slug=slug).first()
    if organ is None:
        raise Http404
    return organ


def consolidating_member(request: HttpRequest, slug: str, year: int) -> tuple[Organ, bool]:
    """The same, or a government that one of these sums up in its turn, as a city does its counties; and whether it is.

    Of such a member one sees who put what into a cell, and nothing else of its sums.
    """
    require_year_on_offer(year)
    own = _governments_of(request.user)
    summed_up = Q(superior__in=own.values("consolidated_by"), consolidated_by__isnull=False)
    of_oneself = Exists(own.filter(pk=OuterRef("pk")))
    organ = Organ.objects.filter(Q(pk__in=own) | summed_up, slug=slug).annotate(is_own=of_oneself).first()
    if organ is None:
        raise Http404
    return organ, not organ.is_own


def _governments_of(user: User) -> QuerySet[Organ]:
    own = user.organ_ids(*OWN_ROLES)
    at_the_office = user.organ_ids(Role.SUPERVISOR, Role.READER)
    return Organ.objects.filter(Q(pk__in=own) | Q(consolidated_by__in=at_the_office), consolidated_by__isnull=False)


def reviewing_office(request: HttpRequest, slug: str, year: int) -> Organ:
    """The organ at the address, if the user supervises for it and reports of that year are known; else 404."""
    if not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
        raise Http404
    organ = supervised_by(request.user).filter(slug=slug).first()
    if organ is None:
        raise Http404
    return organ


def assessed_unit(request: HttpRequest, pk: int, slug: str) -> tuple[AppraisalScheme, Organ, bool]:
    """The scheme and an organ, and whether the user assesses it or is one of its people; else 404.

    Who assesses sees the sheets of every organ; an organ's people their own, once the scheme is open.
    """
    scheme = AppraisalScheme.objects.select_related("superior").filter(pk=pk).first()
    organ = Organ.objects.filter(slug=slug).first()
    if scheme is None or organ is None:
        raise Http404
    assesses = request.user.has_role(Role.SUPERVISOR, scheme.superior_id)
    own = organ.pk in request.user.organ_ids(*OWN_ROLES)
    if not assesses and not (own and scheme.is_shown_to_units):
        raise Http404
    return scheme, organ, assesses


def supervised_by(user: User) -> QuerySet[Organ]:
    """The offices for which the user supervises, by their keys in addresses."""
    return Organ.objects.filter(pk__in=user.organ_ids(Role.SUPERVISOR)).order_by("slug")


def consolidated_for(user: User) -> QuerySet[Organ]:
    """The governments whose sums a supervisor of the office that makes their report sees."""
    return Organ.objects.filter(consolidated_by__in=user.organ_ids(Role.SUPERVISOR)).order_by("slug")


def may_decide_scope(user: User, organ: Organ) -> bool:
    return user.has_role(Role.CLERK, organ.pk)


def require_decider_of_scope(user: User, organ: Organ) -> None:
    """404 for whoever only looks at the sums."""
    if not may_decide_scope(user, organ):
        raise Http404


def may_edit(user: User, report: AnnualReport) -> bool:
    return not report.refusal_of_editing and report.has_entry_form and user.has_role(Role.CLERK, report.organ_id)


def reviews(user: User, report: AnnualReport) -> bool:
    """Whether the user reads the report as a supervisor: of the organ that reviews it, or of its organ's superior."""
    supervised = {report.reviewing_organ_id, report.reviewer_id, report.organ.superior_id} - {None}
    return not supervised.isdisjoint(user.organ_ids(Role.SUPERVISOR))


def of_somebody_else(request: HttpRequest, body: Mapping) -> HttpResponse | None:
    """A refusal where another person has signed in since the page was opened: nobody saves in somebody else's name."""
    if str(body.get("user", request.user.pk)) == str(request.user.pk):
        return None
    words = f"现在登录的是“{request.user.full_name}”，请用打开本页的账号登录"
    return JsonResponse({"error": words}, status=HTTPStatus.FORBIDDEN)


def closed_scheme(request: HttpRequest, slug: str, year: int) -> AppraisalScheme:
    """The scheme that the office at the address has closed for the year, for its supervisors; otherwise 404."""
    office = reviewing_office(request, slug, year)
    schemes = AppraisalScheme.objects.filter(superior=office, year=year, state=SchemeState.CLOSED)
    scheme = schemes.select_related("superior").first()
    if scheme is None:
        raise Http404
    return scheme
