"""催报: who is reminded, who may remind whom of what, and when it was last done."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from reports.lifecycle.deadlines import timing
from reports.lifecycle.history import proof
from reports.lifecycle.opening import open_report
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reminding import last_reminded, remind
from reports.models import AnnualReport, Membership, Notice, Organ, Role, Status, User
from reports.models.years import period
from reports.official.report_data import Kind
from reports.official.wording import chinese_date
from tests.conftest import YEAR
from tests.deciding import grant_extension, perform

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
    assert (told(), reminded.notified, reminded.without_people) == (["clerk", "leader"], [cast.township], [])
    state = "报告待分管领导签发" if status == Status.SIGNING else "报告尚未提交"
    late = (timezone.localdate() - period(YEAR, cast.township).due_on).days
    said = f"{WORDS}（本单位截止日期为2023年1月31日，已逾期 {late} 天，{state}。）"
    assert set(Notice.objects.values_list("about", "title", "words", "year")) == {("remind", "催报", said, YEAR)}


def test_each_organ_is_told_its_own_deadline(cast):
    due = period(YEAR, cast.township).due_on
    with time_machine.travel(datetime.combine(due - timedelta(5), time(12), timezone.get_current_timezone())):
        reason = "暴雪停电，报送系统无法使用。"
        grant_extension(cast.township, YEAR, cast.supervisor, due_on=due + timedelta(10), reason=reason)
        Notice.objects.all().delete()
        remind([cast.township.pk, cast.neighbouring_township.pk], YEAR, cast.supervisor, WORDS)
    assert dict(Notice.objects.values_list("recipient__username", "words")) == {
        "clerk": f"{WORDS}（本单位截止日期为2023年2月10日（已延期），报告尚未提交。）",
        "colleague": f"{WORDS}（本单位截止日期为2023年2月10日（已延期），报告尚未提交。）",
        "neighbour": f"{WORDS}（本单位截止日期为2023年1月31日，报告尚未提交。）",
    }


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_of_several_organs_none_is_reminded_when_one_has_submitted(cast, status):
    open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=status)
    with pytest.raises(Refused, match="背孜乡人民政府已提交，不需催报。"):
        remind([cast.township.pk, cast.neighbouring_township.pk], YEAR, cast.supervisor, WORDS)
    assert told() == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SIGNING, Status.RETURNED])
def test_a_published_report_is_handed_in_also_while_a_correction_of_it_is_in_work(cast, status):
    report = open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=Status.PUBLISHED)
    AnnualReport.objects.create(organ=cast.township, year=YEAR, revision=2, edition=report.edition, status=status)
    with pytest.raises(Refused, match="背孜乡人民政府已提交，不需催报。"):
        remind([cast.township.pk], YEAR, cast.supervisor, WORDS)
    assert told() == []


REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.mark.parametrize(
    ("given", "later", "said"),
    [
        (5, 2, "报告已退回修改，请于{day}前重新提交。"),
        (5, 8, "报告已退回修改，请于{day}前重新提交，已逾期 3 天。"),
        (None, 2, "报告已退回修改，尚未重新提交。"),
    ],
)
def test_what_was_returned_is_to_come_again_by_the_day_that_was_set_then(filled, cast, given, later, said):
    today = timezone.localdate()
    day = given and today + timedelta(days=given)
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON, resubmit_by=day)
    with time_machine.travel(timezone.now() + timedelta(days=later), tick=False):
        remind([cast.township.pk], YEAR, cast.supervisor, WORDS)
    words = Notice.objects.filter(about="remind", recipient=cast.clerk).get().words
    assert words == f"{WORDS}（{said.format(day=day and chinese_date(day))}）"


def test_the_day_for_handing_in_again_is_kept_with_the_return_and_told_at_once(filled, cast):
    day = timezone.localdate() + timedelta(days=7)
    perform("submit", filled.pk, cast.clerk)
    for other in (timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=366)):
        with pytest.raises(Refused, match="重新提交的日期应在"):
            perform("return", filled.pk, cast.supervisor, reason=REASON, resubmit_by=other)
    event = perform("return", filled.pk, cast.supervisor, reason=REASON, resubmit_by=day)
    assert (event.due_on, proof.verify().broken) == (day, "")
    told = Notice.objects.get(about="return", recipient=cast.clerk).words
    assert told.endswith(f"请于{chinese_date(day)}前重新提交。")
    stand = timing(YEAR, cast.township)
    assert (stand.resubmit_by, stand.returns, stand.is_passed_at_once) == (day, 1, False)
    assert stand.marks[-1].words == f"距重新提交截止还有 7 天（{day}）"
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    stand = timing(YEAR, cast.township)
    assert (stand.resubmit_by, stand.is_passed, stand.is_passed_at_once) == (None, True, False)


def test_another_years_report_is_another_matter(cast):
    open_report(cast.township, YEAR, cast.clerk)
    AnnualReport.objects.update(status=Status.PUBLISHED)
    assert remind([cast.township.pk], YEAR - 1, cast.supervisor, WORDS).notified == [cast.township]


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
    assert (reminded.notified, reminded.without_people) == ([cast.township], [cast.neighbouring_township])
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
            assert remind([cast.township.pk], YEAR, cast.supervisor, WORDS).notified == [cast.township]
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
    with django_assert_num_queries(10):  # two of them begin and end the transaction
        assert len(remind(keys, YEAR, cast.supervisor, WORDS).notified) == count
    Notice.objects.create(
        recipient=cast.clerk, organ=cast.township, year=YEAR, about="remind", title="催报", words=WORDS
    )
    Notice.objects.create(recipient=cast.clerk, organ=organs[0], year=YEAR - 1, about="remind", title="催报", words="")
    Notice.objects.create(recipient=cast.clerk, organ=organs[0], year=YEAR, about="return", title="退回修改", words="")
    with django_assert_num_queries(1):
        found = last_reminded(keys, YEAR)
    assert set(found) == set(keys)
    assert found[keys[0]] == Notice.objects.get(about="remind", year=YEAR, organ=organs[0]).at
