"""公布报告体检: brought by a supervisor, checked by the worker, shown to nobody else, and stored nowhere."""

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from reports.formats import writing
from reports.lifecycle.batches import examining
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.models import AnnualReport, Membership, Role, User
from reports.models.examinations import STALLED_AFTER, Examination
from tests.markup import flat
from tests.views.test_batches import packed

PAGE, LIST = "/review/examination/", "/review/examination/list.xlsx"


@pytest.fixture
def archive(seed):
    """Two reports, one of them with a slip, and a file that is none."""
    slip = replace(seed, organ="瓦屋镇人民政府", title="瓦屋镇2022年政府信息公开工作年度报告", texts={"problems": ""})
    return packed(
        {"a.html": writing.write(seed, "html"), "b.json": writing.write(slip, "json"), "notes.docx": b"hello"}
    )


def bring(browser, content, name="公布.zip"):
    return browser.post(PAGE, {"archive": SimpleUploadedFile(name, content)}, follow=True)


def kept_files():
    return default_storage.listdir("examinations")[1] if default_storage.exists("examinations") else []


def test_reports_are_checked_shown_and_listed_and_none_is_stored(archive, cast, as_user):
    supervisor = as_user(cast.supervisor)
    page = bring(supervisor, archive).content.decode()
    assert "已检查 2 份报告，1 个文件未能读取。" in page
    assert "瓦屋镇人民政府 2022 年度：须修改 1，" in page
    assert "notes.docx" in page
    sheets = load_workbook(BytesIO(supervisor.get(LIST).content))
    assert [row[0] for row in sheets["汇总"].iter_rows(values_only=True)][1:] == ["背孜乡人民政府", "瓦屋镇人民政府"]
    assert (AnnualReport.objects.count(), kept_files()) == (0, [])


def test_what_the_county_has_set_holds_for_what_its_supervisor_brings(seed, cast, as_user):
    long = replace(seed, texts=seed.texts | {"overview.platform": "依托县政府网站专栏发布信息，由专人维护。" * 20})
    content = packed({"a.json": writing.write(long, "json")})
    supervisor = as_user(cast.supervisor)
    assert "W14" not in bring(supervisor, content).content.decode()
    set_rules(cast.county, seed.year, cast.supervisor, [ChosenRule("W14", False, 300)], "乡镇文字应当简短。", seen=0)
    assert "W14" in bring(supervisor, content).content.decode()


def test_who_supervises_for_several_is_judged_by_the_one_above_the_organ(seed, cast):
    Membership.objects.create(user=cast.supervisor, organ=cast.stranger.memberships.get().organ, role=Role.SUPERVISOR)
    set_rules(cast.county, seed.year, cast.supervisor, [ChosenRule("W14", False, 300)], "乡镇文字应当简短。", seen=0)
    both = User.objects.get(pk=cast.supervisor.pk)
    reports = [replace(seed, organ=organ) for organ in ("背孜乡人民政府", "背孜乡", "无此乡人民政府")]
    rules = examining.rules_of_the_supervisor(both, reports)
    assert [rules(report).threshold("W14") for report in reports] == [300, 300, 1_000]
    assert rules_of_the_next_year(both, seed) == 1_000


def rules_of_the_next_year(user, seed):
    report = replace(seed, year=seed.year + 1)
    return examining.rules_of_the_supervisor(user, [report])(report).threshold("W14")


def test_what_was_found_is_its_owners_alone_and_goes_when_it_is_told_to(archive, cast, as_user):
    supervisor, stranger = as_user(cast.supervisor), as_user(cast.stranger)
    bring(supervisor, archive)
    assert "公布.zip" not in stranger.get(PAGE).content.decode()
    assert stranger.get(LIST).status_code == HTTPStatus.NOT_FOUND
    stranger.post(PAGE, {"go": "discard"})
    assert Examination.objects.count() == 1
    supervisor.post(PAGE, {"go": "discard"})
    assert Examination.objects.count() == 0
    assert supervisor.get(LIST).status_code == HTTPStatus.NOT_FOUND


def an_examination(cast, **changed):
    known = {"by": cast.supervisor, "name": "公布.zip", "total": 3, "heard_at": timezone.now()}
    return Examination.objects.create(**known | changed)


def test_while_it_is_worked_on_the_page_says_how_far_it_is(cast, as_user):
    an_examination(cast, done=1)
    page = as_user(cast.supervisor).get(PAGE).content.decode()
    assert "已读取 1／3 份" in page
    assert "继续处理" not in page


def test_what_a_worker_left_can_be_taken_up_again(cast, as_user):
    an_examination(cast, heard_at=timezone.now() - STALLED_AFTER - timedelta(seconds=1))
    assert "继续处理" in as_user(cast.supervisor).get(PAGE).content.decode()


def test_a_result_is_shown_for_a_day_and_deleted_with_its_archive_afterwards(cast, as_user):
    old = an_examination(cast, told={"reports": [], "unread": []})
    Examination.objects.update(at=timezone.now() - examining.KEPT_FOR)
    assert "公布.zip" not in as_user(cast.supervisor).get(PAGE).content.decode()
    examining.prune()
    assert not Examination.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no zip", "不是完整的 zip 压缩包"),
        (packed({f"{number}.html": b"" for number in range(201)}), "压缩包中有 201 个文件，一次最多 200 个"),
    ],
    ids=["no zip", "too many"],
)
def test_what_cannot_be_taken_is_refused_in_the_form(cast, as_user, content, told):
    assert told in bring(as_user(cast.supervisor), content).content.decode()
    assert (Examination.objects.count(), kept_files()) == (0, [])


def test_what_must_be_fixed_comes_first_and_each_rule_names_reports_that_break_it(seed, cast, as_user):
    again = {
        f"{name}.json": writing.write(replace(each, organ=f"{name}镇人民政府"), "json")
        for name, each in (
            ("甲", replace(seed, texts=seed.texts | {"other_matters": ""})),
            ("乙", replace(seed, texts=seed.texts | {"overview.platform": "我局有网站。"})),
            ("丙", replace(seed, texts=seed.texts | {"overview.platform": "我局有公众号。"})),
        )
    }
    page = flat(bring(as_user(cast.supervisor), packed(again)).content.decode())
    rows = re.findall(r'<th scope="row">(\w+)</th> ?<td><span class="level level-(\w+)">', page)
    assert [level for _, level in rows] == sorted(
        (level for _, level in rows), key=["must_fix", "explain", "hint"].index
    )
    assert ("W4", "must_fix") in rows
    named = "、".join(f"{name}镇人民政府 2022" for name in "甲乙丙")
    assert re.search(rf'"row">W8</th>.*?<td>3</td> ?<td>{named}</td>', page)
