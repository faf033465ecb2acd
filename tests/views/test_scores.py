"""考核 on its pages: the office's scheme and list, the unit's own sheet, and who sees which."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from reports.lifecycle.appraisal import schemes
from reports.lifecycle.appraisal.entering import answer
from reports.models import (
    AppraisalScheme,
    EvidenceKind,
    Notice,
    Organ,
    Role,
    ScoreAnswer,
    ScoreEntry,
)
from reports.official.calendar import year_on_offer
from tests.conftest import YEAR
from tests.lifecycle.appraisal.schemes import REASON, asked, closed, drafted, item, opened

SCORES = f"/county/lushan/{YEAR}/scores/"


def text(answer):
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def sheet_of(scheme, slug="beizi"):
    return f"/scores/{scheme.pk}/{slug}/"


def filled_in(browser, path):
    """The form of a page as it stands, to be changed and sent."""
    form = browser.get(path).context["form"]
    return {field.html_name: "" if field.value() in (None, False) else str(field.value()) for field in form}


def test_an_office_copies_a_scheme_changes_it_opens_it_and_the_units_are_told(cast, as_user):
    asked(cast)
    browser = as_user(cast.supervisor)
    page = text(browser.get(SCORES))
    assert "鲤城区2020（示例）" in page
    assert AppraisalScheme.objects.count() == 0
    browser.post(f"{SCORES}new/", {"source": "licheng"})
    scheme = AppraisalScheme.objects.get()
    said = filled_in(browser, f"{SCORES}scheme/") | {"seen": scheme.seen, "name": "年度考核", "points-0": "2.5"}
    said |= {"title-6": "报送材料不全", "kind-6": "manual", "points-6": "1", "per-6": "on", "cap-6": "３"}
    said |= {"days_off": "2023-01-21 至 2023-01-27\n2023-04-05"}
    answer = browser.post(f"{SCORES}scheme/", said, follow=True)
    assert "已保存" in text(answer)
    scheme.refresh_from_db()
    added = scheme.items.last()
    assert (scheme.name, scheme.items.count(), scheme.items.first().tenths) == ("年度考核", 7, 25)
    assert (added.title, added.evidence, added.tenths, added.is_per_case, added.cap) == (
        *("报送材料不全", "manual", 10, True, 30),
    )
    assert (len(scheme.days_off), scheme.days_off[0]) == (8, "2023-01-21")
    until = timezone.localdate() + timedelta(days=7)
    answer = browser.post(f"{SCORES}open/", {"seen": scheme.seen, "answers_until": str(until)}, follow=True)
    assert "已反馈，并通知各单位" in text(answer)
    assert Notice.objects.filter(about="appraisal").count() == 3
    assert f"各单位可在{until}前提出不同意见" in text(browser.get(SCORES))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写评分表的名称"),
        ({"full": "十"}, "满分应为数字，最多一位小数"),
        ({"points-0": "5.55"}, "第1行：扣分应为数字，最多一位小数"),
        ({"points-0": ""}, "第1行：请填写扣分"),
        ({"kind-0": ""}, "第1行：请选择扣分依据"),
        ({"kind-0": "request_overdue"}, "第1行：请选择扣分依据"),
        ({"title-0": ""}, "第1行：请填写计分项"),
        ({"kind-1": "late_submission"}, "同一情形不能扣两次"),
        ({"days_off": "春节"}, "“春节”不是日期"),
        ({"days_off": "2023-02-30"}, "“2023-02-30”不是日期"),
        ({"days_off": "2023-02-10至2023-02-01"}, "起止日期颠倒"),
        ({"days_to_mend": "0"}, "期限应为1至60个工作日"),
        ({"seen": ""}, "评分表在您打开本页后有变化"),
    ],
    ids=lambda each: each if isinstance(each, str) else "=".join(*each.items()),
)
def test_a_scheme_that_cannot_stand_is_shown_again_with_all_that_was_typed(cast, as_user, wrong, sentence):
    from reports.lifecycle.appraisal.wanted import READY_MADE  # noqa: PLC0415

    scheme = drafted(cast, READY_MADE["licheng"])
    browser = as_user(cast.supervisor)
    said = filled_in(browser, f"{SCORES}scheme/") | {"seen": scheme.seen, "title-5": "我写的计分项"} | wrong
    answer = browser.post(f"{SCORES}scheme/", said)
    assert sentence in text(answer)
    assert "我写的计分项" in answer.content.decode()
    assert AppraisalScheme.objects.get().items.last().title == "被退回且未及时修改"


def test_a_draft_is_thrown_away_by_its_button_and_what_is_open_cannot_be_changed(cast, as_user):
    browser, scheme = as_user(cast.supervisor), drafted(cast)
    browser.post(f"{SCORES}scheme/", {"discard": "1", "seen": scheme.seen})
    assert AppraisalScheme.objects.count() == 0
    scheme = opened(cast)
    assert "先停用，再复制为新的评分表" in text(browser.get(f"{SCORES}scheme/", follow=True))
    assert browser.post(f"{SCORES}give-up/", {"reason": "短"}).status_code == HTTPStatus.OK
    browser.post(f"{SCORES}give-up/", {"reason": REASON})
    page = text(browser.get(SCORES))
    assert "已停用的评分表" in page
    assert REASON in page
    browser.post(f"{SCORES}new/", {"source": str(scheme.pk)})
    assert AppraisalScheme.objects.get(state="draft").items.count() == scheme.items.count()


def test_the_list_stands_in_the_order_of_the_organs_and_by_score_only_when_asked(cast, as_user):
    scheme = opened(cast)
    schemes_item = item(scheme, EvidenceKind.LATE_SUBMISSION)
    wawu = cast.neighbouring_township
    ScoreEntry.objects.create(item=schemes_item, organ=wawu, tenths=-50, reason=REASON, by=cast.supervisor)
    ScoreEntry.objects.create(
        item=item(scheme, EvidenceKind.LATE_PUBLICATION), organ=wawu, tenths=-50, reason=REASON, by=cast.supervisor
    )
    browser = as_user(cast.supervisor)
    for query, order in (("", ["beizi", "wawu"]), ("?order=score", ["wawu", "beizi"]), ("?order=x", ["beizi", "wawu"])):
        answer = browser.get(SCORES + query)
        assert [each.slug for each in answer.context["rows"]] == order
    assert [each.score for each in answer.context["rows"]] == ["0", "10"]


def test_a_unit_sees_its_own_sheet_with_the_evidence_and_no_other(cast, as_user, in_review):
    scheme = drafted(cast)
    clerk = as_user(cast.clerk)
    assert clerk.get(sheet_of(scheme)).status_code == HTTPStatus.NOT_FOUND
    assert as_user(cast.supervisor).get(sheet_of(scheme)).status_code == HTTPStatus.OK
    asked(cast)
    schemes.open_scheme(scheme.pk, cast.supervisor, answers_until=timezone.localdate(), seen=scheme.seen)
    answer = clerk.get(sheet_of(scheme))
    page = text(answer)
    assert ("内部工作资料" in page, "截止2023-01-31" in page, "公布期限2023-01-31" in page) == (True, True, True)
    assert f'href="/reports/beizi/{YEAR}/history/"' in answer.content.decode()
    assert clerk.get(sheet_of(scheme, "wawu")).status_code == HTTPStatus.NOT_FOUND
    assert clerk.get(SCORES).status_code == HTTPStatus.NOT_FOUND
    assert clerk.get(f"{sheet_of(scheme)}entry/").status_code == HTTPStatus.NOT_FOUND
    for person in (cast.neighbour, cast.stranger, cast.administrator):
        assert as_user(person).get(sheet_of(scheme)).status_code == HTTPStatus.NOT_FOUND
    reader = as_user(cast.reader).get(sheet_of(scheme))
    assert (reader.status_code, reader.context["form"]) == (HTTPStatus.OK, None)
    schemes.give_up(scheme.pk, cast.supervisor, reason=REASON)
    assert clerk.get(sheet_of(scheme)).status_code == HTTPStatus.NOT_FOUND


def test_a_unit_that_is_not_assessed_is_told_why(cast, as_user, government):
    scheme = opened(cast)
    police = Organ.objects.get(slug="police")
    cast.reader.memberships.create(organ=police, role=Role.CLERK)
    browser = as_user(cast.reader)
    answer = browser.get(sheet_of(scheme, "police"))
    assert "本单位不在考核范围：没有该年度的填报记录" in text(answer)
    assert browser.post(sheet_of(scheme, "police"), {"text": "不同意。"}).status_code == HTTPStatus.NOT_FOUND
    assert as_user(cast.supervisor).get(sheet_of(scheme, "elsewhere")).status_code == HTTPStatus.NOT_FOUND


def test_a_unit_answers_on_its_sheet_and_keeps_what_it_typed_where_it_is_too_long(cast, as_user):
    scheme = opened(cast)
    browser = as_user(cast.clerk)
    answer = browser.post(sheet_of(scheme), {"text": "长" * 501})
    assert "不同意见最多500字，现有501字" in text(answer)
    assert "长" * 501 in answer.content.decode()
    assert "请写明不同意见" in text(browser.post(sheet_of(scheme), {"text": " "}))
    lines = "一\r\n" * 250
    assert "已提出不同意见" in text(browser.post(sheet_of(scheme), {"text": lines}, follow=True))
    assert ScoreAnswer.objects.get().text == "\n".join("一" * 250)
    assert "1条" in text(as_user(cast.supervisor).get(SCORES))
    AppraisalScheme.objects.update(answers_until=timezone.localdate() - timedelta(days=1))
    assert "各单位提出不同意见的期限已过，可以定稿" in text(as_user(cast.supervisor).get(SCORES))
    page = browser.get(sheet_of(scheme))
    assert ("期限" in text(page), b"<textarea" in page.content) == (True, False)
    assert "期限" in text(browser.post(sheet_of(scheme), {"text": "再说一次。"}))
    assert ScoreAnswer.objects.count() == 1


def test_the_home_page_offers_the_sheet_and_says_so_when_its_day_is_over(cast, as_user):
    scheme = opened(cast)
    AppraisalScheme.objects.update(year=year_on_offer(timezone.localdate()))
    browser = as_user(cast.clerk)
    assert f"可在{scheme.answers_until}前提出不同意见" in text(browser.get("/"))
    AppraisalScheme.objects.update(answers_until=timezone.localdate() - timedelta(days=1))
    assert "尚未定稿，提出不同意见的期限已过" in text(browser.get("/"))


def test_what_is_entered_stands_on_the_sheet_with_its_reason(cast, as_user):
    scheme = opened(cast)
    browser, path = as_user(cast.supervisor), f"{sheet_of(scheme)}entry/"
    manual = item(scheme, EvidenceKind.MANUAL).pk
    said = {"item": manual, "way": "deduct", "points": "1.5", "reason": REASON, "seen": ""}
    assert "已登记" in text(browser.post(path, said, follow=True))
    assert "在您打开本页后有变化" in text(browser.post(path, said))
    page = text(as_user(cast.clerk).get(sheet_of(scheme)))
    assert f"扣1.5分，{REASON}张某某" in page
    for wrong, sentence in (
        ({"item": ""}, "请选择计分项"),
        ({"item": "999999"}, "请选择计分项"),
        ({"way": ""}, "请选择扣分或退回"),
        ({"points": "0"}, "分数应为数字"),
        ({"points": "NaN"}, "分数应为数字"),
        ({"reason": "短"}, "理由至少10字"),
        ({"way": "back", "points": "9"}, "退回不能超过所扣的分"),
    ):
        seen = str(ScoreEntry.objects.get().pk)
        assert sentence in text(browser.post(path, said | {"seen": seen} | wrong))


def test_a_closed_sheet_shows_its_counter_entry_beside_the_score_that_was_closed(cast, as_user, filled):
    scheme = closed(cast)
    browser = as_user(cast.supervisor)
    late = item(scheme, EvidenceKind.LATE_SUBMISSION).pk
    said = {"item": late, "way": "back", "points": "5", "reason": REASON, "seen": ""}
    browser.post(f"{sheet_of(scheme)}entry/", said)
    page = text(as_user(cast.clerk).get(sheet_of(scheme)))
    assert ("得分5／10分" in page, "定稿得分0分，定稿后有更正" in page) == (True, True)
    assert f"定稿后更正：退回5分，{REASON}" in page
    assert "5（定稿0）" in text(browser.get(SCORES))


def test_closing_waits_for_the_last_day_and_for_what_was_seen(cast, as_user, filled):
    scheme = opened(cast)
    browser = as_user(cast.supervisor)
    assert "此后才能定稿" in text(browser.get(f"{SCORES}close/"))
    answer(scheme.pk, cast.township, cast.clerk, "不同意扣分。")
    AppraisalScheme.objects.update(answers_until=timezone.localdate() - timedelta(days=1))
    page = browser.get(f"{SCORES}close/")
    assert "1个单位提出了不同意见" in text(page)
    assert "重新查看后再定稿" in text(browser.post(f"{SCORES}close/", {"seen": "0" * 64}, follow=True))
    answered = browser.post(f"{SCORES}close/", {"seen": page.context["appraisal"].digest}, follow=True)
    assert "考核得分已定稿" in text(answered)
    assert "不必重复操作" in text(browser.post(f"{SCORES}close/", {"seen": ""}, follow=True))


def test_the_home_page_and_a_notice_lead_to_the_own_sheet(cast, as_user):
    scheme = opened(cast)
    AppraisalScheme.objects.update(year=timezone.localdate().year - 1)
    page = as_user(cast.clerk).get("/").content.decode()
    assert sheet_of(scheme) in page
    AppraisalScheme.objects.update(year=YEAR)
    notice = Notice.objects.filter(recipient=cast.clerk, about="appraisal").get()
    assert as_user(cast.clerk).post("/notices/open/", {"notice": notice.pk}).url == sheet_of(scheme)
