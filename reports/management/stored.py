"""What a command's ``--organ`` and ``--year`` name in the database."""

from functools import cache

from django.core.management.base import CommandError

from reports.checks.as_set import RulesAsSet
from reports.checks.examination import RulesOf
from reports.models import AnnualReport, Organ
from reports.models.rule_settings import rules_in_force

NOT_UNDERSTOOD = 2  # the exit code for what a command cannot make sense of


def stored_organ(name: str) -> Organ:
    """The organ of that name or slug; ``CommandError`` with exit code 2 where there is none."""
    organ = Organ.objects.filter(name=name).first() or Organ.objects.filter(slug=name).first()
    if organ is None:
        raise CommandError(f"系统中没有此单位：{name}", returncode=NOT_UNDERSTOOD)
    return organ


def stored_report(organ: str, year: int) -> AnnualReport:
    """The newest revision of an organ's report; ``CommandError`` with exit code 2 where there is none."""
    report = AnnualReport.objects.newest_revision(stored_organ(organ), year)
    if report is None:
        raise CommandError(f"系统中没有{organ} {year} 年度报告", returncode=NOT_UNDERSTOOD)
    return report


def stored_rules(organ: str | None) -> RulesOf:
    """How the organ of that name or slug, which reviews reports, has set the checks of each year; as usual without."""
    if organ is None:
        return lambda report: RulesAsSet()
    key = stored_organ(organ).pk

    @cache
    def of_the_year(year: int) -> RulesAsSet:
        return rules_in_force([(key, year)])[key, year]

    return lambda report: of_the_year(report.year)
