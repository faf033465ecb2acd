"""What is found of each organ in what is recorded, with the keys of the records."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from reports.lifecycle.appraisal.facts import COUNTED, FINDERS, AssessedYear, facts_of, working_day
from reports.lifecycle.appraisal.units import ARCHIVED, NEVER_ASKED, NOT_OPEN_YET, OF_THE_GOVERNMENT, RETIRED, units_of
from reports.lifecycle.circulars import Draft, issue
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.models import (
    AnnualReport,
    Disputes,
    Event,
    EvidenceKind,
    Explanation,
    Membership,
    Organ,
    ReportingYear,
    Role,
    Status,
    Version,
)
from reports.models.appraisal import OFFERED_KINDS
from reports.models.publication import Publication
from reports.official.interchange import canonical
from tests.conftest import YEAR
from tests.deciding import explain, grant_extension, perform

REASON = "第五部分没有逐项写明改进情况，请补充。"
FLOODED = "洪灾抢险，人员全部在一线，无法按期填报"
DUE = date(YEAR + 1, 1, 31)


def at(month, day, hour=2):
    """A moment in Beijing's working hours of the year in which the reports are due."""
    return time_machine.travel(datetime(YEAR + 1, month, day, hour, tzinfo=UTC), tick=False)


def found(cast, kind, **given):
    """What is found of 背孜乡 of one kind."""
    units = units_of(cast.county, YEAR)
    return facts_of(AssessedYear(YEAR, units.organs, units.timings, **given), {kind}).get(cast.township.pk, [])


def test_every_kind_but_the_typed_one_and_that_of_the_later_ledger_is_found():
    assert {*FINDERS} == {*EvidenceKind} - {EvidenceKind.MANUAL, EvidenceKind.REQUEST_OVERDUE}
    assert EvidenceKind.REQUEST_OVERDUE not in OFFERED_KINDS


def test_what_was_handed_in_in_time_is_not_late(cast, filled):
    with at(1, 31):
        perform("submit", filled.pk, cast.clerk)
    with at(3, 1):
        assert found(cast, EvidenceKind.LATE_SUBMISSION) == []


def test_what_was_handed_in_late_names_the_event(cast, filled):
    with at(2, 3):
        event = perform("submit", filled.pk, cast.clerk)
    with at(3, 1):
        (fact,) = found(cast, EvidenceKind.LATE_SUBMISSION)
    assert (fact.source, fact.number) == ("event", event.pk)
    assert fact.words == "逾期 3 天提交（截止 2023-01-31，2023-02-03 提交）"


def test_what_was_never_handed_in_is_late_without_a_record(cast, filled):
    with at(2, 3):
        (fact,) = found(cast, EvidenceKind.LATE_SUBMISSION)
    assert (fact.source, fact.number, fact.words) == ("deadline", 0, "截止 2023-01-31，至 2023-02-03 未提交")


@pytest.mark.parametrize(("granted", "late"), [((1, 20), 0), ((2, 10), 1)], ids=["before", "afterwards"])
def test_more_time_given_before_removes_lateness_and_afterwards_does_not(cast, filled, granted, late):
    def grant():
        with at(*granted):
            grant_extension(cast.township, YEAR, cast.supervisor, due_on=date(YEAR + 1, 2, 20), reason=FLOODED)

    if not late:
        grant()
    with at(2, 3):
        perform("submit", filled.pk, cast.clerk)
    if late:
        grant()
    with at(3, 1):
        assert len(found(cast, EvidenceKind.LATE_SUBMISSION)) == late


def test_publication_is_late_by_its_own_day_or_while_it_is_missing(cast, filled):
    ReportingYear.objects.create(
        year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 20), publish_by=date(YEAR + 1, 1, 31)
    )
    with at(1, 15):
        perform("submit", filled.pk, cast.clerk)
    with at(1, 31):
        assert found(cast, EvidenceKind.LATE_PUBLICATION) == []
    with at(2, 2):
        (fact,) = found(cast, EvidenceKind.LATE_PUBLICATION)
        assert fact.words == "公布期限 2023-01-31，至 2023-02-02 未公布（报告为“待审核”）"
        perform("approve", filled.pk, cast.supervisor)
        event = perform("publish", filled.pk, cast.clerk)
        (fact,) = found(cast, EvidenceKind.LATE_PUBLICATION)
    assert (fact.source, fact.number) == ("event", event.pk)
    assert fact.words.startswith("逾期 2 天公布")


