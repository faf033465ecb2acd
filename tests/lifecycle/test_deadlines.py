"""Deadlines: what is left of them, who was late, and what an extension does and does not change."""

import importlib
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from reports.lifecycle.deadlines import timing, timings
from reports.lifecycle.history.proof import verify
from reports.lifecycle.refusals import NotGranted
from reports.models import Event, Extension, Organ, ReportingYear, Status
from reports.models.append_only import AppendOnlyViolation
from reports.models.years import Period, default_period, latest_day, period, periods
from reports.official.calendar import publication_day
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.deciding import grant_extension, perform

DUE = date(2023, 1, 20)
PUBLISH = date(2023, 2, 10)
REASON = "办公楼供水管道破裂，台账正在抢救整理。"
RETURN = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def days(cast):
    """What 鲁山县 has set for its townships."""
    return ReportingYear.objects.create(
        year=YEAR, superior=cast.county, opens_on=date(2022, 12, 15), due_on=DUE, publish_by=PUBLISH
    )


def on(day, clock="10:00:00"):
    return time_machine.travel(f"{day}T{clock}+08:00", tick=False)


def act(action, report, user, day, clock="10:00:00", **options):
    with on(day, clock):
        return perform(action, report.pk, user, **options)


def grant(cast, day="2023-01-18", **given):
    with on(day):
        given = {"due_on": date(2023, 2, 10), "reason": REASON} | given
        return grant_extension(cast.township, YEAR, cast.supervisor, **given)


def said(report, day, clock="10:00:00"):
    """Each mark of the day, and how it looks."""
    with on(day, clock):
        return [(mark.words, mark.look) for mark in timing(YEAR, report.organ).marks]


def words(report, day):
    return [each for each, _ in said(report, day)]


# --- The days of a year ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "publish_by"),
    [
        (date(2023, 1, 16), date(2023, 1, 31)),
        (date(2023, 1, 31), date(2023, 1, 31)),
        (date(2023, 3, 25), date(2023, 3, 25)),
    ],
)
def test_where_nobody_sets_it_publication_is_due_on_the_statutory_day_or_with_the_report(db, due_on, publish_by):
    assert publication_day(YEAR, due_on) == publish_by
    year = ReportingYear.objects.create(year=YEAR, opens_on=date(2022, 12, 1), due_on=due_on)
    assert year.publish_by == publish_by


def test_the_default_is_the_day_of_the_regulations_for_both():
    january = date(2023, 1, 31)
    assert default_period(YEAR) == Period(date(2022, 12, 1), january, january)


def test_a_report_is_not_published_before_it_is_due(days):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingYear.objects.update(publish_by=date(2023, 1, 19))


def test_a_year_that_was_set_before_gets_the_day_that_a_new_one_gets(db):
    early, late = (
        ReportingYear.objects.create(
            year=year, opens_on=date(year, 12, 1), due_on=due_on, publish_by=date(year + 1, 12, 31)
        )
        for year, due_on in ((2022, date(2023, 1, 16)), (2023, date(2024, 3, 25)))
    )
    importlib.import_module("reports.migrations.0009_deadlines").set_publication(apps, None)
    for year, publish_by in ((early, date(2023, 1, 31)), (late, date(2024, 3, 25))):
        year.refresh_from_db()
        assert year.publish_by == publish_by


def test_a_year_entered_afterwards_may_still_be_given_days_ahead():
    with on("2026-11-25"):
        assert (latest_day(2022), latest_day(2026)) == (date(2026, 12, 31), date(2027, 12, 31))


# --- Extensions -----------------------------------------------------------------------------------


def test_an_extension_moves_the_days_of_one_organ_and_of_one_year(cast, days):
    extension = grant(cast, publish_by=date(2023, 2, 28))
    extended = period(YEAR, cast.township)
    assert (extended.due_on, extended.publish_by) == (date(2023, 2, 10), date(2023, 2, 28))
    assert (extended.extension, extended.unextended.due_on) == (extension, DUE)
    assert period(YEAR, cast.neighbouring_township) == Period(date(2022, 12, 15), DUE, PUBLISH)
    assert period(YEAR + 1, cast.township).extension is None


@pytest.mark.parametrize(
    ("due_on", "publish_by"), [(date(2023, 1, 25), PUBLISH), (date(2023, 2, 20), date(2023, 2, 20))]
)
def test_without_a_day_of_its_own_publication_stays_due_as_it_was_or_moves_along(cast, days, due_on, publish_by):
    assert grant(cast, due_on=due_on).publish_by == publish_by


def test_a_day_of_publication_beyond_the_last_that_can_be_set_hinders_nobody(cast, days):
    ReportingYear.objects.update(publish_by=date(2024, 1, 15))
    assert grant(cast).publish_by == date(2024, 1, 15)


