"""``manage.py demo``: the demonstration county, made once and left alone afterwards."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from reports import exports
from reports.deadlines import grant_extension
from reports.management import demonstration_county as county
from reports.models import AnnualReport, Membership, Organ, ReportingYear, Status, User
from reports.models.years import default_period, period
from reports.official.calendar import year_on_offer
from reports.official.interchange import parse
from reports.official.report_data import Kind, ReportData
from reports.opening import enter, open_report
from reports.workflow import take

SEED = Path(__file__).resolve().parents[2] / "fixtures" / "beizi_2022.json"


class Command(BaseCommand):
    help = "创建演示县：鲁山县及其单位、各角色账号、背孜乡 2022 年报告和处于各状态的报告。可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        if Organ.objects.exclude(slug__in=county.SLUGS).exists():
            raise CommandError("系统中已有其他单位，不能装入演示数据")
        organs = _organs()
        people = _people(organs)
        seed = parse(SEED.read_bytes())
        year = year_on_offer(timezone.localdate())
        for each in (seed.year, year - 1, year):
            _days(organs["lushan"], each)
        _extension(organs[county.EXTENDED], year, people["lushan-supervisor"])
        _report(people, "beizi", seed, Status.APPROVED, is_demonstration=False)
        for slug, report_year, report, status in county.reports(year):
            _report(people, slug, report(report_year), status, is_demonstration=True)
        self.stdout.write(f"演示县已就绪：账号 {', '.join(people)}，密码 {settings.DEMONSTRATION_PASSWORD}")


def _organs() -> dict[str, Organ]:
    """The county office and its townships."""
    superior, _ = Organ.objects.get_or_create(slug=county.OFFICE["slug"], defaults=county.OFFICE)
    organs = {superior.slug: superior}
    for slug, short_name, self_reference, kind in county.TOWNSHIPS:
        organs[slug], _ = Organ.objects.get_or_create(
            slug=slug,
            defaults={
                "name": f"{short_name}{'人民政府' if kind is Kind.TOWNSHIP else '办事处'}",
                "short_name": short_name,
                "self_reference": self_reference,
                "kind": kind,
                "superior": superior,
                "office": "党政办公室",
            },
        )
    return organs


def _days(superior: Organ, year: int) -> None:
    """Days that lie ahead: reports of earlier years are entered afterwards, for which a county sets them so."""
    due_on = timezone.localdate() + timedelta(days=county.DAYS_LEFT)
    days = {
        "opens_on": default_period(year).opens_on,
        "due_on": due_on,
        "publish_by": due_on + timedelta(days=county.DAYS_TO_PUBLISH),
    }
    ReportingYear.objects.get_or_create(year=year, superior=superior, defaults=days)


def _extension(organ: Organ, year: int, supervisor: User) -> None:
    if AnnualReport.objects.latest(organ, year) is None:
        due_on = period(year, organ).due_on + timedelta(days=county.DAYS_MORE)
        grant_extension(organ, year, supervisor, due_on=due_on, reason=county.REASON_FOR_EXTENSION)


def _people(organs: dict[str, Organ]) -> dict[str, User]:
    """One account for each role, and a clerk for every township."""
    people = {}
    for username, full_name, slug, role in county.PEOPLE:
        people[username] = _account(username, full_name)
        Membership.objects.get_or_create(user=people[username], organ=organs[slug], role=role)
    people["administrator"] = _account("administrator", "系统管理员", is_administrator=True)
    return people


def _account(username: str, full_name: str, **fields) -> User:
    user = User.objects.filter(username=username).first()
    return user or User.objects.create_user(username, settings.DEMONSTRATION_PASSWORD, full_name=full_name, **fields)


def _report(people: dict[str, User], slug: str, data: ReportData, status: Status, *, is_demonstration: bool) -> None:
    """Bring a report to its state through the same doors as everybody, unless it is there already."""
    clerk = people[f"{slug}-clerk"]
    organ = Organ.objects.get(slug=slug)
    if AnnualReport.objects.latest(organ, data.year):
        return
    report = open_report(organ, data.year, clerk)
    report.is_demonstration = is_demonstration
    report.save(update_fields=["is_demonstration"])
    enter(report, clerk, data)
    report.steps.bulk_create(
        report.steps.model(
            report=report, step=step, is_finished=status != Status.DRAFT, edited_by=clerk, edited_at=timezone.now()
        )
        for step in ("particulars", *report.form.section)
    )
    if status != Status.DRAFT:
        _bring_to(status, report, people, slug)


def _bring_to(status: Status, report: AnnualReport, people: dict[str, User], slug: str) -> None:
    """Take a filled-in report along its way, each step by somebody who may take it."""
    clerk, supervisor = people[f"{slug}-clerk"], people["lushan-supervisor"]
    submitted = take("submit", report.pk, clerk)
    if status == Status.SIGNING:
        return
    if submitted.to_status == Status.SIGNING:
        take("sign", report.pk, people[f"{slug}-leader"])
    if status in (Status.APPROVED, Status.PUBLISHED):
        take("approve", report.pk, supervisor)
    elif status == Status.RETURNED:
        take("return", report.pk, supervisor, reason=county.REASON_FOR_RETURN)
    if status == Status.PUBLISHED:
        report.refresh_from_db()
        files = exports.frozen(report.data(), demonstration=report.is_demonstration)
        take("publish", report.pk, clerk, files=files)