def handed_in(report, cast, data):
    """As a report came in before the rules were what they are now: nothing incomplete is let in today."""
    AnnualReport.objects.filter(pk=report.pk).update(status=Status.IN_REVIEW, round=1)
    about = {"action": "submit", "from_status": Status.DRAFT, "to_status": Status.IN_REVIEW, "content_hash": "0" * 64}
    event = Event.objects.create(report=report, round=1, actor=cast.clerk, **about)
    Version.objects.create(event=event, content=canonical(data))
    return event


def test_elements_are_looked_for_in_what_was_handed_in_first(cast, filled):
    whole = filled.data()
    texts = whole.texts | {"other_matters": "", "problems": "无"}
    first = handed_in(filled, cast, replace(whole, texts=texts))
    handed_in(filled, cast, whole)
    facts = found(cast, EvidenceKind.ELEMENTS_MISSING)
    assert [(each.source, each.number) for each in facts] == [("event", first.pk)] * 2
    assert [each.words[:5] for each in facts] == ["五、存在的", "六、其他需"]


def test_a_first_submission_with_every_element_has_nothing_to_find(cast, in_review):
    assert found(cast, EvidenceKind.ELEMENTS_MISSING) == []


def test_a_resemblance_counts_once_its_explanation_was_turned_down_and_while_it_stays_so(cast, in_review):
    about = {"rule": "W9", "fingerprint": "9" * 64, "finding": "第五部分：90% 的文字与另一单位先提交的2022年报告相同。"}
    said = in_review.explanations.create(**about, body="两乡工作相同。", author=cast.clerk, round=in_review.round)
    assert found(cast, EvidenceKind.RESEMBLES_OTHERS) == []
    with at(2, 3):
        turned_down = {"judgement": "questioned", "question": "请改写。", "judged_by": cast.supervisor}
        Explanation.objects.update(**turned_down, judged_at=datetime.now(UTC))
    (fact,) = found(cast, EvidenceKind.RESEMBLES_OTHERS)
    assert (fact.source, fact.number) == ("explanation", said.pk)
    assert fact.words == f"{about['finding']}2023-02-03 要求补充说明：请改写。"
    assert found(cast, EvidenceKind.RESEMBLES_LAST_YEAR) == []
    AnnualReport.objects.update(round=2)  # handed in again without what it was said of
    assert found(cast, EvidenceKind.RESEMBLES_OTHERS) == []


def test_what_only_informs_here_is_never_counted(cast, in_review):
    about = {"rule": "W10", "fingerprint": "9" * 64, "finding": "第五部分与上年相同。", "judgement": "questioned"}
    when = datetime(YEAR + 1, 2, 3, tzinfo=UTC)
    in_review.explanations.create(**about, body="工作相同。", author=cast.clerk, round=1, judged_at=when)
    assert len(found(cast, EvidenceKind.RESEMBLES_LAST_YEAR)) == 1
    set_rules(cast.county, YEAR, cast.supervisor, [ChosenRule("W10", True, None)], REASON, seen=0)
    assert found(cast, EvidenceKind.RESEMBLES_LAST_YEAR) == []


@pytest.mark.parametrize(
    ("day", "late"), [(9, False), (10, False), (13, True)], ids=["before", "on the fifth working day", "after"]
)
def test_a_return_is_mended_within_five_working_days(cast, in_review, day, late):
    with at(2, 3):  # a Friday
        returned = perform("return", in_review.pk, cast.supervisor, reason=REASON)
    with at(2, day):
        save(in_review.pk, cast.clerk, [Edit("other_matters", "无", "没有其他事项。")])
        perform("submit", in_review.pk, cast.clerk)
    with at(3, 1):
        facts = found(cast, EvidenceKind.RETURNED_NOT_FIXED)
    words = "2023-02-03 退回，应于 2023-02-10 前重新提交，2023-02-13 重新提交"
    assert [(each.number, each.words) for each in facts] == ([(returned.pk, words)] if late else [])


def test_a_day_that_was_set_with_the_return_holds_and_days_off_give_time(cast, in_review):
    with at(2, 3):
        perform("return", in_review.pk, cast.supervisor, reason=REASON, resubmit_by=date(YEAR + 1, 2, 6))
    with at(2, 6):
        assert found(cast, EvidenceKind.RETURNED_NOT_FIXED) == []
    with at(2, 7):
        (fact,) = found(cast, EvidenceKind.RETURNED_NOT_FIXED)
        assert fact.words == "2023-02-03 退回，应于 2023-02-06 前重新提交，至 2023-02-07 未重新提交"
    spring = {date(2023, 1, each) for each in range(21, 28)}
    assert working_day(date(2023, 1, 18), 5, ()) == date(2023, 1, 25)
    assert working_day(date(2023, 1, 18), 5, spring) == date(2023, 2, 1)