def test_a_later_extension_takes_the_place_of_an_earlier_one_and_both_stay(cast, days):
    grant(cast, publish_by=date(2023, 3, 10))
    second = grant(cast, due_on=date(2023, 2, 20))
    assert [each.due_on.day for each in cast.township.extensions.all()] == [20, 10]
    extended = period(YEAR, cast.township)
    assert (extended.extension, extended.due_on) == (second, date(2023, 2, 20))
    assert extended.publish_by == date(2023, 3, 10)


def test_an_extension_never_takes_time_away(cast, days):
    grant(cast)
    ReportingYear.objects.update(due_on=date(2023, 2, 28), publish_by=date(2023, 3, 31))
    assert period(YEAR, cast.township) == Period(date(2022, 12, 15), date(2023, 2, 28), date(2023, 3, 31))


def test_of_the_days_of_all_and_of_an_extension_each_time_the_later_one_holds(cast, days):
    grant(cast, publish_by=date(2023, 3, 31))
    ReportingYear.objects.update(due_on=date(2023, 2, 28), publish_by=date(2023, 2, 28))
    extended = period(YEAR, cast.township)
    assert (extended.due_on, extended.publish_by) == (date(2023, 2, 28), date(2023, 3, 31))
    assert timing(YEAR, cast.township).extension_words == f"已延期公布至 2023-03-31：{REASON}"


def test_an_extension_is_kept_as_it_was_granted(cast, days):
    extension = grant(cast)
    for change in (extension.save, extension.delete, Extension.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_extension SET reason = reason")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"due_on": DUE}, "due_on", "延期后的截止日期应晚于现行截止日期 2023-01-20"),
        ({"due_on": date(2023, 1, 19)}, "due_on", "延期后的截止日期应晚于现行截止日期 2023-01-20"),
        ({"due_on": date(2024, 1, 1)}, "due_on", "延期后的截止日期不能晚于 2023-12-31"),
        ({"due_on": date(9999, 12, 31)}, "due_on", "延期后的截止日期不能晚于 2023-12-31"),
        ({"publish_by": date(2023, 2, 9)}, "publish_by", "公布截止日期应在 2023-02-10 至 2023-12-31 之间"),
        ({"publish_by": date(2024, 1, 1)}, "publish_by", "公布截止日期应在 2023-02-10 至 2023-12-31 之间"),
        ({"reason": ""}, "reason", "请填写延期原因"),
        ({"reason": " \u3000\n\u200b\u2060" * 9}, "reason", "请填写延期原因"),
        ({"reason": "管道 破裂\u200b" * 2}, "reason", "延期原因至少 10 字，现有 8 字"),
        ({"reason": "延期" * 10}, "reason", "请写明延期的具体原因"),
        ({"reason": "。，；：、？（）《》—…" * 2}, "reason", "请写明延期的具体原因"),
        ({"reason": "台账正在抢救整理中，" * 20 + "完"}, "reason", "延期原因最多 200 字，现有 201 字"),
    ],
)
def test_an_extension_that_makes_no_sense_is_refused(cast, days, given, field, sentence):
    with pytest.raises(NotGranted) as refused:
        grant(cast, day="2022-12-20", **given)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
    assert not Extension.objects.exists()


def test_an_extension_is_not_granted_for_a_day_that_has_passed(cast, days):
    with pytest.raises(NotGranted, match="不能早于今天（2023-02-11）"):
        grant(cast, day="2023-02-11")
    assert grant(cast, day="2023-02-10").due_on == date(2023, 2, 10)


@pytest.mark.parametrize("person", ["clerk", "leader", "neighbour", "stranger", "administrator"])
def test_only_a_supervisor_of_the_superior_grants_one(cast, days, person):
    with on("2023-01-18"), pytest.raises(NotGranted, match="没有为本单位延期的权限"):
        grant_extension(cast.township, YEAR, getattr(cast, person), due_on=date(2023, 2, 10), reason=REASON)


def test_what_is_published_or_retired_needs_no_time(cast, days, filled):
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    with pytest.raises(NotGranted, match="已停用"):
        grant(cast)
    Organ.objects.filter(pk=cast.township.pk).update(is_active=True)
    filled.status = Status.PUBLISHED
    filled.save()
    with pytest.raises(NotGranted, match="已公布"):
        grant(cast)


def test_where_the_last_day_is_reached_there_is_no_more_to_give(cast, days):
    grant(cast, due_on=date(2023, 12, 31))
    with pytest.raises(NotGranted, match="截止日期已是 2023-12-31，不能再延期"):
        grant(cast, due_on=date(2024, 1, 1))


