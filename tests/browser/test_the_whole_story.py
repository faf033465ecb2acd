"""A report from submission to its correction, in three browsers: the clerk's, the leader's and the supervisor's."""

import os
from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.lifecycle.opening import fill, open_report
from reports.models import AnnualReport, Status
from reports.official.calendar import year_on_offer
from reports.official.wording import title

YEAR = year_on_offer(timezone.localdate())
REPORT = f"/reports/beizi/{YEAR}/"
CELL = "applications.granted.natural_person"
OPINIONS = ("请核对予以公开的件数。", "请写明改进措施的完成时间。", "本部分请补充发布信息的数量。")
REASON = "有三处意见，请逐条修改后再次提交。"
CORRECTION = "第六部分漏写信息处理费情况，请更正。"


@pytest.fixture
def story(with_leader, seed, desk_of):
    """The report of the year on offer, filled in, and the three desks."""
    report = open_report(with_leader.township, YEAR, with_leader.clerk)
    texts = {key: text.replace(str(seed.year), str(YEAR)) for key, text in seed.texts.items()}
    said = replace(seed, year=YEAR, title=title(with_leader.township.name, YEAR), texts=texts)
    fill(report.pk, with_leader.clerk, said)
    return Story(desk_of(with_leader.clerk), desk_of(with_leader.leader), desk_of(with_leader.supervisor))


class Story:
    """What each of the three does in turn, through the pages alone."""

    def __init__(self, clerk, leader, supervisor):
        self.clerk, self.leader, self.supervisor = clerk, leader, supervisor
        self.pictures = 0

    def photograph(self, page, name):
        """A picture of every station, for looking at, where ``PHOTOGRAPHS`` names a folder."""
        self.pictures += 1
        if os.environ.get("PHOTOGRAPHS"):
            page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/story-{self.pictures:02}-{name}.png")

    def submit(self):
        self.clerk.goto(f"{REPORT}check/")
        self.photograph(self.clerk, "check")
        self.clerk.get_by_role("button", name="提交审核").click()
        self.clerk.get_by_role("button", name="确认提交审核").click()
        expect(self.clerk.get_by_role("heading", level=1)).to_have_text("已提交审核")
        self.photograph(self.clerk, "submitted")

    def sign(self):
        self.leader.goto("/")
        self.photograph(self.leader, "to-sign")
        self.leader.get_by_role("link", name="签发", exact=True).click()
        self.photograph(self.leader, "sign")
        self.leader.get_by_role("button", name="签发").click()
        expect(self.leader.locator(".notice-success")).to_have_text("已签发")

    def open_the_review(self, compare=""):
        self.supervisor.goto("/review/")
        self.photograph(self.supervisor, "queue")
        self.supervisor.get_by_role("link", name="审核 背孜乡人民政府").click()
        if compare:
            self.supervisor.get_by_role("link", name=compare).click()
        self.photograph(self.supervisor, "review")

    def pin(self, place, words):
        """Pin an opinion to a place of the sheet, as the mouse does."""
        place.scroll_into_view_if_needed()
        place.click()
        self.supervisor.get_by_role("button", name="提意见").click()
        self.supervisor.get_by_label("原因", exact=True).select_option("other")
        self.supervisor.get_by_label("意见", exact=True).fill(words)
        self.photograph(self.supervisor, "opinion")
        self.supervisor.get_by_role("button", name="记为须改").click()
        expect(self.supervisor.locator(".opinion-words", has_text=words)).to_be_visible()

    def send_back(self):
        self.supervisor.get_by_role("link", name="退回修改").click()
        self.supervisor.get_by_label("退回意见").fill(REASON)
        self.photograph(self.supervisor, "return")
        self.supervisor.get_by_role("button", name="退回修改").click()
        expect(self.supervisor.locator(".notice-success")).to_have_text("已退回修改")

    def mend(self):
        """Change the cell, the sentence and the part, each from its opinion."""
        clerk = self.clerk
        clerk.goto("/")
        self.photograph(clerk, "returned-home")
        clerk.get_by_role("link", name="查看审核意见并修改").click()
        self.photograph(clerk, "returned")
        clerk.locator("#opinion-1 .opinion-place").click()
        clerk.locator(f'[id="{CELL}"]').fill("2")
        clerk.locator('[id="applications.new_received.natural_person"]').fill("2")
        self.photograph(clerk, "cell")
        self.save_and_return()
        clerk.locator("#opinion-2 .opinion-place").click()
        text = clerk.locator('[id="problems"]')
        text.fill(text.input_value().rstrip() + "以上措施于明年6月底前完成。")
        self.photograph(clerk, "sentence")
        self.save_and_return()
        clerk.locator("#opinion-3 .opinion-place").click()
        text = clerk.locator('[id="overview.proactive_disclosure"]')
        text.fill(text.input_value().rstrip() + "\n全年发布政府信息120条。")
        text = clerk.locator('[id="overview.disclosure_on_request"]')
        text.fill(f"{YEAR}年，我乡收到政府信息公开申请2件，均予以公开。")
        self.save_and_return()

    def save_and_return(self):
        expect(self.clerk.get_by_role("button", name="保存并返回")).to_be_visible()
        finished = self.clerk.get_by_label("是，已填完")
        if finished.count():
            finished.check()
        self.clerk.get_by_role("button", name="保存并返回").click()
        expect(self.clerk.locator(".notice[data-message]")).to_contain_text("已保存“")

    def answer_all(self):
        for number in (1, 2, 3):
            opinion = self.clerk.locator(f"#opinion-{number}")
            opinion.get_by_role("link", name="回复并标记").click()
            self.clerk.get_by_label("回复（选填）").fill(f"意见{number}已修改。")
            self.clerk.get_by_role("button", name="标记已修改").click()
            expect(self.clerk.locator(f"#opinion-{number} .opinion-state")).to_have_text("已修改")
        self.photograph(self.clerk, "answered")

    def resolve_all(self):
        for number in (1, 2, 3):
            self.supervisor.locator(f"#opinion-{number}").get_by_role("button", name="解决").click()
            expect(self.supervisor.locator(f"#opinion-{number} .opinion-state")).to_have_text("已解决")
        self.photograph(self.supervisor, "resolved")

    def decide(self, page, word, done, reason=""):
        page.get_by_role("link", name=word, exact=True).first.click()
        if reason:
            page.get_by_label(f"{word}的原因").fill(reason)
        self.photograph(page, "decide")
        page.get_by_role("button", name=word).click()
        expect(page.locator(".notice-success")).to_have_text(done)


