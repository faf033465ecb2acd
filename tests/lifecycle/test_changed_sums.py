"""Who is told that a report which final sums have counted is another one now."""

import pytest

from reports.lifecycle.consolidation.finalising import finalise, reopen
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.opening import fill, open_report
from reports.models import AnnualReport, Basis, Notice, Organ
from tests.conftest import YEAR
from tests.county.reports import figures_of, settle
from tests.deciding import perform

REASON = "台账中另有一件，数字须重新核对，请修改后再次提交。"


@pytest.fixture
def approved(cast, government, summing, seed):
    """背孜乡's report went the whole way; the others' are in, and the sums are final."""
    report = open_report(cast.township, YEAR, cast.clerk)
    fill(report.pk, cast.clerk, seed)
    perform("submit", report.pk, cast.clerk)
    perform("approve", report.pk, cast.supervisor)
    for slug in ("lushan", "police", "wawu", "tumen"):
        settle(cast.clerk, Organ.objects.get(slug=slug), figures_of(slug))
    decide_scope(government, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    finalise(government, YEAR, summing, seen=standing_sums(government, YEAR).seen)
    return AnnualReport.objects.get(pk=report.pk)


def told():
    return [
        (each.recipient.username, each.organ.slug, each.title) for each in Notice.objects.filter(about="changed_sums")
    ]


def test_an_approval_that_is_revoked_is_told_to_the_government_s_people_and_not_to_who_revoked_it(
    cast, approved, summing, as_user
):
    perform("revoke", approved.pk, cast.supervisor, reason=REASON)
    assert told() == [("summing", "lushan-gov", "汇总数变化")]
    (notice,) = Notice.objects.filter(about="changed_sums")
    assert "背孜乡人民政府 2022 年度报告不再是审核通过，鲁山县人民政府 2022 年度汇总数已定稿" in notice.words
    answer = as_user(summing).post("/notices/open/", {"notice": notice.pk})
    assert answer["Location"] == f"/county/lushan-gov/{YEAR}/sums/final/"


def test_nobody_is_told_of_a_publication_or_while_the_sums_are_not_final(cast, approved, government, summing):
    reopen(government, YEAR, summing, REASON)
    perform("revoke", approved.pk, cast.supervisor, reason=REASON)
    assert told() == []