@pytest.mark.parametrize("organs", [1, 30])
def test_the_days_and_the_standing_of_many_organs_are_asked_for_at_once(cast, days, organs, django_assert_num_queries):
    many = [
        Organ.objects.create(
            slug=f"t{n}", name=f"第{n}镇人民政府", short_name="镇", kind=Kind.TOWNSHIP, superior=cast.county
        )
        for n in range(organs)
    ]
    for organ in many:
        with on("2023-01-18"):
            grant_extension(organ, YEAR, cast.supervisor, due_on=date(2023, 2, 10), reason=REASON)
    many.append(Organ.objects.get(pk=cast.neighbouring_township.pk))
    with django_assert_num_queries(2):
        found = periods(YEAR, many)
    assert [found[organ.pk].due_on for organ in many] == [date(2023, 2, 10)] * organs + [DUE]
    with django_assert_num_queries(3):
        assert len(timings(YEAR, many)) == organs + 1


# --- What is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock", "mark"),
    [
        ("2023-01-08", "23:59:59", ("距截止还有 12 天（2023-01-20）", "plain")),
        ("2023-01-16", "23:59:59", ("距截止还有 4 天（2023-01-20）", "plain")),
        ("2023-01-17", "00:00:00", ("距截止还有 3 天（2023-01-20）", "near")),
        ("2023-01-19", "23:59:59", ("距截止还有 1 天（2023-01-20）", "near")),
        ("2023-01-20", "00:00:00", ("今天截止（2023-01-20）", "near")),
        ("2023-01-20", "23:59:59", ("今天截止（2023-01-20）", "near")),
        ("2023-01-21", "00:00:00", ("已逾期 1 天（2023-01-20 截止）", "past")),
        ("2023-01-22", "07:59:59", ("已逾期 2 天（2023-01-20 截止）", "past")),
    ],
)
def test_the_time_left_is_told_in_days_of_beijing(days, report, day, clock, mark):
    assert said(report, day, clock) == [mark]


@pytest.mark.parametrize(
    ("day", "clock", "mark"),
    [
        ("2023-01-20", "23:59:59", ("按期提交（截止 2023-01-20，2023-01-20 提交）", "plain")),
        ("2023-01-21", "00:00:00", ("逾期 1 天提交（截止 2023-01-20，2023-01-21 提交）", "past")),
        ("2023-01-22", "23:59:59", ("逾期 2 天提交（截止 2023-01-20，2023-01-22 提交）", "past")),
    ],
)
def test_who_hands_in_at_midnight_is_late_in_beijing(cast, days, filled, day, clock, mark):
    act("submit", filled, cast.clerk, day, clock)
    assert said(filled, "2023-02-01") == [mark]


