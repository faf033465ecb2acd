"""Circulars: to whom they go, who has signed, and which days in their text are not those that hold."""

from datetime import date

import pytest

from reports.lifecycle.circulars import (
    WITHDRAWN,
    Draft,
    IssuedFile,
    days_of,
    issue,
    issued_by,
    other_days,
    sign_for,
    unsigned_of,
    withdraw,
)
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import Circular, Membership, Notice, Organ, ReportingYear, Role
from reports.models.years import Period
from tests.conftest import YEAR

DRAFT = Draft("关于做好年报编制工作的通知", "鲁政办〔2023〕3号", "请按时提交。")
DAYS = Period(date(2023, 1, 1), date(2023, 1, 20), date(2023, 1, 31))


@pytest.fixture
def circular(with_leader):
    return issue(with_leader.county, YEAR, with_leader.supervisor, DRAFT)


def test_a_circular_goes_to_the_organs_below_and_tells_their_clerks_and_leaders_once(with_leader, circular):
    organs = set(circular.receipts.values_list("organ__slug", flat=True))
    assert organs == {"beizi", "wawu"}
    told = list(Notice.objects.values_list("recipient__username", flat=True))
    assert sorted(told) == ["clerk", "colleague", "leader", "neighbour"]
    with pytest.raises(AlreadyDone):
        issue(with_leader.county, YEAR, with_leader.supervisor, DRAFT)
    assert (Circular.objects.count(), Notice.objects.count()) == (1, 4)


def test_an_organ_that_is_retired_is_sent_nothing(cast):
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    assert issue(cast.county, YEAR, cast.supervisor, DRAFT).receipts.get().organ == cast.neighbouring_township


def test_an_office_without_organs_is_told_so(cast):
    with pytest.raises(Refused, match="没有下级单位"):
        issue(Organ.objects.get(slug="elsewhere"), YEAR, cast.stranger, DRAFT)


def test_whoever_of_an_organ_signs_first_signs_for_it(with_leader, circular):
    cast = with_leader
    assert [each.organ for each in unsigned_of(cast.leader)] == [cast.township]
    sign_for(circular.pk, cast.township.pk, cast.leader)
    receipt = sign_for(circular.pk, cast.township.pk, cast.clerk)
    assert receipt.read_by == cast.leader
    assert unsigned_of(cast.clerk) == []
    assert len(unsigned_of(cast.neighbour)) == 1
    row = issued_by(cast.county, YEAR).get()
    assert (row.signed, row.sent) == (1, 2)


def test_one_who_only_reads_signs_for_nothing(cast, circular):
    assert unsigned_of(cast.reader) == []
    Membership.objects.create(user=cast.reader, organ=cast.township, role=Role.CLERK)
    del cast.reader.roles
    assert len(unsigned_of(cast.reader)) == 1


def test_what_was_withdrawn_is_neither_signed_nor_shown_as_waiting_but_stays(with_leader, circular):
    cast = with_leader
    first = withdraw(circular.pk, cast.supervisor).withdrawn_at
    assert withdraw(circular.pk, cast.supervisor).withdrawn_at == first
    assert unsigned_of(cast.clerk) == []
    with pytest.raises(Refused, match=WITHDRAWN):
        sign_for(circular.pk, cast.township.pk, cast.clerk)
    assert Circular.objects.get().body == DRAFT.body


def test_a_file_is_kept_as_it_was_brought(cast):
    draft = Draft("通知", "", "见附件。", IssuedFile("长" * 300 + ".pdf", "pdf", b"%PDF-1.4"))
    file = issue(cast.county, YEAR, cast.supervisor, draft).files.get()
    assert (bytes(file.content), file.size, len(file.name)) == (b"%PDF-1.4", 8, 200)


def test_the_days_are_those_of_the_office_without_what_one_organ_was_granted(cast):
    ReportingYear.objects.create(
        year=YEAR,
        superior=cast.county,
        opens_on=date(2022, 12, 1),
        due_on=date(2023, 1, 20),
        publish_by=date(2023, 2, 1),
    )
    assert days_of(cast.county, YEAR).due_on == date(2023, 1, 20)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("请于1月20日前提交，1月31日前公布。", []),
        ("请于2023年1月20日18时前提交。", []),
        ("请于1月25日前提交。", ["1月25日"]),
        ("请于2024年1月20日前提交。", ["2024年1月20日"]),
        ("截止时间为 1 月 25 日。", ["1月25日"]),
        ("最迟1月22日报送；2月3日（星期五）前公布", ["1月22日", "2月3日"]),
        ("1月25日前提交，再说一遍，1月25日前提交。", ["1月25日"]),
        ("会议于1月5日召开，统计期限为2022年1月1日起至12月31日止。", ["12月31日"]),
        ("《条例》自2019年5月15日起施行。", []),
        ("13月45日前", ["13月45日"]),
        ("", []),
    ],
)
def test_a_last_day_in_the_text_that_is_not_the_one_set_is_named(body, named):
    said = [f"正文写 {each}，系统截止 1月20日、公布期限 1月31日" for each in named]
    assert other_days(body, DAYS) == said


@pytest.mark.timeout(60)
def test_a_text_of_any_kind_is_looked_through():
    assert len(other_days("截止1月25日前" * 2_000 + "1" * 10_000 + "月" * 1_000, DAYS)) <= 2
