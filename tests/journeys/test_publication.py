"""From approval to the public and to a correction: what is frozen stays, and anybody may read it."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from reports.formats.json import writer as interchange_file
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.proof import verify
from reports.models import AnnualReport, Event, Publication, Status
from reports.models.publication import publish_files
from reports.official.interchange import parse
from tests.conftest import YEAR
from tests.deciding import perform, seen
from tests.markup import Browser, flat

REPORT = f"/reports/beizi/{YEAR}/"
PUBLIC = f"/public/beizi/{YEAR}/"
REASON = "第五部分所列改进情况与实际不符，须更正。"


@pytest.fixture
def approved(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    return filled


@pytest.fixture
def published(approved, cast, as_user):
    answer = as_user(cast.clerk).post(f"{REPORT}decide/publish/", seen())
    assert answer.status_code == HTTPStatus.FOUND
    return approved


def test_nothing_is_public_before_it_is_published(approved):
    assert Browser().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    assert Browser().get(f"{PUBLIC}1/report.pdf").status_code == HTTPStatus.NOT_FOUND


def test_the_public_page_needs_neither_account_nor_script(published, seed):
    answer = Browser().get(PUBLIC)
    page = flat(answer.content.decode())
    assert answer.status_code == HTTPStatus.OK
    assert page.count("<script") == page.count('<script type="module" src="/static/js/print.js"></script>') == 1
    assert "data-print hidden>打印</button>" in page
    for section in published.official_form.sections:
        assert section.title in page
    assert seed.texts["problems"].split("\n")[0] in page


def test_the_public_files_are_the_frozen_ones(published):
    publication = Publication.objects.get()
    for extension in ("pdf", "ofd", "docx", "xlsx", "html", "json"):
        answer = Client().get(f"{PUBLIC}1/report.{extension}")  # byte for byte
        assert answer.content == publication.file(extension)
    assert parse(publication.file("json")) == published.data()
    assert Browser().get(f"{PUBLIC}1/report.txt").status_code == HTTPStatus.NOT_FOUND


def test_a_correction_shows_what_was_corrected_and_keeps_the_old_version(published, cast, as_user):
    frozen = Publication.objects.get().file("pdf")
    as_user(cast.supervisor).post(f"{REPORT}decide/correct/", seen(reason=REASON))
    correction = AnnualReport.objects.get(revision=2)
    assert "更正中" in flat(as_user(cast.clerk).get(REPORT).content.decode())
    assert Browser().get(PUBLIC).status_code == HTTPStatus.OK
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    perform("approve", correction.pk, cast.supervisor)
    as_user(cast.clerk).post(f"{REPORT}decide/publish/", seen())
    page = flat(Browser().get(PUBLIC).content.decode())
    assert ("更正后的第六部分。" in page, REASON in page) == (True, True)
    assert re.search(r"本报告于\d+年\d+月\d+日更正，更正内容：", page)
    assert "六、其他需要报告的事项：<del>无</del>更正为<ins>更正后的第六部分。</ins>" in page
    assert f'href="{PUBLIC}1/"' in page
    old = flat(Browser().get(f"{PUBLIC}1/").content.decode())
    assert ("更正后的第六部分。" in old, "本版本已更正" in old, "更正内容" in old) == (False, True, False)
    assert Browser().get(f"{PUBLIC}1/report.pdf").content == frozen


def test_what_was_corrected_is_compared_at_publication_and_never_for_a_reader(published, cast, as_user, monkeypatch):
    as_user(cast.supervisor).post(f"{REPORT}decide/correct/", seen(reason=REASON))
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    perform("approve", correction.pk, cast.supervisor)
    as_user(cast.clerk).post(f"{REPORT}decide/publish/", seen())
    monkeypatch.setattr("reports.text.differences.differences", lambda *_: pytest.fail("a text was compared"))
    monkeypatch.setattr("reports.presenters.published_page.compare", lambda *_: pytest.fail("a report was compared"))
    page = flat(Browser().get(PUBLIC).content.decode())
    assert "<del>无</del>更正为<ins>更正后的第六部分。</ins>" in page
    kept = [publication.corrected for publication in Publication.objects.order_by("pk")]
    assert [[change["address"] for change in changes] for changes in kept] == [[], ["other_matters"]]


def test_what_was_published_before_that_was_kept_is_compared_when_it_is_read(published, cast, as_user):
    as_user(cast.supervisor).post(f"{REPORT}decide/correct/", seen(reason=REASON))
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    perform("approve", correction.pk, cast.supervisor)
    as_user(cast.clerk).post(f"{REPORT}decide/publish/", seen())
    Publication.objects.update(corrected=None)
    assert "<del>无</del>更正为<ins>更正后的第六部分。</ins>" in flat(Browser().get(PUBLIC).content.decode())


def test_a_correction_of_much_is_folded_and_the_next_one_stands_above_it(published, cast, as_user):
    for number, edits in enumerate(([*list(published.official_form.table["applications"].entries)][:12], ()), start=1):
        as_user(cast.supervisor).post(f"{REPORT}decide/correct/", seen(reason=REASON))
        correction = AnnualReport.objects.get(revision=number + 1)
        values = [Edit(str(cell), "0", "1") for cell in edits] or [Edit("other_matters", "无", "没有。")]
        save(correction.pk, cast.clerk, values)
        AnnualReport.objects.filter(pk=correction.pk).update(status=Status.APPROVED)
        publication = Publication.objects.create(report=correction, by=cast.clerk, content_hash="")
        publish_files(publication, {"json": interchange_file.write(correction.data())})
        AnnualReport.objects.filter(pk=correction.pk).update(status=Status.PUBLISHED)
    page = flat(Browser().get(PUBLIC).content.decode())
    assert page.index("没有。") < page.index("共 12 处，查看") < page.index("（一）予以公开")
    assert "没有。" not in flat(Browser().get(f"{PUBLIC}2/").content.decode()).split("共 12 处")[0]


UNREADABLE = [b"{}", b"", b"[]", b"\xff", b'{"format": "x"', b"%PDF-1.7"]


def frozen_as(report, person, content):
    """Published before files were tried: whatever bytes there were were frozen."""
    publication = Publication.objects.create(report=report, by=person, content_hash="")
    publish_files(publication, {"json": content, "pdf": b"%PDF"} if content is not None else {"pdf": b"%PDF"})
    AnnualReport.objects.filter(pk=report.pk).update(status=Status.PUBLISHED)


@pytest.mark.parametrize("content", [*UNREADABLE, None], ids=str)
def test_a_publication_that_cannot_be_read_says_so_and_leads_to_its_paper(approved, cast, content):
    frozen_as(approved, cast.clerk, content)
    for address in (PUBLIC, f"{PUBLIC}1/"):
        answer = Browser().get(address)
        page = flat(answer.content.decode())
        assert answer.status_code == HTTPStatus.OK
        assert f"<h1>背孜乡人民政府{YEAR}年政府信息公开工作年度报告</h1>" in page
        assert "本报告的数据文件不能读取，网页暂时不能显示全文。请下载文件查看。" in page
        assert re.findall('href="([^"]*/report[^"]*)"', page) == [f"{PUBLIC}1/report.pdf"]
    assert Browser().get(f"{PUBLIC}1/report.pdf").content == b"%PDF"
    assert Browser().get(f"{PUBLIC}1/report.json").status_code == (
        HTTPStatus.NOT_FOUND if content is None else HTTPStatus.OK
    )


@pytest.mark.parametrize("content", UNREADABLE, ids=str)
def test_the_history_names_a_publication_that_cannot_be_read(approved, cast, content):
    frozen_as(approved, cast.clerk, content)
    Event.objects.create(
        report=approved, round=1, action="publish", from_status="approved", to_status="published", actor=cast.clerk
    )
    assert f"{approved}（第 1 版）：公布的数据文件不能读取" in verify().breaks


@pytest.mark.parametrize("content", UNREADABLE, ids=str)
def test_what_corrects_a_publication_that_cannot_be_read_is_published_and_read(approved, cast, as_user, content):
    frozen_as(approved, cast.clerk, content)
    perform("correct", approved.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    assert as_user(cast.supervisor).get(f"{REPORT}review/").status_code == HTTPStatus.OK
    perform("approve", correction.pk, cast.supervisor)
    perform("publish", correction.pk, cast.clerk)
    answer = Browser().get(PUBLIC)
    assert answer.status_code == HTTPStatus.OK
    assert "更正后的第六部分。" in flat(answer.content.decode())
    assert "更正内容：更正前后的版本有一个不能读取，未能列出。" in flat(answer.content.decode())


@pytest.mark.parametrize(("asked", "shown"), [("", "medium"), ("large", "large"), ("small", "small"), ("x", "medium")])
def test_the_size_of_the_type_is_an_address(published, asked, shown):
    page = flat(Browser().get(PUBLIC, {"size": asked} if asked else {}).content.decode())
    assert f'<article class="sheet sheet-{shown}">' in page
    assert f'href="?size={shown}" aria-current="true"' in page


def test_the_public_page_lists_its_parts_and_whom_to_ask(published):
    page = flat(Browser().get(PUBLIC).content.decode())
    for section in published.official_form.sections:
        assert f'<a href="#{section.key}">{section.title}</a>' in page
        assert page.count(f'<section id="{section.key}">') == 1
    assert "主办单位：背孜乡人民政府" in page
    assert "联系电话：0375-5050001" in page
    published.texts.filter(key="contact.telephone").update(body="")
    assert "电话" not in flat(Browser().get(PUBLIC).content.decode()).split("主办单位")[1]


def test_a_leader_signs_from_the_home_page(filled, with_leader, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    leader = as_user(cast.leader)
    assert f"{REPORT}decide/sign/" in leader.get(f"{REPORT}preview/").content.decode()
    assert "分管领导对年度报告承担领导责任" in leader.get(f"{REPORT}decide/sign/").content.decode()
    leader.post(f"{REPORT}decide/sign/", seen())
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


def test_opening_the_review_ends_the_time_to_withdraw(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    clerk = as_user(cast.clerk)
    assert "撤回后可以继续修改" in flat(clerk.get(f"{REPORT}decide/withdraw/").content.decode())
    as_user(cast.supervisor).get(f"{REPORT}review/")
    assert "撤回后可以继续修改" in flat(clerk.get(f"{REPORT}decide/withdraw/").content.decode())
    as_user(cast.supervisor).post(f"{REPORT}review/open/", {"seen": "1"})
    assert "审核员已开始审核，不能撤回" in flat(clerk.post(f"{REPORT}decide/withdraw/", seen()).content.decode())
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


@pytest.mark.parametrize("action", ["poem", "submit", "publish", "sign"])
def test_what_a_person_may_never_do_is_absent(filled, cast, as_user, action):
    assert as_user(cast.supervisor).get(f"{REPORT}decide/{action}/").status_code == HTTPStatus.NOT_FOUND


def test_the_reviewer_of_a_correction_sees_why_and_what_was_corrected(published, cast, as_user):
    perform("correct", published.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    supervisor = as_user(cast.supervisor)
    page = flat(supervisor.get(f"{REPORT}review/").content.decode())
    assert (f"</strong>{REASON}</div>" in page, "变化 1 处" in page, "更正后的第六部分。</ins>" in page) == (True,) * 3
    assert "与已公布的版本（1 处）" in page
    assert "变化 1 处" not in flat(supervisor.get(f"{REPORT}review/?compare=none").content.decode())
    for action in ("approve", "return"):
        assert f"</strong>{REASON}</div>" in flat(supervisor.get(f"{REPORT}decide/{action}/").content.decode())
    perform("return", correction.pk, cast.supervisor, reason="第六部分的表述仍不准确，请再核对。")
    perform("submit", correction.pk, cast.clerk)
    page = flat(supervisor.get(f"{REPORT}review/?compare=submission").content.decode())
    assert ("与上次提交（0 处）" in page, "与已公布的版本（1 处）" in page, "两者内容相同" in page) == (True,) * 3
