"""催报: who is reminded, who may remind whom of what, and when it was last done."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from reports.models import AnnualReport, Membership, Notice, Organ, Role, Status, User
from reports.official.report_data import Kind
from reports.opening import open_report
from reports.reminding import last_reminded, proposed_words, remind
from reports.workflow import Refused
from tests.conftest import YEAR

WORDS = "请于2023年1月20日前完成年度报告填报并提交审核。"


def told():
    return sorted(Notice.objects.values_list("recipient__username", flat=True))


@pytest.mark.parametrize("status", [None, Status.DRAFT, Status.SIGNING])
def test_clerks_and_leaders_of_an_organ_that_has_not_submitted_are_reminded(with_leader, status):
    cast = with_leader
    if status:
        open_report(cast.township, YEAR, cast.clerk)
        AnnualReport.objects.update(status=status)
    User.objects.filter(username="colleague").update(is_active=False)
    reminded = remind([cast.township.pk], YEAR, cast.supervisor, f" {WORDS}\n")
    assert (told(), reminded.told, reminded.without_people) == (["clerk", "leader"], [cast.township], [])
    assert set(Notice.objects.values_list("about", "title", "words", "year")) == {("remind", "催报", WORDS, YEAR)}


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.PUBLISHED])
def test_of_several_organs_none_is_reminded_when_one_has_submitted(cast, status):
    open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=status)
    with pytest.raises(Refused, match="背孜乡人民政府已提交，不需催报。"):
        remind([cast.township.pk, cast.neighbouring_township.pk], YEAR, cast.supervisor, WORDS)
    assert told() == []


def test_a_published_report_with_a_correction_in_work_may_be_reminded_of(cast):
    report = open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=Status.PUBLISHED)
    AnnualReport.objects.create(organ=cast.township, year=YEAR, revision=2, edition=report.edition)
    assert remind([cast.township.pk], YEAR, cast.supervisor, WORDS).told == [cast.township]


def test_another_years_report_is_another_matter(cast):
    open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=Status.PUBLISHED)
    assert remind([cast.township.pk], YEAR - 1, cast.supervisor, WORDS).told == [cast.township]


@pytest.mark.parametrize("person", ["stranger", "clerk", "leader", "neighbour", "administrator"])
def test_nobody_else_reminds_an_organ(with_leader, person):
    with pytest.raises(Organ.DoesNotExist):
        remind([with_leader.township.pk], YEAR, getattr(with_leader, person), WORDS)
    assert told() == []


def test_an_organ_that_is_not_there_or_not_subordinate_stops_the_whole(cast):
    for other in (cast.county.pk, 999_999):
        with pytest.raises(Organ.DoesNotExist):
            remind([cast.township.pk, other], YEAR, cast.supervisor, WORDS)
    assert told() == []


@pytest.mark.parametrize("words", ["", "   \n", "催", "长" * 201])
def test_words_that_are_none_or_too_many_are_refused(cast, words):
    with pytest.raises(Refused, match="请填写催报内容，2—200 字。"):
        remind([cast.township.pk], YEAR, cast.supervisor, words)
    assert told() == []


def test_no_organ_at_all_is_refused(cast):
    with pytest.raises(Refused, match="请选择要催报的单位"):
        remind([], YEAR, cast.supervisor, WORDS)


def test_a_retired_organ_is_not_reminded(cast):
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    with pytest.raises(Refused, match="背孜乡人民政府已停用"):
        remind([cast.township.pk], YEAR, cast.supervisor, WORDS)


def test_an_organ_in_which_nobody_can_be_told_is_named_and_counts_as_not_reminded(cast):
    User.objects.filter(username="neighbour").update(is_active=False)
    both = [cast.township.pk, cast.neighbouring_township.pk]
    reminded = remind([*both, *both], YEAR, cast.supervisor, WORDS)
    assert (reminded.told, reminded.without_people) == ([cast.township], [cast.neighbouring_township])
    assert told() == ["clerk", "colleague"]
    assert set(last_reminded(both, YEAR)) == {cast.township.pk}


def test_who_reminds_their_own_organ_is_not_told_themselves(cast):
    Membership.objects.create(user=cast.supervisor, organ=cast.township, role=Role.LEADER)
    remind([cast.township.pk], YEAR, cast.supervisor, WORDS)
    assert told() == ["clerk", "colleague"]


def test_a_second_click_tells_nobody_twice_but_a_second_reminder_does(cast):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for _ in range(2):
            assert remind([cast.township.pk], YEAR, cast.supervisor, WORDS).told == [cast.township]
        assert told() == ["clerk", "colleague"]
        remind([cast.township.pk], YEAR, cast.supervisor, "请今天提交。")
    assert len(told()) == 4
    later = now + timedelta(minutes=2)
    with time_machine.travel(later, tick=False):
        remind([cast.township.pk], YEAR, cast.supervisor, WORDS)
    assert (len(told()), last_reminded([cast.township.pk], YEAR)) == (6, {cast.township.pk: later})


@pytest.mark.parametrize("count", [1, 30])
def test_a_whole_county_is_reminded_and_asked_about_in_a_constant_number_of_queries(
    cast, django_assert_num_queries, count
):
    organs = [
        Organ.objects.create(
            slug=f"t{n}", name=f"第{n}镇人民政府", short_name="镇", kind=Kind.TOWNSHIP, superior=cast.county
        )
        for n in range(count)
    ]
    for organ in organs:
        user = User.objects.create_user(organ.slug, None, full_name="某")
        Membership.objects.create(user=user, organ=organ, role=Role.CLERK)
    keys = [organ.pk for organ in organs]
    assert cast.supervisor.roles
    with django_assert_num_queries(7):  # two of them begin and end the transaction
        assert len(remind(keys, YEAR, cast.supervisor, WORDS).told) == count
    Notice.objects.create(
        recipient=cast.clerk, organ=cast.township, year=YEAR, about="remind", title="催报", words=WORDS
    )
    Notice.objects.create(recipient=cast.clerk, organ=organs[0], year=YEAR - 1, about="remind", title="催报", words="")
    Notice.objects.create(recipient=cast.clerk, organ=organs[0], year=YEAR, about="return", title="退回修改", words="")
    with django_assert_num_queries(1):
        found = last_reminded(keys, YEAR)
    assert set(found) == set(keys)
    assert found[keys[0]] == Notice.objects.get(about="remind", year=YEAR, organ=organs[0]).at


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2027-01-20", "请于2027年1月20日前完成年度报告填报并提交审核。"),
        ("2027-01-21", "年度报告已过截止日期，请尽快完成年度报告填报并提交审核。"),
    ],
)
def test_the_words_that_are_proposed_name_the_day_while_it_lies_ahead(today, words):
    with time_machine.travel(f"{today}T12:00+08:00"):
        assert proposed_words(date(2027, 1, 20)) == words