def test_a_published_correction_counts_where_a_figure_changed(cast, filled):
    AnnualReport.objects.update(status=Status.PUBLISHED)
    about = {"organ": cast.township, "year": YEAR, "edition": "2021", "status": Status.PUBLISHED}

    def corrected(revision, changes):
        report = AnnualReport.objects.create(revision=revision, **about)
        return Publication.objects.create(report=report, by=cast.clerk, content_hash="0" * 64, corrected=changes)

    corrected(2, [{"address": "problems"}, {"address": "overview.proactive_disclosure"}])
    assert found(cast, EvidenceKind.FIGURES_CORRECTED_AFTER) == []
    corrected(3, None)
    assert found(cast, EvidenceKind.FIGURES_CORRECTED_AFTER) == []
    of_figures = corrected(4, [{"address": "applications.granted.business"}, {"address": "problems"}])
    (fact,) = found(cast, EvidenceKind.FIGURES_CORRECTED_AFTER)
    assert (fact.source, fact.number, fact.cases) == ("publication", of_figures.pk, 1)
    assert fact.words.endswith("公布更正（第 4 版），改动 1 个数字")


@pytest.mark.parametrize("status", Status)
def test_disputes_count_each_case_of_the_report_that_counts(cast, filled, status):
    Disputes.objects.filter(report=filled).update(reconsideration_corrected=1, litigation_direct_corrected=2)
    AnnualReport.objects.update(status=status)
    facts = found(cast, EvidenceKind.DISPUTE_CORRECTED)
    words = "第四部分填报结果纠正 3 件（行政复议 1 件，行政诉讼 2 件）"
    counted = [("report", filled.pk, 3, words)] if status in COUNTED else []
    assert [(each.source, each.number, each.cases, each.words) for each in facts] == counted


def test_an_unknown_dispute_is_nothing(cast, filled):
    Disputes.objects.filter(report=filled).update(reconsideration_corrected=None)
    AnnualReport.objects.update(status=Status.APPROVED)
    assert found(cast, EvidenceKind.DISPUTE_CORRECTED) == []


def assessed(cast):
    units = units_of(cast.county, YEAR)
    return [each.slug for each in units.organs], {each.slug: why for each, why in units.left_out}


def test_an_organ_that_was_not_open_for_filing_is_not_assessed(cast, government, filled):
    with at(1, 10):
        assert assessed(cast) == (["police", "beizi", "wawu", "tumen"], {"lushan-gov": OF_THE_GOVERNMENT})
    ReportingYear.objects.create(year=YEAR, opens_on=date(YEAR + 1, 1, 5), due_on=DUE)
    with at(1, 4):
        assert assessed(cast)[1]["wawu"] == NOT_OPEN_YET
    with at(1, 10):
        AnnualReport.objects.update(status=Status.ARCHIVED)
        assert assessed(cast)[1]["beizi"] == ARCHIVED
        AnnualReport.objects.update(status=Status.DRAFT)
        Organ.objects.filter(slug="beizi").update(is_active=False)
        assert assessed(cast)[1]["beizi"] == RETIRED


def test_of_an_earlier_year_only_who_was_asked_is_assessed(cast, filled):
    """An organ that was set up since has no report of it, and nobody asked for one."""
    with time_machine.travel(datetime(YEAR + 3, 2, 1, tzinfo=UTC)):
        assert assessed(cast) == (["beizi"], {"wawu": NEVER_ASKED})
        issue(cast.county, YEAR, cast.supervisor, Draft("通知", "", "请补报。"))
        assert assessed(cast) == (["beizi", "wawu"], {})


def test_a_leaders_day_counts_as_it_does_for_deadlines(with_leader, filled):
    cast = with_leader
    Membership.objects.filter(user=cast.leader, role=Role.READER).delete()
    with at(1, 30):
        perform("submit", filled.pk, cast.clerk)
    with at(2, 2):
        signed = perform("sign", filled.pk, cast.leader)
    with at(3, 1):
        (fact,) = found(cast, EvidenceKind.LATE_SUBMISSION)
    assert (fact.number, fact.words) == (signed.pk, "逾期 2 天提交（截止 2023-01-31，2023-02-02 签发）")


def test_an_explained_finding_is_no_fact(cast, in_review):
    class Resemblance:
        rule, fingerprint, message = "W9", "9" * 64, "第五部分与另一单位相同。"

    explain(in_review, Resemblance, cast.clerk)
    Explanation.objects.update(round=1, judgement="accepted")
    assert found(cast, EvidenceKind.RESEMBLES_OTHERS) == []
