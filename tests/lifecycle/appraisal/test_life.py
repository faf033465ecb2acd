"""The life of a scheme, and what people say to a score: what is refused, and that nothing moves after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports.lifecycle.appraisal import schemes
from reports.lifecycle.appraisal.document import read_appraisal
from reports.lifecycle.appraisal.entering import WantedEntry, answer, enter, seen_of
from reports.lifecycle.appraisal.reading import appraisal_of, scheme_for
from reports.lifecycle.appraisal.wanted import READY_MADE, WantedItem, WantedScheme, as_wanted
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import (
    AnnualReport,
    AppraisalClosing,
    AppraisalScheme,
    Disputes,
    EvidenceKind,
    Notice,
    Organ,
    ScoreAnswer,
    ScoreEntry,
    Status,
)
from tests.conftest import YEAR
from tests.deciding import perform
from tests.lifecycle.appraisal.schemes import ALL_KINDS, REASON, asked, closed, drafted, item, opened, sheet

LATE = WantedItem("未及时备案", 50, EvidenceKind.LATE_SUBMISSION)
MANUAL = EvidenceKind.MANUAL


def gave(scheme, kind, tenths):
    return WantedEntry(item(scheme, kind).pk, tenths, REASON)


def entered(cast, scheme, kind, tenths):
    seen = seen_of(sheet(scheme, cast.township))
    return enter(scheme.pk, cast.township, cast.supervisor, gave(scheme, kind, tenths), seen=seen)


def total(cast, scheme):
    found = appraisal_of(AppraisalScheme.objects.get(pk=scheme.pk))
    return found.score_now(found.sheet_of(cast.township.pk))


def test_no_scheme_is_in_force_by_itself_and_two_are_there_to_be_copied(cast):
    assert AppraisalScheme.objects.count() == 0
    assert [each.name for each in READY_MADE.values()] == ["鲤城区 2020（示例）", "年度报告考核评分表"]
    example = drafted(cast, READY_MADE["licheng"])
    assert (example.state, [each.tenths for each in example.items.all()]) == ("draft", [50] * 6)
    assert scheme_for(cast.township, YEAR) is None


def test_an_office_has_one_scheme_of_a_year_in_use(cast):
    first = opened(cast)
    with pytest.raises(Refused, match="已有评分表“年度报告考核”（反馈中），不能再建"):
        drafted(cast)
    schemes.give_up(first.pk, cast.supervisor, reason=REASON)
    copy = drafted(cast, as_wanted(first))
    assert (copy.name, copy.items.count(), copy.state) == (first.name, first.items.count(), "draft")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, "请填写评分表的名称"),
        ({"full": 0}, "满分应大于 0"),
        ({"full": 10_001}, "不超过 1000 分"),
        ({"days_to_mend": 0}, "应为 1 至 60 个工作日"),
        ({"items": [LATE] * 31}, "计分项最多 30 项"),
        ({"items": [LATE, LATE]}, "同一情形不能扣两次"),
        ({"items": [replace(LATE, title=" ")]}, "请填写每一计分项的名称"),
        ({"items": [replace(LATE, tenths=0)]}, "扣分应大于 0"),
        ({"items": [replace(LATE, tenths=101)]}, "不超过满分 10 分"),
        ({"items": [replace(LATE, cap=49)]}, "在每次扣分 5 分和满分 10 分之间"),
        ({"items": [replace(LATE, kind=EvidenceKind.REQUEST_OVERDUE)]}, "请选择扣分的依据"),
    ],
    ids=lambda each: each if isinstance(each, str) else next(iter(each)),
)
def test_what_cannot_stand_is_not_even_drafted(cast, wrong, refusal):
    with pytest.raises(Refused, match=refusal):
        drafted(cast, replace(ALL_KINDS, **wrong))
    assert AppraisalScheme.objects.count() == 0


def test_a_draft_is_written_anew_by_who_has_seen_it_and_not_once_it_is_open(cast):
    scheme = drafted(cast)
    fewer = replace(ALL_KINDS, name="新的名称", items=[LATE])
    saved = schemes.save_draft(scheme.pk, cast.supervisor, fewer, seen=scheme.seen)
    assert (saved.name, saved.items.count()) == ("新的名称", 1)
    with pytest.raises(Refused, match="在您打开本页后有变化"):
        schemes.save_draft(scheme.pk, cast.supervisor, ALL_KINDS, seen=scheme.seen)
    asked(cast)
    schemes.open_scheme(scheme.pk, cast.supervisor, answers_until=timezone.localdate(), seen=saved.seen)
    now = AppraisalScheme.objects.get()
    for act in (schemes.save_draft, schemes.discard):
        with pytest.raises(Refused, match="先停用，再复制为新的评分表"):
            act(*([scheme.pk, cast.supervisor] + [ALL_KINDS] * (act is schemes.save_draft)), seen=now.seen)
    assert (now.name, now.items.count()) == ("新的名称", 1)


def test_a_draft_may_be_thrown_away(cast):
    scheme = drafted(cast)
    schemes.discard(scheme.pk, cast.supervisor, seen=scheme.seen)
    assert AppraisalScheme.objects.count() == 0
    with pytest.raises(Refused, match="评分表已放弃"):
        schemes.discard(scheme.pk, cast.supervisor, seen=scheme.seen)


def test_opening_tells_the_clerks_and_leaders_of_the_units_once(with_leader):
    scheme = opened(with_leader)
    told = Notice.objects.filter(about="appraisal").values_list("recipient__username", flat=True)
    assert sorted(told) == ["clerk", "colleague", "leader", "neighbour"]
    with pytest.raises(AlreadyDone):
        schemes.open_scheme(scheme.pk, with_leader.supervisor, answers_until=timezone.localdate(), seen=scheme.seen)


@pytest.mark.parametrize("days", [-1, 181])
def test_a_day_for_answers_that_has_passed_or_is_far_off_is_refused(cast, days):
    scheme = drafted(cast)
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match="截止日期应在"):
        schemes.open_scheme(scheme.pk, cast.supervisor, answers_until=until, seen=scheme.seen)


def test_nothing_is_opened_that_has_no_item(cast):
    scheme = drafted(cast, READY_MADE["empty"])
    with pytest.raises(Refused, match="没有计分项"):
        schemes.open_scheme(scheme.pk, cast.supervisor, answers_until=timezone.localdate(), seen=scheme.seen)


@pytest.mark.parametrize("person", ["clerk", "leader", "reader", "neighbour", "stranger", "administrator"])
def test_nobody_but_a_supervisor_of_the_office_does_anything_with_a_scheme(cast, person):
    user = getattr(cast, person)
    with pytest.raises(Refused, match="由审核单位的审核员办理"):
        schemes.draft(cast.county, YEAR, user, ALL_KINDS)
    scheme = opened(cast)
    wanted = gave(scheme, MANUAL, 10)
    for act in (
        lambda: schemes.save_draft(scheme.pk, user, ALL_KINDS, seen=scheme.seen),
        lambda: schemes.discard(scheme.pk, user, seen=scheme.seen),
        lambda: schemes.give_up(scheme.pk, user, reason=REASON),
        lambda: schemes.close(scheme.pk, user, seen=appraisal_of(scheme).digest),
        lambda: enter(scheme.pk, cast.township, user, wanted, seen=""),
    ):
        with pytest.raises(Refused, match="由审核单位的审核员办理"):
            act()


def test_what_is_typed_counts_at_once_and_names_who_and_why(cast, in_review):
    AnnualReport.objects.update(status=Status.PUBLISHED)
    scheme = opened(cast, WantedScheme("考核", 100, [WantedItem("报送材料不全", 10, MANUAL, is_per_case=True)]))
    entered(cast, scheme, MANUAL, 15)
    assert total(cast, scheme) == 85
    entered(cast, scheme, MANUAL, -5)
    assert total(cast, scheme) == 90
    (first, _) = sheet(scheme, cast.township).entries
    assert (first.reason, first.by, first.is_counter) == (REASON, cast.supervisor.full_name, False)
    assert sheet(scheme, cast.neighbouring_township).entries == ()


@pytest.mark.parametrize(
    ("kind", "tenths", "reason", "refusal"),
    [
        (MANUAL, 0, REASON, "分数应大于 0"),
        (MANUAL, 101, REASON, "不超过满分 10 分"),
        (MANUAL, 10, "太短", "请填写理由，10至200字"),
        (MANUAL, 10, "长" * 201, "请填写理由，10至200字"),
        (MANUAL, -1, REASON, "退回不能超过所扣的分"),
        (EvidenceKind.LATE_SUBMISSION, 10, REASON, "按记录计算，不能另行扣分"),
        (EvidenceKind.LATE_SUBMISSION, -51, REASON, "现扣 5 分，退回不能超过所扣的分"),
    ],
    ids=["nothing", "too much", "short", "long", "nothing to give back", "what is recorded", "more than deducted"],
)
def test_what_cannot_be_entered_is_refused_with_a_sentence(cast, filled, kind, tenths, reason, refusal):
    scheme = opened(cast)  # nobody has handed anything in, and the year is long over
    wanted = replace(gave(scheme, kind, tenths), reason=reason)
    with pytest.raises(Refused, match=refusal):
        enter(scheme.pk, cast.township, cast.supervisor, wanted, seen="")
    assert ScoreEntry.objects.count() == 0


def test_nothing_is_entered_unseen_to_others_or_to_what_is_no_item(cast, filled, government):
    scheme = opened(cast)
    entered(cast, scheme, MANUAL, 10)
    with pytest.raises(Refused, match="在您打开本页后有变化"):
        enter(scheme.pk, cast.township, cast.supervisor, gave(scheme, MANUAL, 10), seen="")
    with pytest.raises(Refused, match="不在考核范围"):
        enter(scheme.pk, government, cast.supervisor, gave(scheme, MANUAL, 10), seen="")
    with pytest.raises(Refused, match="没有所选的计分项"):
        enter(scheme.pk, cast.township, cast.supervisor, WantedEntry(0, 10, REASON), seen="")
    draft = replace(ALL_KINDS, name="另一份")
    schemes.give_up(scheme.pk, cast.supervisor, reason=REASON)
    scheme = drafted(cast, draft)
    with pytest.raises(Refused, match="评分表为“起草”，不能登记"):
        enter(scheme.pk, cast.township, cast.supervisor, gave(scheme, MANUAL, 10), seen="")


def test_an_organ_answers_its_own_sheet_until_the_day_and_its_office_is_told(with_leader, filled):
    cast = with_leader
    scheme = opened(cast)
    answer(scheme.pk, cast.township, cast.clerk, "我乡已于 1 月 30 日报送。")
    with pytest.raises(AlreadyDone):
        answer(scheme.pk, cast.township, cast.clerk, "我乡已于 1 月 30 日报送。")
    answer(scheme.pk, cast.township, cast.leader, "请核对系统记录。")
    texts = [each.text for each in sheet(scheme, cast.township).answers]
    assert texts == ["我乡已于 1 月 30 日报送。", "请核对系统记录。"]
    told = Notice.objects.filter(recipient=cast.supervisor, about="appraisal", organ=cast.township)
    assert told.count() == 2
    for person in (cast.reader, cast.neighbour, cast.supervisor):
        with pytest.raises(Refused, match="由本单位的填报员或分管领导提出"):
            answer(scheme.pk, cast.township, person, "不同意。")
    for text in ("", " ", "一", "长" * 501):
        with pytest.raises(Refused, match="2—500 字"):
            answer(scheme.pk, cast.township, cast.clerk, text)
    AppraisalScheme.objects.update(answers_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match=r"期限.*已过"):
        answer(scheme.pk, cast.township, cast.clerk, "我乡还有意见。")
    assert ScoreAnswer.objects.count() == 2


def test_nothing_is_closed_while_an_organ_may_still_answer(cast, filled):
    scheme = opened(cast)
    with pytest.raises(Refused, match="此后才能定稿"):
        schemes.close(scheme.pk, cast.supervisor, seen=appraisal_of(scheme).digest)


def test_nothing_is_closed_that_is_not_as_it_was_seen(cast, filled):
    scheme = opened(cast)
    seen = appraisal_of(scheme).digest
    entered(cast, scheme, MANUAL, 10)
    AppraisalScheme.objects.update(answers_until=date(YEAR + 1, 3, 1))
    with pytest.raises(Refused, match="得分在您打开本页后有变化"):
        schemes.close(scheme.pk, cast.supervisor, seen=seen)
    assert AppraisalClosing.objects.count() == 0


def test_a_closed_sheet_says_what_it_said_whatever_is_recorded_afterwards(cast, filled):
    scheme = closed(cast)
    before = appraisal_of(scheme)
    held = bytes(scheme.closing.content)
    assert (before.closed_by, before.sheet_of(cast.township.pk).total) == (cast.supervisor.full_name, 0)
    perform("submit", filled.pk, cast.clerk)
    Disputes.objects.filter(report=filled).update(reconsideration_corrected=5)
    AnnualReport.objects.update(status=Status.PUBLISHED)
    Organ.objects.filter(pk=cast.township.pk).update(name="改名的乡人民政府")
    after = appraisal_of(AppraisalScheme.objects.get())
    assert after == before
    assert bytes(AppraisalClosing.objects.get().content) == held
    assert read_appraisal(held).as_bytes() == held


def test_after_the_closing_there_are_counter_entries_alone_and_they_are_told(cast, filled):
    scheme = closed(cast)
    Notice.objects.all().delete()
    entered(cast, scheme, EvidenceKind.LATE_SUBMISSION, -50)
    entered(cast, scheme, EvidenceKind.LATE_PUBLICATION, -50)
    found = sheet(scheme, cast.township)
    assert (found.total, total(cast, scheme)) == (0, 100)
    assert [(each.tenths, each.reason, each.is_counter) for each in found.counters] == [(-50, REASON, True)] * 2
    assert bytes(AppraisalClosing.objects.get().content).count(REASON.encode()) == 0
    assert (
        sorted(Notice.objects.values_list("recipient__username", flat=True)) == ["clerk", "clerk"] + ["colleague"] * 2
    )
    with pytest.raises(Refused, match="已定稿，不能再提出"):
        answer(scheme.pk, cast.township, cast.clerk, "我乡还有意见。")
    for act in (
        lambda: schemes.close(scheme.pk, cast.supervisor, seen=""),
        lambda: schemes.give_up(scheme.pk, cast.supervisor, reason=REASON),
        lambda: schemes.discard(scheme.pk, cast.supervisor, seen=""),
    ):
        with pytest.raises(Refused):
            act()


def test_what_was_entered_is_kept_by_the_database_itself(cast, filled):
    scheme = opened(cast)
    entered(cast, scheme, MANUAL, 10)
    answer(scheme.pk, cast.township, cast.clerk, "不同意扣分。")
    for table, column in (("scoreentry", "tenths = 0"), ("scoreanswer", "text = ''")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE reports_{table} SET {column}")


def test_each_unit_finds_the_scheme_of_its_own_office_once_it_is_open(cast):
    assert scheme_for(cast.township, YEAR) is None
    scheme = opened(cast)
    assert scheme_for(cast.township, YEAR) == scheme
    assert scheme_for(cast.township, YEAR - 1) is None
    assert scheme_for(Organ.objects.get(slug="elsewhere"), YEAR) is None
    schemes.give_up(scheme.pk, cast.supervisor, reason=REASON)
    assert scheme_for(cast.township, YEAR) is None
