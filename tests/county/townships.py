"""Further townships of the county, each with its report filled in, for what a supervisor does to many."""

from reports.lifecycle.opening import fill, open_report
from reports.management.demonstration_county import quiet
from reports.models import Membership, Organ, Role, User
from reports.models.rule_settings import RuleSetting
from reports.official.report_data import Kind
from tests.conftest import YEAR

CONTACT = {"office": "党政办公室", "address": "街 1 号", "postcode": "467300", "telephone": "0375-7000000"}


def a_full_report(cast, slug, name, year=YEAR):
    """A township of the county, with the clerk of 背孜乡 and its report filled in."""
    said = {"short_name": slug, "self_reference": "我镇", "kind": Kind.TOWNSHIP, **CONTACT}
    organ = Organ.objects.create(slug=slug, name=name, superior=cast.county, **said)
    cast.clerk = User.objects.get(pk=cast.clerk.pk)  # whose roles are read once
    Membership.objects.create(user=cast.clerk, organ=organ, role=Role.CLERK)
    report = open_report(organ, year, cast.clerk)
    fill(report.pk, cast.clerk, quiet(name, "我镇", Kind.TOWNSHIP, year))
    return report


def let_them_be_alike(cast, year=YEAR):
    """The reports of these townships are one another's text, which is not what is tried with them."""
    setting = {"rule": "W9", "is_hint": True, "reason": "本年度统一口径。", "by": cast.supervisor}
    RuleSetting.objects.create(organ=cast.county, year=year, **setting)