def test_a_report_goes_from_its_submission_to_its_correction(story):
    story.submit()
    story.sign()
    story.open_the_review()
    sheet = story.supervisor
    story.pin(sheet.locator(f'[id="at-{CELL}"]'), OPINIONS[0])
    story.pin(sheet.locator("#problems .pinnable").nth(1), OPINIONS[1])
    story.pin(sheet.locator('[id="at-overview"]'), OPINIONS[2])
    story.send_back()

    story.mend()
    story.answer_all()
    story.submit()
    story.sign()

    story.open_the_review(compare="与上次提交")
    changes = sheet.locator(".change-list")
    for said in (
        "全年发布政府信息120条。",
        "以上措施于明年6月底前完成。",
        "（一）予以公开，自然人",
        "对应意见 1",
        "对应意见 3",
    ):
        expect(changes).to_contain_text(said)
    story.resolve_all()
    expect(changes).to_be_visible()
    story.decide(story.supervisor, "审核通过", "审核通过")

    story.clerk.goto("/")
    story.clerk.goto(REPORT)
    story.decide(story.clerk, "公布", "已公布")
    story.clerk.goto(f"/public/beizi/{YEAR}/")
    story.photograph(story.clerk, "public")
    expect(story.clerk.locator("main")).to_contain_text("全年发布政府信息120条。")

    story.supervisor.goto(f"{REPORT}review/")
    story.decide(story.supervisor, "发起更正", "已发起更正，由填报单位修改", CORRECTION)
    story.clerk.goto(f"{REPORT}other_matters/")
    story.clerk.locator('[id="other_matters"]').fill("本年度未发出收费通知，未收取信息处理费。")
    story.save_and_return()
    story.submit()
    story.sign()
    story.open_the_review()
    story.decide(story.supervisor, "审核通过", "审核通过")
    story.clerk.goto(REPORT)
    story.decide(story.clerk, "公布", "已公布")
    story.clerk.goto(f"/public/beizi/{YEAR}/")
    story.photograph(story.clerk, "public-corrected")
    expect(story.clerk.locator("main")).to_contain_text(CORRECTION)

    story.clerk.goto(f"{REPORT}history/")
    story.photograph(story.clerk, "history")
    told = story.clerk.locator(".timeline h2").all_text_contents()
    assert told == [
        *("更正：公布", "更正：审核通过", "更正：签发", "更正：第 1 次提交"),
        *("发起更正", "公布", "审核通过", "签发", "第 2 次提交", "退回修改", "签发", "第 1 次提交"),
    ]
    statuses = AnnualReport.objects.order_by("revision").values_list("status", flat=True)
    assert list(statuses) == [Status.PUBLISHED, Status.PUBLISHED]