def test_what_was_late_stays_late_whatever_is_granted_or_set_afterwards(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-22")
    late = ["逾期 2 天提交（截止 2023-01-20，2023-01-22 提交）"]
    grant(cast, day="2023-01-23")
    assert words(filled, "2023-01-24") == late
    assert timing(YEAR, cast.township).extension_words == f"提交后延期至 2023-02-10：{REASON}"
    ReportingYear.objects.update(due_on=date(2023, 3, 1), publish_by=date(2023, 3, 1))
    assert words(filled, "2023-01-24") == late


def test_what_was_in_time_stays_in_time_however_the_days_are_set_afterwards(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-18")
    ReportingYear.objects.update(due_on=date(2023, 1, 5))
    assert words(filled, "2023-01-24") == ["按期提交（截止 2023-01-20，2023-01-18 提交）"]


def test_who_was_given_time_before_is_not_late(cast, days, filled):
    grant(cast)
    act("submit", filled, cast.clerk, "2023-02-09")
    assert words(filled, "2023-02-20") == ["按期提交（截止 2023-02-10，2023-02-09 提交）"]
    assert timing(YEAR, cast.township).extension_words == f"已延期至 2023-02-10：{REASON}"


def test_a_list_can_ask_who_is_overdue_and_who_was_late(cast, days, filled):
    def standing(day):
        with on(day):
            found = timings(YEAR, [cast.township, cast.neighbouring_township])
        return [(each.is_overdue, each.days_left, each.days_late) for each in found.values()]

    assert standing("2023-01-20") == [(False, 0, 0)] * 2
    assert standing("2023-01-22") == [(True, -2, 0)] * 2
    act("submit", filled, cast.clerk, "2023-01-22")
    assert standing("2023-01-25") == [(False, -5, 2), (True, -5, 0)]


def test_only_the_first_time_counts_and_a_returned_report_is_told_what_is_left(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-10")
    act("return", filled, cast.supervisor, "2023-01-12", reason=RETURN)
    in_time = "按期提交（截止 2023-01-20，2023-01-10 提交）"
    assert words(filled, "2023-01-12") == [in_time, "距截止还有 8 天（2023-01-20）"]
    assert words(filled, "2023-01-25") == [in_time]
    act("submit", filled, cast.clerk, "2023-01-25")
    assert words(filled, "2023-01-25") == [in_time]


def test_what_was_withdrawn_was_not_handed_in(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-20")
    act("withdraw", filled, cast.clerk, "2023-01-20")
    assert words(filled, "2023-01-21") == ["已逾期 1 天（2023-01-20 截止）"]
    act("submit", filled, cast.clerk, "2023-01-23")
    assert words(filled, "2023-01-23") == ["逾期 3 天提交（截止 2023-01-20，2023-01-23 提交）"]


def test_withdrawing_a_second_time_leaves_the_first(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-10")
    act("return", filled, cast.supervisor, "2023-01-12", reason=RETURN)
    act("submit", filled, cast.clerk, "2023-01-13")
    act("withdraw", filled, cast.clerk, "2023-01-13")
    assert words(filled, "2023-01-25") == ["按期提交（截止 2023-01-20，2023-01-10 提交）"]


def test_what_a_leader_signs_is_handed_in_when_it_is_signed(with_leader, days, filled):
    act("submit", filled, with_leader.clerk, "2023-01-20")
    assert words(filled, "2023-01-21") == ["已逾期 1 天（2023-01-20 截止）"]
    act("sign", filled, with_leader.leader, "2023-01-22")
    assert words(filled, "2023-01-22") == ["逾期 2 天提交（截止 2023-01-20，2023-01-22 签发）"]


def test_what_is_approved_waits_for_its_publication(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-10")
    act("approve", filled, cast.supervisor, "2023-01-12")
    assert said(filled, "2023-01-31")[1:] == [("距公布截止还有 10 天（2023-02-10）", "plain")]
    assert said(filled, "2023-02-09")[1:] == [("距公布截止还有 1 天（2023-02-10）", "near")]
    assert said(filled, "2023-02-10")[1:] == [("今天公布截止（2023-02-10）", "near")]
    assert said(filled, "2023-02-12")[1:] == [("公布已逾期 2 天（2023-02-10 截止）", "past")]


def published(cast, report, day):
    act("submit", report, cast.clerk, "2023-01-10")
    act("approve", report, cast.supervisor, "2023-01-12")
    act("publish", report, cast.clerk, day)


def test_a_late_publication_is_recorded_and_a_correction_has_no_deadline(cast, days, filled):
    published(cast, filled, "2023-02-13")
    told = [
        "按期提交（截止 2023-01-20，2023-01-10 提交）",
        "逾期 3 天公布（截止 2023-02-10，2023-02-13 公布）",
    ]
    assert words(filled, "2023-06-01") == told
    act("correct", filled, cast.supervisor, "2023-06-01", reason=RETURN)
    act("submit", type(filled).objects.get(revision=2), cast.clerk, "2023-06-10")
    assert words(filled, "2023-06-10") == told
    assert Event.objects.get(report__revision=2).due_on is None


def test_the_submission_of_a_correction_is_not_mistaken_for_that_of_the_report(cast, days, filled):
    act("submit", filled, cast.clerk, "2023-01-10")
    act("withdraw", filled, cast.clerk, "2023-01-10")
    act("submit", filled, cast.clerk, "2023-01-22")
    act("approve", filled, cast.supervisor, "2023-01-23")
    act("publish", filled, cast.clerk, "2023-01-23")
    act("correct", filled, cast.supervisor, "2023-06-01", reason=RETURN)
    act("submit", type(filled).objects.get(revision=2), cast.clerk, "2023-06-10")
    assert words(filled, "2023-06-10")[0] == "逾期 2 天提交（截止 2023-01-20，2023-01-22 提交）"


def test_the_deadline_is_part_of_what_the_event_says(cast, days, filled):
    event = act("submit", filled, cast.clerk, "2023-01-22")
    assert b'"due": "2023-01-20"' in event.record
    assert verify().broken == ""


def test_an_event_from_before_deadlines_were_recorded_is_held_against_the_days_without_extensions(cast, days, filled):
    ReportingYear.objects.all().delete()
    with pytest.MonkeyPatch.context() as before:
        before.setattr("reports.lifecycle.workflow._deadline", lambda *args: None)
        act("submit", filled, cast.clerk, "2023-02-02")
    days.pk = None
    days.save()
    grant(cast, day="2023-02-03")
    assert b"due" not in filled.events.get().record
    assert words(filled, "2023-02-03") == ["逾期 13 天提交（截止 2023-01-20，2023-02-02 提交）"]
    assert verify().broken == ""
