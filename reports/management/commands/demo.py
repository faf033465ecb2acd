"""``manage.py demo``: the demonstration county, made once and left alone afterwards."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from reports.lifecycle.deadlines import grant_extension
from reports.management import demonstration_city as city
from reports.management import demonstration_county as county
from reports.management import demonstration_units
from reports.management.demonstration_appraisal import tell_the_appraisal
from reports.management.demonstration_stories import APPROVE, SIGN, SUBMIT, stories
from reports.management.demonstration_telling import Telling
from reports.management.demonstration_years import tell_the_years_before
from reports.models import AnnualReport, Membership, Organ, ReportingYear, User
from reports.models.sealing import sealing
from reports.models.years import default_period, period
from reports.official.calendar import year_on_offer
from reports.official.interchange import parse
from reports.official.report_data import Kind

FIRST_YEAR_TYPED = 2021  # in the form of now
OWN = {
    *(*county.SLUGS, county.GOVERNMENT["slug"], *(each["slug"] for each in city.ORGANS)),
    *(slug for slug, *_ in (*county.DEPARTMENTS, county.SUCCESSOR, *county.MERGED)),
}
SEED = Path(__file__).resolve().parents[2] / "fixtures" / "beizi_2022.json"


class Command(BaseCommand):
    help = "创建演示县：鲁山县及其单位、上级平顶山市、各角色账号、背孜乡 2022 年报告和处于各状态的报告。可重复执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--units", type=int, default=0, help="另加多少个虚构的单位及其报告")
        parser.add_argument("--years", type=int, default=2, help="这些单位有几个年度的报告，默认 2")

    def execute(self, *args, units: int = 0, years: int = 2, **options) -> str | None:
        """The county in one transaction, then what is asked for beside it, which is too much for one."""
        said = super().execute(*args, **options)
        if units:
            newest = year_on_offer(timezone.localdate())
            each_year = range(newest, max(newest - years, FIRST_YEAR_TYPED - 1), -1)
            demonstration_units.add_units(units, each_year, User.objects.get(username="lushan-supervisor"))
            self.stdout.write(f"另有 {units} 个虚构的单位，{len(each_year)} 个年度，均标明演示数据")
        return said

    @transaction.atomic
    @sealing()
    def handle(self, *args, **options) -> None:
        if Organ.objects.exclude(slug__in=OWN).exists():
            if Organ.objects.filter(slug__in=county.SLUGS).count() < len(county.SLUGS):
                raise CommandError("系统中已有其他单位，不能装入演示数据")
            self.stdout.write("演示县已装入，之后又增加了单位，保持不变")  # script/server calls this at each start
            return
        organs = _organs()
        people = _people(organs)
        seed = parse(SEED.read_bytes())
        year = year_on_offer(timezone.localdate())
        for each in (seed.year, year - 1, year):
            _days(organs["lushan"], each)
        for each in (year - 1, year):
            _days(organs[city.OFFICE["slug"]], each)
            _days(None, each)  # those whom nobody stands above
        _extension(organs[county.EXTENDED], year, people["lushan-supervisor"])
        _secrecy_review(organs[county.WITH_SECRECY_REVIEW], year)
        Telling(people, "beizi").tell(seed, (SUBMIT, SIGN, APPROVE), is_demonstration=False)
        tell_the_years_before(organs, people, year - 1)
        for story in stories(year):
            data = county.report_of(story.slug, story.year, story.draft)
            Telling(people, story.slug).tell(data, story.steps, is_demonstration=True)
        city.tell_the_city(organs, people, year)
        tell_the_appraisal(organs, people, year)
        self.stdout.write(f"演示县已就绪：账号 {', '.join(people)}，密码 {settings.DEMONSTRATION_PASSWORD}")


def _organs() -> dict[str, Organ]:
    """The county government, its office, its departments and its townships, and the city above them."""
    superior, _ = Organ.objects.get_or_create(slug=county.OFFICE["slug"], defaults=county.OFFICE)
    summed_up = county.GOVERNMENT | {"consolidated_by": superior}
    government, _ = Organ.objects.get_or_create(slug=summed_up["slug"], defaults=summed_up)
    organs = {superior.slug: superior, government.slug: government, **city.make_city(government)}
    departments = (*county.DEPARTMENTS, county.SUCCESSOR, *county.MERGED)
    for slug, short_name, self_reference, kind in (*departments, *county.TOWNSHIPS):
        organs[slug], _ = Organ.objects.get_or_create(
            slug=slug,
            defaults={
                "name": county.full_name(short_name, kind),
                "short_name": short_name,
                "self_reference": self_reference,
                "kind": kind,
                "superior": superior,
                "office": "办公室" if kind is Kind.DEPARTMENT else "党政办公室",
                "address": f"鲁山县{short_name}",
                "postcode": county.POSTCODE,
                "telephone": county.TELEPHONE,
            },
        )
    return organs


def _days(superior: Organ | None, year: int) -> None:
    """Days that lie ahead: reports of earlier years are entered afterwards, for which a county sets them so."""
    due_on = timezone.localdate() + timedelta(days=county.DAYS_LEFT)
    days = {
        "opens_on": default_period(year).opens_on,
        "due_on": due_on,
        "publish_by": due_on + timedelta(days=county.DAYS_TO_PUBLISH),
    }
    ReportingYear.objects.get_or_create(year=year, superior=superior, defaults=days)


def _extension(organ: Organ, year: int, supervisor: User) -> None:
    if AnnualReport.objects.newest_revision(organ, year) is None:
        due_on = period(year, organ).due_on + timedelta(days=county.DAYS_MORE)
        grant_extension(
            organ, year, supervisor, seen=period(year, organ).seen_as, due_on=due_on, reason=county.REASON_FOR_EXTENSION
        )


def _secrecy_review(organ: Organ, year: int) -> None:
    """A township whose report waits for its 保密审查, where nobody has begun one of that year."""
    if AnnualReport.objects.newest_revision(organ, year) is None:
        organ.reviews_secrecy = True
        organ.save(update_fields=["reviews_secrecy"])


def _people(organs: dict[str, Organ]) -> dict[str, User]:
    """One account for each role, a clerk for every organ that reports now."""
    people = {}
    password = make_password(settings.DEMONSTRATION_PASSWORD)  # once: it is public, and costs a tenth of a second
    for username, full_name, slug, role in (*county.PEOPLE, *city.PEOPLE):
        people[username] = _account(username, password, full_name)
        Membership.objects.get_or_create(user=people[username], organ=organs[slug], role=role)
    people["administrator"] = _account("administrator", password, "系统管理员", is_administrator=True)
    return people


def _account(username: str, password: str, full_name: str, **fields) -> User:
    fields |= {"password": password, "full_name": full_name}
    return User.objects.get_or_create(username=username, defaults=fields)[0]
