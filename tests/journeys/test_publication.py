"""From approval to the public and to a correction: what is frozen stays, and anybody may read it."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from reports.editing import Edit, save
from reports.exports import interchange_file
from reports.models import AnnualReport, Publication, Status
from reports.official.interchange import parse
from reports.workflow import take
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
PUBLIC = f"/public/beizi/{YEAR}/"
REASON = "第五部分所列改进情况与实际不符，须更正。"


@pytest.fixture
def approved(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("approve", filled.pk, cast.supervisor)
    return filled


@pytest.fixture
def published(approved, cast, as_user):
    answer = as_user(cast.clerk).post(f"{REPORT}decide/publish/")
    assert answer.status_code == HTTPStatus.FOUND
    return approved


def test_nothing_is_public_before_it_is_published(approved):
    assert Client().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(f"{PUBLIC}1/report.pdf").status_code == HTTPStatus.NOT_FOUND


def test_the_public_page_needs_neither_account_nor_script(published, seed):
    answer = Client().get(PUBLIC)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert page.count("<script") == page.count('<script src="/static/js/print.js" defer></script>') == 1
    assert "data-print hidden>打印</button>" in page
    for section in published.form.sections:
        assert section.title in page
    assert seed.texts["problems"].split("\n")[0] in page


def test_the_public_files_are_the_frozen_ones(published):
    publication = Publication.objects.get()
    for extension in ("pdf", "xlsx", "json"):
        answer = Client().get(f"{PUBLIC}1/report.{extension}")
        assert answer.content == publication.file(extension)
    assert parse(publication.file("json")) == published.data()
    assert Client().get(f"{PUBLIC}1/report.html").status_code == HTTPStatus.NOT_FOUND


def test_a_correction_shows_what_was_corrected_and_keeps_the_old_version(published, cast, as_user):
    frozen = Publication.objects.get().file("pdf")
    as_user(cast.supervisor).post(f"{REPORT}decide/correct/", {"reason": REASON})
    correction = AnnualReport.objects.get(revision=2)
    assert "更正中" in as_user(cast.clerk).get(REPORT).content.decode()
    assert Client().get(PUBLIC).status_code == HTTPStatus.OK
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    take("submit", correction.pk, cast.clerk)
    take("approve", correction.pk, cast.supervisor)
    as_user(cast.clerk).post(f"{REPORT}decide/publish/")
    page = Client().get(PUBLIC).content.decode()
    assert ("更正后的第六部分。" in page, REASON in page) == (True, True)
    assert re.search(r"本报告于\d+年\d+月\d+日更正，更正内容：", page)
    assert "六、其他需要报告的事项：<del>无</del> 更正为 <ins>更正后的第六部分。</ins>" in page
    assert f'href="{PUBLIC}1/"' in page
    old = Client().get(f"{PUBLIC}1/").content.decode()
    assert ("更正后的第六部分。" in old, "本版本已更正" in old, "更正内容" in old) == (False, True, False)
    assert Client().get(f"{PUBLIC}1/report.pdf").content == frozen


def test_a_correction_of_much_is_folded_and_the_next_one_stands_above_it(published, cast, as_user):
    for number, edits in enumerate(([*list(published.form.table["applications"].entries)][:12], ()), start=1):
        as_user(cast.supervisor).post(f"{REPORT}decide/correct/", {"reason": REASON})
        correction = AnnualReport.objects.get(revision=number + 1)
        values = [Edit(str(cell), "0", "1") for cell in edits] or [Edit("other_matters", "无", "没有。")]
        save(correction.pk, cast.clerk, values)
        AnnualReport.objects.filter(pk=correction.pk).update(status=Status.APPROVED)
        Publication.objects.create(
            report=correction,
            by=cast.clerk,
            content_hash="",
            content=interchange_file.write(correction.data()),
            paper=b"",
            workbook=b"",
        )
        AnnualReport.objects.filter(pk=correction.pk).update(status=Status.PUBLISHED)
    page = Client().get(PUBLIC).content.decode()
    assert page.index("没有。") < page.index("共 12 处，查看") < page.index("（一）予以公开")
    assert "没有。" not in Client().get(f"{PUBLIC}2/").content.decode().split("共 12 处")[0]


@pytest.mark.parametrize(("asked", "shown"), [("", "medium"), ("large", "large"), ("small", "small"), ("x", "medium")])
def test_the_size_of_the_type_is_an_address(published, asked, shown):
    page = Client().get(PUBLIC, {"size": asked} if asked else {}).content.decode()
    assert f'<article class="sheet sheet-{shown}">' in page
    assert f'href="?size={shown}" aria-current="true"' in page


def test_the_public_page_lists_its_parts_and_whom_to_ask(published):
    page = Client().get(PUBLIC).content.decode()
    for section in published.form.sections:
        assert f'<a href="#{section.key}">{section.title}</a>' in page
        assert page.count(f'<section id="{section.key}">') == 1
    assert "主办单位：背孜乡人民政府" in page
    assert "电话" not in page.split("主办单位")[1]
    published.texts.update_or_create(key="contact.telephone", defaults={"body": "0375-5050001"})
    assert "联系电话：0375-5050001" in Client().get(PUBLIC).content.decode()


def test_a_leader_signs_from_the_home_page(filled, with_leader, cast, as_user):
    take("submit", filled.pk, cast.clerk)
    leader = as_user(cast.leader)
    assert f"{REPORT}decide/sign/" in leader.get(f"{REPORT}preview/").content.decode()
    assert "分管领导对年度报告承担领导责任" in leader.get(f"{REPORT}decide/sign/").content.decode()
    leader.post(f"{REPORT}decide/sign/")
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


def test_opening_the_review_ends_the_time_to_withdraw(filled, cast, as_user):
    take("submit", filled.pk, cast.clerk)
    clerk = as_user(cast.clerk)
    assert "撤回后可以继续修改" in clerk.get(f"{REPORT}decide/withdraw/").content.decode()
    as_user(cast.supervisor).get(f"{REPORT}review/")
    assert "审核员已开始审核，不能撤回" in clerk.post(f"{REPORT}decide/withdraw/").content.decode()
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


@pytest.mark.parametrize("action", ["poem", "submit", "publish", "sign"])
def test_what_a_person_may_never_do_is_absent(filled, cast, as_user, action):
    assert as_user(cast.supervisor).get(f"{REPORT}decide/{action}/").status_code == HTTPStatus.NOT_FOUND
